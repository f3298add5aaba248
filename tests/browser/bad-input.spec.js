// Half of every feature: what is wrong gets its own sentence beside the field, and what was typed stays.
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { sandboxDir } from "./support/paths.js";
import { choose } from "./support/vault.js";

const bad = (name) => join(sandboxDir, "papers", "hong", name);

async function openForm(page, portal) {
  await page.goto(`${portal.url}/kho/them`);
  await page.getByLabel("Loại giấy tờ").selectOption({ label: "Kết quả giải quyết" });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Giấy khai sinh" });
  await page.getByLabel("Tên giấy tờ").fill("Tên do tôi gõ");
}

test("files that cannot be taken are refused in the browser, each in its own words", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await openForm(page, portal);
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  for (const [file, sentence] of [
    ["tep-rong.pdf", "Tệp này không có nội dung (0 byte)."],
    ["khong-phai-pdf.pdf", "Tệp này không phải là PDF."],
    ["bi-cat-nua.pdf", "Tệp PDF bị hỏng hoặc chưa tải về đủ."],
    ["dat-mat-khau.pdf", "Tệp PDF đang đặt mật khẩu."],
    ["chua-ky.pdf", "Tệp này chưa được ký số."],
    ["chu-ky-mo-coi.pdf", "đã lưu lại tệp và làm mất chữ ký"],
    ["sua-sau-khi-ky.pdf", "Nội dung tệp đã bị thay đổi sau khi ký."],
    ["sai-mot-byte.pdf", "Nội dung tệp đã bị thay đổi sau khi ký."],
  ]) {
    await choose(page, bad(file));
    await expect(page.getByText(sentence).first(), file).toBeVisible();
  }
  await isAccessible(page);
  await picture(page, info, "tep-bi-tu-choi");
  const large = info.outputPath("lon.pdf");
  writeFileSync(large, "%PDF-1.7\n");
  truncateSync(large, 50_000_001);
  await choose(page, large);
  await expect(page.getByText("Tệp lớn hơn 50 MB.").first()).toBeVisible();
  expect(sent, "nothing was sent").toEqual([]);
  await expect(page.getByLabel("Tên giấy tờ")).toHaveValue("Tên do tôi gõ");
});

test("what only the server can know is said beside the field, and what was typed stays", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(09|22)/);
  await signIn(page, portal, accounts.agency);
  await openForm(page, portal);
  for (const [file, sentence] of [
    ["chung-thu-ngoai.pdf", "không phải bằng chứng thư số của Ban Cơ yếu Chính phủ"],
    ["chung-thu-bi-thu-hoi.pdf", "Chứng thư số đã bị thu hồi khi ký tệp này."],
  ]) {
    await choose(page, bad(file));
    await expect(page.getByText("chưa gửi đi đâu"), file).toBeVisible();
    await page.getByRole("button", { name: "Cập nhật" }).click();
    await expect(page.getByText(sentence).first(), file).toBeVisible();
    await expect(page.getByText("Tệp còn nguyên từ khi ký."), "no green word beside a refusal").toHaveCount(0);
    await expect(page.getByLabel("Tên giấy tờ")).toHaveValue("Tên do tôi gõ");
  }
  await isAccessible(page);
  await picture(page, info, "may-chu-tu-choi");

  await choose(page, "giay-khai-sinh.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText(/^Đã thêm “/)).toBeVisible();
  await openForm(page, portal);
  await choose(page, "giay-khai-sinh.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText(/Tệp này đã có trong kho với mã/).first()).toBeVisible();
});

test("a line that drops while a file is sent makes one paper, not two", async ({ page, portal }) => {
  page.expectedFaults.push(/ERR_|Failed to load/);
  await signIn(page, portal, accounts.agency);
  await openForm(page, portal);
  await choose(page, "giay-khai-sinh.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  // The first answer is lost although the server took the file; the second request never leaves.
  let tries = 0;
  await page.route("**/api/v1/uploads*", async (route) => {
    tries += 1;
    if (tries === 1) {
      await route.fetch();
      return route.abort("connectionreset");
    }
    return tries === 2 ? route.abort("internetdisconnected") : route.continue();
  });
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText(/^Đã thêm “/)).toBeVisible({ timeout: 40_000 });
  expect(tries).toBeGreaterThanOrEqual(3);
  await expect(page.locator("table.papers tbody tr")).toHaveCount(1);
});

test("a wrong password and a wrong code say what to do and keep the account", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|22)/);
  await page.goto(`${portal.url}/dang-nhap`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.agency.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("sai-mat-khau");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText("Tài khoản hoặc mật khẩu chưa đúng.").first()).toBeVisible();
  await expect(page.getByLabel("Tài khoản", { exact: true })).toHaveValue(accounts.agency.login);
  await expect(page).toHaveTitle(/^Lỗi:/);
  await isAccessible(page);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  const code = await portal.code(accounts.agency.phone);
  await page.getByLabel("Mã xác thực", { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByText("Mã xác thực chưa đúng.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ma-sai");
  await page.getByLabel("Mã xác thực", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByText(accounts.agency.name).first()).toBeVisible();
});

test("a session that ended leads to sign-in and back to the same page", async ({ page, portal, context }) => {
  page.expectedFaults.push(/status of 401/);
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toBeVisible();
  await context.clearCookies();
  await page.goto(`${portal.url}/kho`);
  await expect(page).toHaveURL(/\/dang-nhap/);
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.agency.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.agency.phone, 1));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page).toHaveURL(/\/kho$/);
});

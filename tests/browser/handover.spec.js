// A unit ends: what lies open there goes to who took over, and from there to whom it belongs.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier, unit } from "./support/filing.js";

const heir = { login: "canboquynhon", phone: "0900000006" };

/** An administrator ends the unit today, in the page. */
async function endUnit(page, portal, info) {
  await page.goto(`${portal.url}/can-bo`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.administrator.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.administrator.phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("main").getByRole("link", { name: /^Loại và danh mục giấy tờ/ })).toBeVisible();
  await page.goto(`${portal.url}/can-bo/danh-muc/don-vi?q=tuy+phuoc`);
  await page.getByRole("main").getByRole("link", { name: unit }).first().click();
  await page.getByRole("button", { name: "Chấm dứt đơn vị" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Chấm dứt từ ngày").fill("1/11/2026");
  await dialog.getByLabel(/^Đơn vị tiếp nhận/).fill("H21.102, H21.103");
  await dialog.getByRole("button", { name: "Chấm dứt đơn vị" }).click();
  const missing = dialog.getByLabel(/^Đơn vị nhận hồ sơ đang giải quyết/);
  await expect(missing).toHaveAttribute("aria-invalid", "true");
  await isAccessible(page);
  await picture(page, info, "don-vi-cham-dut-thieu");
  await missing.fill("H21.102");
  await dialog.getByRole("button", { name: "Chấm dứt đơn vị" }).click();
  await expect(page.getByText("Đã ghi ngày chấm dứt.")).toBeVisible();
  await expect(page.getByText("Đơn vị nhận hồ sơ đang giải quyết").first()).toBeVisible();
}

test("a dossier of a unit that ends is found at its successor, and passed on to the one it belongs to", async ({ page, portal, browser }, info) => {
  page.expectedFaults.push(/status of 4(01|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const open = async () => (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  const keeper = await open();
  keeper.expectedFaults = [/status of 422/];
  await endUnit(keeper, portal, info);
  await keeper.context().close();
  await portal.message(accounts.agency.phone, /chuyen sang co quan khac giai quyet tiep/);

  const desk = await open();
  await signInAtDesk(desk, portal, heir);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await desk.getByRole("link", { name: dossier.code }).click();
  await desk.getByText("Chuyển cho đơn vị kế thừa khác", { exact: true }).click();
  const form = desk.locator("details", { hasText: "Chuyển cho đơn vị kế thừa khác" });
  await form.getByRole("button", { name: "Chuyển hồ sơ" }).click();
  await expect(form.getByLabel("Đơn vị giải quyết tiếp")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("Đơn vị giải quyết tiếp").selectOption({ label: "Ủy ban nhân dân phường Hoài Nhơn" });
  await form.getByLabel("Lý do chuyển").fill("Sai.");
  await form.getByRole("button", { name: "Chuyển hồ sơ" }).click();
  await expect(form.getByRole("alert")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-chuyen-don-vi");
  await form.getByLabel("Lý do chuyển").fill("Người được khen làm việc ở địa bàn phường Hoài Nhơn.");
  await form.getByRole("button", { name: "Chuyển hồ sơ" }).click();
  await expect(desk.getByText(`Đã chuyển hồ sơ ${dossier.code}.`)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-da-chuyen-don-vi");
  await desk.reload();
  await expect(desk.getByText("Không tìm thấy", { exact: false }).first()).toBeVisible();
  await desk.context().close();

  // Who filed reads where it went, and nothing of why.
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText(/không còn hoạt động, hồ sơ chuyển sang Ủy ban nhân dân phường Quy Nhơn/)).toBeVisible();
  await expect(page.getByText("Người được khen làm việc")).toBeHidden();
  await isAccessible(page);
  await picture(page, info, "ho-so-don-vi-cham-dut");
});

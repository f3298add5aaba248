// Registering and signing in with a signing SIM, through the sandbox's mobile signature service.
import { expect, isAccessible, picture, test } from "./support/portal.js";

const SO_NOI_VU = "SỞ NỘI VỤ";

async function send(page, phone) {
  await page.getByLabel("Số điện thoại", { exact: true }).fill(phone);
  await page.getByRole("button", { name: "Gửi yêu cầu ký" }).click();
}

/** What the phone shows. */
async function shown(portal, phone) {
  const { texts } = await (await fetch(`${portal.inbox}/api/phones/${phone}`)).json();
  return texts.at(-1);
}

test("an agency registers with its SIM and signs in with it, comparing the code", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 401/);
  await page.goto(`${portal.url}/dang-ky`);
  await page.getByLabel("Cơ quan nhà nước, đơn vị sự nghiệp").check();
  await page.getByRole("link", { name: /SIM ký số/ }).click();
  await expect(page.getByRole("heading", { name: "Đăng ký bằng SIM ký số" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "sim-dang-ky");
  await send(page, "0912 000 201");
  await expect(page.getByText("Đang chờ điện thoại ký…")).toBeVisible();
  const code = await page.locator(".match-code b").textContent();
  expect(await shown(portal, "84912000201")).toContain(`Ma doi chieu ${code}.`);
  await isAccessible(page);
  await picture(page, info, "sim-cho");
  await expect(page.getByRole("heading", { name: "Kiểm tra và đăng ký" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(SO_NOI_VU, { exact: true })).toBeVisible();
  await page.getByLabel("Thư điện tử của đơn vị").fill("sonoivu@vi-du.vn");
  await page.getByLabel("Đơn vị đồng ý với điều khoản sử dụng").check();
  await page.getByLabel("Đơn vị đồng ý với chính sách chia sẻ thông tin").check();
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
  await expect(page.getByText(`Đã tạo tài khoản cho ${SO_NOI_VU}.`)).toBeVisible();
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("button", { name: "Đăng xuất" })).toHaveCount(0);

  await page.goto(`${portal.url}/dang-nhap?tiep=/kho`);
  await page.getByRole("link", { name: "Đăng nhập bằng SIM ký số" }).click();
  await send(page, "0912000201");
  await expect(page.getByText(SO_NOI_VU).first()).toBeVisible({ timeout: 20_000 });
  await expect(page).toHaveURL(/\/kho$/);
});

test("what the phone answers has its sentence, and the number stays", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 422/);
  await page.goto(`${portal.url}/dang-nhap/sim-ky-so`);
  await send(page, "12");
  await expect(page.getByText("Hãy nhập số điện thoại 10 chữ số, bắt đầu bằng 0.").first()).toBeVisible();
  for (const [phone, sentence] of [
    ["0912000205", /đã bị từ chối trên điện thoại/],
    ["0912000206", /Mã PIN của SIM ký số đã bị khóa/],
    ["0912000299", /chưa đăng ký dịch vụ SIM ký số/],
    ["0912000204", /Đây là chứng thư số của cá nhân/],
  ]) {
    await send(page, phone);
    await expect(page.getByRole("alert").getByText(sentence)).toBeVisible({ timeout: 20_000 });
    await expect(page.getByLabel("Số điện thoại", { exact: true })).toHaveValue(phone);
  }
  await isAccessible(page);
  await picture(page, info, "sim-ca-nhan");
  // Whoever waits may stop.
  await send(page, "0912000207");
  await page.getByRole("button", { name: "Dừng chờ" }).click();
  await expect(page.getByLabel("Số điện thoại", { exact: true })).toHaveValue("0912000207");
});

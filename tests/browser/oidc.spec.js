// Signing in with an electronic identity: a new person, one whose number has an account, one who is not verified.
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";

async function leave(page, portal, person) {
  await page.goto(`${portal.url}/dang-nhap?tiep=/kho`);
  await page.getByRole("link", { name: "Đăng nhập bằng VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: person }).click();
}

test("a new person is in at once, and signs out at both places", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/dang-nhap`);
  await expect(page.getByText("cấp bởi Bộ Công an dành cho Công dân")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "sign-in");
  // It is the way that most people come by: it stands before account and password.
  const vneid = await page.getByRole("link", { name: "Đăng nhập bằng VNeID (mẫu)" }).boundingBox();
  const password = await page.getByLabel("Mật khẩu", { exact: true }).boundingBox();
  expect(vneid.y).toBeLessThan(password.y);
  await leave(page, portal, /chưa có tài khoản/);
  await expect(page).toHaveURL(`${portal.url}/kho`);
  await expect(page.getByText("Lê Văn Mới").first()).toBeVisible();
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("heading", { name: "Đã đăng xuất" })).toBeVisible();
  await page.getByRole("link", { name: "Quay lại cổng" }).click();
  await expect(page).toHaveURL(`${portal.url}/`);
  await expect(page.getByText("Lê Văn Mới")).toHaveCount(0);
});

test("who registers with an electronic identity reads once that the account is made", async ({ page, portal }) => {
  await page.goto(`${portal.url}/dang-ky`);
  await expect(page.getByText(/^Khi tạo tài khoản, bạn đồng ý với/)).toBeVisible();
  await page.getByRole("link", { name: "VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: /chưa có tài khoản/ }).click();
  const made = page.getByText("Đã tạo tài khoản cho Lê Văn Mới. Mức độ xác minh: IAL3.");
  await expect(made).toBeVisible();
  await expect(page).toHaveURL(`${portal.url}/tai-khoan`);
  await isAccessible(page);
  await page.reload();
  await expect(page.getByText("Mức 3").first()).toBeVisible();
  await expect(made).toHaveCount(0);
});

test("an account that was there before asks for a code once", async ({ page, portal }) => {
  await leave(page, portal, /đã có tài khoản/);
  await expect(page.getByText("Số định danh này đã có tài khoản trên cổng.")).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.citizen.phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page).toHaveURL(`${portal.url}/kho`);
  await expect(page.getByText(accounts.citizen.name).first()).toBeVisible();
});

test("who is not verified, or turns back, reads why", async ({ page, portal }) => {
  await leave(page, portal, /chưa xác minh/);
  await expect(page.getByText("Tài khoản này chưa được xác minh danh tính.")).toBeVisible();
  await isAccessible(page);
  await leave(page, portal, "Hủy");
  await expect(page.getByText("Việc đăng nhập đã được hủy.")).toBeVisible();
});

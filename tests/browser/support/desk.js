// Officers at the desk.
import { expect } from "./portal.js";

export const officers = {
  desk: { login: "canbotuyphuoc", phone: "0900000005", name: "Cán bộ một cửa Tuy Phước (mẫu)" },
  // Desk and signer in one, called as the person whom the sandbox's token names.
  signer: { login: "lanhdaotuyphuoc", phone: "0900000008" },
};

/** With password and code, to the page with the tiles. */
export async function signInAtDesk(page, portal, officer = officers.desk) {
  await page.goto(`${portal.url}/can-bo`);
  await expect(page.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
  await page.getByLabel("Tài khoản", { exact: true }).fill(officer.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(officer.phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Việc tại bộ phận một cửa" })).toBeVisible();
}

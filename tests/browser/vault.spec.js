// The vault is a program of its own: coming and going is as smooth as within one.
import { accounts, expect, signIn, test } from "./support/portal.js";
import { addPaper } from "./support/vault.js";

const openMenu = async (page) => {
  const menu = page.getByText("Menu", { exact: true });
  if (await menu.isVisible()) await menu.click();
};
const program = (page, name) => expect(page.locator(`link[href*="motcua-${name}"]`).first()).toBeAttached();

test("home, vault, add and all the way back: each page once in the history", async ({ page, portal }) => {
  await signIn(page, portal, accounts.agency);
  await page.locator(".tile", { hasText: "Kho" }).click();
  await expect(page).toHaveURL(/\/kho$/);
  await program(page, "vault");
  await page.getByRole("link", { name: "Thêm mới" }).first().click();
  await expect(page).toHaveURL(/\/kho\/them$/);
  await expect(page.getByRole("heading", { level: 1, name: "Thêm giấy tờ" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/kho$/);
  await expect(page.getByRole("heading", { level: 1, name: "Kho dữ liệu cá nhân, tổ chức" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(`${portal.url}/`);
  await program(page, "app");
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole("heading", { level: 1, name: "Kho dữ liệu cá nhân, tổ chức" })).toBeVisible();
  // Out of the vault into the pages of the main program and of one's own account.
  await openMenu(page);
  await page.getByRole("navigation", { name: "Điều hướng chính" }).getByRole("link", { name: "Hồ sơ đã nộp" }).click();
  await expect(page).toHaveURL(/\/ho-so$/);
  await program(page, "dossiers");
  await openMenu(page);
  await page.getByRole("navigation", { name: "Điều hướng chính" }).getByRole("link", { name: "Quản lý tài khoản" }).click();
  await program(page, "own");
  await page.goBack();
  await expect(page).toHaveURL(/\/ho-so$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/kho$/);
  await program(page, "vault");
});

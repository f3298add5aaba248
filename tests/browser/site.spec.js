// The site as such: language, keyboard, policy, addresses that do not exist.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";

test("the language changes on the spot and stays after a reload", async ({ page }, info) => {
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  const menu = page.getByText("Menu", { exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole("button", { name: "English" }).first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await isAccessible(page);
  await picture(page, info, "home-english");
});

test("an address that does not exist says so and leads on", async ({ page, portal }) => {
  await page.goto(`${portal.url}/khong-co-trang-nay`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/Không (có|tìm thấy) trang/);
  await isAccessible(page);
});

test("the policy of the pages is closed and holds", async ({ page, portal }) => {
  const answer = await page.goto(portal.url);
  const policy = answer.headers()["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("'wasm-unsafe-eval'");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).not.toContain("'unsafe-eval'");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a whole sign-in works with the keyboard alone", async ({ page, portal }) => {
  await page.goto(`${portal.url}/dang-nhap`);
  await page.getByLabel("Tài khoản", { exact: true }).focus();
  await page.keyboard.type(accounts.agency.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type("MotCua#2026");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Mã xác thực", { exact: true })).toBeVisible();
  await page.getByLabel("Mã xác thực", { exact: true }).focus();
  await page.keyboard.type(await portal.code(accounts.agency.phone));
  await page.keyboard.press("Enter");
  await expect(page.getByText(accounts.agency.name).first()).toBeVisible();
});

test("signing out leaves nothing that the back button could show", async ({ page, portal }) => {
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toBeVisible();
  const menu = page.getByText("Menu", { exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole("button", { name: "Đăng xuất" }).first().click();
  await expect(page.getByText(accounts.agency.name)).toHaveCount(0);
  await page.goBack();
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toHaveCount(0);
});

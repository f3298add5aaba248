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
  await expect(page.getByLabel("Mã xác thực", { exact: true })).toBeFocused();
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

const add = (page, tag, address) =>
  page.evaluate(
    ([tag, address]) =>
      new Promise((resolve) => {
        const element = document.createElement(tag);
        element.onerror = resolve;
        element.src = address;
        document.body.append(element);
      }),
    [tag, address],
  );

test("a picture or a script that does not come leaves a working page in place", async ({ page }) => {
  page.expectedFaults.push(/404/, /Content Security Policy/, /Failed to load/, /Refused/);
  await expect(page.locator("html")).toHaveAttribute("data-started", "");
  await add(page, "img", "/api/v1/khong-co.png");
  await add(page, "script", "https://example.invalid/khong-co.js");
  await expect(page.getByText("Trang gặp sự cố")).toBeHidden();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a program that does not come is said, with a way on", async ({ page, portal }, info) => {
  page.expectedFaults.push(/./);
  await page.route(/motcua-app[^/]*\.js/, (route) => route.abort());
  await page.goto(portal.url);
  await expect(page.getByRole("heading", { name: "Trang gặp sự cố" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Tải lại trang" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "su-co");
});

const openMenu = async (page) => {
  const menu = page.getByText("Menu", { exact: true });
  if (await menu.isVisible()) await menu.click();
};
const inMenu = (page, name) => page.getByRole("navigation", { name: "Điều hướng chính" }).getByRole("link", { name, exact: true });

test("registering is one press away from home and from the menu", async ({ page, portal }, info) => {
  await expect(page.getByRole("link", { name: "Chưa có tài khoản? Đăng ký" })).toBeVisible();
  await openMenu(page);
  await isAccessible(page);
  await picture(page, info, "home-menu");
  await inMenu(page, "Đăng ký").click();
  await expect(page).toHaveURL(/\/dang-ky$/);
  await expect(page.getByRole("heading", { level: 1, name: "Đăng ký tài khoản" })).toBeVisible();
  await page.goto(portal.url);
  await page.getByRole("link", { name: "Chưa có tài khoản? Đăng ký" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Đăng ký tài khoản" })).toBeVisible();
});

test("who is signed in finds the account in the menu, an organisation also where to sign files", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await expect(page.getByRole("link", { name: "Chưa có tài khoản? Đăng ký" })).toHaveCount(0);
  await openMenu(page);
  await expect(inMenu(page, "Đăng ký")).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "home-menu-co-quan");
  await inMenu(page, "Ký số tệp tin").click();
  await expect(page.getByRole("heading", { level: 1, name: "Ký số tệp tin" })).toBeVisible();
  await openMenu(page);
  await inMenu(page, "Quản lý tài khoản").click();
  await expect(page.getByRole("heading", { level: 1, name: "Quản lý tài khoản" })).toBeVisible();
});

test("officers find their pages from everywhere", async ({ page, portal }) => {
  await page.getByRole("link", { name: "Dành cho cán bộ" }).click();
  await expect(page.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
});

// The VNPT-CA plugin, which answers at a fixed port of this computer: Chromium is told that it is the sandbox's.
import { chromium } from "@playwright/test";
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test as base } from "./support/portal.js";
import { softhsm, startAgent } from "./support/agent.js";
import { paper } from "./support/paths.js";

const test = base.extend({
  agent: async ({}, use) => {
    const agent = await startAgent();
    await use(agent);
    await agent.stop();
  },
  agents: async ({}, use) => use([]),
  vnptLicence: async ({}, use) => use("sandbox"),
  context: async ({ agent, launchOptions, viewport, hasTouch, isMobile, deviceScaleFactor, locale, timezoneId }, use) => {
    const args = [...launchOptions.args, `--host-resolver-rules=MAP localhost:4433 ${agent.vnpt}`];
    const browser = await chromium.launch({ ...launchOptions, args });
    await use(await browser.newContext({ ignoreHTTPSErrors: true, viewport, hasTouch, isMobile, deviceScaleFactor, locale, timezoneId }));
    await browser.close();
  },
});

test.skip(!softhsm, "SoftHSM is not installed (Debian: apt install softhsm2)");

test("an agency registers with the plugin and signs in with it", async ({ page, portal, agent }, info) => {
  page.expectedFaults.push(/status of 401/);
  await agent.holder("org-so-noi-vu");
  await page.goto(`${portal.url}/dang-ky/usb-ky-so`);
  await page.getByRole("button", { name: "Đọc USB ký số", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra và đăng ký" })).toBeVisible();
  await expect(page.getByText("SỞ NỘI VỤ", { exact: true })).toBeVisible();
  await page.getByLabel("Thư điện tử của đơn vị").fill("sonoivu@vi-du.vn");
  await page.getByLabel("Đơn vị đồng ý với điều khoản sử dụng").check();
  await page.getByLabel("Đơn vị đồng ý với chính sách chia sẻ thông tin").check();
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
  await expect(page.getByText("Đã tạo tài khoản cho SỞ NỘI VỤ.")).toBeVisible();
  await picture(page, info, "vnpt-dang-ky");
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("button", { name: "Đăng xuất" })).toHaveCount(0);
  await expect(page).toHaveURL(/:\d+\/$/);
  await page.goto(`${portal.url}/dang-nhap/usb-ky-so?tiep=/kho`);
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page).toHaveURL(/\/kho$/);
  await expect(page.getByText("SỞ NỘI VỤ").first()).toBeVisible();
});

test("a file signed by the plugin is what was sent, with a signature behind it", async ({ page, portal, agent }, info) => {
  await agent.holder("org-hoa-mai");
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/ky-so`);
  const unsigned = paper("hong/chua-ky.pdf");
  await page.locator("#file").setInputFiles(unsigned);
  await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
  await page.getByRole("button", { name: "Ký số", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Tệp đã được ký" })).toBeVisible();
  await picture(page, info, "vnpt-ky-so");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải tệp đã ký" }).click();
  const file = readFileSync(await (await download).path());
  const before = readFileSync(unsigned);
  expect(file.subarray(0, before.length).equals(before)).toBe(true);
});

test.describe("with a licence that the plugin does not take", () => {
  test.use({ vnptLicence: async ({}, use) => use("of-another-domain") });

  test("the page says so when the token is read", async ({ page, portal }, info) => {
    await page.goto(`${portal.url}/dang-ky/usb-ky-so`);
    await page.getByRole("button", { name: "Đọc USB ký số", exact: true }).click();
    await expect(page.getByRole("alert").getByText("VNPT-CA Plugin chưa cho phép cổng này sử dụng.")).toBeVisible();
    await isAccessible(page);
    await picture(page, info, "vnpt-ban-quyen");
  });
});

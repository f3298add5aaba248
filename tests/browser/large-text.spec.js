// Text at twice its size on a phone (WCAG 1.4.4): nothing scrolls sideways, and no cell breaks into single letters.
import { accounts, expect, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { paper } from "./support/paths.js";

/** As the setting of a browser does it: every size of the pages hangs on this one. */
async function enlarge(page) {
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
}

async function isReadable(page) {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(sideways, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0);
  const narrow = await page.evaluate(() =>
    [...document.querySelectorAll(".facts dt, .facts dd, table.list td, table.list tbody th, .checks li > span")]
      .filter((cell) => cell.checkVisibility() && cell.textContent.trim().length > 12)
      .filter((cell) => cell.getBoundingClientRect().width < 6 * parseFloat(getComputedStyle(cell).fontSize))
      .map((cell) => `${cell.tagName} ${cell.textContent}: ${cell.getBoundingClientRect().width} px`),
  );
  expect(narrow, "cells narrower than six letters").toEqual([]);
}

test("the pages of the own account", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  for (const [address, name] of [
    ["/tai-khoan", "tai-khoan"],
    ["/tai-khoan/phien", "phien"],
    ["/tai-khoan/nhat-ky", "nhat-ky"],
    ["/kho", "kho"],
  ]) {
    await page.goto(portal.url + address);
    await expect(page.locator("main h1")).toBeVisible();
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await enlarge(page);
    await isReadable(page);
    await picture(page, info, `chu-lon-${name}`);
  }
});

test("the report of a signature", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/kiem-tra-chu-ky`);
  await page.locator("#file").setInputFiles(paper("hai-chu-ky-nguoi-va-co-quan.pdf"));
  await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
  await expect(page.getByRole("heading", { name: "Kết quả xác minh" })).toBeVisible();
  for (const summary of await page.getByText("Từng bước kiểm tra").all()) await summary.click();
  await enlarge(page);
  await isReadable(page);
  await picture(page, info, "chu-lon-bao-cao");
});

test("what an officer sees of accounts", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await signInAtDesk(page, portal);
  for (const address of ["/can-bo", "/can-bo/tai-khoan"]) {
    await page.goto(portal.url + address);
    await expect(page.locator("main h1")).toBeVisible();
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await enlarge(page);
    await isReadable(page);
    await picture(page, info, `chu-lon${address.replaceAll("/", "-")}`);
  }
  // Among the citizens' pages the way back is shown.
  await page.goto(portal.url);
  await page.getByRole("link", { name: "Sang trang dành cho cán bộ" }).click();
  await expect(page.getByRole("heading", { name: "Việc tại bộ phận một cửa" })).toBeVisible();
});

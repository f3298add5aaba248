// What waits for whoever is signed in stands on the home page, and where nothing waits it says so.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier, openDraft } from "./support/filing.js";

test("home says that nothing waits, and what does", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 401/);
  await page.goto(portal.url);
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await expect(page.locator(".waits")).toHaveCount(0);
  await signIn(page, portal, accounts.agency);
  await page.goto(portal.url);
  await expect(page.getByText(/Hiện không có việc gì chờ bạn/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "trang-chu-khong-co-viec");

  await addPapers(page, portal);
  portal.change(`update procedures set definition = replace(definition, '"fee":0', '"fee":15000') where is_current`);
  await fileDossier(page, portal);
  await openDraft(page, portal);
  await page.goto(portal.url);
  const waits = page.getByRole("region", { name: "Việc đang chờ bạn" });
  await expect(waits.getByRole("link")).toHaveText(["1 hồ sơ chờ nộp lệ phí", "1 hồ sơ đang làm dở"]);
  await isAccessible(page);
  await picture(page, info, "trang-chu-co-viec");
  await waits.getByRole("link", { name: "1 hồ sơ đang làm dở" }).click();
  await expect(page.getByRole("link", { name: /Giấy khen/ }).first()).toBeVisible();
  await page.goto(portal.url);
  await waits.getByRole("link", { name: "1 hồ sơ chờ nộp lệ phí" }).click();
  await expect(page.getByText("15.000 đ").first()).toBeVisible();

  // An officer has work elsewhere.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.goto(portal.url);
  await expect(desk.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await expect(desk.locator(".waits")).toHaveCount(0);
  await context.close();
});

// The log of a dossier on its page: the browser reckons it again, and the file with the proof goes home.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier } from "./support/filing.js";

test("who filed checks the log of a dossier, takes it home, and sees when it does not fit", async ({ page, portal, browser }, info) => {
  test.slow();
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await desk.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();

  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  const check = page.getByRole("button", { name: "Kiểm tra nhật ký" });
  await check.click();
  await expect(page.getByText(/Nhật ký (của hồ sơ này nguyên vẹn:|có) \d+ việc/)).toBeVisible();
  await expect(page.getByText(/việc (vừa ghi|đã niêm phong)/).first()).toBeVisible();
  await page.getByText(/^Xem \d+ việc đã ghi$/).click();
  const lines = page.locator("details li");
  await expect(lines.filter({ hasText: "Nộp hồ sơ" }).getByText(/^Bạn · /)).toBeVisible();
  await expect(lines.filter({ hasText: "Mở xem hồ sơ" }).first().getByText(/^Cán bộ · /)).toBeVisible();
  await expect(lines.filter({ hasText: "Tiếp nhận hồ sơ" })).toHaveCount(1);
  await isAccessible(page);
  await check.scrollIntoViewIfNeeded();
  await picture(page, info, "nhat-ky-ho-so");

  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Tải nhật ký kèm bằng chứng" }).click()]);
  expect(saved.suggestedFilename()).toBe(`nhat-ky-${dossier.code}.json`);
  const proof = JSON.parse(readFileSync(await saved.path(), "utf8"));
  expect(proof.format).toBe("motcua-audit-proof-1");
  expect(proof.dossier_code).toBe(dossier.code);

  // Somebody put the log of another dossier in its place.
  await page.route("**/api/v1/dossiers/*/audit", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace(/("subjects":\[")[0-9a-f]{8}/, "$100000000") });
  });
  await check.click();
  await expect(page.getByText(/Nhật ký không khớp ở \d+ chỗ/)).toBeVisible();
  await expect(page.getByText("báo cho cơ quan giải quyết")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nhat-ky-khong-khop");
  await context.close();
});

// Lines that are cut or hang, pages that close, and several tabs: what was typed is neither lost nor passed over by the filing.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { addPapers, call, field, openDraft, openWizard, readDraft } from "./support/filing.js";
import { paper } from "./support/paths.js";

test("nothing is filed while an edit waits for the line or is not decided", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const { id } = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop?ve=kiem-tra`);
  await page.route("**/typed", (route) => route.abort());
  await field(page, "filer.address").fill("1 Đường đã sửa");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page.getByText("1 chỗ vừa sửa đang chờ gửi")).toBeVisible();
  await expect(page.locator("#chua-luu")).toBeFocused();
  expect((await readDraft(page, portal, id)).dossier_id).toBeNull();
  await isAccessible(page);
  await picture(page, info, "nop-con-cho-gui");
  // The line is back: the edit arrives, is shown, and only then filed.
  await page.unroute("**/typed");
  await expect(page.getByText("1 Đường đã sửa")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page).toHaveURL(/\/ho-so\//);
  // The address comes before the program that shows it: what is asked of the page in between is lost with it.
  await expect(page.locator('link[href*="motcua-dossiers"]').first()).toBeAttached();
  const dossier = await call(page, portal, "GET", `/dossiers/${new URL(page.url()).pathname.split("/")[2]}`);
  expect(dossier.filer.address).toBe("1 Đường đã sửa");
  expect(await page.evaluate(() => Object.keys(localStorage).join()), "nothing waits any more").not.toContain("cho-gui");
});

test("a line that hangs is told like one that is broken, and nothing typed is lost with the page", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  // Never answered.
  await page.route("**/typed", () => {});
  await field(page, "filer.address").fill("Thôn 4");
  await page.waitForTimeout(1_000);
  await field(page, "filer.email").fill("treo@example.vn");
  await expect(page.getByText("2 chỗ vừa sửa đang chờ gửi")).toBeVisible({ timeout: 20_000 });
  await page.close();
  const again = await context.newPage();
  await again.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(again, "filer.email")).toHaveValue("treo@example.vn");
  await expect.poll(async () => (await readDraft(again, portal, id)).filer.address).toBe("Thôn 4");
});

test("what was typed last arrives although the page goes in the same moment", async ({ page, portal, context }) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await field(page, "filer.address").fill("Vừa gõ xong");
  await page.goto(`${portal.url}/kho`);
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.address).toBe("Vừa gõ xong");
});

test("one's own words can be kept after the draft was changed elsewhere while the page was closed", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await page.route("**/typed", (route) => route.abort());
  await field(page, "filer.address").fill("Ở đây");
  await expect(page.getByText("1 chỗ vừa sửa đang chờ gửi")).toBeVisible();
  await page.close();
  const again = await context.newPage();
  again.on("console", () => {});
  await again.goto(portal.url);
  const seen = await readDraft(again, portal, id);
  await call(again, portal, "PATCH", `/drafts/${id}/typed`, { version: seen.version, fields: { "filer.address": "Ở máy khác" } });
  await again.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(again.getByText("Ở máy khác")).toBeVisible();
  await again.getByRole("button", { name: "Giữ những gì nhập ở đây" }).click();
  await expect.poll(async () => (await readDraft(again, portal, id)).filer.address).toBe("Ở đây");
  await expect(field(again, "filer.address")).toHaveValue("Ở đây");
});

test("two tabs without a line keep what each of them was told", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(`${portal.url}/nop/${id}/nguoi-nop`);
    await tab.route("**/typed", (route) => route.abort());
    // A page that opens later takes over what waits since an earlier one.
    await expect(field(tab, "filer.email")).toBeVisible();
  }
  await field(page, "filer.address").fill("Của thẻ thứ nhất");
  await field(other, "filer.email").fill("the2@example.vn");
  for (const tab of [page, other]) {
    await expect(tab.getByText("1 chỗ vừa sửa đang chờ gửi")).toBeVisible();
    await tab.close();
  }
  const again = await context.newPage();
  await again.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect.poll(async () => (await readDraft(again, portal, id)).filer.email).toBe("the2@example.vn");
  expect((await readDraft(again, portal, id)).filer.address).toBe("Của thẻ thứ nhất");
});

test("a long text that waits holds up nothing else", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal, "1.001612");
  const long = ["business_name", "business_address", "activity"];
  const sent = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/typed")) sent.push(Buffer.byteLength(request.postData()));
  });
  await page.goto(`${portal.url}/nop/${id}/to-khai`);
  await expect(field(page, "answers.business_name")).toBeVisible();
  await context.setOffline(true);
  for (const name of long) await field(page, `answers.${name}`).evaluate((input, text) => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, "Đặng ".repeat(1_800));
  await expect(page.getByText("3 chỗ vừa sửa đang chờ gửi")).toBeVisible();
  await context.setOffline(false);
  await expect.poll(async () => Object.values((await readDraft(page, portal, id)).answers).filter((answer) => answer.length > 8_000).length, { timeout: 30_000 }).toBe(3);
  expect(Math.max(...sent)).toBeLessThan(64_000);
});

test("nothing is filed while a file that was chosen is still on its way", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const { id } = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${id}/thanh-phan?ve=kiem-tra`);
  await page.getByRole("button", { name: /Đổi tệp khác/ }).first().click();
  // The line takes it and says nothing.
  await page.route("**/uploads**", () => {});
  await page.locator('input[type="file"]').first().setInputFiles(paper("to-trinh.pdf"));
  await expect(page.getByText("đang gửi").first()).toBeVisible();
  await page.getByRole("link", { name: "Quay lại" }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await expect(page.getByText("Chưa nộp được, vì còn tệp chưa gửi xong:")).toBeVisible();
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page.locator("#chua-gui")).toBeFocused();
  expect((await readDraft(page, portal, id)).dossier_id).toBeNull();
  await isAccessible(page);
  await picture(page, info, "nop-tep-chua-gui");
});

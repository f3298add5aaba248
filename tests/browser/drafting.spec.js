// What somebody sees who fills a dossier in: where the focus is, what is said to be wrong, what is saved, what is looked at.
import { writeFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, screenPicture, signIn, test } from "./support/portal.js";
import { call, field, key, openWizard } from "./support/filing.js";

const next = (page) => page.getByRole("button", { name: "Tiếp tục" });

/** A photograph of so many bytes that does not repeat. */
function photograph(path, size) {
  const bytes = Buffer.alloc(size);
  Buffer.from("ffd8ffc000110804000400030122000211010311010000", "hex").copy(bytes);
  for (let at = 23, state = 1; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[at] = state >>> 24;
  }
  writeFileSync(path, bytes);
}

test("the wizard begins at its heading, names every question that is open, and keeps in sight that it is saved", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await expect(page.getByRole("heading", { level: 1, name: "Cơ quan giải quyết" })).toBeFocused();
  await next(page).click();
  const summary = page.getByRole("alert").filter({ hasText: "Có mục cần xem lại" });
  await expect(summary.getByRole("link", { name: "Cơ quan giải quyết hồ sơ: Hãy chọn cơ quan giải quyết hồ sơ." })).toBeVisible();
  await summary.getByRole("link", { name: /^Trường hợp giải quyết: / }).click();
  await expect(page.getByRole("radio", { name: /Cá nhân, hộ gia đình/ })).toBeFocused();
  await isAccessible(page);
  await picture(page, info, "nop-1-loi");

  await page.goto(`${portal.url}/nop/${id}/to-khai`);
  await field(page, "answers.temporary_address").fill("12 Trần Phú");
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  const saved = page.locator(".saved");
  await expect(saved).toHaveText(/đã lưu lúc/);
  await expect(saved).toBeInViewport();
  await screenPicture(page, info, "nop-da-luu");
  // Nothing that takes the focus stands beneath it, on the way back up.
  for (let tries = 0; tries < 25; tries++) {
    await page.keyboard.press("Shift+Tab");
    const hidden = await page.evaluate(() => {
      const own = document.activeElement.getBoundingClientRect();
      const over = document.querySelector(".saved").getBoundingClientRect();
      return own.height > 0 && own.top < over.bottom && own.bottom <= over.bottom && own.left < over.right && own.bottom > over.top;
    });
    expect(hidden, await page.evaluate(() => document.activeElement.id)).toBe(false);
  }
});

test("a photograph is looked at in a page, with the way back; nothing of a file name is added", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: "2.000635" }, key());
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  const shot = await page.screenshot({ type: "jpeg" });
  await page.locator('input[type="file"]').first().setInputFiles({ name: "to-khai.jpg", mimeType: "image/jpeg", buffer: shot });
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await expect(page.getByText("to-khai.jpg", { exact: true })).toBeVisible();
  const [tab] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: /^Xem tệp to-khai.jpg/ }).click()]);
  await expect(tab.getByRole("heading", { name: "Tệp đính kèm" })).toBeVisible();
  const image = tab.getByRole("img", { name: "Tệp đính kèm" });
  await expect.poll(() => image.evaluate((one) => one.naturalWidth)).toBeGreaterThan(100);
  await expect(tab.getByRole("link", { name: "Tải xuống" })).toBeVisible();
  await isAccessible(tab);
  await picture(tab, info, "xem-anh");
  await tab.getByRole("link", { name: "Về hồ sơ" }).click();
  await expect(tab.getByText("Đã nhận tệp:")).toBeVisible();
});

test("a file goes on by itself, from where it was, when the line is back", async ({ page, portal, context }, info) => {
  test.slow();
  page.expectedFaults.push(/ERR_|net::|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: "2.000635" }, key());
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
  const file = info.outputPath("anh.jpg");
  photograph(file, 6_000_000);
  const offsets = [];
  let cut = false;
  await page.route("**/uploads/resumable/**", async (route) => {
    const request = route.request();
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
    if (offsets.length === 3 && !cut) {
      cut = true;
      await context.setOffline(true);
      return route.abort("internetdisconnected");
    }
    return route.continue();
  });
  await page.locator('input[type="file"]').first().setInputFiles(file);
  await expect(page.getByText("Mất mạng. Có mạng lại là tự gửi tiếp, từ chỗ đang dở.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-tep-cho-mang");
  // Longer than all tries took before: no try is spent on a line that is known to be down.
  await page.waitForTimeout(20_000);
  await expect(page.getByText(/Chưa gửi được tệp/)).toHaveCount(0);
  await context.setOffline(false);
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible({ timeout: 30_000 });
  expect(offsets[2]).toBeGreaterThan(0);
  expect(offsets[3], "on from where it was").toBe(offsets[2]);
  expect(offsets.filter((offset) => offset === 0)).toHaveLength(1);
});

test("the start page says which papers only some cases need, and how a unit is rated", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/thu-tuc/1.001193`);
  const needed = page.getByRole("listitem").filter({ hasText: "Biên bản về việc trẻ bị bỏ rơi" });
  await expect(needed.getByText("Chỉ khi: Trẻ bị bỏ rơi hoặc chưa xác định được cha, mẹ")).toBeVisible();
  const identity = page.getByRole("listitem").filter({ hasText: "Giấy tờ tùy thân" });
  await expect(identity.getByText(/Chỉ khi:/)).toHaveCount(0);
  await page.getByLabel("Tại", { exact: true }).selectOption({ label: "Ủy ban nhân dân xã Tuy Phước" });
  await expect(page.getByText("Cơ quan này chưa có đủ 5 đánh giá trong 365 ngày qua nên chưa nêu điểm.")).toBeVisible();
  await page.route("**/ratings", (route) => route.fulfill({ json: { days: 365, least: 5, ratings: 27, mean_tenths: 43 } }));
  await page.getByLabel("Tại", { exact: true }).selectOption({ label: "Ủy ban nhân dân phường Pleiku" });
  await expect(page.getByText("Người nộp đánh giá cơ quan này 4,3 trên 5 (27 đánh giá, 365 ngày qua).")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "bat-dau");
});

test("every page says whose portal it is, whom to call, and where a dossier is looked up", async ({ page, portal }, info) => {
  await page.goto(portal.url);
  await expect(page.getByRole("banner").getByText("Dịch vụ công tỉnh Gia Lai (mẫu)")).toBeVisible();
  await expect(page.getByRole("contentinfo").getByRole("link", { name: "1900 0000" })).toHaveAttribute("href", "tel:19000000");
  if (info.project.name === "phone") await page.locator("details.menu > summary").click();
  await isAccessible(page);
  await screenPicture(page, info, "dau-trang");
  await page.getByRole("banner").getByRole("link", { name: "Tra cứu" }).filter({ visible: true }).click();
  await expect(page.getByRole("heading", { name: "Tra cứu hồ sơ" })).toBeVisible();
  await expect(page.getByRole("contentinfo").getByRole("link", { name: "Tra cứu hồ sơ" })).toHaveAttribute("href", "/tra-cuu");
});

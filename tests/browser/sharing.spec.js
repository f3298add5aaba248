// A paper is shared, opened, read about in the log, taken back; an officer looks before scanning (issue 5, items 6 and 9).
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPaper } from "./support/vault.js";

/** Somebody else at another computer. */
async function another(browser, page) {
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" });
  return context.newPage();
}

test("an owner shares a paper, the agency opens it, the owner reads that and takes it back", async ({ page, portal, browser }, info) => {
  // Two people, two browsers, ten pages.
  test.setTimeout(180_000);
  page.expectedFaults.push(/status of 4(09|22)/);
  await signIn(page, portal, accounts.citizen);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình của tôi" });
  await page.getByRole("link", { name: "Tờ trình của tôi", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Chia sẻ giấy tờ này" })).toBeVisible();
  await expect(page.getByText("Chưa chia sẻ với ai.")).toBeVisible();
  await page.getByRole("button", { name: "Chia sẻ với nơi khác" }).click();
  await page.getByLabel("Mã số thuế hoặc mã quan hệ ngân sách").fill("001099000002");
  await page.getByRole("button", { name: "Tìm nơi nhận" }).click();
  await expect(page.getByText("Không có cơ quan, tổ chức nào trên cổng dùng mã này.").first()).toBeVisible();
  await page.getByLabel("Mã số thuế hoặc mã quan hệ ngân sách").fill("9990001");
  await page.getByRole("button", { name: "Tìm nơi nhận" }).click();
  await expect(page.getByText(/^Nơi nhận: Trường THCS Hoa Mai/)).toBeVisible();
  await page.getByLabel("Mục đích").fill("Xét khen thưởng");
  await page.getByLabel("Số lần được mở").fill("3");
  await isAccessible(page);
  await picture(page, info, "kho-chia-se");
  await page.getByRole("button", { name: "Chia sẻ", exact: true }).click();
  await expect(page.getByText(/^Đã chia sẻ với Trường THCS Hoa Mai/)).toBeVisible();
  await expect(page.getByText("0 trên 3 lần")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-da-chia-se");

  const agency = await another(browser, page);
  await signIn(agency, portal, accounts.agency);
  await agency.goto(`${portal.url}/kho`);
  await agency.getByRole("link", { name: "Được chia sẻ với tôi" }).click();
  await expect(agency.getByText("Nguyễn Thị Mẫu")).toBeVisible();
  await isAccessible(agency);
  await picture(agency, info, "kho-duoc-chia-se");
  await agency.getByRole("link", { name: "Tờ trình của tôi" }).click();
  const download = agency.waitForEvent("download");
  await agency.getByRole("link", { name: /^Tải xuống/ }).click();
  expect((await download).suggestedFilename()).toBe("to-trinh.pdf");
  await isAccessible(agency);
  await picture(agency, info, "kho-duoc-chia-se-mot");

  await page.getByRole("link", { name: "Nhật ký của giấy tờ này" }).click();
  await page.getByLabel("Chỉ của người khác").check();
  const line = page.getByRole("listitem").filter({ hasText: "Trường THCS Hoa Mai" });
  await expect(line).toHaveCount(1);
  await expect(line).toContainText("Căn cứ: Bạn đã chia sẻ giấy tờ");
  await isAccessible(page);
  await picture(page, info, "kho-nhat-ky");
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải nhật ký (CSV)" }).click();
  expect((await saved).suggestedFilename()).toBe("nhat-ky-kho-giay-to.csv");

  await page.goto(`${portal.url}/kho/chia-se`);
  await page.getByRole("button", { name: /^Ngừng chia sẻ với/ }).click();
  await expect(page.getByText(/^Đã ngừng chia sẻ\. Từ lúc này/)).toBeVisible();
  await expect(page.getByText("Đã ngừng", { exact: true })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-da-ngung");
  await agency.reload();
  await expect(agency.getByText(/không còn được chia sẻ/)).toBeVisible();
  await picture(agency, info, "kho-khong-con");
});

test("an officer looks with the code that the owner reads out, and the owner does not agree", async ({ page, portal, browser }, info) => {
  // Two people, two browsers, ten pages.
  test.setTimeout(180_000);
  page.expectedFaults.push(/status of 4(09|22)/);
  await signIn(page, portal, accounts.citizen);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình của tôi" });
  const desk = await another(browser, page);
  await signInAtDesk(desk, portal);
  await desk.locator(".tile", { hasText: "Kho giấy tờ của người dân" }).click();
  await expect(desk.getByText("Chưa có ý kiến nào")).toBeVisible();
  await desk.getByRole("button", { name: "Mở lượt xem" }).click();
  await expect(desk.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  await desk.getByLabel("Có mặt tại quầy").check();
  await expect(desk.getByLabel(/^Tôi đã đối chiếu thẻ căn cước/)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kho");
  await desk.getByLabel("Mã gửi tới điện thoại").check();
  await desk.getByLabel("Số định danh hoặc mã tổ chức của chủ kho").fill("001 099 000 001");
  await desk.getByLabel("Thủ tục hoặc việc cần giấy tờ").fill("Đăng ký khai sinh");
  await desk.getByRole("button", { name: "Mở lượt xem" }).click();
  await expect(desk.getByText(/^Nếu số này có tài khoản/)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kho-ma");
  expect(desk.url(), "no number in the address").not.toContain("001099");
  await desk.getByLabel("Mã chủ kho đọc").fill(await portal.code(accounts.citizen.phone, 1));
  await desk.getByRole("button", { name: "Xác nhận mã" }).click();
  await expect(desk.getByRole("heading", { name: "Tờ trình của tôi" })).toBeVisible();
  // The file that would be opened is named.
  await expect(desk.locator("dt:text-is('Tệp') + dd")).toHaveText("to-trinh.pdf");
  await portal.message(accounts.citizen.phone, /can bo xem kho giay to/);
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kho-mo");
  const download = desk.waitForEvent("download");
  await desk.getByRole("link", { name: /^Tải xuống/ }).click();
  await download;

  await page.goto(`${portal.url}/kho/nhat-ky`);
  const line = page.getByRole("listitem").filter({ hasText: "Tải xuống · Cán bộ một cửa Tuy Phước (mẫu), Ủy ban nhân dân xã Tuy Phước" });
  await expect(line).toContainText("Căn cứ: Bạn đọc mã đồng ý tại quầy");
  // For what, as the officer said it: in every line of the look.
  await expect(line).toContainText("Việc: Đăng ký khai sinh");
  const listed = page.getByRole("listitem").filter({ hasText: "Thấy trong danh sách · Cán bộ một cửa Tuy Phước (mẫu)" });
  await expect(listed).toContainText("Việc: Đăng ký khai sinh");
  await isAccessible(page);
  await picture(page, info, "kho-nhat-ky-viec");
  await line.getByRole("button", { name: /^Tôi không đồng ý/ }).click();
  await page.getByLabel("Ý kiến của bạn").fill("Tôi chỉ đồng ý cho xem một giấy");
  await isAccessible(page);
  await picture(page, info, "kho-khong-dong-y");
  await page.getByRole("button", { name: "Gửi và kết thúc" }).click();
  await expect(line).toContainText("Bạn không đồng ý");
  await desk.reload();
  await expect(desk.getByText(/^Chủ kho không đồng ý/)).toBeVisible();
  await desk.getByRole("link", { name: "Lượt xem mới" }).click();
  await expect(desk.getByText("Tôi chỉ đồng ý cho xem một giấy")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kho-y-kien");
});

// Several files at once: each has its own progress, check and retry; one button saves those that are ready and names the rest.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { paper } from "./support/paths.js";
import { addPaper } from "./support/vault.js";

const cards = (page) => page.locator("ol > li.card");
const card = (page, file) => cards(page).filter({ has: page.getByRole("heading", { name: file }) });
const chooseAll = (page, files) => page.locator("#file").setInputFiles(files.map((file) => (typeof file === "string" ? paper(file) : file)));

async function common(page, type, category) {
  const part = page.locator("section").filter({ hasText: "Thông tin chung" });
  await part.getByLabel("Loại giấy tờ").selectOption({ label: type });
  await part.getByLabel("Danh mục giấy tờ").selectOption({ label: category });
}

test("those that are ready are saved, the others are named and keep what was typed", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 422/);
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho/them`);
  await expect(page.getByText("Có thể chọn nhiều tệp một lúc, tối đa 20 tệp.")).toBeVisible();
  await chooseAll(page, ["to-trinh.pdf", "bao-cao-thanh-tich.pdf", "quyet-dinh-cong-nhan.pdf", "hong/chua-ky.pdf", "hong/chung-thu-ngoai.pdf"]);
  await expect(page.getByRole("heading", { level: 1, name: "Thêm nhiều giấy tờ vào kho" })).toBeVisible();
  await expect(cards(page)).toHaveCount(5);
  await expect(page.getByText("Chưa chọn danh mục"), "nothing is ready that cannot be saved").toHaveCount(3);
  await expect(page.getByText("Sẵn sàng lưu")).toHaveCount(0);
  await expect(card(page, "chua-ky.pdf").getByText("Tệp này chưa được ký số.").first()).toBeVisible();
  await expect(card(page, "chung-thu-ngoai.pdf").getByText("Chưa gửi được").first()).toBeVisible();
  await expect(card(page, "chung-thu-ngoai.pdf").getByText("Tệp còn nguyên từ khi ký."), "no good word beside a refusal").toHaveCount(0);
  await expect(page.getByText("chưa gửi đi đâu"), "what was sent is not said to be here").toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "kho-them-nhieu");

  // Without a category nothing can be saved: the fields open and say so.
  await page.getByRole("button", { name: "Lưu tất cả" }).click();
  await expect(page.getByRole("alert").getByRole("heading", { name: "Còn 5 tệp chưa lưu" })).toBeVisible();
  await expect(page.locator("#con-lai")).toBeFocused();
  await expect(card(page, "to-trinh.pdf").getByText("Hãy chọn một mục trong danh sách.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-them-nhieu-thieu");

  // What all have in common, and one that is otherwise.
  await common(page, "Văn bản, giấy tờ khác", "Tờ trình");
  await expect(page.getByText("Sẵn sàng lưu")).toHaveCount(3);
  const other = card(page, "bao-cao-thanh-tich.pdf");
  await other.getByLabel("Danh mục giấy tờ").selectOption({ label: "Báo cáo thành tích" });
  await common(page, "Văn bản, giấy tờ khác", "Biên bản họp");
  await expect(other.getByLabel("Danh mục giấy tờ").locator("option:checked")).toHaveText("Báo cáo thành tích");
  const first = card(page, "to-trinh.pdf");
  await expect(first.getByLabel("Danh mục giấy tờ").locator("option:checked")).toHaveText("Biên bản họp");
  await expect(first.getByLabel("Tên giấy tờ")).toHaveValue(/Biên bản họp$/);
  await first.getByLabel("Tên giấy tờ").fill("Tờ trình khen thưởng");
  // One file is wrong in a field: it stays, the others go.
  const wrong = card(page, "quyet-dinh-cong-nhan.pdf");
  await wrong.getByLabel("Ngày ban hành").fill("31/02/2026");
  await wrong.getByLabel("Trích yếu").fill("Do tôi nhập");
  await page.getByRole("button", { name: "Lưu tất cả" }).click();
  const left = page.getByRole("alert").filter({ hasText: "Đã lưu 2 giấy tờ, còn 3 tệp chưa lưu" });
  await expect(left).toBeVisible();
  await expect(left.getByRole("link")).toHaveText(["quyet-dinh-cong-nhan.pdf", "chua-ky.pdf", "chung-thu-ngoai.pdf"]);
  await expect(cards(page)).toHaveCount(3);
  await expect(wrong.getByLabel("Trích yếu")).toHaveValue("Do tôi nhập");
  await isAccessible(page);
  await picture(page, info, "kho-them-nhieu-con-lai");
  await left.getByRole("link", { name: "quyet-dinh-cong-nhan.pdf" }).click();
  await expect(wrong).toBeFocused();
  await wrong.getByLabel("Ngày ban hành").fill("20/11/2024");
  await page.getByRole("button", { name: "Bỏ chua-ky.pdf" }).click();
  await page.getByRole("button", { name: "Bỏ chung-thu-ngoai.pdf" }).click();
  await page.getByRole("button", { name: "Lưu tất cả" }).click();
  await expect(page.getByText("Đã thêm 3 giấy tờ vào kho.")).toBeVisible();
  await expect(page.locator("table.papers tbody tr")).toHaveCount(3);
  await expect(page.getByRole("link", { name: "Tờ trình khen thưởng", exact: true })).toBeVisible();
});

test("two files are on their way at a time, and one that fails is tried again with all that was typed", async ({ page, portal }) => {
  page.expectedFaults.push(/status of 500/);
  await signIn(page, portal, accounts.agency);
  let [now, most, failures] = [0, 0, 1];
  await page.route(/\/api\/v1\/uploads\?/, async (route) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 400));
    if (route.request().headers()["x-file-name"] === "bien-ban-hop.pdf" && failures-- > 0) {
      await route.fulfill({ status: 500, contentType: "application/problem+json", body: '{"type":"about:blank","status":500,"code":"internal","title":"Có lỗi."}' });
    } else {
      await route.continue();
    }
    now -= 1;
  });
  await page.goto(`${portal.url}/kho/them`);
  // What was typed before the others came belongs to the first.
  await page.getByLabel("Loại giấy tờ").selectOption({ label: "Văn bản, giấy tờ khác" });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Tờ trình" });
  await page.getByLabel("Trích yếu").fill("Nhập trước");
  await chooseAll(page, ["to-trinh.pdf"]);
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await chooseAll(page, ["bien-ban-hop.pdf", "bao-cao-thanh-tich.pdf", "quyet-dinh-cong-nhan.pdf"]);
  await expect(cards(page)).toHaveCount(4);
  const failed = card(page, "bien-ban-hop.pdf");
  await expect(failed.getByRole("button", { name: "Thử lại bien-ban-hop.pdf" })).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText("Sẵn sàng lưu")).toHaveCount(3);
  expect(most, "at most two at a time").toBe(2);
  await failed.getByText("Thông tin giấy tờ").click();
  await failed.getByLabel("Tên giấy tờ").fill("Biên bản do tôi đặt tên");
  await failed.getByRole("button", { name: "Thử lại bien-ban-hop.pdf" }).click();
  await expect(page.getByText("Sẵn sàng lưu")).toHaveCount(4);
  await expect(failed.getByLabel("Tên giấy tờ")).toHaveValue("Biên bản do tôi đặt tên");
  const first = card(page, "to-trinh.pdf");
  await first.getByText("Thông tin giấy tờ").click();
  await expect(first.getByLabel("Trích yếu")).toHaveValue("Nhập trước");
  await page.getByRole("button", { name: "Lưu tất cả" }).click();
  await expect(page.getByText("Đã thêm 4 giấy tờ vào kho.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Biên bản do tôi đặt tên", exact: true })).toBeVisible();
});

test("more files than the page takes at a time are counted in words", async ({ page, portal }) => {
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho/them`);
  const files = Array.from({ length: 23 }, (_, place) => ({ name: `t${place}.pdf`, mimeType: "application/pdf", buffer: Buffer.from(`rác ${place}`) }));
  await chooseAll(page, files);
  await expect(cards(page)).toHaveCount(20);
  await expect(page.getByText("Mỗi lần tối đa 20 tệp nên 3 tệp cuối chưa được nhận.")).toBeVisible();
  await expect(page.getByText("Không nhận được")).toHaveCount(20);
  for (let place = 0; place < 20; place++) await page.getByRole("button", { name: /^Bỏ t/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Thêm giấy tờ vào kho" })).toBeVisible();
});

test("a category that was retired meanwhile is told beside its field, and what was typed stays", async ({ page, portal }) => {
  page.expectedFaults.push(/status of 422/);
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho/them`);
  await page.getByLabel("Loại giấy tờ").selectOption({ label: "Văn bản, giấy tờ khác" });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Tờ trình" });
  await page.getByLabel("Tên giấy tờ").fill("Tên do tôi gõ");
  await chooseAll(page, ["to-trinh.pdf"]);
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  portal.change("update paper_categories set is_active = 0 where name = 'Tờ trình'");
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText("Danh mục này đã ngừng dùng cho giấy tờ mới.").first()).toBeVisible();
  await expect(page.getByLabel("Tên giấy tờ")).toHaveValue("Tên do tôi gõ");
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Quyết định" });
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText("Đã thêm “Tên do tôi gõ” vào kho.")).toBeVisible();
});

test("the list says of which files the antivirus has not spoken yet", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình" });
  portal.change(`insert into file_scans (sha256, state, answer, attempts, next_at)
    select sha256, 'waiting', 'connection refused', 1, '2099-01-01 00:00:00' from papers`);
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByRole("row").filter({ hasText: "to-trinh.pdf" })).toContainText("Đang kiểm tra vi-rút");
  await isAccessible(page);
  await picture(page, info, "kho-dang-kiem-tra");
  await page.getByRole("link", { name: "Tờ trình", exact: true }).click();
  await expect(page.getByText("Đang kiểm tra vi-rút. Tệp mở và dùng được khi kiểm tra xong")).toBeVisible();
  portal.change("update file_scans set state = 'clean', answer = '', scanned_at = '2026-01-01 00:00:00'");
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByRole("row").filter({ hasText: "to-trinh.pdf" })).not.toContainText("Đang kiểm tra vi-rút");
});

test("a lost line is said at once, what was chosen stays, and sending goes on when it is back", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/ERR_|net::|Failed to load resource/);
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho/them`);
  await page.getByLabel("Loại giấy tờ").selectOption({ label: "Văn bản, giấy tờ khác" });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Tờ trình" });
  await page.getByLabel("Tên giấy tờ").fill("Tờ trình gửi khi mất mạng");
  await chooseAll(page, ["to-trinh.pdf"]);
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  const word = page.getByText("Máy đang mất mạng. Có mạng lại, tệp được gửi tiếp từ chỗ đã dừng.");
  await expect(word).toHaveCount(0);
  // The first try hangs, as on a line that is about to go.
  let breaks;
  const broken = new Promise((resolve) => (breaks = resolve));
  let tries = 0;
  await page.route(/\/api\/v1\/uploads\?/, async (route) => {
    tries += 1;
    if (tries > 1) return route.continue();
    await broken;
    return route.abort("internetdisconnected");
  });
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByRole("button", { name: "Dừng" })).toBeVisible();
  await expect(word).toHaveCount(0);
  await context.setOffline(true);
  await expect(word, "while the try still hangs").toBeVisible({ timeout: 1_000 });
  expect(tries).toBe(1);
  await expect(page.getByRole("status").filter({ has: word })).toHaveCount(1);
  await isAccessible(page);
  await picture(page, info, "kho-them-mat-mang");
  breaks();
  await context.setOffline(false);
  await expect(word).toHaveCount(0);
  await expect(page.getByText("Đã thêm “Tờ trình gửi khi mất mạng” vào kho.")).toBeVisible();
});

test("a paper that is on paper only: the way to photographs, and what they still need", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-trong");
  await page.getByRole("main").getByRole("link", { name: "Chụp thành tệp PDF" }).click();
  await expect(page).toHaveURL(/\/chup-giay-to$/);
  await expect(page.getByRole("heading", { level: 1, name: "Chụp / quét giấy tờ" })).toBeVisible();
  await page.getByRole("link", { name: "Kho dữ liệu", exact: false }).filter({ hasText: "‹" }).click();
  await expect(page).toHaveURL(/\/kho$/);
  await page.goto(`${portal.url}/kho/them`);
  const said = page.getByText("Chỉ có bản giấy?");
  await expect(said).toContainText("ký số trước khi thêm vào kho");
  await expect(said.getByRole("link", { name: "yêu cầu chứng thực bản sao" })).toHaveAttribute("href", "/kho/chung-thuc/moi");
  await isAccessible(page);
  await picture(page, info, "kho-them-ban-giay");
  await said.getByRole("link", { name: "Chụp thành tệp PDF" }).click();
  await expect(page).toHaveURL(/\/chup-giay-to$/);
});

test("what was typed on an earlier visit is said to be and goes to no other paper; a file chosen twice is named", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/kho/them`);
  await page.getByLabel("Tên chủ hồ sơ").fill("Trần Văn Con");
  await page.getByRole("link", { name: /Kho dữ liệu$/ }).first().click();
  await page.getByRole("link", { name: "Thêm mới" }).first().click();
  const resumed = page.getByText("Các ô bên dưới còn nội dung bạn nhập dở lúc trước.");
  await expect(resumed).toBeVisible();
  await expect(page.getByLabel("Tên chủ hồ sơ")).toHaveValue("Trần Văn Con");
  await isAccessible(page);
  await picture(page, info, "kho-them-nhap-do");
  await chooseAll(page, ["to-trinh.pdf", "bien-ban-hop.pdf", "to-trinh.pdf"]);
  await expect(cards(page)).toHaveCount(3);
  await expect(page.getByText("Trùng tệp")).toHaveCount(1);
  await expect(page.getByText("Tệp này giống hệt tệp to-trinh.pdf. Hãy bỏ một tệp.")).toBeVisible();
  for (const typed of await page.getByLabel("Tên chủ hồ sơ").all()) await expect(typed).toHaveValue("");
  await isAccessible(page);
  await picture(page, info, "kho-them-trung-tep");
  await page.goto(`${portal.url}/kho/them`);
  await expect(resumed).toBeVisible();
  await page.getByRole("button", { name: "Xoá, nhập từ đầu" }).click();
  await expect(resumed).toHaveCount(0);
  await expect(page.getByLabel("Tên chủ hồ sơ")).toHaveValue("");
});

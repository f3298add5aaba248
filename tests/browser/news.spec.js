// "Giới thiệu" and "Tin tức": an administrator writes, sees how it will look, publishes from a day and takes it down; everybody reads.
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";
import { call, key } from "./support/filing.js";

const PASSWORD = "MotCua#2026";
const BODY = `Từ **thứ Hai, 30/11/2026**, bộ phận một cửa các xã mở cửa từ 7 giờ.

## Nơi áp dụng
- Trung tâm Phục vụ hành chính công tỉnh
- Bộ phận một cửa các xã, phường

## Cần biết thêm
1. Xem [Cổng Dịch vụ công quốc gia](https://dichvucong.gov.vn).
2. Gọi tổng đài của tỉnh. <script>alert(1)</script> [bấm](javascript:alert(1))`;

async function signInAsAdministrator(page, portal) {
  const { login, phone } = accounts.administrator;
  await page.goto(`${portal.url}/can-bo`);
  await expect(page.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("link", { name: /^Giới thiệu và tin tức/ })).toBeVisible();
}

/** An article that everybody reads, written through the API. */
async function published(page, portal, kind, title, body) {
  const made = await call(page, portal, "POST", "/articles", { kind, text: { title, body } }, key());
  const shown = { version: made.item.version, starts_on: "2026-01-02" };
  return call(page, portal, "POST", `/articles/${made.item.id}/publication`, shown);
}

test("news from the first word to being read and taken down", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|04|09|22)/);
  await signInAsAdministrator(page, portal);
  await page.getByRole("link", { name: /^Giới thiệu và tin tức/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Giới thiệu và tin tức" })).toBeVisible();
  await expect(page.getByText("Chưa có bài nào")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: "Viết tin" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Viết tin" })).toBeVisible();

  // Half a translation is told, beside its field.
  const save = page.getByRole("button", { name: "Lưu", exact: true });
  await page.getByLabel("Tiêu đề", { exact: true }).fill("Giờ làm việc mới");
  await page.getByLabel("Nội dung", { exact: true }).fill(BODY);
  await page.getByText("Bản tiếng Anh (không bắt buộc)").click();
  await page.getByLabel("Tiêu đề tiếng Anh").fill("New opening hours");
  await save.click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(1);
  await isAccessible(page);
  await picture(page, info, "tin-tuc-thieu");
  await page.getByLabel("Nội dung tiếng Anh").fill("From Monday on, desks open at 7.");

  // A reload loses nothing.
  await page.reload();
  await expect(page.getByText("Những gì bạn viết mà chưa lưu đã được giữ lại.")).toBeVisible();
  await expect(page.getByLabel("Nội dung", { exact: true })).toHaveValue(BODY);
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  const preview = page.locator(".article-preview").first();
  await expect(preview.getByRole("heading", { name: "Nơi áp dụng" })).toBeVisible();
  await expect(preview.getByRole("listitem")).toHaveCount(4);
  await expect(preview.getByRole("link")).toHaveText(["Cổng Dịch vụ công quốc gia"]);
  await expect(preview.getByText("<script>alert(1)</script>")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tin-tuc-viet");

  await save.click();
  await expect(page.getByText("Đã lưu. Chưa ai đọc được bản này cho đến ngày đăng.")).toBeVisible();
  await expect(page.getByText("Bản nháp")).toBeVisible();
  await expect(page).toHaveURL(/\/tin-tuc\/[0-9a-f-]{36}$/);
  expect((await page.request.get(`${portal.url}/tin-tuc/gio-lam-viec-moi`)).status()).toBe(404);

  await page.getByLabel("Hiện từ ngày").fill("31/12/2099");
  await page.getByRole("button", { name: "Đăng từ ngày này" }).click();
  await expect(page.getByText("Hiện từ 31/12/2099")).toBeVisible();
  await page.getByLabel("Hiện từ ngày").fill("31/2/2026");
  await page.getByRole("button", { name: "Đăng từ ngày này" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Hiện từ ngày").fill("02/01/2026");
  await page.getByRole("button", { name: "Đăng từ ngày này" }).click();
  await expect(page.getByText("Đã đăng. Mọi người đọc được từ bây giờ.")).toBeVisible();
  await expect(page.getByText("Đang hiện")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tin-tuc-da-dang");

  // Somebody who is not signed in.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const reader = await context.newPage();
  await reader.goto(portal.url);
  await reader.getByRole("link", { name: "Giờ làm việc mới" }).click();
  await expect(reader.getByRole("heading", { level: 1, name: "Giờ làm việc mới" })).toBeVisible();
  await expect(reader.getByRole("heading", { level: 2, name: "Nơi áp dụng" })).toBeVisible();
  await expect(reader.getByText("02/01/2026")).toBeVisible();
  await isAccessible(reader);
  await picture(reader, info, "tin-tuc-doc");
  const menu = reader.getByRole("banner").getByText("Menu", { exact: true });
  if (await menu.isVisible()) await menu.click();
  await reader.getByRole("button", { name: "English" }).click();
  await expect(reader.getByRole("heading", { level: 1, name: "New opening hours" })).toBeVisible();
  await expect(reader.getByText("From Monday on, desks open at 7.")).toBeVisible();
  const found = await reader.goto(`${portal.url}/tin-tuc/gio-lam-viec-moi`);
  expect(found.status()).toBe(200);

  await page.getByRole("button", { name: "Gỡ xuống" }).click();
  await expect(page.getByText("Đã gỡ xuống. Không ai đọc được nữa; bài vẫn còn ở đây.")).toBeVisible();
  const gone = await reader.goto(`${portal.url}/tin-tuc/gio-lam-viec-moi`);
  expect(gone.status()).toBe(404);
  await expect(reader.getByRole("heading", { level: 1 })).toBeVisible();
  await isAccessible(reader);
  await context.close();

  await page.getByRole("link", { name: "Bản 1", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Bản 1" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "New opening hours" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tin-tuc-ban-cu");
});

test("of two who write the same news the later one is told and loses nothing", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09)/);
  await signInAsAdministrator(page, portal);
  const made = await published(page, portal, "news", "Lịch nghỉ Tết", "Nghỉ từ 29 Tết.");
  await page.goto(`${portal.url}/can-bo/danh-muc/tin-tuc/${made.item.id}`);
  await page.getByLabel("Nội dung", { exact: true }).fill("Nghỉ từ 28 Tết.");
  const text = { title: "Lịch nghỉ Tết", body: "Nghỉ từ 30 Tết." };
  await call(page, portal, "PUT", `/articles/${made.item.id}`, { version: made.item.version, text });
  const save = page.getByRole("button", { name: "Lưu", exact: true });
  await save.click();
  await expect(page.getByText(/Quản trị cổng \(mẫu\) đã lưu một bản khác/)).toBeVisible();
  await expect(page.getByLabel("Nội dung", { exact: true })).toHaveValue("Nghỉ từ 28 Tết.");
  await page.getByText("Xem bản vừa được lưu").click();
  await expect(page.getByText("Nghỉ từ 30 Tết.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tin-tuc-hai-nguoi");
  await save.click();
  await expect(page.getByText("Đã lưu. Mọi người đọc được bản này từ bây giờ.")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Bản \d$/ })).toHaveText(["Bản 4", "Bản 3", "Bản 2", "Bản 1"]);
});

test("the home page has introduction and news beside what it is for, and the list is turned", async ({ page, portal }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 40[14]/);
  const gone = await page.goto(`${portal.url}/gioi-thieu`);
  expect(gone.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Chưa có bài giới thiệu" })).toBeVisible();
  await page.goto(`${portal.url}/tin-tuc`);
  await expect(page.getByText("Chưa có tin tức nào")).toBeVisible();
  await isAccessible(page);
  await signInAsAdministrator(page, portal);
  const about = "Cổng Dịch vụ công của tỉnh: nộp hồ sơ trực tuyến, lưu giấy tờ đã ký số, theo dõi hồ sơ.";
  await published(page, portal, "introduction", "Về cổng dịch vụ công của tỉnh", about);
  for (let i = 1; i <= 22; i++) await published(page, portal, "news", `Thông báo số ${i}`, `${BODY}`);
  await page.goto(portal.url);
  await expect(page.getByRole("heading", { level: 2, name: "Tin tức" })).toBeVisible();
  await expect(page.locator(".home-news .news > li")).toHaveCount(4);
  await expect(page.getByRole("link", { name: "Thông báo số 22" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "trang-chu-tin-tuc");
  await page.getByRole("link", { name: "Đọc tiếp phần giới thiệu" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Về cổng dịch vụ công của tỉnh" })).toBeVisible();
  await page.goBack();
  await page.getByRole("link", { name: "Tất cả tin tức" }).click();
  await expect(page.locator(".news > li")).toHaveCount(20);
  await isAccessible(page);
  await picture(page, info, "tin-tuc-danh-sach");
  await page.getByRole("link", { name: "Trang sau" }).click();
  await expect(page.locator(".news > li")).toHaveCount(2);
  await page.getByRole("link", { name: "Trang trước" }).click();
  await expect(page.getByRole("link", { name: "Thông báo số 22" })).toBeVisible();
  // The introduction is found again where it is written, and there is one.
  await page.goto(`${portal.url}/can-bo/danh-muc/tin-tuc/gioi-thieu`);
  await expect(page.getByLabel("Tiêu đề", { exact: true })).toHaveValue("Về cổng dịch vụ công của tỉnh");
});

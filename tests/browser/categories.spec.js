// "Loại và danh mục giấy tờ": an administrator adds, renames, retires and takes up again; people choose from what is left.
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";

const PASSWORD = "MotCua#2026";

async function signIn(page, portal) {
  const { login, phone } = accounts.administrator;
  await expect(page.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
}

const rows = (page) => page.locator(".categories > li");

async function offered(page, portal) {
  const types = await (await page.request.get(`${portal.url}/api/v1/paper-types`)).json();
  return types.flatMap((type) => type.categories.map((category) => category.name));
}

test("a category from being added to being retired and taken up again", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await page.goto(`${portal.url}/can-bo`);
  await signIn(page, portal);
  await page.getByRole("main").getByRole("link", { name: /^Loại và danh mục giấy tờ/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Loại và danh mục giấy tờ" })).toBeVisible();
  await expect(rows(page).nth(15), "the sixteen of the letter at least").toBeVisible();
  await isAccessible(page);
  await picture(page, info, "danh-muc");

  await page.getByRole("button", { name: "Thêm danh mục", exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Loại giấy tờ").selectOption({ label: "Kết quả giải quyết" });
  await dialog.getByLabel("Mã danh mục").fill("KQ/G15");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(dialog.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  await isAccessible(page);
  await picture(page, info, "danh-muc-sai");
  await dialog.getByLabel("Mã danh mục").fill("kq.h21.900200");
  await dialog.getByLabel("Tên", { exact: true }).fill("Giấy phép xây dựng");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Đã lưu “Giấy phép xây dựng”.")).toBeVisible();
  await expect(dialog).toBeHidden();

  await page.getByLabel("Tìm danh mục").fill("giay phep xay");
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("KQ.H21.900200");
  await page.getByRole("button", { name: "Đổi tên Giấy phép xây dựng" }).click();
  await dialog.getByLabel("Tên", { exact: true }).fill("Giấy phép xây dựng nhà ở");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Đã lưu “Giấy phép xây dựng nhà ở”.")).toBeVisible();
  expect(await offered(page, portal)).toContain("Giấy phép xây dựng nhà ở");

  // Somebody else was faster: told, and the newest is there.
  portal.change("update paper_categories set version = version + 1 where code = 'KQ.H21.900200'");
  await page.getByRole("button", { name: "Ngừng dùng Giấy phép xây dựng nhà ở" }).click();
  await expect(page.getByText("Nội dung vừa được thay đổi ở nơi khác.")).toBeVisible();
  await page.getByRole("button", { name: "Ngừng dùng Giấy phép xây dựng nhà ở" }).click();
  await expect(page.getByText("“Giấy phép xây dựng nhà ở” không còn chọn được cho giấy tờ mới.")).toBeVisible();
  expect(await offered(page, portal)).not.toContain("Giấy phép xây dựng nhà ở");
  await page.getByLabel("Tìm danh mục").fill("");
  await page.getByLabel("Tình trạng", { exact: true }).selectOption({ label: "Ngừng dùng" });
  await expect(rows(page)).toHaveCount(1);
  await isAccessible(page);
  await picture(page, info, "danh-muc-ngung");
  await page.getByRole("button", { name: "Dùng lại Giấy phép xây dựng nhà ở" }).click();
  await expect(page.getByText("“Giấy phép xây dựng nhà ở” được dùng lại.")).toBeVisible();
  await expect(page.getByText("Không có danh mục nào khớp")).toBeVisible();
  expect(await offered(page, portal)).toContain("Giấy phép xây dựng nhà ở");

  await page.getByRole("button", { name: "Thêm loại" }).click();
  await dialog.getByLabel("Tên", { exact: true }).fill("Kết quả giải quyết");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(dialog.getByText("Đã có loại hoặc danh mục như vậy.").first()).toBeVisible();
  await dialog.getByLabel("Tên", { exact: true }).fill("Giấy tờ nhà đất");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await page.getByLabel("Tình trạng", { exact: true }).selectOption({ label: "Tất cả" });
  await expect(page.getByRole("heading", { level: 2, name: "Giấy tờ nhà đất" })).toBeVisible();
});

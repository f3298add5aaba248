// "Quản lý phòng ban – cán bộ": officers come in by a spreadsheet, are seen in the tree of units, and one is suspended.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";
import { writeSheet } from "./support/sheet.js";

const PASSWORD = "MotCua#2026";
const PHUOC = "Ủy ban nhân dân xã Tuy Phước";

async function signIn(page, portal) {
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  const { login, phone } = accounts.administrator;
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quản lý phòng ban – cán bộ" })).toBeVisible();
}

const HEADINGS = ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Số CMND", "Số ĐTDD", "Cán bộ một cửa", "Người quản trị cổng"];

function officer(number, name, phone) {
  return ["1", name, "31/01/1999", "Công chức Văn phòng – Thống kê", "UBND xã Tuy Phước", number, phone, "x", ""];
}

test("officers come by a spreadsheet, are seen at their unit, and one is suspended", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await signIn(page, portal);
  const isNarrow = page.viewportSize().width < 1000;
  await expect(page.getByRole("link", { name: "Cán bộ một cửa Tuy Phước (mẫu)" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-tat-ca");

  // The table goes out as a file that is one.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Xuất bảng phân quyền" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("bang-phan-quyen.xlsx");
  const out = await download.path();
  expect(readFileSync(out).subarray(0, 2).toString(), "a zip").toBe("PK");

  // What is wrong is named by its cell; nothing is written.
  await page.getByRole("link", { name: "Nhập từ bảng tính" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nhập từ bảng tính" })).toBeVisible();
  const rows = [
    ["BẢNG PHÂN QUYỀN"],
    HEADINGS,
    ["A. CẤP XÃ"],
    officer("001099000011", "Lê Văn Mới", "0912000044"),
    officer("1.23E+11", "Trần Thị Hai", "912000045"),
  ];
  await page.setInputFiles("#file", writeSheet(info.outputPath("sai.xlsx"), rows));
  await expect(page.getByText("“sai.xlsx” có chỗ cần sửa: chưa ghi gì")).toBeVisible();
  await expect(page.getByText("Dòng 5, cột F (Số CCCD hoặc CMND)")).toBeVisible();
  await expect(page.getByText(/Excel đã đổi thành số 912000045/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Ghi vào danh sách cán bộ" })).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "can-bo-nhap-sai");

  rows[4] = officer("001099000012", "Trần Thị Hai", "0912000045");
  await page.setInputFiles("#file", writeSheet(info.outputPath("dung.xlsx"), rows));
  await expect(page.getByText("Đọc thử “dung.xlsx”: chưa ghi gì")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-nhap-xem-truoc");
  await page.getByRole("button", { name: "Ghi vào danh sách cán bộ" }).click();
  await expect(page.getByText("Đã ghi “dung.xlsx”")).toBeVisible();
  await portal.message("0912000045", /tai khoan can bo cua ban duoc tao/);
  await picture(page, info, "can-bo-nhap-xong");

  // At their unit, in the tree.
  await page.getByRole("link", { name: "Về danh sách người dùng" }).click();
  const tree = page.getByRole("navigation", { name: "Phòng ban, đơn vị" });
  if (isNarrow) {
    await tree.getByRole("button", { name: "Đơn vị: Mọi đơn vị" }).click();
    await isAccessible(page);
    await picture(page, info, "can-bo-cay");
  }
  await tree.getByRole("link", { name: new RegExp(`^${PHUOC} \\(`) }).click();
  await expect(page.getByRole("heading", { name: `Cán bộ của ${PHUOC}` })).toBeVisible();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Quản trị cổng (mẫu)" })).toHaveCount(0);
  await expect(page.getByText("Chưa gắn VNeID").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-don-vi");

  // Somebody new for this unit begins with it.
  await page.getByRole("link", { name: "Thêm mới cán bộ" }).click();
  await expect(page.getByLabel("Đơn vị", { exact: true }).locator("option:checked")).toHaveText(PHUOC);
  await isAccessible(page);
  await picture(page, info, "can-bo-them");
  await page.goBack();

  await page.getByRole("link", { name: "Trần Thị Hai" }).click();
  await page.getByRole("button", { name: "Tạm đình chỉ" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Tạm đình chỉ" }).click();
  await expect(page.getByText("Đã tạm đình chỉ tài khoản.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-mot-nguoi");
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  await page.getByLabel("Trạng thái").selectOption({ label: "Tạm đình chỉ" });
  await page.getByRole("button", { name: "Tìm kiếm" }).click();
  await expect(page.getByRole("link", { name: "Trần Thị Hai" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toHaveCount(0);
});

// "Quản lý người dùng": an administrator adds an officer, changes what they may do, ends it and takes it up again.
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";

const PASSWORD = "MotCua#2026";

async function signIn(page, portal, { login, phone }) {
  await expect(page.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
}

test("an officer from being added to being taken up again", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await page.goto(`${portal.url}/can-bo`);
  await signIn(page, portal, accounts.administrator);
  await expect(page.getByRole("heading", { name: "Quản trị hệ thống" })).toBeVisible();
  await expect(page.getByText("Người quản trị cổng")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nguoi-dung-trang-chinh");
  await page.getByRole("main").getByRole("link", { name: /^Quản lý người dùng/ }).click();
  await expect(page.getByRole("link", { name: "Cán bộ một cửa Tuy Phước (mẫu)" })).toBeVisible();
  await expect(page.getByText("001••••••003"), "numbers are shown in part").toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nguoi-dung-danh-sach");

  // Everything that is missing is said at once, and what was typed stays.
  await page.getByRole("link", { name: "Thêm mới cán bộ" }).click();
  await expect(page.getByRole("heading", { name: "Thêm mới cán bộ" })).toBeVisible();
  await page.getByLabel("Số di động").fill("0912 000 044");
  await page.getByRole("button", { name: "Thêm mới cán bộ" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(4);
  await isAccessible(page);
  await picture(page, info, "nguoi-dung-thieu");
  await page.getByLabel("Số CCCD hoặc CMND").fill("001 099 000 001");
  await page.getByLabel("Họ và tên").fill("Lê Văn Mới");
  await page.getByLabel("Ngày sinh", { exact: true }).fill("15/2/1990");
  await page.getByLabel("Giới tính").selectOption({ label: "Nam" });
  await page.getByLabel("Ngày cấp").fill("1/2/1985");
  await page.getByLabel("Nơi cấp").fill("Cục CS QLHC về TTXH");
  await page.getByLabel(/^Cán bộ một cửa/).check();
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: "Ủy ban nhân dân xã Tuy Phước" });
  await page.getByLabel("Chức vụ").fill("Công chức Văn phòng – Thống kê");
  await page.getByRole("button", { name: "Thêm mới cán bộ" }).click();
  await expect(page.getByRole("alert").getByText(/Hãy kiểm tra lại ngày cấp/), "a card older than its holder").toBeVisible();
  await page.getByLabel("Ngày cấp").fill("25/3/2021");
  await page.getByRole("button", { name: "Thêm mới cán bộ" }).click();
  await expect(page.getByRole("alert").getByText(/đã biết số định danh này với họ tên hoặc ngày sinh khác/)).toBeVisible();
  await expect(page.getByLabel("Số di động")).toHaveValue("0912 000 044");
  await page.getByLabel("Số CCCD hoặc CMND").fill("001 090 000 011");
  await page.getByRole("button", { name: "Thêm mới cán bộ" }).click();

  await expect(page.getByText("Đã thêm Lê Văn Mới.")).toBeVisible();
  await expect(page.getByText("Chờ đăng nhập lần đầu")).toBeVisible();
  expect(page.url(), "no number in the address").not.toContain("001090000011");
  await portal.message("0912000044", /tai khoan can bo cua ban duoc tao/);
  await isAccessible(page);
  await picture(page, info, "nguoi-dung-moi");

  // Another role, another unit; a mistake in the name is put right before the person has come.
  await page.getByLabel("Họ và tên").fill("Lê Văn Mới Hơn");
  await page.getByLabel("Người quản trị cổng").check();
  await expect(page.getByLabel("Đơn vị", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Đã lưu thay đổi và báo cho cán bộ.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Lê Văn Mới Hơn" })).toBeVisible();
  await expect(page.getByText("Thay đổi thông tin")).toBeVisible();
  await expect(page.getByText(/Quản trị cổng \(mẫu\)$/).first()).toBeVisible();

  await page.getByRole("button", { name: "Tạm đình chỉ" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/Mọi phiên đăng nhập kết thúc ngay/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nguoi-dung-tam-dinh-chi");
  await dialog.getByRole("button", { name: "Tạm đình chỉ" }).click();
  await expect(page.getByText("Đã tạm đình chỉ tài khoản.")).toBeVisible();
  await portal.message("0912000044", /bi tam dinh chi/);
  await isAccessible(page);
  await page.getByRole("button", { name: "Cho hoạt động lại" }).click();
  await expect(page.getByText("Tài khoản hoạt động lại.")).toBeVisible();
  await picture(page, info, "nguoi-dung-lich-su");

  // Found again; nobody changes their own rights.
  await page.getByRole("link", { name: "Về danh sách người dùng" }).click();
  await page.getByLabel("Họ và tên").fill("quan tri cong");
  await page.getByLabel("Vai trò").selectOption({ label: "Người quản trị cổng" });
  await page.getByRole("button", { name: "Tìm kiếm" }).click();
  await expect(page.getByRole("link", { name: "Lê Văn Mới Hơn" })).toHaveCount(0);
  await page.getByRole("link", { name: "Quản trị cổng (mẫu)" }).click();
  await expect(page.getByText(/Quyền của bạn do người quản trị khác thay đổi/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Lưu" })).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "nguoi-dung-cua-minh");
});

test("whoever is no administrator is told so", async ({ page, portal }) => {
  page.expectedFaults.push(/status of 40[13]/);
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  await expect(page).toHaveURL(/\/can-bo\/dang-nhap\?tiep=/);
  await signIn(page, portal, { login: "canbotuyphuoc", phone: "0900000005" });
  await expect(page.getByText(/Tài khoản đang dùng không làm được việc này/)).toBeVisible();
  await isAccessible(page);
});

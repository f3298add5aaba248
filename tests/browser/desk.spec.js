// The desk: an officer looks a number up, makes an account, the citizen sets the password; a claim is settled.
import { readFileSync } from "node:fs";
import { expect, isAccessible, keptInTab, picture, test } from "./support/portal.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { paper } from "./support/paths.js";

const PASSWORD = "Thuyền về bến 8!";
const citizen = { number: "001 099 000 011", name: "Lê Văn Mới", born: "31/01/1999", phone: "0912 000 011", address: "Thôn 1, xã Tuy Phước" };

async function begin(page, portal) {
  await page.goto(`${portal.url}/can-bo/tai-khoan/kiem-tra`);
  await page.getByLabel("Số CCCD hoặc CMND").fill(citizen.number);
  await page.getByRole("button", { name: "Kiểm tra tài khoản" }).click();
  await page.getByRole("button", { name: "OK" }).click();
  await expect(page.getByRole("heading", { name: "Tạo tài khoản công dân" })).toBeVisible();
}

async function fill(page) {
  await page.getByLabel("Họ và tên").fill(citizen.name);
  await page.getByLabel("Ngày sinh", { exact: true }).fill(citizen.born);
  await page.getByLabel("Nam", { exact: true }).check();
  await page.getByLabel("Số điện thoại").fill(citizen.phone);
  await page.getByLabel("Nơi ở hiện nay").fill(citizen.address);
}

test("an account from the look-up to the citizen's first sign-in", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await page.goto(`${portal.url}/can-bo/tai-khoan`);
  await expect(page).toHaveURL(/\/can-bo\/dang-nhap\?tiep=/);
  await isAccessible(page);
  await picture(page, info, "can-bo-dang-nhap");
  await signInAtDesk(page, portal);
  await expect(page.getByText("Ủy ban nhân dân xã Tuy Phước").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-trang-chinh");

  // A number with an account, then one without.
  await page.getByRole("link", { name: /^Kiểm tra tài khoản/ }).click();
  await page.getByLabel("Số CCCD hoặc CMND").fill("001099000001");
  await page.getByRole("button", { name: "Kiểm tra tài khoản" }).click();
  await expect(page.getByText("Kiểm tra tài khoản thành công.")).toBeVisible();
  await expect(page.getByText(/N\. T\. Mẫu/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-da-co");
  await page.getByLabel("Số CCCD hoặc CMND").fill(citizen.number);
  await page.getByRole("button", { name: "Kiểm tra tài khoản" }).click();
  await expect(page.getByText(/Công dân chưa có tài khoản .* Bạn có muốn/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-chua-co");
  await page.getByRole("button", { name: "Hủy" }).click();
  await expect(page.getByLabel("Số CCCD hoặc CMND")).toBeFocused();
  expect(page.url(), "no number in the address").not.toMatch(/\d{6}/);
  await begin(page, portal);

  // Everything that is missing is said at once.
  await page.getByRole("button", { name: "Gửi mã OTP" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(6);
  await isAccessible(page);
  await picture(page, info, "can-bo-thieu");
  await fill(page);
  await expect(page.getByText(/^Đã lưu lúc/)).toBeVisible();
  await page.getByLabel("Nơi ở hiện nay").fill(`${citizen.address}, Gia Lai`);
  await page.reload();
  await expect(page.getByLabel("Nơi ở hiện nay"), "nothing typed is lost").toHaveValue(`${citizen.address}, Gia Lai`);
  await expect(page.getByLabel("Họ và tên")).toHaveValue(citizen.name);
  await expect(page.getByLabel("Nam", { exact: true })).toBeChecked();

  // A picture that calls itself a PDF, then the real scan.
  await page.locator("#scan").setInputFiles({ name: "cccd.pdf", mimeType: "application/pdf", buffer: Buffer.from("\x89PNG") });
  await expect(page.getByText(/Nội dung tệp không đúng với đuôi/)).toBeVisible();
  await page.locator("#scan").setInputFiles({ name: "cccd.jpg", mimeType: "image/jpeg", buffer: Buffer.from("x") });
  await expect(page.getByText("Hãy chọn tệp doc, docx hoặc pdf.")).toBeVisible();
  await page.locator("#scan").setInputFiles({ name: "CCCD hai mặt.pdf", mimeType: "application/pdf", buffer: readFileSync(paper("to-trinh.pdf")) });
  await expect(page.getByRole("link", { name: "CCCD hai mặt.pdf" })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Tải xuống giấy đề nghị" }).click()]);
  expect(readFileSync(await download.path()).subarray(0, 5).toString()).toBe("%PDF-");

  await page.getByRole("button", { name: "Gửi mã OTP" }).click();
  await expect(page.getByText(/Đã gửi mã đến số \*\*\* \*\*\* 011/)).toBeVisible();
  await expect(page.getByText("Số điện thoại khớp với thông tin thuê bao.")).toBeVisible();
  const code = await portal.code("0912000011");
  await page.getByLabel("Mã OTP công dân đọc").fill(code === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Tạo tài khoản" }).click();
  await expect(page.getByText("Mã xác thực chưa đúng.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-tao");
  await page.getByLabel("Mã OTP công dân đọc").fill(code);
  await page.getByRole("button", { name: "Tạo tài khoản" }).click();
  await expect(page.getByText("Đã tạo tài khoản cho Lê Văn Mới.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-da-tao");
  const kept = await keptInTab(page);
  expect(kept, "nothing personal stays in the tab").not.toMatch(/099|Mới/);
  await page.locator("#signed").setInputFiles({ name: "da-ky.pdf", mimeType: "application/pdf", buffer: readFileSync(paper("to-trinh.pdf")) });
  await expect(page.getByRole("link", { name: "da-ky.pdf" })).toBeVisible();

  await page.getByRole("link", { name: "Về danh sách tài khoản" }).click();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-danh-sach");
  await page.getByLabel("Tên công dân").fill("khong co ai");
  await page.getByRole("button", { name: "Tìm kiếm" }).click();
  await expect(page.getByText("Không tìm thấy tài khoản thỏa mãn các tiêu chí trên.")).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Tên công dân").fill("le van moi");
  await page.getByLabel("Đến ngày").fill("31/12/2099");
  await page.getByRole("button", { name: "Tìm kiếm" }).click();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toBeVisible();
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();

  // The citizen, on their own phone.
  let link;
  await expect(async () => {
    const texts = (await portal.messages("0912000011")).map((message) => message.content ?? "");
    link = /(http\S+\/dat-mat-khau#\S+)/.exec(texts.find((text) => text.includes("dat-mat-khau")) ?? "")?.[1];
    expect(link).toBeTruthy();
  }).toPass();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Đặt mật khẩu cho tài khoản" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dat-mat-khau");
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Nhập lại mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Đặt mật khẩu" }).click();
  await expect(page.getByText(/Đã đặt mật khẩu\. Hãy đăng nhập/)).toBeVisible();
  await page.getByLabel("Tài khoản", { exact: true }).fill("001099000011");
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Mã 6 chữ số đã được gửi/)).toBeVisible();
  await page.goto("about:blank");
  await page.goto(link);
  await expect(page.getByText("Đường dẫn không còn dùng được")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dat-mat-khau-het");
});

test("a draft is left, found again, and thrown away", async ({ page, portal }, info) => {
  await signInAtDesk(page, portal);
  await begin(page, portal);
  await page.getByLabel("Họ và tên").fill("Trần Văn Dở");
  await expect(page.getByText(/^Đã lưu lúc/)).toBeVisible();
  await page.goto(`${portal.url}/can-bo`);
  await expect(page.getByRole("heading", { name: "Trần Văn Dở" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-dang-do");
  await page.getByRole("link", { name: "Tiếp tục" }).click();
  await page.getByRole("button", { name: "Bỏ bản này" }).click();
  await isAccessible(page);
  await page.getByRole("button", { name: "Bỏ", exact: true }).click();
  await expect(page.getByText("Đã bỏ bản đang nhập.")).toBeVisible();
  await expect(page.getByText("Không có tài khoản nào đang tạo dở.")).toBeVisible();
});

test("a claim is settled and the account is suspended", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/dang-ky/khong-phai-toi`);
  await page.getByLabel("Số CCCD hoặc CMND").fill("001099000002");
  await page.getByLabel("Họ và tên").fill("Trần Văn Thử");
  await page.getByLabel("Số điện thoại").fill("0912000031");
  await page.getByRole("button", { name: "Gửi", exact: true }).click();
  await expect(page.getByText("Đã ghi nhận.")).toBeVisible();
  await signInAtDesk(page, portal);
  await expect(page.getByText("1 phản ánh đang chờ xử lý.")).toBeVisible();
  await page.getByRole("link", { name: /^Phản ánh tài khoản.*đang chờ/ }).click();
  await isAccessible(page);
  await picture(page, info, "can-bo-phan-anh");
  await page.getByRole("link", { name: "Trần Văn Thử" }).click();
  await expect(page.getByText("Có sẵn từ đầu")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "Lưu kết luận" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  await page.getByLabel(/^Tạm đình chỉ tài khoản/).check();
  await page.getByLabel("Lý do").fill("Đã đối chiếu CCCD bản gốc của người phản ánh");
  await isAccessible(page);
  await picture(page, info, "can-bo-xem-xet");
  await page.getByRole("button", { name: "Lưu kết luận" }).click();
  await expect(page.getByText("Đã xử lý")).toBeVisible();
  await expect(page.locator(".tag.bad")).toContainText("Tạm đình chỉ");
  await isAccessible(page);
  await page.getByRole("link", { name: "Về danh sách phản ánh" }).click();
  await expect(page.getByText("Không có phản ánh nào đang chờ.")).toBeVisible();
  await isAccessible(page);
  await expect(async () => {
    const texts = (await portal.messages("0912000031")).map((message) => message.content ?? "");
    expect(texts.some((text) => text.includes("tam dinh chi"))).toBe(true);
  }).toPass();
});

test("an officer comes from VNeID; a citizen does not get in that way", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/can-bo/dang-nhap`);
  await page.getByRole("link", { name: "Đăng nhập bằng VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: /đã có tài khoản/ }).click();
  await expect(page.getByText("Chưa có tài khoản cán bộ nào gắn với người này.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-bo-khong-co");
  await page.getByRole("link", { name: "Đăng nhập bằng VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: /cán bộ một cửa Tuy Phước/ }).click();
  await expect(page).toHaveURL(`${portal.url}/can-bo`);
  await expect(page.getByText("Ủy ban nhân dân xã Tuy Phước").first()).toBeVisible();
});

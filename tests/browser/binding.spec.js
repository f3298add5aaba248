// Officers come to VNeID: the card is compared, a link sets the password of the time before, a day ends it, and the accounts of one
// person are bound one after the other.
import { accounts, expect, isAccessible, picture, screenPicture, test } from "./support/portal.js";

const PASSWORD = "MotCua#2026";
const NEW = "Thuyền về bến 8!";
const PHUOC = "Ủy ban nhân dân xã Tuy Phước";
const NHON = "Ủy ban nhân dân phường Quy Nhơn";
const PHONE = "0912000044";
const button = (page, name) => page.getByRole("button", { name, exact: true });
const menu = (page) => page.locator("summary", { hasText: "Chuyển tài khoản, ủy quyền" });
const band = (page) => page.getByRole("region", { name: "Tài khoản cán bộ đang dùng" });

/** The day that many days from now, as it is typed. */
function day(later) {
  const then = new Date(Date.now() + later * 24 * 3600 * 1000);
  return new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" }).format(then);
}

async function typePassword(page, login, password) {
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await button(page, "Tiếp tục").click();
}

async function add(page, portal, unit, fill = async () => {}) {
  await page.goto(`${portal.url}/can-bo/nguoi-dung/moi`);
  await page.getByLabel("Số CCCD hoặc CMND").fill("001099000011");
  await page.getByLabel("Họ và tên").fill("Lê Văn Mới");
  await page.getByLabel("Ngày sinh", { exact: true }).fill("31/1/1999");
  await page.getByLabel("Giới tính").selectOption({ label: "Nam" });
  await page.getByLabel("Nơi cấp").fill("Cục CS QLHC về TTXH");
  await page.getByLabel(/^Cán bộ một cửa/).check();
  await page.getByLabel("Đơn vị", { exact: true }).selectOption({ label: unit });
  await page.getByLabel("Số di động").fill(PHONE);
  await fill();
  await button(page, "Thêm mới cán bộ").click();
  await expect(page.getByText("Đã thêm Lê Văn Mới.")).toBeVisible();
}

async function setDay(page, portal, typed) {
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  const tree = page.getByRole("navigation", { name: "Phòng ban, đơn vị" });
  if (page.viewportSize().width < 1000) await tree.getByRole("button", { name: "Đơn vị: Mọi đơn vị" }).click();
  await tree.getByRole("link", { name: new RegExp(`^${PHUOC} \\(`) }).click();
  await page.locator("summary", { hasText: "Khóa đăng nhập bằng mật khẩu" }).click();
  await page.getByLabel("Ngày khóa").fill(typed);
  await button(page, "Lưu ngày khóa").click();
}

test("binding, deadline and switch", async ({ page, portal, browser }, info) => {
  // Two people, several programs of the site.
  test.slow();
  page.expectedFaults.push(/status of 4(01|03|22)/);
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  await typePassword(page, accounts.administrator.login, PASSWORD);
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.administrator.phone));
  await button(page, "Đăng nhập").click();
  await expect(page.getByRole("heading", { level: 1, name: "Quản lý phòng ban – cán bộ" })).toBeVisible();

  // The card as it is written down, and as the register has it.
  await add(page, portal, PHUOC, async () => {
    await page.getByLabel("Ngày cấp").fill("26/3/2021");
    await page.getByLabel("Tên tài khoản").fill("van.moi");
  });
  await button(page, "Xác thực tài khoản VNeID").click();
  await expect(page.getByText("Chưa khớp với cơ sở dữ liệu dân cư: Ngày cấp.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "gan-vneid-khac");
  await page.getByLabel("Ngày cấp").fill("25/3/2021");
  await button(page, "Lưu").click();
  await expect(page.getByText("Chưa đối chiếu với cơ sở dữ liệu dân cư.")).toBeVisible();
  await button(page, "Xác thực tài khoản VNeID").click();
  await expect(page.getByText("Thông tin số CCCD chính xác")).toBeVisible();
  await button(page, "Đặt lại mật khẩu").click();
  await expect(page.getByText("Đã gửi cho cán bộ đường dẫn đặt mật khẩu.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "gan-vneid-dung");
  const [link] = await portal.message(PHONE, /http\S+\/dat-mat-khau#[^\s)]+/);

  // Who is still to come, and until when.
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  await page.getByRole("link", { name: "Cán bộ chưa gắn VNeID" }).click();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toBeVisible();
  await page.getByRole("link", { name: PHUOC, exact: true }).click();
  await expect(page.getByRole("heading", { name: `Cán bộ của ${PHUOC}` })).toBeVisible();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "chua-gan-vneid");
  await setDay(page, portal, "ngày mai");
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(1);
  await page.getByLabel("Ngày khóa").fill(day(5));
  await button(page, "Lưu ngày khóa").click();
  await expect(page.getByText("Đã lưu ngày khóa.")).toBeVisible();
  await expect(page.getByText(`Từ ngày ${day(5)}, đơn vị này và các đơn vị trực thuộc chỉ đăng nhập bằng VNeID.`)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ngay-khoa-mat-khau");

  // Which accounts look as if several people used them: those of the demonstration have no people's names.
  await page.goto(`${portal.url}/can-bo/nguoi-dung`);
  await page.getByRole("link", { name: "Tài khoản có dấu hiệu dùng chung" }).click();
  const shared = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Cán bộ một cửa Quy Nhơn (mẫu)" }) });
  await expect(shared.getByText("Tên tài khoản là tên chức danh hoặc bộ phận, không phải tên người.")).toBeVisible();
  await isAccessible(page);
  await shared.getByLabel("Kết quả xem xét").fill("Tài khoản mẫu để trình diễn.");
  await button(shared, "Ghi kết quả").click();
  await expect(shared.getByText("Đã xem xét")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-dung-chung");

  // The officer sets a password by the link, and is told of the day where it is typed.
  const here = await (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  await here.goto(link);
  await here.getByLabel("Mật khẩu mới", { exact: true }).fill(NEW);
  await here.getByLabel("Nhập lại mật khẩu", { exact: true }).fill(NEW);
  await button(here, "Đặt mật khẩu").click();
  await expect(here.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
  await typePassword(here, "Van.Moi", NEW);
  await expect(here.getByText(`Từ ngày ${day(5)}, đơn vị của bạn không đăng nhập bằng mật khẩu nữa.`)).toBeVisible();
  await isAccessible(here);
  await picture(here, info, "dang-nhap-truoc-ngay-khoa");
  await here.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(PHONE));
  await button(here, "Đăng nhập").click();
  await expect(band(here)).toContainText(`Đang làm việc tại ${PHUOC}`);

  // Today ends it at once, and says where to go.
  await setDay(page, portal, day(0));
  await expect(page.getByText("Đã lưu ngày khóa.")).toBeVisible();
  await here.reload();
  await expect(here.getByRole("heading", { name: "Đăng nhập dành cho cán bộ" })).toBeVisible();
  await typePassword(here, "van.moi", NEW);
  await expect(here.getByRole("alert")).toContainText(`Từ ngày ${day(0)}, đơn vị của bạn không đăng nhập bằng mật khẩu nữa. Hãy đăng nhập bằng tài khoản VNeID.`);
  await isAccessible(here);
  await picture(here, info, "mat-khau-da-khoa");

  // VNeID binds the account; a second one of the same person is bound in its turn, and a press leads from one to the other.
  const byVneid = async () => {
    await here.getByRole("link", { name: "Đăng nhập bằng VNeID (mẫu)" }).click();
    await here.getByRole("button", { name: /Lê Văn Mới/ }).click();
  };
  await byVneid();
  await expect(band(here)).toContainText(`Đang làm việc tại ${PHUOC}`);
  await add(page, portal, NHON);
  await button(here, "Đăng xuất").click();
  await expect(here.getByText("Đã đăng xuất")).toBeVisible();
  await here.goto(`${portal.url}/can-bo`);
  await byVneid();
  await here.getByRole("listitem").filter({ hasText: NHON }).getByRole("button").click();
  await expect(band(here)).toContainText(`Đang làm việc tại ${NHON}`);
  await menu(here).click();
  await button(here, `Chuyển tài khoản: Lê Văn Mới (${PHUOC}, cán bộ một cửa)`).click();
  await expect(band(here)).toContainText(`Đang làm việc tại ${PHUOC}`);

  // The second one is closed for ever.
  await page.reload();
  await expect(page.getByText(/^Danh tính được xác nhận từ/)).toBeVisible();
  await button(page, "Xóa cán bộ").click();
  await expect(page.getByRole("dialog").getByText(/Tài khoản đóng vĩnh viễn/)).toBeVisible();
  await isAccessible(page);
  await screenPicture(page, info, "xoa-can-bo");
  await page.getByRole("dialog").getByRole("button", { name: "Xóa cán bộ" }).click();
  await expect(page.getByText("Đã xóa Lê Văn Mới.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Lê Văn Mới" })).toHaveCount(1);
});

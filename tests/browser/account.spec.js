// The account page and what leads back into an account: every page at both widths, with axe on each.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";

const OLD = "MotCua#2026";
const NEW = "Thuyền về bến 8!";
const me = accounts.citizen;

/** As if the person had shown long ago who they are. */
const longAgo = (portal) => portal.change("update sessions set proved_at = '2020-01-01 00:00:00'");

async function go(page, portal, path, heading) {
  await page.goto(`${portal.url}${path}`);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  await expect(page.locator(".skeleton")).toHaveCount(0);
}

async function firstStep(page, portal) {
  await page.goto(`${portal.url}/dang-nhap`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(me.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(OLD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("heading", { name: "Nhập mã xác thực" })).toBeVisible();
}

test("the account page shows whose it is and leads everywhere", async ({ page, portal }, info) => {
  await signIn(page, portal, me);
  await page.getByRole("link", { name: me.name }).click();
  await expect(page).toHaveURL(`${portal.url}/tai-khoan`);
  await expect(page.getByRole("heading", { level: 1, name: "Quản lý tài khoản" })).toBeVisible();
  await expect(page.getByText("Mức 2: trung bình (IAL2)")).toBeVisible();
  await expect(page.getByText("Để lên mức 3, hãy liên kết tài khoản VNeID mức độ 2")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan");
  for (const [link, heading] of [
    ["Điện thoại và thư điện tử", "Điện thoại và thư điện tử"],
    ["Mật khẩu", "Đổi mật khẩu"],
    ["Phiên đăng nhập", "Phiên đăng nhập"],
    ["Mã dự phòng", "Mã dự phòng"],
    ["Thông báo", "Thông báo"],
    ["Nhật ký", "Nhật ký"],
  ]) {
    await page.getByRole("navigation", { name: "Các mục" }).getByRole("link", { name: link }).click();
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(page.locator(".skeleton")).toHaveCount(0);
    await isAccessible(page);
    await page.getByRole("main").getByRole("link", { name: "Quản lý tài khoản" }).click();
    await expect(page.getByText("Mức 2: trung bình (IAL2)")).toBeVisible();
  }
});

test("linking VNeID lifts the level, and unlinking asks who it is", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 403/);
  await signIn(page, portal, me);
  await go(page, portal, "/tai-khoan", "Quản lý tài khoản");
  await page.getByRole("link", { name: "Liên kết VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: /chưa có tài khoản/ }).click();
  await expect(page.getByText("Tài khoản định danh này không phải của chủ tài khoản đang đăng nhập.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-lien-ket-sai");
  await page.getByRole("link", { name: "Liên kết VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: /đã có tài khoản/ }).click();
  await expect(page.getByText("Mức 3: cao (IAL3)")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-muc-3");
  longAgo(portal);
  await page.getByRole("button", { name: "Bỏ liên kết VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: "Dùng mật khẩu" }).click();
  await page.getByLabel("Mật khẩu", { exact: true }).fill(OLD);
  await page.getByRole("button", { name: "Xác nhận và tiếp tục" }).click();
  await expect(page.getByText("Đã bỏ liên kết.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Liên kết VNeID (mẫu)" })).toBeVisible();
});

test("sessions are listed in plain words and ended from afar", async ({ page, portal, browser }, info) => {
  await signIn(page, portal, me);
  const elsewhere = await browser.newContext({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1" });
  const other = await elsewhere.newPage();
  const before = (await portal.messages(me.phone)).length;
  await other.goto(`${portal.url}/dang-nhap`);
  await other.getByLabel("Tài khoản", { exact: true }).fill(me.login);
  await other.getByLabel("Mật khẩu", { exact: true }).fill(OLD);
  await other.getByRole("button", { name: "Tiếp tục" }).click();
  await expect.poll(async () => (await portal.messages(me.phone)).length).toBeGreaterThan(before);
  await other.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(me.phone));
  await other.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(other.getByText(me.name).first()).toBeVisible();
  // The owner hears of the new device.
  await portal.message(me.phone, /dang nhap tren thiet bi moi/);

  await go(page, portal, "/tai-khoan/phien", "Phiên đăng nhập");
  await expect(page.getByRole("heading", { name: "Safari trên iPhone" })).toBeVisible();
  await expect(page.getByText(/Thiết bị này$/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-phien");
  await page.getByRole("button", { name: "Đăng xuất Safari trên iPhone" }).click();
  await expect(page.getByText("Đã đăng xuất thiết bị đó.")).toBeVisible();
  await expect(page.getByText("Chỉ có thiết bị này đang đăng nhập.")).toBeVisible();
  await other.goto(`${portal.url}/tai-khoan`);
  await expect(other).toHaveURL(/dang-nhap\?tiep=%2Ftai-khoan/);
  await elsewhere.close();
});

test("a phone is added after a confirmation that loses nothing, with the keyboard alone", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(03|09|22)/);
  await signIn(page, portal, me);
  await go(page, portal, "/tai-khoan/lien-lac", "Điện thoại và thư điện tử");
  const field = page.getByLabel("Số điện thoại mới");
  await field.fill("0912 000 011");
  await page.getByRole("button", { name: "Gửi mã xác thực" }).first().click();
  await expect(page.getByText(/không khớp với thông tin thuê bao tại nhà mạng/).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-lien-lac-khong-khop");
  longAgo(portal);
  await field.fill("0900 000 093");
  await page.reload();
  await expect(field).toHaveValue("0900 000 093");
  const sent = (await portal.messages(me.phone)).length;
  await field.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Xác nhận là bạn" });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText("*** *** 003")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-xac-nhan");
  // Escape puts it off; nothing is lost.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(field).toHaveValue("0900 000 093");
  await field.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();
  await expect.poll(async () => (await portal.messages(me.phone)).length).toBe(sent + 2);
  const code = await portal.code(me.phone, sent);
  await dialog.getByLabel("Mã xác thực", { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText(/Còn 4 lần thử\./).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-xac-nhan-sai");
  await dialog.getByLabel("Mã xác thực", { exact: true }).fill(code);
  await page.keyboard.press("Enter");
  // It goes on with what was asked.
  await expect(page.getByText("Mã 6 chữ số đã được gửi đến số *** *** 093.")).toBeVisible();
  await isAccessible(page);
  await page.reload();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code("0900000093"));
  await page.getByRole("button", { name: "Xác nhận", exact: true }).click();
  await expect(page.getByText("Đã thêm số điện thoại.")).toBeVisible();
  await expect(page.getByText("0900000093")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-lien-lac");
  await page.getByRole("button", { name: `Bỏ số này: ${me.phone}` }).click();
  await expect(page.getByText(/Số này vừa được thêm nên chưa dùng thay các số khác được\./).first()).toBeVisible();

  // The old phone got a link that calls it off, without signing in.
  const [link] = await portal.message(me.phone, /http\S+\/huy#\S+/);
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByText("Số *** *** 093 được thêm vào tài khoản")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "huy");
  await page.getByRole("button", { name: "Không phải tôi, hủy thay đổi" }).click();
  await expect(page.getByText("Đã hủy thay đổi.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "huy-xong");
  await page.reload();
  await expect(page.getByText("Thay đổi này đã được hủy.")).toBeVisible();
});

test("another e-mail address, another password, notices and the log", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 422/);
  await signIn(page, portal, me);
  await go(page, portal, "/tai-khoan/lien-lac", "Điện thoại và thư điện tử");
  await page.getByLabel("Địa chỉ thư điện tử mới").fill("mau@thu.example");
  await page.getByRole("button", { name: "Gửi mã xác thực" }).last().click();
  await expect(page.getByText("Mã 6 chữ số đã được gửi đến m***@thu.example.")).toBeVisible();
  const [, code] = await portal.message("mau@thu.example", /(?<!\d)(\d{6})(?!\d)/);
  await page.getByLabel("Mã xác thực", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Xác nhận", exact: true }).click();
  await expect(page.getByText("Đã thêm thư điện tử.")).toBeVisible();
  await expect(page.getByText("mau@thu.example")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-lien-lac-thu");
  await page.getByRole("button", { name: "Bỏ địa chỉ này" }).click();
  await expect(page.getByText("Đã bỏ thư điện tử.")).toBeVisible();
  await expect(page.getByText("Chưa có địa chỉ nào.")).toBeVisible();
  await portal.message("mau@thu.example", /đã được bỏ khỏi tài khoản/);

  await go(page, portal, "/tai-khoan/mat-khau", "Đổi mật khẩu");
  await page.getByLabel("Mật khẩu hiện tại", { exact: true }).fill("sai");
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(NEW);
  await page.getByLabel("Nhập lại mật khẩu", { exact: true }).fill(NEW);
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await expect(page.getByText("Mật khẩu hiện tại chưa đúng.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-mat-khau");
  await page.getByLabel("Mật khẩu hiện tại", { exact: true }).fill(OLD);
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await expect(page.getByText("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")).toBeVisible();

  await go(page, portal, "/tai-khoan/thong-bao", "Thông báo");
  await page.getByLabel("Mỗi lần đăng nhập").check();
  await page.getByLabel("Ưu tiên 1").selectOption({ label: "Thư điện tử" });
  await page.getByLabel("Ưu tiên 2").selectOption({ label: "Thư điện tử" });
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Cách này đã chọn ở trên.").first()).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Ưu tiên 2").selectOption({ label: "Tin nhắn (SMS)" });
  await page.getByLabel("Ưu tiên 3").selectOption({ label: "Không dùng" });
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Đã lưu.")).toBeVisible();
  await picture(page, info, "tai-khoan-thong-bao");
  await page.reload();
  await expect(page.getByLabel("Ưu tiên 1")).toHaveValue("email");
  await expect(page.getByLabel("Mỗi lần đăng nhập")).toBeChecked();

  await go(page, portal, "/tai-khoan/nhat-ky", "Nhật ký");
  await expect(page.getByText("Đổi cách nhận thông báo")).toBeVisible();
  await expect(page.getByText("Nhập sai mật khẩu")).toBeVisible();
  await expect(page.getByText("Đổi thư điện tử")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-nhat-ky");
});

test("recovery codes are made, printed and used in place of the phone", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 422/);
  await signIn(page, portal, me);
  await go(page, portal, "/tai-khoan/ma-du-phong", "Mã dự phòng");
  await page.getByRole("button", { name: "Tạo 10 mã dự phòng" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  const codes = await page.locator(".codes li").allTextContents();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-ma-du-phong");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tải về tệp văn bản" }).click();
  const kept = readFileSync(await (await download).path(), "utf8");
  for (const code of codes) expect(kept.split("\r\n")).toContain(code);
  await page.getByRole("button", { name: "Tôi đã cất giữ" }).click();
  await expect(page.getByText("Còn 10 mã chưa dùng.")).toBeVisible();
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("button", { name: "Đăng xuất" })).toHaveCount(0);

  await firstStep(page, portal);
  const code = await portal.code(me.phone, 1);
  await page.getByLabel("Mã xác thực", { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByText(/Còn 4 lần thử\./).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ma-sai");
  await page.getByRole("button", { name: "Chọn phương thức xác thực khác" }).click();
  await expect(page.getByText("Tài khoản không còn số điện thoại nào khác.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "cach-khac");
  await page.getByLabel("Mã dự phòng", { exact: true }).fill("AAAAA-AAAAA");
  await page.getByRole("button", { name: "Đăng nhập bằng mã dự phòng" }).click();
  await expect(page.getByText(/Mã dự phòng chưa đúng hoặc đã dùng.*Còn 3 lần thử\./).first()).toBeVisible();
  await page.getByLabel("Mã dự phòng", { exact: true }).fill(codes[0].toLowerCase());
  await page.getByRole("button", { name: "Đăng nhập bằng mã dự phòng" }).click();
  await expect(page.getByText(me.name).first()).toBeVisible();

  // The phone is lost: another code gives another phone at once.
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("button", { name: "Đăng xuất" })).toHaveCount(0);
  await go(page, portal, "/mat-dien-thoai", "Không còn dùng số điện thoại cũ");
  await isAccessible(page);
  await picture(page, info, "mat-dien-thoai");
  await page.getByLabel("Tài khoản", { exact: true }).fill(me.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(OLD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("heading", { name: "Số điện thoại mới" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "mat-dien-thoai-so-moi");
  await page.getByLabel("Số điện thoại mới").fill("0900 000 094");
  await page.reload();
  await expect(page.getByLabel("Số điện thoại mới")).toHaveValue("0900 000 094");
  await page.getByLabel("Mã dự phòng", { exact: true }).last().fill(codes[1]);
  await page.getByRole("button", { name: "Gửi mã xác thực" }).click();
  await expect(page.getByText("Mã 6 chữ số đã được gửi đến số *** *** 094.")).toBeVisible();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code("0900000094"));
  await page.getByRole("button", { name: "Xác nhận", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Đã thay số điện thoại" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "mat-dien-thoai-xong");
});

test("without a recovery code a new phone waits a day, and its owner sees it and calls it off", async ({ page, portal, browser }, info) => {
  await signIn(page, portal, me);
  const thief = await (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  await thief.goto(`${portal.url}/mat-dien-thoai`);
  await thief.getByLabel("Tài khoản", { exact: true }).fill(me.login);
  await thief.getByLabel("Mật khẩu", { exact: true }).fill(OLD);
  await thief.getByRole("button", { name: "Tiếp tục" }).click();
  await thief.getByLabel("Số điện thoại mới").fill("0900000093");
  await picture(thief, info, "mat-dien-thoai-doi-chieu");
  await thief.getByRole("button", { name: "Gửi mã xác thực" }).click();
  await thief.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code("0900000093"));
  await thief.getByRole("button", { name: "Xác nhận", exact: true }).click();
  await expect(thief.getByRole("heading", { level: 1, name: "Đã nhận yêu cầu" })).toBeVisible();
  await isAccessible(thief);
  await picture(thief, info, "mat-dien-thoai-cho");
  await thief.context().close();
  await portal.message(me.phone, /se thay so cua ban sau 24 gio/);

  await go(page, portal, "/tai-khoan", "Quản lý tài khoản");
  await expect(page.getByText("Có yêu cầu thay số điện thoại của tài khoản bằng số *** *** 093")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-cho-doi-so");
  await page.getByRole("button", { name: "Hủy yêu cầu" }).click();
  await expect(page.getByText(/Đã hủy\. Nếu bạn không yêu cầu/)).toBeVisible();
  await expect(page.getByText(/Có yêu cầu thay số điện thoại/)).toHaveCount(0);
});

test("a person with two accounts always reads which one acts", async ({ page, portal }, info) => {
  portal.change("update accounts set person_id = (select person_id from accounts where login = '001099000001') where login = 'truonghoamai'");
  await signIn(page, portal, me);
  await go(page, portal, "/tai-khoan", "Quản lý tài khoản");
  await expect(page.getByText(`Bạn đang dùng tài khoản Công dân: ${me.name}.`, { exact: false })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-hai-vai");
  await page.getByRole("button", { name: /^Chuyển sang tài khoản Cơ quan nhà nước/ }).click();
  await expect(page.getByRole("region", { name: "Tài khoản đang dùng" })).toContainText("Trường THCS Hoa Mai (mẫu) (cơ quan");
  await expect(page.getByText("Bạn đang dùng tài khoản Cơ quan nhà nước, đơn vị sự nghiệp: Trường THCS Hoa Mai (mẫu).").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tai-khoan-da-chuyen");
});

test("a link that is incomplete or over says so", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 409/);
  await go(page, portal, "/huy", "Hủy thay đổi số điện thoại");
  await expect(page.getByText("Đường dẫn bị thiếu ký tự.")).toBeVisible();
  await isAccessible(page);
  await page.goto(`${portal.url}/`);
  await page.goto(`${portal.url}/huy#AbCdEfGhIjKlMnOpQrStUv`);
  await expect(page.getByText("Đường dẫn này đã dùng hoặc đã hết hạn.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "huy-het-han");
});

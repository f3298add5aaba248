// "Chuyển tài khoản" and "Ủy quyền giải quyết": officers go on as another of their accounts, and work on dossiers in the place of others.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier } from "./support/filing.js";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const menu = (page) => page.locator("summary", { hasText: "Chuyển tài khoản, ủy quyền" });
const band = (page) => page.getByRole("region", { name: "Tài khoản cán bộ đang dùng" });

/** The day that many days from now, as it is typed. */
function day(later) {
  const then = new Date(Date.now() + later * 24 * 3600 * 1000);
  return new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" }).format(then);
}

test("an officer delegates, another one works in their place, and the way back is a press away", async ({ page, portal, browser }, info) => {
  // Three people and several programs of the site.
  test.slow();
  page.expectedFaults.push(/status of 4(01|03|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);

  const away = await (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  await signInAtDesk(away, portal);
  await menu(away).click();
  await expect(away.getByText(/^Bạn không có tài khoản cán bộ nào khác/)).toBeVisible();
  await isAccessible(away);
  await picture(away, info, "uy-quyen-menu");
  await away.getByRole("link", { name: "Ủy quyền giải quyết" }).click();
  await expect(away.getByText("Chưa có ủy quyền nào")).toBeVisible();
  await isAccessible(away);
  await away.getByRole("link", { name: "Thêm ủy quyền" }).click();
  await expect(away.getByRole("heading", { name: "Thêm ủy quyền" })).toBeVisible();

  // Everything that is missing is said at once, and what was typed stays.
  await away.getByLabel("Lý do").fill("Nghỉ phép năm");
  await button(away, "Xác nhận ủy quyền").click();
  await expect(away.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await isAccessible(away);
  await picture(away, info, "uy-quyen-thieu");
  await away.getByLabel("Tìm người được ủy quyền").fill("nguyen van mau");
  await button(away, "Tìm").first().click();
  await away.getByLabel("Người được ủy quyền", { exact: true }).selectOption({ label: "Nguyễn Văn Mẫu – Ủy ban nhân dân xã Tuy Phước" });
  await away.getByLabel("Một số thủ tục").check();
  await away.getByLabel("Tìm thủ tục").fill("1.012373");
  await button(away, "Tìm").last().click();
  await away.getByRole("button", { name: /^Thêm thủ tục/ }).first().click();
  await expect(away.getByRole("heading", { name: "Thủ tục đã chọn" })).toBeVisible();
  await away.getByLabel("Từ ngày").fill(day(0));
  await away.getByLabel("Đến hết ngày").fill(day(6));
  await expect(away.getByLabel("Lý do")).toHaveValue("Nghỉ phép năm");
  await isAccessible(away);
  await picture(away, info, "uy-quyen-them");
  await button(away, "Xác nhận ủy quyền").click();
  await expect(away.getByText("Đã ủy quyền cho Nguyễn Văn Mẫu.")).toBeVisible();
  await expect(away.getByText("Đang có hiệu lực")).toBeVisible();
  await isAccessible(away);
  await picture(away, info, "uy-quyen-danh-sach");
  await portal.message(officers.signer.phone, /uy quyen giai quyet ho so cua ban bat dau/);

  // The other one takes it up from the same menu as another account.
  const here = await (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  await signInAtDesk(here, portal, officers.signer);
  await menu(here).click();
  const way = button(here, "Làm việc thay Cán bộ một cửa Tuy Phước (mẫu) (Ủy ban nhân dân xã Tuy Phước)");
  await expect(way).toBeVisible();
  await isAccessible(here);
  await picture(here, info, "uy-quyen-chon");
  await way.click();
  await expect(here).toHaveURL(/\/can-bo\/ho-so$/);
  await expect(band(here)).toContainText(`Đang làm việc thay Cán bộ một cửa Tuy Phước (mẫu), Ủy ban nhân dân xã Tuy Phước, đến hết ngày ${day(6)}`);
  await isAccessible(here);
  await picture(here, info, "uy-quyen-hang-doi");
  await here.getByRole("link", { name: dossier.code }).click();
  await here.getByRole("button", { name: /^Tiếp nhận/ }).first().click();
  await expect(here.getByText(/Nguyễn Văn Mẫu thay Cán bộ một cửa Tuy Phước \(mẫu\)/).first()).toBeVisible();
  await isAccessible(here);
  await picture(here, info, "uy-quyen-dien-bien");

  // Withdrawn meanwhile: the next look is refused, and a press leads back.
  await button(away, "Rút ủy quyền").click();
  await expect(away.getByRole("dialog").getByText(/dừng làm thay ngay/)).toBeVisible();
  await isAccessible(away);
  await away.getByRole("dialog").getByRole("button", { name: "Rút ủy quyền" }).click();
  await expect(away.getByRole("main").getByText("Đã rút")).toBeVisible();
  await picture(away, info, "uy-quyen-da-rut");
  await here.goto(`${portal.url}/can-bo/ho-so`);
  await expect(here.getByText(/^Ủy quyền đã kết thúc nên không làm thay được nữa/)).toBeVisible();
  await expect(band(here)).toContainText("Ủy quyền của Cán bộ một cửa Tuy Phước (mẫu) đã kết thúc");
  await isAccessible(here);
  await picture(here, info, "uy-quyen-da-ket-thuc");
  await button(here, "Về tài khoản của tôi").click();
  await expect(here.getByRole("heading", { name: "Việc tại bộ phận một cửa" })).toBeVisible();
  await expect(band(here)).toContainText("Đang làm việc tại Ủy ban nhân dân xã Tuy Phước");
});

test("an officer with several accounts goes on as another one", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 401/);
  const person = "(select person_id from accounts where login = 'canbotuyphuoc')";
  portal.change(`update accounts set person_id = ${person} where login in ('canboquynhon', 'quantri')`);
  await page.goto(`${portal.url}/can-bo`);
  await page.getByRole("link", { name: "Đăng nhập bằng VNeID (mẫu)" }).click();
  await page.getByRole("button", { name: /Phan Thị Bộ/ }).click();
  await expect(page.getByRole("heading", { name: "Bạn làm việc với tư cách nào?" })).toBeVisible();
  await page.getByRole("listitem").filter({ hasText: "Ủy ban nhân dân xã Tuy Phước" }).getByRole("button").click();
  await expect(band(page)).toContainText("Đang làm việc tại Ủy ban nhân dân xã Tuy Phước");
  await menu(page).click();
  const other = button(page, "Chuyển tài khoản: Cán bộ một cửa Quy Nhơn (mẫu) (Ủy ban nhân dân phường Quy Nhơn, cán bộ một cửa)");
  await expect(other).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "chuyen-tai-khoan");
  await other.click();
  await expect(band(page)).toContainText("Đang làm việc tại Ủy ban nhân dân phường Quy Nhơn");
  await menu(page).click();
  await button(page, "Chuyển tài khoản: Quản trị cổng (mẫu) (Người quản trị cổng)").click();
  await expect(page.getByRole("heading", { name: "Quản trị hệ thống" })).toBeVisible();
  await menu(page).click();
  await isAccessible(page);
  await picture(page, info, "chuyen-tai-khoan-quan-tri");
});

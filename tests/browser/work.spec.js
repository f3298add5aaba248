// Work within a unit: many dossiers at once, the steps of a procedure, who holds a dossier, a later day with its letter.
import { accounts, expect, isAccessible, picture, screenPicture, signIn, test } from "./support/portal.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { addPapers, call, fileDossier } from "./support/filing.js";

const PROCEDURE = "1.012373.H08";

/** An administrator gives the procedure its steps, in the page. */
async function writeSteps(page, portal, info) {
  await signInAtDeskAs(page, portal, accounts.administrator);
  await page.goto(`${portal.url}/can-bo/danh-muc/thu-tuc/${PROCEDURE}/sua`);
  const steps = page.locator("#workflow");
  await steps.getByRole("button", { name: "Thêm một bước" }).click();
  await steps.getByRole("button", { name: "Thêm một bước" }).click();
  const field = (at, name) => page.locator(`[id="workflow.${at}.${name}"]`);
  await field(0, "name").fill("Thẩm định hồ sơ");
  await field(0, "days").fill("năm");
  await field(1, "name").fill("Chủ tịch ký duyệt");
  await field(1, "kind").selectOption("sign");
  await field(1, "role").selectOption("leader");
  await field(2, "name").fill("Trả kết quả cho dân");
  await isAccessible(page);
  await picture(page, info, "thu-tuc-cac-buoc");
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  await expect(page.locator(".error-summary")).toContainText("Nhập số, ví dụ 3 hoặc 15000");
  await field(0, "days").fill("5");
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  await expect(page.locator(".keeping-change").filter({ hasText: "Chủ tịch ký duyệt" })).toContainText("lãnh đạo");
  await isAccessible(page);
  await page.getByRole("button", { name: "Lưu phiên bản mới" }).click();
  await expect(page.getByText(/^Đã lưu phiên bản mới của /)).toBeVisible();
  await expect(page.getByText("Thẩm định hồ sơ · Thẩm định · cán bộ một cửa · 5 ngày làm việc")).toBeVisible();
}

async function signInAtDeskAs(page, portal, account) {
  await page.goto(`${portal.url}/can-bo`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(account.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(account.phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("main").getByRole("link", { name: /^Loại và danh mục giấy tờ/ })).toBeVisible();
}

test("dossiers are received together, walk the steps of their procedure, and nobody acts beside who holds one", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|09|22)/);
  const open = async () => (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  const keeper = await open();
  await writeSteps(keeper, portal, info);
  await keeper.context().close();

  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const [first, second] = [await fileDossier(page, portal), await fileDossier(page, portal)];

  // Together: one that somebody else was quicker with is left out, with the reason.
  const desk = await open();
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await expect(desk.getByRole("link", { name: second.code })).toBeVisible();
  const leader = await open();
  await signInAtDesk(leader, portal, officers.signer);
  await call(leader, portal, "POST", `/desk/dossiers/${second.id}/receipt`, { version: 1 });
  await desk.getByLabel("Chọn tất cả trên trang này").check();
  await expect(desk.getByText("Đã chọn 2 hồ sơ")).toBeVisible();
  await isAccessible(desk);
  await screenPicture(desk, info, "ho-so-chon-nhieu");
  await desk.getByRole("button", { name: "Tiếp nhận các hồ sơ đã chọn" }).click();
  const asking = desk.getByRole("dialog", { name: "Làm với nhiều hồ sơ" });
  await expect(asking.getByText(/^Tiếp nhận 2 hồ sơ\?/)).toBeVisible();
  await isAccessible(desk);
  await asking.getByRole("button", { name: "Đồng ý" }).click();
  await expect(asking.getByText("Xong 1 hồ sơ.")).toBeVisible();
  await expect(asking.getByText(`${second.code}: Hồ sơ này vừa được người khác xử lý.`, { exact: false })).toBeVisible();
  await isAccessible(desk);
  await screenPicture(desk, info, "ho-so-nhieu-xong");
  await desk.keyboard.press("Escape");
  await expect(desk.getByText("Không có hồ sơ nào chờ tiếp nhận")).toBeVisible();

  // One dossier: the desk holds it, the leader sees who does.
  await desk.goto(`${portal.url}/can-bo/ho-so/${first.id}`);
  await desk.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(desk.getByText("Đang ở bước 1 trên 3: Thẩm định hồ sơ")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-buoc-1");
  await leader.goto(`${portal.url}/can-bo/ho-so/${first.id}`);
  await expect(leader.getByText(`${officers.desk.name} đang xử lý hồ sơ này`)).toBeVisible();
  await expect(leader.getByText("Dừng xử lý", { exact: true })).toBeHidden();
  await isAccessible(leader);
  await picture(leader, info, "ho-so-nguoi-khac-giu");

  // A later day, with its letter.
  await desk.getByText("Hẹn lại ngày trả và xin lỗi", { exact: true }).click();
  await desk.getByLabel("Thêm số ngày làm việc").fill("99");
  await desk.getByLabel("Vì sao chậm").fill("Cơ quan đang xác minh thành tích với đơn vị cũ của người được khen.");
  await desk.getByRole("button", { name: "Gửi thư xin lỗi và hẹn lại" }).click();
  await expect(desk.getByRole("alert").getByText("Nhập số ngày làm việc từ 1 đến 30.").first()).toBeVisible();
  await isAccessible(desk);
  await desk.getByLabel("Thêm số ngày làm việc").fill("5");
  await desk.getByRole("button", { name: "Gửi thư xin lỗi và hẹn lại" }).click();
  await expect(desk.getByRole("link", { name: "Tải thư xin lỗi (PDF)" })).toBeVisible();
  await portal.message(accounts.agency.phone, /co quan xin loi, hen tra ket qua lai/);

  // On to the leader, who finds it among their work.
  await desk.getByLabel("Người xử lý tiếp").selectOption({ label: "Nguyễn Văn Mẫu (0 hồ sơ đang xử lý)" });
  await desk.locator("#work-words").fill("Đủ điều kiện, trình ký.");
  await isAccessible(desk);
  await picture(desk, info, "ho-so-chuyen-buoc");
  await desk.getByRole("button", { name: "Chuyển hồ sơ" }).click();
  await expect(desk.getByText("Đang ở bước 2 trên 3: Chủ tịch ký duyệt")).toBeVisible();
  await expect(desk.getByText(/Bước này do lãnh đạo thực hiện/)).toBeVisible();
  await isAccessible(desk);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await expect(desk.getByRole("heading", { name: "Hồ sơ của đơn vị" })).toBeVisible();
  await leader.goto(`${portal.url}/can-bo/ho-so?trang-thai=in-process`);
  await leader.getByRole("link", { name: "Việc của tôi" }).click();
  await expect(leader.getByText("Chủ tịch ký duyệt · Nguyễn Văn Mẫu")).toBeVisible();
  await isAccessible(leader);
  await picture(leader, info, "viec-cua-toi");
  await leader.getByRole("link", { name: first.code }).click();
  await expect(leader.getByText("Người xử lý: bạn")).toBeVisible();
  await expect(leader.getByText(/đang xử lý hồ sơ này/)).toBeHidden();
  await leader.getByRole("button", { name: "Chuyển hồ sơ" }).click();
  await expect(leader.getByText("Đang ở bước 3 trên 3: Trả kết quả cho dân")).toBeVisible();

  // Who opens it meanwhile may take over, and the other one is told.
  await desk.goto(`${portal.url}/can-bo/ho-so/${first.id}`);
  await expect(desk.getByText("Nguyễn Văn Mẫu đang xử lý hồ sơ này")).toBeVisible();
  await desk.getByRole("button", { name: "Tiếp quản" }).click();
  await expect(desk.getByText("Nguyễn Văn Mẫu đang xử lý hồ sơ này")).toBeHidden();
  await expect(desk.getByText("Kết quả vào thẳng Kho dữ liệu của người nộp hồ sơ.")).toBeVisible();
  await isAccessible(desk);
  await desk.context().close();
  await leader.context().close();

  // Who filed reads the reason and keeps the letter; nothing of what the unit did within.
  await page.goto(`${portal.url}/ho-so/${first.id}`);
  await expect(page.getByText(/^Đã hẹn lại từ /)).toBeVisible();
  await expect(page.getByText("Chủ tịch ký duyệt")).toHaveCount(0);
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải thư xin lỗi (PDF)" }).click();
  expect((await saving).suggestedFilename()).toBe(`thu-xin-loi-${first.code}.pdf`);
  await isAccessible(page);
  await picture(page, info, "ho-so-hen-lai");
});

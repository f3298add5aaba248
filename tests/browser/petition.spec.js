// "Phản ánh, kiến nghị": from the writer over the province's desk to a unit and back, and onto the page that everybody reads.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";

const UNIT = "Ủy ban nhân dân xã Tuy Phước";
const TITLE = "Quầy số 3 vắng người buổi sáng";
const WORDS = "Sáng thứ Hai tôi chờ từ 7 giờ đến 10 giờ mà quầy số 3 không có ai.\nĐề nghị bố trí người trực.";
const ANSWER = "Từ ngày 30/11/2026, quầy số 3 luôn có hai người trực. Xin cảm ơn góp ý.";

/** The officer of another commune works at the unit of the province in this test. */
async function provinceDesk(browser, page, portal) {
  portal.change("update accounts set unit_id = (select id from units where code = 'H21') where login = 'canboquynhon'");
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal, { login: "canboquynhon", phone: "0900000006" });
  return desk;
}

async function chooseUnit(page, label, form = page) {
  await form.getByLabel("Tìm đơn vị").fill("tuy phuoc");
  const list = form.getByLabel(label, { exact: true });
  await expect(list.getByRole("option", { name: UNIT, exact: true })).toBeAttached();
  await list.selectOption({ label: UNIT });
}

test("a petition is written, routed, answered and published without a name", async ({ page, portal, browser }, info) => {
  // Three people and four programs of the site.
  test.slow();
  page.expectedFaults.push(/status of 4(01|04|09|22)/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/ho-so`);
  await page.locator("nav.folders").getByRole("link", { name: "Phản ánh, kiến nghị" }).click();
  await expect(page.getByText("Bạn chưa gửi phản ánh, kiến nghị nào")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("link", { name: "Viết phản ánh, kiến nghị" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Viết phản ánh, kiến nghị" })).toBeVisible();

  // What is missing is said, and what is typed survives a reload.
  const send = page.getByRole("button", { name: "Gửi", exact: true });
  await send.click();
  await expect(page.getByRole("alert").getByText("Hãy chọn một mục.")).toBeVisible();
  await page.getByLabel("Thái độ, cách làm việc của đơn vị, cán bộ").check();
  await send.click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(2);
  await isAccessible(page);
  await picture(page, info, "kien-nghi-thieu");
  await page.getByLabel("Tiêu đề").fill(TITLE);
  await page.getByLabel("Nội dung", { exact: true }).fill(WORDS);
  await page.getByText("Đơn vị, hồ sơ liên quan (không bắt buộc)").click();
  await chooseUnit(page, "Đơn vị liên quan");
  await page.getByLabel("Mã hồ sơ của bạn").fill("H21.101-990101-9999");
  await page.getByLabel("Đồng ý công khai câu hỏi và câu trả lời").check();
  await page.reload();
  await expect(page.getByText("Những gì bạn viết mà chưa gửi đã được giữ lại trong thẻ này.")).toBeVisible();
  await expect(page.getByLabel("Nội dung", { exact: true })).toHaveValue(WORDS);
  await expect(page.getByLabel("Đơn vị liên quan", { exact: true }).locator("option:checked")).toHaveText(UNIT);
  await expect(page.getByLabel("Đồng ý công khai câu hỏi và câu trả lời")).toBeChecked();
  await isAccessible(page);
  await picture(page, info, "kien-nghi-viet");
  await send.click();
  await expect(page.getByRole("alert").getByText(/Không có hồ sơ nào của bạn mang mã này/)).toBeVisible();
  await page.getByLabel("Mã hồ sơ của bạn").fill("");
  await send.click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await expect(page.getByText(/Đã gửi\. Mã của bạn là PA-\d{6}-0001\./)).toBeVisible();
  await expect(page.getByText(/còn 15 ngày làm việc/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Rút lại" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kien-nghi-da-gui");
  const address = page.url();
  await page.goto(`${portal.url}/kien-nghi/gui`);
  await expect(page.getByLabel("Nội dung", { exact: true }), "what is sent is not kept").toHaveValue("");

  // The province's desk receives and asks.
  const desk = await provinceDesk(browser, page, portal);
  desk.on("pageerror", (error) => { throw error; });
  await desk.getByRole("main").getByRole("link", { name: /^Phản ánh, kiến nghị/ }).click();
  await expect(desk.getByRole("link", { name: TITLE })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kien-nghi");
  await desk.getByRole("link", { name: TITLE }).click();
  await expect(desk.getByText("Nguyễn Thị Mẫu").first()).toBeVisible();
  await desk.getByRole("button", { name: "Tiếp nhận" }).click();
  await expect(desk.getByRole("heading", { name: "Chuyển đơn vị xử lý" })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kien-nghi-tiep-nhan");
  await desk.getByText("Hỏi lại người gửi").click();
  await desk.getByLabel("Câu hỏi").fill("Xin cho biết ngày nào?");
  await desk.reload();
  await expect(desk.getByLabel("Câu hỏi"), "what an officer types survives a reload").toHaveValue("Xin cho biết ngày nào?");
  await desk.getByRole("button", { name: "Gửi câu hỏi" }).click();
  await expect(desk.getByText("Đang chờ người gửi trả lời câu hỏi.")).toBeVisible();
  await portal.message(accounts.citizen.phone, /phan anh, kien nghi PA-\d{6}-0001 can bo sung thong tin/);

  await page.goto(address);
  await expect(page.getByText("Xin cho biết ngày nào?").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kien-nghi-can-bo-sung");
  await page.getByLabel("Trả lời câu hỏi").fill("Thứ Hai, 23/11/2026.");
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(page.getByText("Đã bổ sung")).toBeVisible();

  // Routed to a unit whose officer reads it without the name.
  await desk.reload();
  await desk.getByRole("button", { name: "Chuyển", exact: true }).click();
  await expect(desk.getByRole("alert").getByText(/Hãy gõ tên để tìm, rồi chọn đơn vị/)).toBeVisible();
  await chooseUnit(desk, "Đơn vị xử lý");
  await expect(desk.getByLabel("Cán bộ được nói đến (nếu có)").getByRole("option", { name: /Cán bộ một cửa Tuy Phước/ })).toBeAttached();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kien-nghi-chuyen");
  await desk.getByRole("button", { name: "Chuyển", exact: true }).click();
  await expect(desk.getByText(`Đang ở ${UNIT}. Đơn vị trả lời hoặc chuyển lại.`)).toBeVisible();
  await page.goto(address);
  await expect(page.getByText(`Đang xử lý ở ${UNIT}`)).toBeVisible();
  await picture(page, info, "kien-nghi-dang-xu-ly");

  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const staff = await context.newPage();
  await signInAtDesk(staff, portal);
  await staff.goto(`${portal.url}/can-bo/kien-nghi`);
  await staff.getByRole("link", { name: TITLE }).click();
  await expect(staff.getByText("Không cho đơn vị biết tên")).toBeVisible();
  await expect(staff.getByText("Nguyễn Thị Mẫu")).toHaveCount(0);
  await expect(staff.getByText("Thứ Hai, 23/11/2026.")).toBeVisible();
  await isAccessible(staff);
  await picture(staff, info, "don-vi-kien-nghi");
  await staff.getByLabel("Nội dung trả lời").fill(ANSWER);
  await staff.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(staff.getByText("Đã trả lời").first()).toBeVisible();
  await isAccessible(staff);
  await portal.message(accounts.citizen.phone, /phan anh, kien nghi PA-\d{6}-0001 da duoc tra loi/);
  await context.close();

  // The desk publishes; a name in the text is found.
  await desk.reload();
  const title = desk.getByLabel("Tiêu đề");
  await title.fill("Bà Nguyễn Thị Mẫu, 0912 345 678, chờ ở quầy");
  await desk.getByRole("button", { name: "Công khai", exact: true }).click();
  await expect(desk.getByRole("alert").getByText(/0912345678, Nguyễn Thị Mẫu/)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kien-nghi-con-ten");
  await title.fill("Chờ lâu ở quầy số 3");
  await desk.getByRole("button", { name: "Công khai", exact: true }).click();
  await expect(desk.getByText(/Đang công khai từ ngày/)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kien-nghi-cong-khai");

  await page.goto(address);
  await expect(page.getByText(ANSWER)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kien-nghi-da-tra-loi");
  await page.getByRole("link", { name: "Xem trang công khai" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Chờ lâu ở quầy số 3" })).toBeVisible();
  await expect(page.getByText(ANSWER)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "phan-anh-cong-khai");
  const shown = page.url();

  // Somebody who is not signed in finds it from the foot of every page.
  const stranger = await (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  await stranger.goto(portal.url);
  await stranger.getByRole("contentinfo").getByRole("link", { name: "Phản ánh, kiến nghị" }).click();
  await expect(stranger.getByRole("link", { name: "Chờ lâu ở quầy số 3" })).toBeVisible();
  await isAccessible(stranger);
  await picture(stranger, info, "phan-anh-danh-sach-cong-khai");
  await desk.getByRole("button", { name: "Gỡ xuống" }).click();
  await expect(desk.getByRole("button", { name: "Gỡ xuống" })).toHaveCount(0);
  expect((await stranger.goto(shown)).status()).toBe(404);
  await expect(stranger.getByRole("heading", { name: "Câu trả lời này không còn được công khai" })).toBeVisible();
  await isAccessible(stranger);
  await stranger.context().close();
  await desk.context().close();
});

test("a petition is not accepted with a ground, and another one is taken back", async ({ page, portal, browser }, info) => {
  test.slow();
  await signIn(page, portal, accounts.citizen);
  for (const title of ["Tranh chấp đất với hàng xóm", "Gửi nhầm"]) {
    await page.goto(`${portal.url}/kien-nghi/gui`);
    await page.getByLabel("Việc khác").check();
    await page.getByLabel("Tiêu đề").fill(title);
    await page.getByLabel("Nội dung", { exact: true }).fill("Nội dung để thử.");
    await page.getByRole("button", { name: "Gửi", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }
  await page.getByRole("button", { name: "Rút lại" }).click();
  await expect(page.getByText("Đã rút").first()).toBeVisible();
  await isAccessible(page);

  const desk = await provinceDesk(browser, page, portal);
  await desk.goto(`${portal.url}/can-bo/kien-nghi`);
  await expect(desk.getByRole("link", { name: "Gửi nhầm" })).toHaveCount(0);
  await desk.getByRole("link", { name: "Tranh chấp đất với hàng xóm" }).click();
  await desk.getByRole("button", { name: "Tiếp nhận" }).click();
  await desk.locator("summary", { hasText: "Không tiếp nhận" }).click();
  await desk.getByRole("button", { name: "Không tiếp nhận" }).click();
  await expect(desk.getByRole("alert").getByText("Hãy chọn một căn cứ.")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-kien-nghi-khong-tiep-nhan");
  await desk.getByLabel("Căn cứ").selectOption({ label: "Là khiếu nại hoặc tố cáo, giải quyết theo luật riêng" });
  await desk.getByRole("button", { name: "Không tiếp nhận" }).click();
  await expect(desk.getByText("Là khiếu nại hoặc tố cáo, giải quyết theo luật riêng").first()).toBeVisible();
  await desk.goto(`${portal.url}/can-bo/kien-nghi?da-xong=1`);
  await expect(desk.getByRole("link", { name: "Gửi nhầm" })).toBeVisible();
  await isAccessible(desk);
  await desk.context().close();

  await page.goto(`${portal.url}/kien-nghi`);
  await isAccessible(page);
  await picture(page, info, "kien-nghi-danh-sach");
  await page.getByRole("link", { name: "Tranh chấp đất với hàng xóm" }).click();
  await expect(page.getByText("Là khiếu nại hoặc tố cáo, giải quyết theo luật riêng")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kien-nghi-khong-tiep-nhan");
});

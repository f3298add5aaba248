// The fee of a dossier: paid with VNPAY (told at once, twice, later, not at all, called off), by a VietQR code, and at the desk.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier } from "./support/filing.js";

/** The case of the tests' procedure costs 15.000 đ from now on. */
function setFee(portal) {
  portal.change(`update procedures set definition = replace(definition, '"fee":0', '"fee":15000') where is_current`);
}

/** An agency with a filed dossier whose fee is due. */
async function filed(page, portal) {
  page.expectedFaults.push(/status of 401/);
  setFee(portal);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  return fileDossier(page, portal);
}

/** Leaves for VNPAY's page, and decides there. */
async function atVnpay(page, outcome, ipn, button = "Trả qua VNPAY") {
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByRole("heading", { name: "Thanh toán 15000 đồng" })).toBeVisible();
  await page.getByLabel(/Cách báo/).selectOption(ipn);
  await page.getByRole("button", { name: outcome }).click();
}

async function answers(portal) {
  const calls = await (await fetch(`${portal.inbox}/vnpay/calls`)).json();
  return calls.map((call) => call.answer.RspCode);
}

test("a fee is seen, called off, paid with VNPAY and its receipt printed", async ({ page, portal }, info) => {
  test.slow();
  const dossier = await filed(page, portal);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText("Chưa nộp lệ phí 15.000 đ.")).toBeVisible();
  await expect(page.locator(".filed")).toHaveClass("filed warn");
  await expect(page.locator(".filed")).toContainText("Việc cần làm: nộp lệ phí.");
  await isAccessible(page);
  await picture(page, info, "le-phi-tai-ho-so");
  await page.getByRole("link", { name: "Xem và nộp lệ phí" }).click();
  await expect(page.getByRole("heading", { name: "Lệ phí hồ sơ" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-chua-nop");

  // The code, with the same as lines to copy.
  await page.getByText("Quét mã VietQR").click();
  const code = page.getByRole("img", { name: /^Mã VietQR: 15.000 đ đến tài khoản 0011012345678/ });
  await expect(code).toBeVisible();
  await expect.poll(() => code.evaluate((image) => image.naturalWidth)).toBeGreaterThan(200);
  await expect(page.getByText(dossier.code.replace(/[.-]/g, "")).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-vietqr");
  // What to look at in the bank's application before the money goes.
  const check = page.getByRole("listitem");
  await expect(check.filter({ hasText: "Tên người nhận là" })).toBeVisible();
  await expect(check.filter({ hasText: "Số tiền là 15.000 đ, không thêm không bớt." })).toBeVisible();
  await expect(check.filter({ hasText: `Nội dung là ${dossier.code.replace(/[.-]/g, "")}.` })).toBeVisible();
  await page.getByText("Quét mã VietQR").click();

  // Called off: nothing is lost, and one can begin again.
  await atVnpay(page, "Hủy thanh toán", "once");
  await expect(page.getByText("Bạn đã dừng thanh toán")).toBeVisible();
  await expect(page.getByText("Chưa nộp").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-da-dung");
  await atVnpay(page, "Không đủ số dư", "once");
  await expect(page.getByText("VNPAY chưa thực hiện được thanh toán")).toBeVisible();

  // Told twice before the browser is back: paid once.
  await atVnpay(page, "Trả tiền", "twice");
  await expect(page.getByText("Đã nộp lệ phí").first()).toBeVisible();
  expect(await answers(portal)).toEqual(["00", "00", "00", "02"]);
  await expect(page.getByRole("button", { name: /VNPAY/ })).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "le-phi-da-nop");
  await portal.message(accounts.agency.phone, /da nop le phi 15\.000 d/);
  await page.getByRole("link", { name: "Biên nhận", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Biên nhận nộp lệ phí" })).toBeVisible();
  await expect(page.getByText("Trực tuyến qua VNPAY")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-bien-nhan");
  await page.emulateMedia({ media: "print" });
  await picture(page, info, "le-phi-bien-nhan-in");
  await page.emulateMedia({ media: "screen" });
  await page.goto(`${portal.url}/le-phi`);
  await expect(page.getByText("Không có lệ phí nào chờ nộp")).toBeVisible();
});

test("the page waits for the bank, says so, and updates itself", async ({ page, portal }, info) => {
  test.slow();
  const dossier = await filed(page, portal);
  await page.goto(`${portal.url}/le-phi`);
  await expect(page.getByText("15.000 đ").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-danh-sach");
  await page.getByRole("link", { name: `Xem và nộp lệ phí – ${dossier.code}` }).click();
  await atVnpay(page, "Trả tiền", "after");
  await expect(page.getByText("Đang chờ ngân hàng xác nhận")).toBeVisible();
  // Nothing to press while it waits: nobody pays twice.
  await expect(page.getByRole("button", { name: /VNPAY/ })).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "le-phi-dang-cho");
  await expect(page.getByText("Đã nộp lệ phí").first()).toBeVisible();
  expect(await answers(portal)).toEqual(["00"]);
});

test("a payment left open, one paid in another tab, and one that comes late are not lost", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(09|22)/);
  const dossier = await filed(page, portal);
  const address = `${portal.url}/le-phi/${dossier.id}`;
  await page.goto(address);
  const other = await page.context().newPage();
  await other.goto(address);
  await expect(other.getByRole("button", { name: "Trả qua VNPAY" })).toBeVisible();
  await atVnpay(page, "Trả tiền", "held");
  await expect(page.getByText("Đang chờ ngân hàng xác nhận")).toBeVisible();
  // The other tab does not know: it is told, and asked.
  await other.getByRole("button", { name: "Trả qua VNPAY" }).click();
  await expect(other.getByRole("alert").getByText(/Một lần thanh toán đang mở/)).toBeVisible();
  await expect(other.getByText(/Một lần thanh toán qua VNPAY đang mở/)).toBeVisible();
  await isAccessible(other);
  await other.reload();
  await expect(other.getByRole("button", { name: "Tôi chưa trả, trả lại từ đầu" })).toBeVisible();
  await isAccessible(other);
  await picture(other, info, "le-phi-dang-mo");

  // Meanwhile the officer takes the fee at the desk.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  const fee = desk.getByRole("region", { name: "Lệ phí" });
  await expect(fee.getByText("Chưa nộp")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo");
  await desk.getByText("Miễn lệ phí", { exact: true }).click();
  await desk.locator("#waive-ground").fill("Nghèo.");
  await desk.getByRole("button", { name: "Miễn lệ phí này" }).click();
  await expect(desk.getByRole("alert").getByText(/ít nhất một câu/)).toBeVisible();
  await isAccessible(desk);
  await desk.getByText("Thu tại quầy", { exact: true }).click();
  await desk.getByLabel("Số biên lai").fill("0012345");
  await desk.getByRole("button", { name: "Đã thu đủ tiền" }).click();
  await expect(fee.getByText("Đã nộp")).toBeVisible();
  await isAccessible(desk);

  // Then the bank speaks: too much came in, both sides read it, and the refund is noted.
  expect(await (await fetch(`${portal.inbox}/vnpay/held`, { method: "POST" })).json()).toBe(1);
  expect(await answers(portal)).toEqual(["00"]);
  await other.reload();
  await expect(other.getByText(/Có 15\.000 đ đã nộp thừa, đang chờ hoàn lại/)).toBeVisible();
  await isAccessible(other);
  await picture(other, info, "le-phi-nop-thua");
  await portal.message(accounts.agency.phone, /nhan thua 15\.000 d/);
  await desk.reload();
  await expect(desk.getByText(/Nhận thừa 15\.000 đ/).first()).toBeVisible();
  await desk.getByText("Ghi nhận hoàn lệ phí", { exact: true }).click();
  await expect(desk.getByLabel("Số tiền đã hoàn (đồng)")).toHaveValue("15000");
  await desk.getByLabel("Số tiền đã hoàn (đồng)").fill("15,5");
  await desk.getByRole("button", { name: "Ghi nhận đã hoàn" }).click();
  await expect(desk.getByRole("alert").getByText(/nhập số tiền bằng đồng/)).toBeVisible();
  await desk.getByLabel("Số tiền đã hoàn (đồng)").fill("15.000");
  await desk.locator("#refund-ground").fill("Người nộp đã trả tại quầy và qua VNPAY.");
  await desk.getByLabel("Số chứng từ hoàn").fill("UNC 07");
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-hoan");
  await desk.getByRole("button", { name: "Ghi nhận đã hoàn" }).click();
  await expect(desk.getByText("Hoàn 15.000 đ")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-da-thu");

  // A transfer that arrives although nothing is owed: noted with what the bank says came in, and a sign in the queue until it
  // went back.
  const [reference, amount] = [desk.locator("#extra-reference"), desk.locator("#extra-amount")];
  await desk.getByText("Ghi nhận chuyển khoản thừa", { exact: true }).click();
  await desk.getByRole("button", { name: "Ghi khoản chờ hoàn" }).click();
  await expect(amount).toHaveAttribute("aria-invalid", "true");
  await reference.fill("FT26326012345");
  await amount.fill("500");
  await desk.getByRole("button", { name: "Ghi khoản chờ hoàn" }).click();
  await expect(desk.getByRole("alert").getByText(/từ 1\.000 đ đến 1\.000\.000\.000 đ/)).toBeVisible();
  await amount.fill("20.000");
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-chuyen-khoan-thua");
  await desk.getByRole("button", { name: "Ghi khoản chờ hoàn" }).click();
  await expect(desk.getByText("Nhận thừa 20.000 đ qua chuyển khoản, chờ hoàn").first()).toBeVisible();
  await reference.fill("ft 26326012345");
  await amount.fill("20000");
  await desk.getByRole("button", { name: "Ghi khoản chờ hoàn" }).click();
  await expect(desk.getByRole("alert").getByText(/đã được ghi cho lệ phí này/)).toBeVisible();
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await expect(desk.getByText("Có tiền thừa chờ hoàn")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-co-tien-thua");
  await context.close();
});

test("a fee that does not go back is said with its reason, at the desk and to who filed", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|22)/);
  const dossier = await filed(page, portal);
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  // The bank says that more came in than the fee: it pays it, and the rest waits to go back.
  await desk.getByText("Xác nhận chuyển khoản", { exact: true }).click();
  await expect(desk.locator("#bank-amount")).toHaveValue("15000");
  await desk.locator("#bank-amount").fill("14.000");
  await desk.locator("#bank-reference").fill("FT26326055555");
  await desk.getByRole("button", { name: "Tiền đã về" }).click();
  await expect(desk.getByRole("alert").getByText(/chưa đủ lệ phí 15\.000 đ/)).toBeVisible();
  await desk.locator("#bank-amount").fill("15.000");
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-chuyen-khoan");
  await desk.getByRole("button", { name: "Tiền đã về" }).click();
  const fee = desk.getByRole("region", { name: "Lệ phí" });
  await expect(fee.getByText("Đã nộp")).toBeVisible();
  await expect(desk.getByText("Không hoàn lệ phí", { exact: true })).toHaveCount(0);

  await desk.getByText("Từ chối tiếp nhận", { exact: true }).click();
  await desk.locator("#ground").fill("Hồ sơ không thuộc thẩm quyền của xã.");
  await desk.getByRole("button", { name: "Từ chối hồ sơ" }).click();
  await expect(fee.getByText(/Hãy xem xét/)).toBeVisible();
  await desk.getByText("Không hoàn lệ phí", { exact: true }).click();
  await desk.locator("#keep-ground").fill("Luật.");
  await desk.getByRole("button", { name: "Ghi nhận không hoàn" }).click();
  await expect(desk.getByRole("alert").getByText(/ít nhất một câu/)).toBeVisible();
  const ground = "Hồ sơ đã được thẩm định, phí không hoàn theo Điều 6 Thông tư về phí thẩm định.";
  await desk.locator("#keep-ground").fill(ground);
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-khong-hoan");
  await desk.getByRole("button", { name: "Ghi nhận không hoàn" }).click();
  await expect(fee.getByText(/Hãy xem xét/)).toHaveCount(0);
  await expect(fee.getByText(ground)).toBeVisible();
  await isAccessible(desk);
  await desk.goto(`${portal.url}/can-bo/ho-so?trang-thai=refused`);
  await expect(desk.getByRole("link", { name: dossier.code })).toBeVisible();
  await expect(desk.getByText(/hoàn lệ phí/)).toHaveCount(0);
  await context.close();

  // Who filed reads why: where the dossier stands, in its course, and with the fee.
  await portal.message(accounts.agency.phone, /khong duoc hoan 15\.000 d le phi/);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText(/Lệ phí 15\.000 đ đã nộp không được hoàn\. Lý do của cơ quan/)).toBeVisible();
  await expect(page.getByText("Không hoàn lệ phí 15.000 đ")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ho-so-khong-hoan-le-phi");
  await page.goto(`${portal.url}/le-phi/${dossier.id}/bien-nhan`);
  await expect(page.getByText("Lý do không hoàn")).toBeVisible();
  await expect(page.getByText("Đã nộp lệ phí 15.000 đ; khoản này không được hoàn.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-bien-nhan-khong-hoan");
});

test("a transfer noted by mistake is taken off with its reason, and who filed owes the fee again", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|22)/);
  const dossier = await filed(page, portal);
  const other = await fileDossier(page, portal);
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  const note = async (id, number) => {
    await desk.goto(`${portal.url}/can-bo/ho-so/${id}`);
    await desk.getByText("Xác nhận chuyển khoản", { exact: true }).click();
    await desk.locator("#bank-reference").fill(number);
    await desk.getByRole("button", { name: "Tiền đã về" }).click();
  };
  const fee = desk.getByRole("region", { name: "Lệ phí" });
  await note(dossier.id, "FT26327011111");
  await expect(fee.getByText("Đã nộp")).toBeVisible();

  // The same number at another dossier is asked about, and may be for both.
  await note(other.id, "ft 26327011111");
  await expect(desk.getByRole("alert").getByText(`đã được ghi cho hồ sơ ${dossier.code}`)).toBeVisible();
  await desk.locator("#bank-for_several").check();
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-so-da-ghi");
  await desk.getByRole("button", { name: "Tiền đã về" }).click();
  await expect(fee.getByText("Đã nộp")).toBeVisible();

  // It was not: taken off where it does not belong.
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await desk.getByText("Gỡ khoản chuyển ghi nhầm: 15.000 đ, số FT26327011111").click();
  await desk.locator("#strike0-ground").fill("Nhầm.");
  await desk.getByRole("button", { name: "Gỡ khoản này" }).click();
  await expect(desk.getByRole("alert").getByText(/ít nhất một câu/)).toBeVisible();
  const ground = "Khoản này của hồ sơ khác, ghi nhầm khi đối chiếu sao kê.";
  await desk.locator("#strike0-ground").fill(ground);
  await isAccessible(desk);
  await picture(desk, info, "le-phi-can-bo-go-nham");
  await desk.getByRole("button", { name: "Gỡ khoản này" }).click();
  await expect(fee.getByText("Chưa nộp").first()).toBeVisible();
  await expect(desk.getByText("Gỡ khoản chuyển ghi nhầm:")).toHaveCount(0);
  await isAccessible(desk);
  await context.close();

  await portal.message(accounts.agency.phone, /khoan chuyen 15\.000 d ghi nham da duoc go/);
  await page.goto(`${portal.url}/le-phi/${dossier.id}`);
  await expect(page.getByText("Gỡ khoản chuyển 15.000 đ ghi nhầm")).toBeVisible();
  await expect(page.getByText(ground)).toBeVisible();
  await expect(page.getByText("Quét mã VietQR")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "le-phi-go-nham");
});

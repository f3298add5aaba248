// A citizen's dossier from the desk to the signed result in the vault: the unit writes the paper from a template, the leader
// and the agency sign it with the sandbox's token, and it is given back.
import { accounts, expect, isAccessible, picture, signIn, test as base } from "./support/portal.js";
import { softhsm, startAgent } from "./support/agent.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { call, key, readDraft, unit } from "./support/filing.js";

const test = base.extend({
  agent: async ({}, use) => {
    const agent = await startAgent();
    await use(agent);
    await agent.stop();
  },
  agents: async ({ agent }, use) => use([agent.address]),
});

test.use({ ignoreHTTPSErrors: true, actionTimeout: 20_000 });
test.skip(!softhsm, "SoftHSM is not installed (Debian: apt install softhsm2)");

// The number of a house: a citizen's procedure that asks for no papers.
const PROCEDURE = "1.009141";
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** An administrator writes the template, in the page. */
async function writeTemplate(page, portal, info) {
  await page.goto(`${portal.url}/can-bo`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.administrator.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await button(page, "Tiếp tục").click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.administrator.phone));
  await button(page, "Đăng nhập").click();
  await expect(page.getByRole("main").getByRole("link", { name: /^Loại và danh mục giấy tờ/ })).toBeVisible();
  await page.goto(`${portal.url}/can-bo/danh-muc/thu-tuc/${PROCEDURE}/sua`);
  const section = page.locator("#templates");
  await button(section, "Thêm một mẫu").click();
  const field = (name) => page.locator(`[id="templates.0.${name}"]`);
  await field("title").fill("Giấy chứng nhận số nhà");
  await field("subject").fill("Cấp cho {{chủ hồ sơ}}");
  await field("symbol").fill("GCN-UBND");
  await field("category_code").selectOption("KQ.H21.910004");
  await field("body").fill("Theo hồ sơ {{mã hồ sơ}} nộp {{ngày nộp}},\n= CHỨNG NHẬN\nNhà của ông (bà) {{chủ nhà}} tại {{đơn: address}} được cấp số: {{nhập: Số nhà}}.");
  await field("recipients").fill("{{chủ hồ sơ}}\nLưu: VT");
  await section.getByText("Các từ dùng được").click();
  await isAccessible(page);
  await picture(page, info, "thu-tuc-mau-ket-qua");
  await button(page, "Xem lại thay đổi").click();
  // A word that there is not is named where it stands.
  await expect(page.locator(".error-summary")).toContainText("Không có từ “chủ nhà” trong danh sách");
  await isAccessible(page);
  await field("body").fill("Theo hồ sơ {{mã hồ sơ}} nộp {{ngày nộp}},\n= CHỨNG NHẬN\nNhà của ông (bà) {{chủ hồ sơ}} tại {{đơn: address}} được cấp số: {{nhập: Số nhà}}.");
  await button(page, "Xem lại thay đổi").click();
  await button(page, "Lưu phiên bản mới").click();
  await expect(page.getByText(/^Đã lưu phiên bản mới của /)).toBeVisible();
  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Xem bản mẫu (PDF)" }).click();
  expect((await saving).suggestedFilename()).toBe(`mau-${PROCEDURE}-mau-1.pdf`);
}

/** The citizen files it. */
async function fileIt(page, portal) {
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: PROCEDURE }, key());
  const units = await call(page, portal, "GET", `/procedures/${PROCEDURE}/units`);
  const placed = await call(page, portal, "PATCH", `/drafts/${draft.id}`, {
    version: draft.version, unit_id: units.find((one) => one.name === unit).id,
    case_id: draft.procedure.cases[0].id, delivery: { method: "online", address: null },
  });
  await call(page, portal, "PATCH", `/drafts/${draft.id}/typed`, {
    version: placed.version,
    fields: { "answers.purpose": "new", "answers.building": "house", "answers.address": "Thôn 3, xã Tuy Phước", "answers.promise": "true" },
  });
  const ready = await readDraft(page, portal, draft.id);
  return call(page, portal, "POST", `/drafts/${draft.id}/submit`, { version: ready.version, digest: ready.digest });
}

test("a citizen's dossier goes from the desk to the signed result in the vault", async ({ page, portal, agent, browser }, info) => {
  // Four people, four browsers, two signatures.
  test.setTimeout(300_000);
  page.expectedFaults.push(/status of 4(01|09|22)/);
  const open = async () => (await browser.newContext({ ignoreHTTPSErrors: true, viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  const keeper = await open();
  await writeTemplate(keeper, portal, info);
  await keeper.context().close();
  await signIn(page, portal, accounts.citizen);
  const dossier = await fileIt(page, portal);

  // The desk takes it up and writes the paper.
  const desk = await open();
  await signInAtDesk(desk, portal);
  await call(desk, portal, "POST", `/desk/dossiers/${dossier.id}/receipt`, { version: 1 });
  await call(desk, portal, "POST", `/desk/dossiers/${dossier.id}/beginning`, { version: 2 });
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await isAccessible(desk);
  await desk.getByRole("link", { name: "Soạn kết quả từ mẫu" }).click();
  await expect(desk.getByRole("heading", { name: "Soạn kết quả", level: 1 })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "soan-ket-qua-trong");
  await desk.getByLabel("Người ký").selectOption({ label: "Nguyễn Văn Mẫu" });
  await desk.getByLabel(/^Quyền hạn, chức vụ/).fill("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH");
  await expect(desk.getByText("Đã lưu", { exact: true })).toBeVisible();
  await button(desk, "Trình ký").click();
  await expect(desk.getByRole("alert").getByText("Còn mục chưa điền: Số nhà.")).toBeVisible();
  await isAccessible(desk);
  await desk.getByLabel("Số nhà", { exact: true }).fill("27 đường Trần Phú");
  await expect(desk.getByText("Đã lưu", { exact: true })).toBeVisible();
  // Nothing is lost on reload.
  await desk.reload();
  await expect(desk.getByLabel("Số nhà", { exact: true })).toHaveValue("27 đường Trần Phú");
  await expect(desk.getByLabel(/^Quyền hạn, chức vụ/)).toHaveValue("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH");
  await button(desk, "Xem trước").click();
  await expect(desk.locator("pdf-view canvas").first()).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "soan-ket-qua");

  // Another officer changes it at the same moment: nobody overwrites the other.
  const seen = await call(desk, portal, "GET", `/desk/dossiers/${dossier.id}/drafting`);
  const { version, template_id, typed, signer } = seen;
  await call(desk, portal, "PUT", `/desk/dossiers/${dossier.id}/drafting`, { version, template_id, typed: { ...typed, "Số nhà": "28" }, signer });
  await desk.getByLabel("Số nhà", { exact: true }).fill("29 đường Trần Phú");
  await expect(desk.getByText("Người khác vừa sửa bản này")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "soan-ket-qua-trung");
  await button(desk, "Giữ bản của tôi").click();
  await expect(desk.getByText("Đã lưu", { exact: true })).toBeVisible();
  await button(desk, "Trình ký").click();
  await expect(desk.getByText("Văn bản đang chờ Nguyễn Văn Mẫu ký số.")).toBeVisible();
  await expect(desk.getByText("01/GCN-UBND")).toBeVisible();
  await isAccessible(desk);

  // The leader reads it, gives it back once, and signs it.
  const leader = await open();
  await signInAtDesk(leader, portal, officers.signer);
  await leader.getByRole("link", { name: /^Chờ ký/ }).click();
  await expect(leader.getByRole("heading", { name: "Chờ ký", level: 1 })).toBeVisible();
  await isAccessible(leader);
  await picture(leader, info, "cho-ky");
  await leader.getByRole("link", { name: "Giấy chứng nhận số nhà 01/GCN-UBND" }).click();
  await expect(leader.locator("pdf-view canvas").first()).toBeVisible();
  await isAccessible(leader);
  await picture(leader, info, "ky-van-ban");
  await leader.locator("summary").filter({ hasText: "Trả lại người soạn" }).click();
  await leader.getByLabel("Lý do").fill("Ghi đủ tên đường theo quyết định đặt tên.");
  await button(leader, "Trả lại người soạn").click();
  await expect(leader.getByText("Nguyễn Văn Mẫu trả lại văn bản")).toBeVisible();
  await desk.reload();
  await expect(desk.getByText("Ghi đủ tên đường theo quyết định đặt tên.")).toBeVisible();
  await isAccessible(desk);
  await desk.getByLabel("Số nhà", { exact: true }).fill("29 đường Trần Phú, thôn 3");
  await expect(desk.getByText("Đã lưu", { exact: true })).toBeVisible();
  await button(desk, "Trình ký").click();
  await expect(button(desk, "Trình ký")).toHaveCount(0);
  await expect(desk.getByText("01/GCN-UBND")).toBeVisible();
  await leader.reload();
  await agent.holder("org-hoa-mai");
  await button(leader, "Ký số").click();
  await expect(leader.getByRole("alert")).toBeVisible();
  await isAccessible(leader);
  await agent.holder("person-mau");
  await button(leader, "Ký số").click();
  await expect(leader.getByRole("heading", { name: "Đóng dấu cơ quan" })).toBeVisible();
  await leader.context().close();

  // The desk seals it and gives it back.
  await desk.reload();
  await agent.holder("org-hoa-mai");
  await button(desk, "Đóng dấu số").click();
  await expect(desk.getByRole("heading", { name: "Trả kết quả" })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "da-dong-dau");
  await button(desk, "Trả kết quả").click();
  await expect(desk.getByText("Kết quả đã trả")).toBeVisible();
  await desk.goto(`${portal.url}/can-bo/ket-qua/so`);
  await expect(desk.getByRole("row").filter({ hasText: "01/GCN-UBND" })).toContainText("Đã trả");
  await isAccessible(desk);
  await picture(desk, info, "so-van-ban");
  await desk.context().close();

  // It lies in the citizen's vault.
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByText("01/GCN-UBND").first()).toBeVisible();
  await picture(page, info, "ket-qua-trong-kho");
});

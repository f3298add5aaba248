// The wizard beyond the straight way: signing from within a component, papers that are too old, a procedure that changes
// meanwhile, and no mouse.
import { accounts, expect, isAccessible, picture, screenPicture, signIn, test as base } from "./support/portal.js";
import { softhsm, startAgent } from "./support/agent.js";
import { addPapers, call, key, openDraft, upload } from "./support/filing.js";
import { paper } from "./support/paths.js";

const test = base.extend({
  agent: async ({}, use) => {
    const agent = await startAgent();
    await use(agent);
    await agent.stop();
  },
});

const token = test.extend({ agents: async ({ agent }, use) => use([agent.address]) });

// The installer of a real agent has the system trust its certificate; here nobody did.
token.use({ ignoreHTTPSErrors: true });

const part = (page, name) => page.getByRole("region", { name });

token.describe("with a token", () => {
  token.skip(!softhsm, "SoftHSM is not installed (Debian: apt install softhsm2)");

  token("a component is signed from the wizard, attached, and kept in the vault by one press", async ({ page, portal, agent }, info) => {
    await agent.holder("org-hoa-mai");
    await signIn(page, portal, accounts.agency);
    const draft = await openDraft(page, portal);
    await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
    const component = part(page, /Tờ trình/);
    await expect(component.getByText("Chưa có tệp phù hợp trong kho.")).toBeVisible();
    await component.getByRole("link", { name: /^Ký số/ }).click();
    await expect(page.getByRole("heading", { name: "Ký số tệp tin" })).toBeVisible();
    await expect(page.getByText("Dùng cho thành phần:")).toContainText("Tờ trình");
    await isAccessible(page);
    await picture(page, info, "ky-so-thanh-phan");

    // Whoever thinks better of it goes back and has lost nothing.
    await page.getByRole("link", { name: "Về hồ sơ" }).click();
    await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
    await component.getByRole("link", { name: /^Ký số/ }).click();

    await page.locator("#file").setInputFiles(paper("hong/chua-ky.pdf"));
    await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
    page.expectedFaults.push(/status of 422/);
    await agent.behave("cancelled");
    await page.getByRole("button", { name: "Ký số", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("hãy bấm ký lại");
    await agent.behave("honest");
    await page.getByRole("button", { name: "Ký số", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Tệp đã ký và đính kèm vào hồ sơ" })).toBeVisible();
    await isAccessible(page);
    await picture(page, info, "ky-so-thanh-phan-xong");

    await page.getByRole("button", { name: "Lưu vào kho" }).click();
    await expect(page.getByText("Đã lưu tệp vào kho.")).toBeVisible();
    // A reload says the same, and signs nothing again.
    await page.reload();
    await expect(page.getByText("Đã lưu tệp vào kho.")).toBeVisible();
    await isAccessible(page);
    await page.getByRole("link", { name: "Tiếp tục hồ sơ" }).click();
    await expect(component.getByText("Đã lấy từ kho:")).toBeVisible();
    await expect(component.getByText("chua-ky-da-ky.pdf")).toBeVisible();
    await picture(page, info, "ky-so-thanh-phan-ho-so");

    // The next dossier takes it by itself.
    const next = await openDraft(page, portal);
    const taken = next.components.find((one) => one.component_id === "to-trinh").attachment;
    expect([taken?.attached_by, taken?.file_name]).toEqual(["portal", "chua-ky-da-ky.pdf"]);
  });

  token("a file that stands there without a signature is signed in its place", async ({ page, portal, agent }, info) => {
    await agent.holder("org-hoa-mai");
    await signIn(page, portal, accounts.agency);
    const draft = await call(page, portal, "POST", "/drafts", { procedure_code: "2.000635" }, key());
    await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
    await page.locator('input[type="file"]').first().setInputFiles(paper("hong/chua-ky.pdf"));
    await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
    await picture(page, info, "ky-so-tai-cho");
    await page.getByRole("link", { name: "Ký số chua-ky.pdf" }).click();
    // It is there already: nobody chooses it a second time.
    await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
    await page.getByRole("button", { name: "Ký số", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Tệp đã ký và đính kèm vào hồ sơ" })).toBeVisible();
    await page.getByRole("link", { name: "Tiếp tục hồ sơ" }).click();
    await expect(page.getByText("chua-ky-da-ky.pdf").first()).toBeVisible();
  });

  token("without the software on this computer it is said what to do, and the draft stays", async ({ page, portal, agent }, info) => {
    await agent.stop();
    page.expectedFaults.push(/WebSocket connection to/);
    await signIn(page, portal, accounts.agency);
    const draft = await openDraft(page, portal);
    await page.goto(`${portal.url}/ky-so?ho-so=${draft.id}&thanh-phan=to-trinh`);
    await page.locator("#file").setInputFiles(paper("hong/chua-ky.pdf"));
    await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
    await page.getByRole("button", { name: "Ký số", exact: true }).click();
    await expect(page.getByRole("alert")).toContainText("Không tìm thấy phần mềm ký số trên máy này");
    await expect(page.getByRole("link", { name: "Phần mềm hỗ trợ" }).first()).toBeVisible();
    await picture(page, info, "ky-so-thanh-phan-khong-phan-mem");
    // The file waits for the next press, also after a reload.
    await page.reload();
    await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
  });
});

test("a paper that is too old is not taken by itself, and says until when it was good", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const sent = await upload(page, portal, "vault", "giay-xac-nhan-tinh-trang-hon-nhan.pdf");
  const kept = await call(page, portal, "POST", "/papers", {
    upload_id: sent, category_code: "KQ.G15.000038", name: "Giấy xác nhận tình trạng hôn nhân", is_visible: true, is_shared: false,
    decision_number: null, summary: null, issued_on: "2026-01-31",
  });
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: "1.000894" }, key());
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  const component = part(page, /tình trạng hôn nhân/);
  await expect(component.getByText("Cấp trong vòng 6 tháng")).toBeVisible();
  await expect(component.getByText("Giấy phù hợp trong kho đã cấp quá 6 tháng.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "qua-cu");
  await component.getByRole("button", { name: /^Lấy từ kho/ }).click();
  const picker = page.getByRole("dialog");
  await expect(picker.getByRole("tab", { name: "Gợi ý cho thành phần này (1)" })).toHaveAttribute("aria-selected", "true");
  await expect(picker.getByText("Quá cũ, không nhận")).toBeVisible();
  await expect(picker.getByText("Dùng được đến hết ngày 31/07/2026.")).toBeVisible();
  await picker.getByRole("radio").first().check();
  page.expectedFaults.push(/status of 422/);
  await picker.getByRole("button", { name: "Cập nhật" }).click();
  await expect(picker.getByRole("alert")).toContainText("cấp ngày 31/01/2026, dùng được đến hết ngày 31/07/2026");
  await isAccessible(page);
  await screenPicture(page, info, "qua-cu-lay-tu-kho");
  // The whole vault says the same of it as the suggestions do.
  await picker.getByRole("tab", { name: "Kho cá nhân, tổ chức" }).click();
  await expect(picker.getByText("Quá cũ, không nhận")).toBeVisible();
  await expect(picker.getByText("Dùng được đến hết ngày 31/07/2026.", { exact: true })).toBeVisible();
  await expect(picker.getByText("Tổng số 1 bản ghi")).toBeVisible();
  await isAccessible(page);
  await screenPicture(page, info, "qua-cu-ca-kho");
  await picker.getByRole("button", { name: "Bỏ qua" }).click();

  // It was young enough when it was attached, and is not any more: the page, and the one before filing, say so.
  portal.change(`update papers set issued_on = date('now', '-1 month') where id = '${kept.id}'`);
  await page.reload();
  await expect(component.getByText(/Dùng được đến hết ngày/)).toBeVisible();
  await picture(page, info, "con-moi");
  portal.change(`update papers set issued_on = '2026-01-31' where id = '${kept.id}'`);
  await page.reload();
  await expect(component.getByText("dùng được đến hết ngày 31/07/2026")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "het-han");
  await page.goto(`${portal.url}/nop/${draft.id}/kiem-tra`);
  await expect(page.getByRole("link", { name: /dùng được đến hết ngày 31\/07\/2026/ })).toBeVisible();
});

test("a procedure that changes meanwhile: the draft goes over to it and keeps what was filled in", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const draft = await openDraft(page, portal);
  const code = draft.procedure.code;
  // A new version comes into force, with one case of another time.
  const same = "code, name, search_key, imported_at, field, national_code, reception, rank, origin, author_id, author_name";
  portal.change(`insert into procedures (id, is_current, definition, ${same})
    select '019a0000-0000-7000-8000-000000000001', 0, json_set(definition, '$.cases[0].working_time', 8), ${same} from procedures where id = '${draft.procedure.id}'`);
  portal.change(`update procedures set is_current = (id = '019a0000-0000-7000-8000-000000000001') where code = '${code}'`);
  await page.goto(`${portal.url}/nop/${draft.id}/kiem-tra`);
  await expect(page.getByText(/Thủ tục này vừa thay đổi/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Nộp hồ sơ" })).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "thu-tuc-thay-doi");
  await page.getByRole("button", { name: "Cập nhật hồ sơ" }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await expect(page.getByText(/Thủ tục này vừa thay đổi/)).toHaveCount(0);
  await expect(page.getByText(/^4 ngày làm việc/)).toBeVisible();
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page).toHaveURL(/\/ho-so\/[0-9a-f-]{36}$/);
});

// Tabs until something has the focus, as somebody without a mouse does.
async function reach(page, target) {
  for (let i = 0; i < 150; i++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

test("the whole way without a mouse", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/2.000635`);
  const press = async (target, keyName = "Enter") => {
    await target.waitFor();
    await reach(page, target);
    await page.keyboard.press(keyName);
  };
  const next = page.getByRole("button", { name: "Tiếp tục" });
  await press(page.getByRole("button", { name: "Nộp trực tuyến" }));
  await expect(page.getByText(/Bước 1 trên 5/)).toBeVisible();
  // One stop of the tab key for a group, arrows inside it.
  const choose = async (group, name) => {
    const first = group.getByRole("radio").first();
    await first.waitFor();
    await reach(page, first);
    await page.keyboard.press("Space");
    const wanted = group.getByRole("radio", { name });
    for (let i = 0; i < 20 && !(await wanted.isChecked()); i++) await page.keyboard.press("ArrowDown");
    await expect(wanted).toBeChecked();
  };
  await choose(page.getByRole("radiogroup", { name: "Cơ quan giải quyết hồ sơ" }), /phường Pleiku/);
  await press(next);
  await expect(page.getByText(/Bước 2 trên 5/)).toBeVisible();
  await press(next);
  await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
  // The dialog opens, takes the focus, and gives it back.
  const fromVault = page.getByRole("button", { name: /^Lấy từ kho/ }).first();
  await press(fromVault);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(fromVault).toBeFocused();
  const file = page.locator('input[type="file"]').first();
  await reach(page, file);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Enter")]);
  await chooser.setFiles(paper("to-trinh.pdf"));
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await press(next);
  await expect(page.getByText(/Bước 4 trên 5/)).toBeVisible();
  await choose(page.getByRole("radiogroup", { name: "Hình thức nhận kết quả" }), /Nhận tại/);
  await press(next);
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await press(page.getByRole("button", { name: "Nộp hồ sơ" }));
  await expect(page).toHaveURL(/\/ho-so\/[0-9a-f-]{36}$/);
});

// A file that was chosen is promised to be sent: nobody leaves it behind, or files without it, without having been asked.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, call, fileDossier, key, readDraft } from "./support/filing.js";
import { paper } from "./support/paths.js";

/** Several papers, none of which is signed. */
const BIRTH = "1.001193";
const part = (page) => page.locator(".part").first();

/** A draft at its components, with a line that takes a file and says nothing. */
async function withFile(page, portal) {
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: BIRTH }, key());
  await call(page, portal, "PATCH", `/drafts/${draft.id}/typed`, { version: draft.version, fields: { case_id: "dung-han" } });
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  const shot = await page.screenshot({ type: "jpeg" });
  await page.route("**/uploads**", () => {});
  await page.locator('input[type="file"]').first().setInputFiles({ name: "to-khai.jpg", mimeType: "image/jpeg", buffer: shot });
  await expect(part(page).getByText("đang gửi").first()).toBeVisible();
  return draft.id;
}

test("whoever leaves while a file is not received is asked, and may stay", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await withFile(page, portal);
  const dialog = page.getByRole("dialog", { name: "Còn tệp chưa gửi xong" });
  const camera = page.getByRole("link", { name: /^Chụp/ }).last();
  await camera.click();
  await expect(dialog.getByText("Tệp to-khai.jpg chưa gửi xong.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-roi-trang");
  await dialog.getByRole("button", { name: "Ở lại" }).click();
  await expect(dialog).toBeHidden();
  await expect(part(page).getByText("đang gửi").first()).toBeVisible();
  // By any way out: what is saved is the draft, not the file.
  await page.getByRole("button", { name: "Lưu và thoát" }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("contentinfo").getByRole("link", { name: "Tra cứu hồ sơ" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Ở lại" }).click();
  // Closing the tab: the browser asks in its own words.
  const asked = [];
  const hear = (one) => {
    asked.push(one.type());
    one.dismiss();
  };
  page.on("dialog", hear);
  await page.evaluate(() => location.assign("/nop"));
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  // Inside the wizard nothing is asked, and the file goes on.
  await page.getByRole("link", { name: "Quay lại" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Thành phần hồ sơ" })).toBeHidden();
  await page.getByRole("button", { name: "Lưu và thoát" }).click();
  await expect(dialog.getByText("Tệp to-khai.jpg chưa gửi xong.")).toBeVisible();
  // Once is enough.
  await dialog.getByRole("button", { name: "Vẫn rời trang" }).click();
  await expect(page).toHaveURL(`${portal.url}/nop`);
  expect(asked).toEqual(["beforeunload"]);
  expect((await readDraft(page, portal, id)).dossier_id).toBeNull();
});

test("a link is followed after the answer, and nothing is asked where nothing is under way", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  await withFile(page, portal);
  const dialog = page.getByRole("dialog", { name: "Còn tệp chưa gửi xong" });
  const camera = page.getByRole("link", { name: /^Chụp/ }).last();
  const asked = [];
  page.on("dialog", (one) => {
    asked.push(one.type());
    one.dismiss();
  });
  await camera.click();
  await dialog.getByRole("button", { name: "Vẫn rời trang" }).click();
  await expect(page).toHaveURL(/chup-giay-to/);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Thành phần hồ sơ" })).toBeVisible();
  await camera.click();
  await expect(page).toHaveURL(/chup-giay-to/);
  expect(asked).toEqual([]);
});

test("a procedure is not renewed over a file that is not received", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  // What the server says of a procedure that changed: the way on stands on every page.
  await page.route(/\/api\/v1\/drafts\/[0-9a-f-]+(\/match)?$/, async (route) => {
    const answer = await route.fetch();
    const view = await answer.json();
    view.missing = [{ path: "procedure", code: "procedure-changed", title: "Thủ tục đã có bản mới.", params: {} }, ...(view.missing ?? [])];
    await route.fulfill({ response: answer, json: view });
  });
  const renewals = [];
  await page.route("**/renewal", (route) => {
    renewals.push(1);
    return route.fulfill({ status: 503, json: {} });
  });
  page.expectedFaults.push(/status of 503/);
  await withFile(page, portal);
  const dialog = page.getByRole("dialog", { name: "Còn tệp chưa gửi xong" });
  await page.getByRole("button", { name: "Cập nhật hồ sơ" }).click();
  await dialog.getByRole("button", { name: "Ở lại" }).click();
  expect(renewals).toEqual([]);
  await page.getByRole("button", { name: "Cập nhật hồ sơ" }).click();
  await dialog.getByRole("button", { name: "Vẫn rời trang" }).click();
  await expect.poll(() => renewals).toEqual([1]);
  // It was not renewed, the page is still there, and so is the file: the next one to leave is asked again.
  await page.getByRole("button", { name: "Lưu và thoát" }).click();
  await expect(dialog).toBeVisible();
});

test("a supplement is not sent with the old file while the chosen one did not get through", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource|status of 4(01|04|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const { id } = await fileDossier(page, portal);
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  const act = async (what, body) => {
    const { version } = await call(desk, portal, "GET", `/desk/dossiers/${id}`);
    await call(desk, portal, "POST", `/desk/dossiers/${id}/${what}`, { version, ...body });
  };
  await act("receipt", {});
  const words = "Tờ trình chưa nêu rõ tập thể được đề nghị khen thưởng.";
  await act("supplement", { words, parts: [{ component_id: "to-trinh", reason: "Ký nhầm người." }] });
  await context.close();
  await page.goto(`${portal.url}/ho-so/${id}/bo-sung`);
  await page.locator("#file-to-trinh").setInputFiles(paper("quyet-dinh-cong-nhan.pdf"));
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await page.getByRole("button", { name: /^Đổi tệp khác/ }).click();
  await page.route("**/uploads**", (route) => route.abort());
  await page.locator("#file-to-trinh").setInputFiles(paper("bien-ban-hop.pdf"));
  await expect(page.getByText("Chưa gửi được tệp bien-ban-hop.pdf.")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(page.getByRole("alert").getByText(/Tệp bien-ban-hop.pdf chưa gửi được/)).toBeVisible();
  await expect(page).toHaveURL(/bo-sung$/);
  const { status } = await call(page, portal, "GET", `/dossiers/${id}`);
  expect(status).toBe("awaiting-supplement");
  await isAccessible(page);
  await picture(page, info, "bo-sung-tep-chua-gui");
  // Without it, or with it: both are the person's word.
  await page.getByRole("button", { name: "Giữ tệp đang có" }).click();
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(page.getByText("Đã gửi phần bổ sung.")).toBeVisible();
});

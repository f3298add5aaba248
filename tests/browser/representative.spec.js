// Who files for another attaches the paper for it: asked for with the ground, shown before filing and after it.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { call, field, openWizard, readDraft, unit } from "./support/filing.js";

const ANSWERS = {
  requester_relation: "Người được ủy quyền", person_born_on: "5/6/1999", person_sex: "female", person_ethnicity: "Kinh",
  person_nationality: "Việt Nam", person_address: "Thôn 3", marital_status: "never", period: "now", purpose: "other",
  purpose_other: "Vay vốn ngân hàng", promise: "true",
};
const next = (page) => page.getByRole("button", { name: "Tiếp tục" });

test("an authorisation is asked for with its ground, attached, kept when the ground changes, and filed", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal, "1.004873");
  const units = await call(page, portal, "GET", "/procedures/1.004873/units");
  const draft = await readDraft(page, portal, id);
  const answers = Object.fromEntries(Object.entries(ANSWERS).map(([name, answer]) => [`answers.${name}`, answer]));
  const fields = {
    unit_id: units.find((one) => one.name === unit).id, case_id: draft.procedure.cases[0].id, "delivery.method": "at-unit", ...answers,
  };
  await call(page, portal, "PATCH", `/drafts/${id}/typed`, { version: draft.version, fields });

  await page.goto(`${portal.url}/nop/${id}/thanh-phan`);
  await expect(page.getByText("Giấy tờ chứng minh việc ly hôn").first()).toBeVisible();
  await expect(page.getByText("Văn bản ủy quyền")).toHaveCount(0);

  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await page.locator(`input[name="for_another"][value="true"]`).check();
  await field(page, "owner.name").fill("Lê Thị Con");
  await field(page, "owner.identifier").fill("001199000009");
  await page.getByRole("radio", { name: /^Được ủy quyền/ }).check();
  await expect(page.getByText("Đính kèm văn bản ủy quyền ở bước thành phần hồ sơ.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-duoc-uy-quyen");
  await next(page).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tờ khai" })).toBeVisible();

  await page.goto(`${portal.url}/nop/${id}/thanh-phan`);
  await expect(page.getByText("Văn bản ủy quyền", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/Ghi rõ ai ủy quyền/)).toBeVisible();
  await next(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "Có mục cần xem lại" })).toContainText("Văn bản ủy quyền");
  await isAccessible(page);
  const shot = await page.screenshot({ type: "jpeg" });
  await page.locator('input[type="file"]').last().setInputFiles({ name: "uy-quyen.jpg", mimeType: "image/jpeg", buffer: shot });
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await picture(page, info, "nop-van-ban-uy-quyen");
  await expect.poll(async () => (await readDraft(page, portal, id)).missing).toEqual([]);

  // Another ground, and back: the file was not lost.
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await page.getByRole("radio", { name: /^Người thân/ }).check();
  await expect.poll(async () => (await readDraft(page, portal, id)).components.length).toBe(1);
  await page.getByRole("radio", { name: /^Được ủy quyền/ }).check();
  await expect.poll(async () => (await readDraft(page, portal, id)).components.length).toBe(2);
  expect((await readDraft(page, portal, id)).components[1].attachment.file_name).toBe("uy-quyen.jpg");

  await page.goto(`${portal.url}/nop/${id}/kiem-tra`);
  await expect(page.getByText("Văn bản ủy quyền").first()).toBeVisible();
  await expect(page.getByText("uy-quyen.jpg").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kiem-tra-uy-quyen");
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page).toHaveURL(/\/ho-so\//);
  await expect(page.getByText("Văn bản ủy quyền").first()).toBeVisible();
});

// Electronic forms: answers that cannot be are said where they stand, and administrators put forms in from files.
import { readFileSync, writeFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { call, field, key, openWizard, readDraft } from "./support/filing.js";

const PASSWORD = "MotCua#2026";
const COPIES = "2.000635";

async function signInAsAdministrator(page, portal) {
  await page.goto(`${portal.url}/can-bo`);
  const { login, phone } = accounts.administrator;
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("main").getByRole("link", { name: /^Thủ tục hành chính/ })).toBeVisible();
}

const said = (page, name) => page.locator(".field", { has: field(page, `answers.${name}`) }).locator(".field-error");

test("an answer that cannot be is said when its field is left, kept, and gone when it is mended", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal, "1.001193");
  await page.goto(`${portal.url}/nop/${id}/to-khai`);
  const { today } = await readDraft(page, portal, id);
  const [year, month, day] = today.split("-");
  // The device's clock is wrong by a year; the day of the server counts.
  await page.evaluate(() => { const now = Date.now; Date.now = () => now() + 366 * 86_400_000; });
  await field(page, "answers.child_born_on").fill(`${day}/${month}/${Number(year) + 1}`);
  await expect(said(page, "child_born_on")).toHaveCount(0);
  await field(page, "answers.child_name").fill("a1<>! 😀");
  await expect(said(page, "child_born_on")).toHaveText(`Hãy chọn ngày không muộn hơn hôm nay, ${day}/${month}/${year}.`);
  await field(page, "answers.child_ethnicity").fill("Kinh");
  await expect(said(page, "child_name")).toHaveText(/chỉ bằng chữ cái/);
  // What is not answered yet is not complained about before the end.
  await expect(said(page, "child_hometown")).toHaveCount(0);
  for (const name of ["mother_known", "father_known"]) await page.locator(`input[name="answers.${name}"][value="yes"]`).check();
  await field(page, "answers.mother_identifier").fill("001099000001");
  await field(page, "answers.father_identifier").fill("001 099 000 001");
  await field(page, "answers.father_name").fill("Lê Văn Cha");
  await expect(said(page, "father_identifier")).toHaveText(/trùng với “Số định danh cá nhân của mẹ”/);
  await isAccessible(page);
  await picture(page, info, "to-khai-khong-the");
  // Saved as it was typed, and named by the server as well.
  await expect.poll(async () => (await readDraft(page, portal, id)).answers.father_name).toBe("Lê Văn Cha");
  const draft = await readDraft(page, portal, id);
  expect(draft.answers.child_name).toBe("a1<>! 😀");
  const codes = Object.fromEntries(draft.missing.map((error) => [error.path, error.code]));
  expect(codes).toMatchObject({
    "answers.child_born_on": "day-ahead", "answers.child_name": "name-has-signs", "answers.father_identifier": "same-answer",
  });
  // The other of the two is mended: what was said of this one is gone with it. Typed apart, a name is the same name.
  await field(page, "answers.mother_identifier").fill("001099000003");
  await field(page, "answers.child_name").fill("Lê Thị An".normalize("NFD"));
  await field(page, "answers.child_born_on").fill(`${day}/${month}/${year}`);
  await field(page, "answers.child_ethnicity").focus();
  for (const name of ["father_identifier", "child_name", "child_born_on"]) await expect(said(page, name)).toHaveCount(0);
  await expect.poll(async () => (await readDraft(page, portal, id)).answers.child_name).toBe("Lê Thị An".normalize("NFC"));
  // Each field travels by itself: the last of them may come behind the name.
  const names = ["father_identifier", "child_name", "child_born_on"].map((name) => `answers.${name}`);
  const wrong = async () => (await readDraft(page, portal, id)).missing.map((error) => error.path).filter((path) => names.includes(path));
  await expect.poll(wrong).toEqual([]);
});

test("a certificate of marital status has its form, and no declaration on paper", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal, "1.004873");
  await page.goto(`${portal.url}/nop/${id}/to-khai`);
  await expect(page.getByRole("heading", { name: "Người được cấp giấy" })).toBeVisible();
  await expect(field(page, "answers.person_name")).not.toHaveValue("");
  await expect(field(page, "answers.partner_name")).toHaveCount(0);
  await page.getByLabel("Đăng ký kết hôn", { exact: true }).check();
  await expect(field(page, "answers.partner_name")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "to-khai-tinh-trang-hon-nhan");
  await page.goto(`${portal.url}/nop/${id}/thanh-phan`);
  await expect(page.getByText(/^Tờ khai/)).toHaveCount(0);
  await expect(page.getByText("Giấy tờ chứng minh việc ly hôn hoặc vợ, chồng đã mất").first()).toBeVisible();
});

test("an administrator sees that a procedure has no form, puts one in from a file, keeps it, and takes it out", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|22)/);
  const put = (name, content) => {
    const path = info.outputPath(name);
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
    return page.setInputFiles("#form-file", path);
  };
  await signInAsAdministrator(page, portal);
  await page.goto(`${portal.url}/can-bo/danh-muc/thu-tuc/1.004873`);
  const [kept] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Tải tờ khai (tệp JSON)" }).click(),
  ]);
  expect(kept.suggestedFilename()).toBe("to-khai-1.004873.json");
  const form = JSON.parse(readFileSync(await kept.path(), "utf8"));
  expect(form.title).toBe("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân");

  await page.goto(`${portal.url}/can-bo/danh-muc/thu-tuc/${COPIES}/sua`);
  const section = page.locator("#form");
  await expect(section.getByText("Chưa có tờ khai điện tử", { exact: false })).toBeVisible();
  await put("hong.json", "{\n \"title\": }");
  await expect(section.getByRole("alert")).toContainText("dòng 2");
  const odd = structuredClone(form);
  odd.properties.person_name.pattern = "^a";
  odd.properties.purpose.type = "number";
  await put("sai.json", odd);
  await expect(section.getByRole("alert")).toContainText("properties.person_name.pattern");
  await expect(section.getByRole("alert")).toContainText("Từ khóa “pattern” không dùng được ở đây");
  await expect(section.getByRole("alert")).toContainText("properties.purpose.type");
  await isAccessible(page);
  await picture(page, info, "thu-tuc-to-khai-sai");
  await put("dung.json", { ...form, title: "Tờ khai cấp bản sao" });
  await expect(section.getByText("Tờ khai cấp bản sao")).toBeVisible();
  await expect(section.getByRole("alert")).toBeEmpty();
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  const change = page.locator(".keeping-change").filter({ hasText: "Tờ khai điện tử" });
  await expect(change).toContainText("(không có)");
  await expect(change).toContainText("– Nơi dự định đăng ký kết hôn");
  await isAccessible(page);
  await picture(page, info, "thu-tuc-to-khai-thay-doi");
  await page.getByRole("button", { name: "Lưu phiên bản mới" }).click();
  await expect(page.getByText(/^Đã lưu phiên bản mới của/)).toBeVisible();
  const now = await call(page, portal, "GET", `/catalogue/procedures/${COPIES}`);
  expect(now.definition.form).toEqual({ ...form, title: "Tờ khai cấp bản sao" });

  // Out again: asked first, and nothing happens until it is saved.
  await page.getByRole("link", { name: "Sửa thủ tục" }).click();
  await section.getByRole("button", { name: "Bỏ tờ khai điện tử" }).click();
  const dialog = page.getByRole("dialog");
  await isAccessible(page);
  await picture(page, info, "thu-tuc-to-khai-bo");
  await dialog.getByRole("button", { name: "Giữ lại" }).click();
  await expect(section.getByText("Tờ khai cấp bản sao")).toBeVisible();
  await section.getByRole("button", { name: "Bỏ tờ khai điện tử" }).click();
  await dialog.getByRole("button", { name: "Bỏ tờ khai điện tử" }).click();
  await expect(section.getByText("Chưa có tờ khai điện tử", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  await page.getByRole("button", { name: "Lưu phiên bản mới" }).click();
  await expect(page.getByText(/^Đã lưu phiên bản mới của/)).toBeVisible();
  expect((await call(page, portal, "GET", `/catalogue/procedures/${COPIES}`)).definition.form).toBeUndefined();
});

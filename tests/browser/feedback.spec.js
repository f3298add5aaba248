// "Phản ánh về kết quả giải quyết": from the owner's dialog to the right file, and what everybody concerned sees.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier, openDraft, unit } from "./support/filing.js";
import { paper } from "./support/paths.js";

async function report(page, { explanation } = {}) {
  const dialog = page.getByRole("dialog", { name: "Phản ánh về kết quả giải quyết" });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Tệp tin kết quả điện tử bị sai lệch thông tin công dân.").check();
  if (explanation) await dialog.getByLabel("Giải thích thêm").fill(explanation);
  await dialog.getByLabel("Tìm cơ quan cấp kết quả").fill("tuy phuoc");
  await expect(dialog.getByLabel("Cơ quan cấp kết quả", { exact: true }).getByRole("option", { name: unit, exact: true })).toBeAttached();
  await dialog.getByLabel("Cơ quan cấp kết quả", { exact: true }).selectOption({ label: unit });
  return dialog;
}

test("a wrong result is reported, compared and replaced, and everybody concerned hears of it", async ({ page, portal, browser }, info) => {
  // Two people and four programs of the site.
  test.slow();
  page.expectedFaults.push(/status of 4(01|22)/);
  await signIn(page, portal, accounts.agency);
  const [wrong] = await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);

  // From the list of the vault.
  await page.goto(`${portal.url}/kho`);
  await page.getByRole("link", { name: "Phản ánh về Giấy tờ to-trinh" }).click();
  await expect(page).toHaveURL(`${portal.url}/kho/${wrong.id}/phan-anh`);
  const dialog = page.getByRole("dialog", { name: "Phản ánh về kết quả giải quyết" });
  await expect(dialog).toBeVisible();
  for (const sentence of [
    "Tệp tin kết quả điện tử bị sai lệch thông tin công dân.",
    "Tệp tin kết quả điện tử của công dân không phải là kết quả công dân được giải quyết.",
    "Tệp tin kết quả của công dân chưa được ký bằng chứng thư số được cấp bởi Ban cơ yếu chính phủ.",
  ]) await expect(dialog.getByRole("radio", { name: sentence, exact: true })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "phan-anh-hop-thoai");
  // Nothing filled in: each field that is missing says so itself, and the first of them has the focus.
  const send = dialog.getByRole("button", { name: "Cập nhật" });
  const reasons = dialog.getByRole("radiogroup", { name: "Ý kiến, phản ánh về kết quả giải quyết:" });
  await send.click();
  await expect(reasons).toHaveAttribute("aria-invalid", "true");
  await expect(reasons.getByText("Hãy chọn một trong ba ý kiến dưới đây.")).toBeVisible();
  await expect(reasons.getByRole("radio").first()).toBeFocused();
  await expect(reasons.getByRole("radio").first()).toHaveAccessibleDescription("Hãy chọn một trong ba ý kiến dưới đây.");
  await expect(dialog.getByLabel("Cơ quan cấp kết quả", { exact: true })).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByText("Hãy gõ tên để tìm, rồi chọn cơ quan đã cấp kết quả.")).toBeVisible();
  await expect(dialog.getByText("Hãy điền mục này."), "no sentence that fits every field").toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "phan-anh-thieu");
  await reasons.getByRole("radio").first().check();
  await expect(reasons).not.toHaveAttribute("aria-invalid", "true");
  await send.click();
  await expect(dialog.getByLabel("Cơ quan cấp kết quả", { exact: true })).toBeFocused();
  await report(page, { explanation: "Tên trường ở dòng thứ ba thiếu một chữ." });
  await dialog.getByLabel("Trang có sai sót").fill("0");
  await send.click();
  await expect(dialog.getByLabel("Trang có sai sót")).toBeFocused();
  await expect(dialog.getByLabel("Trang có sai sót")).toHaveAccessibleDescription(/số trang từ 1/);
  await isAccessible(page);
  await dialog.getByLabel("Trang có sai sót").fill("1");
  await picture(page, info, "phan-anh-da-dien");
  await dialog.getByRole("button", { name: "Cập nhật" }).click();
  await expect(dialog).toBeHidden();
  const until = /Cơ quan trả lời trước khi hết ngày \d\d\/\d\d\/\d{4}, còn 5 ngày làm việc\./;
  await expect(page.getByText(`Đã gửi phản ánh đến ${unit}.`)).toHaveText(until);
  await expect(page.getByRole("listitem").getByText(until), "the day is said to be that of the answer").toBeVisible();
  await isAccessible(page);
  await portal.message(accounts.agency.phone, /phan anh cua ban .* da gui den co quan cap/);
  await page.getByRole("link", { name: "Xem phản ánh" }).click();
  await expect(page.getByText(until)).toBeVisible();
  await expect(page.getByText("Đã gửi", { exact: true }).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "phan-anh-da-gui");
  const address = page.url();

  // The unit's officer.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.getByRole("link", { name: /^Phản ánh về kết quả giải quyết/ }).click();
  await expect(desk.getByRole("link", { name: "Giấy tờ to-trinh" })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-phan-anh");
  await desk.getByRole("link", { name: "Giấy tờ to-trinh" }).click();
  await expect(desk.getByText("Tên trường ở dòng thứ ba thiếu một chữ.")).toBeVisible();
  await expect(desk.getByText("1 hồ sơ")).toBeVisible();
  const file = await context.request.get(new URL(await desk.getByRole("link", { name: /^Xem tệp to-trinh/ }).getAttribute("href"), portal.url).href);
  expect((await file.body()).equals(readFileSync(paper("to-trinh.pdf")))).toBe(true);
  await isAccessible(desk);
  await picture(desk, info, "can-bo-phan-anh-chi-tiet");
  await desk.getByRole("button", { name: "Bắt đầu đối chiếu" }).click();
  await expect(desk.getByRole("button", { name: "Thay tệp đúng" })).toBeVisible();
  await isAccessible(desk);
  await desk.getByRole("button", { name: "Thay tệp đúng" }).click();
  await expect(desk.getByRole("alert")).toBeVisible();
  await desk.getByLabel("Lý do").fill("Không.");
  await desk.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(desk.getByRole("alert").getByText(/ít nhất một câu/)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-phan-anh-doi-chieu");
  await desk.locator("#file").setInputFiles(paper("quyet-dinh-cong-nhan.pdf"));
  await expect(desk.getByText("Đã chọn quyet-dinh-cong-nhan.pdf")).toBeVisible();
  await desk.getByLabel("Sai sót đã sửa").fill("Sửa tên trường theo quyết định gốc.");
  await desk.getByRole("button", { name: "Thay tệp đúng" }).click();
  await expect(desk.getByText("Đã thay tệp đúng. Công dân và các hồ sơ liên quan được báo.")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-phan-anh-da-thay");
  await desk.getByRole("link", { name: "Phản ánh về kết quả giải quyết" }).first().click();
  await expect(desk.getByText("Không có phản ánh nào chờ xử lý")).toBeVisible();
  await isAccessible(desk);

  // The owner: the new file, the old one struck out, and the dossier that used it.
  await page.goto(address);
  await expect(page.getByText("Sửa tên trường theo quyết định gốc.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "phan-anh-da-thay");
  await page.getByRole("link", { name: "Giấy tờ to-trinh" }).click();
  await expect(page.getByText("quyet-dinh-cong-nhan.pdf").first()).toBeVisible();
  await expect(page.getByText("to-trinh.pdf").first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Phản ánh về giấy tờ này" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "giay-to-da-thay");
  await portal.message(accounts.agency.phone, new RegExp(`ho so ${dossier.code} vua duoc co quan cap thay tep dung`));
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText(/“Giấy tờ to-trinh” nộp trong hồ sơ này có sai sót/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ho-so-co-giay-to-da-thay");
  await context.close();
});

test("from the picker of the wizard to a refusal with its reason, and back", async ({ page, portal, browser }, info) => {
  test.slow();
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const draft = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  await page.getByRole("button", { name: /^Lấy từ kho/ }).first().click();
  const link = page.getByRole("dialog").getByRole("link", { name: "Phản ánh về Giấy tờ to-trinh" }).first();
  await expect(link).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "lay-tu-kho-phan-anh");
  const [tab] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await tab.waitForLoadState();
  const dialog = await report(tab);
  await dialog.getByRole("button", { name: "Cập nhật" }).click();
  await expect(tab.getByText("Đang có phản ánh chưa được trả lời.")).toBeVisible();
  await expect(page.getByRole("dialog"), "the wizard stands where it stood").toBeVisible();

  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/phan-anh`);
  await desk.getByRole("link", { name: "Giấy tờ to-trinh" }).click();
  await desk.getByRole("button", { name: "Bắt đầu đối chiếu" }).click();
  await desk.getByLabel("Lý do").fill("Đã đối chiếu với bản chính lưu tại xã, thông tin trùng khớp.");
  await desk.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(desk.getByText("Đã gửi trả lời cho công dân.")).toBeVisible();
  await desk.goto(`${portal.url}/can-bo/phan-anh?da-xong=1`);
  await expect(desk.getByRole("link", { name: "Giấy tờ to-trinh" })).toBeVisible();
  await isAccessible(desk);
  await context.close();

  await tab.goto(`${portal.url}/kho/phan-anh`);
  await isAccessible(tab);
  await picture(tab, info, "phan-anh-danh-sach");
  await tab.getByRole("link", { name: "Giấy tờ to-trinh" }).click();
  await expect(tab.getByText("Đã đối chiếu với bản chính lưu tại xã, thông tin trùng khớp.")).toBeVisible();
  await isAccessible(tab);
  await picture(tab, info, "phan-anh-khong-chap-nhan");
});

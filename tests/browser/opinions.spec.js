// Another unit is asked about a dossier: it reads what was filed until it answers, and the filer hears nothing of it.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { addPapers, call, fileDossier } from "./support/filing.js";

const ASKED = { login: "canboquynhon", phone: "0900000006" };
const QUESTION = "Đề nghị xác nhận thành tích của tập thể trong năm học vừa qua.";
const ANSWER = "Tập thể có thành tích đúng như báo cáo đã nộp.";

test("another unit is asked, reads what was filed, and answers once", async ({ page, portal, browser }, info) => {
  page.expectedFaults.push(/status of 4(04|09|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const open = async () => (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
  const desk = await open();
  await signInAtDesk(desk, portal);
  await call(desk, portal, "POST", `/desk/dossiers/${dossier.id}/receipt`, { version: 1 });
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await desk.getByText("Lấy ý kiến đơn vị khác", { exact: true }).click();
  await desk.getByLabel("Nội dung cần ý kiến").fill(QUESTION);
  await desk.getByRole("button", { name: "Gửi câu hỏi" }).click();
  await expect(desk.getByText("Chọn đơn vị được hỏi.").first()).toBeVisible();
  await desk.getByLabel("Tìm đơn vị").fill("quy nhon");
  await expect(desk.getByLabel("Đơn vị được hỏi").locator("option", { hasText: "Ủy ban nhân dân phường Quy Nhơn" }).first()).toBeAttached();
  await desk.getByLabel("Đơn vị được hỏi").selectOption({ label: "Ủy ban nhân dân phường Quy Nhơn" });
  await isAccessible(desk);
  await picture(desk, info, "y-kien-hoi");
  await desk.getByRole("button", { name: "Gửi câu hỏi" }).click();
  await expect(desk.getByText(/^Chờ trả lời đến/)).toBeVisible();

  // Who is asked finds it, reads a file, and answers.
  const other = await open();
  await signInAtDesk(other, portal, ASKED);
  await other.goto(`${portal.url}/can-bo/y-kien`);
  await isAccessible(other);
  await picture(other, info, "y-kien-danh-sach");
  await other.getByRole("link", { name: dossier.code }).click();
  await expect(other.getByText(QUESTION)).toBeVisible();
  await isAccessible(other);
  await picture(other, info, "y-kien-cau-hoi");
  await other.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(other.getByText("Chọn một trong ba.").first()).toBeVisible();
  await other.getByRole("radio", { name: "Đồng ý", exact: true }).check();
  await other.getByRole("textbox", { name: "Ý kiến" }).fill(ANSWER);
  await other.getByRole("button", { name: "Gửi trả lời" }).click();
  await expect(other.getByText(ANSWER)).toBeVisible();
  await expect(other.getByRole("button", { name: "Gửi trả lời" })).toHaveCount(0);
  await isAccessible(other);
  await picture(other, info, "y-kien-da-tra-loi");

  // The unit reads the answer; the owner of the papers nothing of it but that they were looked at.
  await desk.reload();
  await expect(desk.getByText(ANSWER).first()).toBeVisible();
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText(dossier.code).first()).toBeVisible();
  await expect(page.getByText(ANSWER)).toHaveCount(0);
  await desk.context().close();
  await other.context().close();
});

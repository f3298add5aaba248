// A wrong answer of the form: asked for before the dossier is received, put right, and what stood there stays on both sides.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { call, field, key, unit, upload } from "./support/filing.js";

const PROCEDURE = "1.004194";
const WORDS = "Hợp đồng thuê nhà ghi ngày bắt đầu khác với tờ khai.";

async function fileResidence(page, portal) {
  const opened = await call(page, portal, "POST", "/drafts", { procedure_code: PROCEDURE }, key());
  const units = await call(page, portal, "GET", `/procedures/${PROCEDURE}/units`);
  await call(page, portal, "PATCH", `/drafts/${opened.id}`, {
    version: opened.version, unit_id: units.find((one) => one.name === unit).id,
    case_id: opened.procedure.cases[0].id, delivery: { method: "online", address: null },
    answers: {
      person_name: accounts.citizen.name, person_identifier: accounts.citizen.login, temporary_address: "12 Trần Phú",
      from: "2026-12-01", until: "2027-12-01", housing: "rented", landlord_name: "Lê Văn Chủ", household: "self", promise: "true",
    },
  });
  const file = await upload(page, portal, "component", "to-trinh.pdf");
  const filled = await call(page, portal, "GET", `/drafts/${opened.id}`);
  const draft = await call(page, portal, "PUT", `/drafts/${opened.id}/components/cho-o`, {
    version: filled.version, source: { upload: file },
  });
  return call(page, portal, "POST", `/drafts/${draft.id}/submit`, { version: draft.version, digest: draft.digest });
}

test("a wrong answer is asked for, put right, and the old one stays", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|04|22)/);
  await signIn(page, portal, accounts.citizen);
  const dossier = await fileResidence(page, portal);
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await desk.getByText("Yêu cầu bổ sung", { exact: true }).click();
  await expect(desk.getByText(/thời hạn giải quyết chưa tính/)).toBeVisible();
  await desk.getByLabel("Nội dung yêu cầu").fill(WORDS);
  await desk.getByLabel(/^Tạm trú từ ngày/).check();
  await desk.getByRole("button", { name: "Gửi yêu cầu bổ sung" }).click();
  await expect(desk.getByText("Hãy điền mục này.").first()).toBeVisible();
  await desk.getByLabel("Lý do với Tạm trú từ ngày").fill("Hợp đồng ghi 15/12/2026.");
  await desk.getByLabel(/^Địa chỉ đăng ký tạm trú/).check();
  await desk.getByLabel("Lý do với Địa chỉ đăng ký tạm trú").fill("Xem lại số nhà.");
  await isAccessible(desk);
  await picture(desk, info, "sua-tra-loi-yeu-cau");
  await desk.getByRole("button", { name: "Gửi yêu cầu bổ sung" }).click();
  // The form speaks of it as well: only the state of the dossier says that it was sent.
  await expect(desk.locator(".dossier-line").getByText("Cần bổ sung")).toBeVisible();

  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText(/Cơ quan yêu cầu bổ sung 2 mục/)).toBeVisible();
  await page.getByRole("link", { name: "Bổ sung hồ sơ" }).click();
  await expect(page.getByRole("heading", { name: "Thông tin cần sửa" })).toBeVisible();
  await expect(page.getByText(/Hợp đồng ghi 15\/12\/2026\. Đã trả lời: “01\/12\/2026”/)).toBeVisible();
  await expect(page.getByLabel("Tạm trú từ ngày")).toHaveValue("01/12/2026");
  await expect(page.getByLabel("Đến ngày")).toBeVisible();
  await expect(page.getByLabel("Họ, chữ đệm, tên người đăng ký")).toHaveCount(0);
  await expect(page.locator(".part")).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "sua-tra-loi-dien");
  // A day after the last one: said beside that one, and nothing is sent.
  await page.getByLabel("Tạm trú từ ngày").fill("15/12/2028");
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(field(page, "answers.until")).toHaveAttribute("aria-invalid", "true");
  await isAccessible(page);
  await page.getByLabel("Tạm trú từ ngày").fill("15/12/2026");
  // Nothing is lost on reload.
  await expect.poll(async () => (await call(page, portal, "GET", `/dossiers/${dossier.id}/supplement`)).draft.answers.from).toBe("15/12/2026");
  await page.reload();
  await expect(page.getByLabel("Tạm trú từ ngày")).toHaveValue("15/12/2026");
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(page.getByText("Đã gửi phần bổ sung. Cơ quan xử lý tiếp hồ sơ.")).toBeVisible();
  await expect(page.locator("del").first()).toContainText("01/12/2026");
  await expect(page.getByText("Người nộp xác nhận câu trả lời cũ là đúng.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "sua-tra-loi-da-gui");

  await desk.reload();
  await expect(desk.getByText("Trả lời mới: 15/12/2026")).toBeVisible();
  await expect(desk.getByRole("button", { name: "Tiếp nhận hồ sơ" })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "sua-tra-loi-can-bo");
  await context.close();
});

// An authority issues a file that its owner had put in before: one paper, the authority's, and what the owner had said is not lost.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, call, fileDossier, upload } from "./support/filing.js";

const FILE = "quyet-dinh-cong-nhan.pdf";

test("the owner reads in the log what was said of the file before", async ({ page, portal, browser }, info) => {
  test.slow();
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const own = await call(page, portal, "POST", "/papers", {
    upload_id: await upload(page, portal, "vault", FILE), category_code: "KQ.H21.910001", name: "Quyết định tôi tự đặt tên", is_visible: true,
    is_shared: false, decision_number: "99/QĐ-THCS", summary: "Tóm tắt do tôi viết", issued_on: "2024-05-20", owner_name: "Tổ Văn, Trường Hoa Mai",
  });

  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);

  for (const [step, body] of [
    ["receipt", async () => ({})],
    ["beginning", async () => ({})],
    ["return", async () => ({
      results: [{ upload_id: await upload(desk, portal, "vault", FILE), category_code: "KQ.H21.910004", decision_number: "12/QĐ-UBND", issued_on: "2024-11-20" }],
    })],
  ]) {
    const at = await call(desk, portal, "GET", `/desk/dossiers/${dossier.id}`);
    await call(desk, portal, "POST", `/desk/dossiers/${dossier.id}/${step}`, { version: at.version, ...(await body()) });
  }
  await context.close();

  // One paper, now the authority's, under the address that it had.
  await page.goto(`${portal.url}/kho`);
  await expect(page.locator("table.papers tbody tr").filter({ hasText: FILE })).toHaveCount(1);
  await page.goto(`${portal.url}/kho/${own.id}`);
  await expect(page.getByText("12/QĐ-UBND", { exact: true })).toBeVisible();
  await expect(page.getByText("Kho cơ quan nhà nước, tổ chức", { exact: true })).toBeVisible();
  await expect(page.getByText("99/QĐ-THCS")).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "giay-to-thanh-cua-co-quan");

  await page.getByRole("link", { name: "Nhật ký của giấy tờ này" }).click();
  const line = page.getByRole("listitem").filter({ hasText: "Sửa thông tin · Cán bộ một cửa Tuy Phước (mẫu), Ủy ban nhân dân xã Tuy Phước" });
  await expect(line).toHaveCount(1);
  await expect(line).toContainText(
    "Trước đó: Quyết định tôi tự đặt tên · Tờ trình · 99/QĐ-THCS · 20/05/2024 · Tổ Văn, Trường Hoa Mai · Tóm tắt do tôi viết",
  );
  await expect(line.getByRole("link", { name: `Hồ sơ ${dossier.code}` })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nhat-ky-truoc-do");
});

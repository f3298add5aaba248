// The page of a dossier and its line in the folders in every state: what is asked of the person now has its own colour and sentence, and
// one timeline says what happened. The copy button, and the card that rates the service.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, call, fileDossier, upload } from "./support/filing.js";

const GROUND = "Tờ trình chưa nêu rõ tập thể được đề nghị khen thưởng.";

/** One act of an officer on a dossier as it stands. */
async function act(desk, portal, id, part, body = {}) {
  const { version } = await call(desk, portal, "GET", `/desk/dossiers/${id}`);
  return call(desk, portal, "POST", `/desk/dossiers/${id}/${part}`, { version, ...body });
}

async function officer(browser, page, portal) {
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  return desk;
}

async function returned(desk, portal, id, name = "quyet-dinh-cong-nhan.pdf") {
  await act(desk, portal, id, "receipt");
  await act(desk, portal, id, "beginning");
  const upload_id = await upload(desk, portal, "vault", name);
  const result = { upload_id, category_code: "KQ.H21.910004", decision_number: "12/QĐ-UBND", summary: "Tặng giấy khen", issued_on: "2026-11-20" };
  await act(desk, portal, id, "return", { results: [result] });
}

test("every state of a dossier has its colour, its sentence and its timeline", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|04|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const desk = await officer(browser, page, portal);
  const filed = {};
  for (const name of ["moi-nop", "da-nhan", "cho-bo-sung", "xin-rut", "khong-cho-rut", "da-rut", "tu-choi", "co-ket-qua"]) {
    filed[name] = await fileDossier(page, portal);
  }
  for (const name of ["da-nhan", "cho-bo-sung", "xin-rut", "khong-cho-rut"]) await act(desk, portal, filed[name].id, "receipt");
  await act(desk, portal, filed["cho-bo-sung"].id, "supplement", { words: GROUND, parts: [{ component_id: "to-trinh", reason: "Ký nhầm người." }] });
  for (const name of ["xin-rut", "khong-cho-rut"]) {
    await call(page, portal, "POST", `/dossiers/${filed[name].id}/withdrawal`, { way: "ask", words: "Tôi nộp nhầm thủ tục." });
  }
  await act(desk, portal, filed["khong-cho-rut"].id, "withdrawal", { is_granted: false, words: "Hồ sơ đã trình ký, không dừng được nữa." });
  await call(page, portal, "POST", `/dossiers/${filed["da-rut"].id}/withdrawal`, { way: "at-once" });
  await act(desk, portal, filed["tu-choi"].id, "refusal", { ground: GROUND });
  await returned(desk, portal, filed["co-ket-qua"].id);

  const faces = {
    "moi-nop": ["ok", "Hiện bạn không phải làm gì."],
    "da-nhan": ["plain", "Hiện bạn không phải làm gì."],
    "cho-bo-sung": ["warn", "Việc cần làm: bổ sung hồ sơ."],
    "xin-rut": ["plain", "Cơ quan đang xem xét yêu cầu rút hồ sơ."],
    "khong-cho-rut": ["plain", "Hiện bạn không phải làm gì."],
    "da-rut": ["plain", "Hồ sơ đã được rút."],
    "tu-choi": ["bad", "Hồ sơ đã kết thúc."],
    "co-ket-qua": ["ok", "Hồ sơ đã có kết quả."],
  };
  for (const [name, [tone, sentence]] of Object.entries(faces)) {
    await page.goto(`${portal.url}/ho-so/${filed[name].id}`);
    await expect(page.locator(".filed")).toContainText(sentence);
    await expect(page.locator(".filed")).toHaveClass(`filed ${tone}`);
    // The timeline begins with the filing; before anything else happened the page says what comes next instead.
    if (name !== "moi-nop") await expect(page.locator(".timeline li").first()).toContainText("Đã nộp hồ sơ");
    await isAccessible(page);
    await picture(page, info, `trang-thai-${name}`);
  }
  await page.goto(`${portal.url}/ho-so/${filed["khong-cho-rut"].id}`);
  await expect(page.getByText("Cơ quan chưa đồng ý cho rút, hồ sơ được giải quyết tiếp.")).toBeVisible();
  await expect(page.getByText("Hồ sơ đã trình ký, không dừng được nữa.").first()).toBeVisible();
  await page.goto(`${portal.url}/ho-so`);
  await expect(page.locator(".dossier.asks")).toHaveCount(1);
  await expect(page.locator(".dossier.asks")).toContainText(filed["cho-bo-sung"].code.slice(-4));
  await isAccessible(page);
  await picture(page, info, "trang-thai-cac-ngan");
  await desk.goto(`${portal.url}/can-bo/ho-so/${filed["khong-cho-rut"].id}`);
  await expect(desk.locator(".timeline li")).toHaveCount(4);
  await expect(desk.locator(".timeline")).toContainText("Cán bộ một cửa Tuy Phước");
  await isAccessible(desk);
  await picture(desk, info, "trang-thai-can-bo");
  await desk.context().close();
});

test("a dossier is the beginning of the next one, and its service is rated", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|04|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const desk = await officer(browser, page, portal);
  await returned(desk, portal, dossier.id);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  const card = page.locator("section.card", { has: page.getByRole("heading", { name: "Đánh giá dịch vụ" }) });
  await card.getByRole("button", { name: "Gửi đánh giá" }).click();
  await expect(page.getByText("Hãy chọn một mức.").first()).toBeVisible();
  await isAccessible(page);
  await card.getByLabel("4 – Hài lòng").check();
  await card.getByLabel("Điều muốn nói thêm").fill("Nhanh, <b>rõ ràng</b>.");
  await picture(page, info, "danh-gia-dien");
  await card.getByRole("button", { name: "Gửi đánh giá" }).click();
  await expect(page.getByText("Cảm ơn bạn. Đánh giá đã được ghi nhận.")).toBeVisible();
  await page.reload();
  await expect(page.getByText(/Bạn đã đánh giá 4 trên 5/)).toBeVisible();
  await expect(page.getByText("Nhanh, <b>rõ ràng</b>.").first()).toBeVisible();
  await expect(page.locator(".timeline li").last()).toContainText("Đánh giá dịch vụ 4 trên 5");
  await isAccessible(page);
  await picture(page, info, "danh-gia-xong");

  // Officers see that it was rated; the figure of one rating says nothing.
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await expect(desk.locator(".timeline li").last()).toContainText("Người nộp đã đánh giá dịch vụ");
  await expect(desk.getByText("rõ ràng")).toHaveCount(0);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await desk.getByRole("link", { name: "Đánh giá của người nộp" }).click();
  await expect(desk.getByText(/chưa có đủ 5 đánh giá/)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "danh-gia-can-bo");
  await desk.context().close();

  // What was filed is the beginning of the next dossier.
  await page.getByRole("button", { name: "Lập hồ sơ mới theo hồ sơ này" }).click();
  await expect(page).toHaveURL(/\/nop\/[0-9a-f-]{36}/);
  await expect(page.getByText("Đã lập bản nháp theo hồ sơ cũ.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "lap-theo-ho-so-cu");
});

// What comes after filing: papers asked for once more, a dossier taken back, messages, the receipt and the public page.
import { join } from "node:path";
import { accounts, expect, isAccessible, picture, screenPicture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, call, fileDossier } from "./support/filing.js";
import { paper } from "./support/paths.js";
import { brokenDates } from "./support/dates.js";

const WORDS = "Tờ trình chưa nêu rõ tập thể được đề nghị khen thưởng.";

/** An officer beside the agency, on a page of their own. */
async function officer(browser, page, portal) {
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  return desk;
}

test("papers are asked for once more, sent, and the old file stays beside the new one", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|04|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const desk = await officer(browser, page, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so/${dossier.id}`);
  await desk.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();

  // The officer names every part with its reason; nothing is forgotten silently.
  await desk.getByText("Yêu cầu bổ sung", { exact: true }).click();
  await desk.getByRole("button", { name: "Gửi yêu cầu bổ sung" }).click();
  await expect(desk.getByText("Hãy chọn ít nhất một giấy tờ hoặc một câu trả lời.").first()).toBeVisible();
  await desk.getByLabel("Nội dung yêu cầu").fill(WORDS);
  await desk.getByLabel("Tờ trình đề nghị khen thưởng", { exact: true }).check();
  await desk.getByRole("button", { name: "Gửi yêu cầu bổ sung" }).click();
  await expect(desk.getByText("Hãy điền mục này.").first()).toBeVisible();
  await desk.getByLabel("Lý do với Tờ trình đề nghị khen thưởng").fill("Ký nhầm người có thẩm quyền.");
  await isAccessible(desk);
  await picture(desk, info, "bo-sung-yeu-cau");
  await desk.getByRole("button", { name: "Gửi yêu cầu bổ sung" }).click();
  await expect(desk.getByText(/Thời hạn giải quyết tạm dừng\./).first()).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "bo-sung-dang-cho");
  await portal.message(accounts.agency.phone, /ho so .* can bo sung truoc het ngay/);

  // The agency: the folder, the dossier, and exactly the asked part.
  await page.goto(`${portal.url}/ho-so`);
  await expect(page.getByRole("link", { name: /^Chờ bổ sung\s*1/ })).toBeVisible();
  // What waits for the person stands first, once, and every card says when the result is promised.
  const waiting = page.getByRole("region", { name: "Đang chờ bạn" });
  await expect(waiting.getByText(dossier.code)).toBeVisible();
  await expect(waiting.getByText("Tạm dừng đến khi bạn bổ sung")).toBeVisible();
  await expect(page.getByText(dossier.code)).toHaveCount(1);
  await isAccessible(page);
  await picture(page, info, "trang-ca-nhan");
  await page.getByRole("link", { name: /^Chờ bổ sung/ }).click();
  await page.getByRole("link", { name: /khen/i }).first().click();
  await expect(page.getByText(/Cơ quan yêu cầu bổ sung 1 mục/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "bo-sung-ho-so");
  await page.getByRole("link", { name: "Bổ sung hồ sơ" }).click();
  await expect(page.getByRole("heading", { name: "Bổ sung hồ sơ" })).toBeVisible();
  await expect(page.locator(".part")).toHaveCount(1);
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(page.getByText(/Hãy đính kèm: Tờ trình/).first()).toBeVisible();
  await isAccessible(page);
  await page.locator("#file-to-trinh").setInputFiles(paper("quyet-dinh-cong-nhan.pdf"));
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "bo-sung-dien");
  // Nothing is lost on reload.
  await page.reload();
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await page.getByRole("button", { name: "Gửi bổ sung" }).click();
  await expect(page.getByText("Đã gửi phần bổ sung. Cơ quan xử lý tiếp hồ sơ.")).toBeVisible();
  await expect(page.locator("del").first()).toContainText("to-trinh.pdf");
  await isAccessible(page);
  await picture(page, info, "bo-sung-da-gui");
  // Nothing is asked for any more.
  await page.goto(`${portal.url}/ho-so/${dossier.id}/bo-sung`);
  await expect(page.getByText("Không có yêu cầu bổ sung nào đang chờ")).toBeVisible();

  // The officer: both files, and the time goes on.
  await desk.reload();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();
  await expect(desk.getByText("Tệp đã nộp", { exact: true })).toBeVisible();
  await expect(desk.getByText("Tệp bổ sung", { exact: true })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "bo-sung-can-bo");
  await desk.context().close();
});

test("a dossier is taken back at once, or as its unit decides", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const first = await fileDossier(page, portal);
  // It was paid at the desk meanwhile: before and after, the page says what becomes of the fee.
  portal.change(
    `insert into charges (id, dossier_id, amount, state, way, reference, received, refunded, version, made_at, settled_at) select '01936f00-0000-7000-8000-0000000000c1', id, 15000, 'paid', 'desk', 'BL-01', 15000, 0, 2, submitted_at, submitted_at from dossiers where id = '${first.id}'`,
  );
  await page.goto(`${portal.url}/ho-so/${first.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(/khen/i);
  await expect(page.locator(".filed")).toContainText(`Nộp lúc`);
  expect(await brokenDates(page)).toEqual([]);
  await picture(page, info, "ho-so-dau-trang");
  await page.getByText("Rút hồ sơ", { exact: true }).click();
  await expect(page.getByText(/Rút hồ sơ thì tiền không tự động được hoàn/).first()).toBeVisible();
  await page.getByLabel("Lý do").fill("Tôi nộp nhầm thủ tục.");
  await page.getByRole("button", { name: "Rút hồ sơ này" }).click();
  const asking = page.getByRole("dialog");
  await expect(asking).toContainText(first.code);
  await expect(asking).toContainText("Bạn đã nộp lệ phí 15.000 đ.");
  await isAccessible(page);
  await screenPicture(page, info, "rut-ho-so-hoi-lai");
  await asking.getByRole("button", { name: "Rút hồ sơ này" }).click();
  await expect(page.getByText("Đã rút hồ sơ", { exact: true })).toBeVisible();
  await expect(page.getByText(/Lệ phí 15.000 đ đã nộp không tự động được hoàn/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "rut-ho-so-xong");

  const second = await fileDossier(page, portal);
  const desk = await officer(browser, page, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so?trang-thai=stopped`);
  await expect(desk.getByText("Chờ xét hoàn lệ phí")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-cho-xet-hoan");
  await desk.goto(`${portal.url}/can-bo/ho-so/${second.id}`);
  await desk.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();
  await page.goto(`${portal.url}/ho-so/${second.id}`);
  await page.getByText("Rút hồ sơ", { exact: true }).click();
  await page.getByRole("button", { name: "Gửi yêu cầu rút" }).click();
  await expect(page.getByText(/^Bạn đã xin rút hồ sơ lúc/)).toBeVisible();
  await isAccessible(page);
  await desk.reload();
  await expect(desk.getByRole("heading", { name: "Người nộp xin rút hồ sơ" })).toBeVisible();
  await desk.getByRole("button", { name: "Chưa đồng ý" }).click();
  await expect(desk.getByRole("alert").getByText("Hãy điền mục này.")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "rut-ho-so-can-bo");
  await desk.getByRole("button", { name: "Đồng ý cho rút" }).click();
  await expect(desk.getByText("Hồ sơ đã được rút theo yêu cầu của người nộp.")).toBeVisible();
  await isAccessible(desk);
  await desk.context().close();
  await page.goto(`${portal.url}/ho-so?muc=cancelled`);
  await expect(page.getByRole("link", { name: /^Đã hủy\s*2/ })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText("Đã rút", { exact: true })).toHaveCount(2);
  await page.goto(`${portal.url}/ho-so?muc=ineligible`);
  await expect(page.getByText("Không có hồ sơ nào ở ngăn này")).toBeVisible();
  await isAccessible(page);
});

test("both sides write to each other, and what was typed is not lost", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 4(01|22)/, /ERR_FAILED|Failed to fetch|net::/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await page.getByLabel("Tin nhắn").fill("Khi nào có kết quả?\nTôi cần trước ngày 30.");
  await page.reload();
  await expect(page.getByLabel("Tin nhắn")).toHaveValue("Khi nào có kết quả?\nTôi cần trước ngày 30.");
  // A broken line: said so, nothing lost, and sent once.
  await page.route("**/messages", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Gửi tin nhắn" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(page.getByLabel("Tin nhắn")).toHaveValue(/Khi nào có kết quả/);
  await page.unroute("**/messages");
  await page.getByRole("button", { name: "Gửi tin nhắn" }).click();
  await expect(page.locator(".thread li")).toHaveCount(1);
  await expect(page.getByLabel("Tin nhắn")).toHaveValue("");

  const desk = await officer(browser, page, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await expect(desk.getByText("1 tin nhắn mới")).toBeVisible();
  await isAccessible(desk);
  await desk.getByRole("link", { name: dossier.code }).click();
  await expect(desk.getByText("Tôi cần trước ngày 30.")).toBeVisible();
  await desk.getByLabel("Tin nhắn").fill("Dự kiến ngày 27. <b>Chúng tôi sẽ báo lại.</b>");
  await desk.getByRole("button", { name: "Gửi tin nhắn" }).click();
  await expect(desk.locator(".thread li")).toHaveCount(2);
  await isAccessible(desk);
  await picture(desk, info, "trao-doi-can-bo");
  await desk.context().close();

  await portal.message(accounts.agency.phone, /ho so .* co tin nhan moi cua co quan/);
  await page.goto(`${portal.url}/ho-so`);
  await expect(page.getByText("1 tin nhắn mới")).toBeVisible();
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText("Dự kiến ngày 27. <b>Chúng tôi sẽ báo lại.</b>")).toBeVisible();
  await expect(page.getByText(/đã đọc lúc/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "trao-doi");
  await page.goto(`${portal.url}/ho-so`);
  await expect(page.getByRole("link", { name: /khen/i }).first()).toBeVisible();
  await expect(page.getByText("1 tin nhắn mới")).toHaveCount(0);
});

test("the receipt is a file to keep, and anybody who has it sees the state alone", async ({ page, portal, browser }, info) => {
  page.expectedFaults.push(/status of 404/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  const [saved] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Tải biên nhận (PDF)" }).first().click()]);
  expect(saved.suggestedFilename()).toBe(`bien-nhan-${dossier.code}.pdf`);
  await saved.saveAs(join(info.project.outputDir, "pictures", `bien-nhan-${info.project.name}.pdf`));

  // Somebody else, who is not signed in.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const stranger = await context.newPage();
  await stranger.goto(`${portal.url}/tra-cuu`);
  await expect(stranger.getByRole("heading", { name: "Tra cứu hồ sơ" })).toBeVisible();
  await isAccessible(stranger);
  await stranger.getByLabel("Mã hồ sơ").fill(dossier.code);
  await stranger.getByLabel("4 chữ số cuối").fill("9999");
  await stranger.getByRole("button", { name: "Tra cứu" }).click();
  await expect(stranger.getByText(/Không tìm thấy hồ sơ khớp/).first()).toBeVisible();
  await expect(stranger.getByLabel("Mã hồ sơ")).toHaveValue(dossier.code);
  await isAccessible(stranger);
  await picture(stranger, info, "tra-cuu-sai");
  await stranger.getByLabel("4 chữ số cuối").fill("0001");
  await stranger.getByRole("button", { name: "Tra cứu" }).click();
  await expect(stranger.getByText("Mới đăng ký")).toBeVisible();
  await expect(stranger.getByText("Hoa Mai")).toHaveCount(0);
  await isAccessible(stranger);
  await picture(stranger, info, "tra-cuu");
  await context.close();
  expect((await call(page, portal, "GET", "/dossiers/folders")).folders).toHaveLength(6);
});

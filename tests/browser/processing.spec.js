// From filing to the signed result in the vault: what the agency sees, and what the officer of its unit does.
import { accounts, expect, isAccessible, picture, screenPicture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier } from "./support/filing.js";
import { paper } from "./support/paths.js";
import { brokenDates } from "./support/dates.js";

test("a filed dossier is received, worked on, and its signed result lies in the vault", async ({ page, portal, browser }, info) => {
  // Two people and several programs of the site.
  test.slow();
  page.expectedFaults.push(/status of 4(01|22)/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);

  // The unit's officer: the queue, from the tile of the desk.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.getByRole("main").getByRole("link", { name: /^Hồ sơ/ }).click();
  await expect(desk.getByRole("link", { name: dossier.code })).toBeVisible();
  const waiting = desk.getByRole("link", { name: /^Chờ tiếp nhận/ });
  await expect(waiting).toHaveAttribute("aria-current", "page");
  await expect(waiting).toContainText("(1)");
  expect(await brokenDates(desk)).toEqual([]);
  await isAccessible(desk);
  await picture(desk, info, "ho-so-hang-doi");
  const sentTo = [];
  desk.on("request", (request) => sentTo.push(request.url()));
  await desk.getByLabel("Tìm hồ sơ").fill("000000-0000");
  await desk.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(desk.getByText("Không tìm thấy hồ sơ nào")).toBeVisible();
  await isAccessible(desk);
  // By the owner's name without marks, and by the code as it is read out.
  await desk.getByLabel("Tìm hồ sơ").fill("truong thcs hoa mai");
  await desk.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(desk.getByText("Kết quả tìm “truong thcs hoa mai”")).toBeVisible();
  await expect(desk.getByRole("link", { name: dossier.code })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-tim-theo-ten");
  // Whom somebody looks for stands in no address, neither of the page nor of what it asked; back finds it all the same.
  const byName = desk.url();
  expect(byName).toMatch(/\/can-bo\/ho-so\?tim=[\w-]{1,12}$/);
  expect(sentTo.filter((url) => /hoa|mai|000000/i.test(decodeURIComponent(new URL(url).search)))).toEqual([]);
  expect(sentTo.some((url) => url.endsWith("/api/v1/desk/dossier-searches"))).toBe(true);
  await desk.getByRole("link", { name: dossier.code }).click();
  await expect(desk.getByRole("heading", { name: "Thành phần hồ sơ" })).toBeVisible();
  await desk.goBack();
  await expect(desk.getByText("Kết quả tìm “truong thcs hoa mai”")).toBeVisible();
  await expect(desk.getByLabel("Tìm hồ sơ")).toHaveValue("truong thcs hoa mai");
  await expect(desk.getByRole("link", { name: dossier.code })).toBeVisible();
  await desk.getByLabel("Tìm hồ sơ").fill(dossier.code.replace("H21.101-", "").replace("-", " "));
  await desk.getByRole("button", { name: "Tìm", exact: true }).click();
  await desk.getByRole("link", { name: dossier.code }).click();

  // One dossier: its papers open in place.
  await expect(desk.getByRole("heading", { name: "Thành phần hồ sơ" })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-cho-tiep-nhan");
  await desk.getByRole("button", { name: /^Xem tệp/ }).first().click();
  await expect(desk.locator(".pdf-viewer").first()).toBeVisible();
  await isAccessible(desk);
  await desk.getByRole("button", { name: /^Đóng tệp/ }).click();

  // A reason is a sentence.
  await desk.getByText("Từ chối tiếp nhận", { exact: true }).click();
  await desk.getByLabel("Lý do").fill("Không.");
  await desk.getByRole("button", { name: "Từ chối hồ sơ" }).click();
  await expect(desk.getByRole("alert").getByText(/ít nhất một câu/)).toBeVisible();
  await isAccessible(desk);

  await desk.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();
  await isAccessible(desk);
  await portal.message(accounts.agency.phone, /ho so .* da duoc tiep nhan, hen tra ket qua/);
  await desk.getByRole("button", { name: "Bắt đầu xử lý" }).click();
  await expect(desk.getByText("Kết quả vào thẳng Kho dữ liệu của người nộp hồ sơ.")).toBeVisible();

  // What is no result is refused with what is wrong.
  await desk.getByRole("button", { name: "Trả kết quả và kết thúc hồ sơ" }).click();
  await expect(desk.getByRole("alert").getByText("Hãy chọn tệp kết quả đã ký số.")).toBeVisible();
  await desk.locator("#file-0").setInputFiles(paper("hong/chua-ky.pdf"));
  await expect(desk.getByText(/chưa được ký số/).first()).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-ket-qua-chua-ky");
  await desk.locator("#file-0").setInputFiles(paper("quyet-dinh-cong-nhan.pdf"));
  await expect(desk.getByText("Đã kiểm tra quyet-dinh-cong-nhan.pdf")).toBeVisible();
  await expect(desk.getByText(/^Người ký: /)).toBeVisible();
  await desk.getByLabel("Danh mục giấy tờ").selectOption({ label: "Quyết định" });
  await desk.getByLabel("Số quyết định").fill("12/QĐ-UBND");
  await desk.getByLabel("Ngày ban hành").fill("20/11/2026");
  await expect(desk.getByText("Mã giấy tờ: 000000000000.KQ.H21.910004.20112026")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-ket-qua");
  // The last look: whose file it is and who signed it; nothing has happened yet.
  await desk.getByRole("button", { name: "Trả kết quả và kết thúc hồ sơ" }).click();
  const asking = desk.getByRole("dialog", { name: "Trả kết quả này?" });
  await expect(asking.getByText("Người ký là SỞ NỘI VỤ, không phải Ủy ban nhân dân xã Tuy Phước.")).toBeVisible();
  await expect(asking.getByText("quyet-dinh-cong-nhan.pdf")).toBeVisible();
  await expect(asking).toBeInViewport({ ratio: 0.99 });
  await isAccessible(desk);
  await screenPicture(desk, info, "ho-so-ket-qua-hoi-lai");
  await desk.keyboard.press("Escape");
  await expect(asking).toBeHidden();
  await desk.getByRole("button", { name: "Trả kết quả và kết thúc hồ sơ" }).click();
  await asking.getByRole("button", { name: "Xem lại" }).click();
  await expect(asking).toBeHidden();
  await expect(desk.getByText("Đang xử lý").first()).toBeVisible();
  await desk.getByRole("button", { name: "Trả kết quả và kết thúc hồ sơ" }).click();
  await asking.getByRole("button", { name: "Đúng, trả kết quả" }).click();
  await expect(desk.getByText("Đã trả kết quả và kết thúc hồ sơ. Người nộp được báo.")).toBeVisible();
  await expect(desk.getByText("Trong kho của chủ hồ sơ")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "ho-so-da-tra");
  await desk.goto(`${portal.url}/can-bo/ho-so?trang-thai=returned`);
  await expect(desk.getByRole("link", { name: dossier.code })).toBeVisible();
  await context.close();

  // The agency: told, and the way from the dossier into the vault.
  await portal.message(accounts.agency.phone, /ho so .* da co ket qua/);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText("Đã vào Kho dữ liệu của bạn.")).toBeVisible();
  await expect(page.getByText("Đã tiếp nhận", { exact: true })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ho-so-nguoi-nop");
  await page.getByRole("link", { name: /^Xem trong kho/ }).click();
  await expect(page.getByText("12/QĐ-UBND", { exact: true }).first()).toBeVisible();
  await isAccessible(page);
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByText("000000000000.KQ.H21.910004.20112026", { exact: true }).first()).toBeVisible();
});

test("an officer is warned of a signature that failed since the dossier was filed", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 401/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const dossier = await fileDossier(page, portal);
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  const address = `${portal.url}/can-bo/ho-so/${dossier.id}`;
  const part = (name) => desk.locator(".filed-part").filter({ has: desk.getByRole("heading", { name }) });
  const warning = desk.getByText(/Chữ ký số không hợp lệ.*thu hồi/);
  await desk.goto(address);
  await expect(part("Tờ trình đề nghị khen thưởng").getByText("Chữ ký hợp lệ")).toBeVisible();
  await expect(warning).toHaveCount(0);

  // The certificate was revoked, and a verification found it: a little later than any that runs at this moment, which would
  // write over it.
  const found = (name, verdict, reason) => portal.change(
    `update signature_reports set trust = 'newer', verified_at = strftime('%Y-%m-%d %H:%M:%S', 'now', '+4 minutes'), report = json_set(report,
       '$.verdict', '${verdict}', '$.reasons', json('["${reason}"]'))
     where sha256 = (select sha256 from papers where name = 'Giấy tờ ${name}')`,
  );
  found("to-trinh", "TOTAL-FAILED", "certificate-revoked");
  found("bao-cao-thanh-tich", "INDETERMINATE", "expired-without-proof-of-time");
  found("bien-ban-hop", "INDETERMINATE", "revocation-unknown");
  await desk.reload();
  // Above everything, and beside the paper.
  await expect(warning).toHaveCount(2);
  await expect(warning.first()).toContainText("Tờ trình đề nghị khen thưởng. Khi nộp: Chữ ký số hợp lệ, tệp còn nguyên từ khi ký. Kiểm tra lại lúc");
  const failed = part("Tờ trình đề nghị khen thưởng");
  await expect(failed.locator(".tag")).toContainText("Chữ ký không hợp lệ");
  await expect(failed.getByText(/^Khi nộp: .* Kiểm tra lại lúc \d\d:\d\d, \d\d\/\d\d\/\d{4}/)).toBeVisible();
  // What is undecided is called what it is.
  await expect(part("Báo cáo thành tích").locator(".tag")).toContainText("Chưa xác định được");
  await expect(part("Biên bản họp xét khen thưởng").locator(".tag")).toContainText("Chưa rõ tình trạng thu hồi");
  await isAccessible(desk);
  await picture(desk, info, "ho-so-chu-ky-hong");
  // It hinders nobody: the officer decides.
  await desk.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();
  await expect(warning).toHaveCount(2);
  await context.close();
  // Who filed it reads the same.
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  await expect(page.getByText(/Chữ ký số không hợp lệ.*thu hồi/).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ho-so-nguoi-nop-chu-ky-hong");
});

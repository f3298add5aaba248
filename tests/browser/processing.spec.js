// From filing to the signed result in the vault: what the agency sees, and what the officer of its unit does.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { paper } from "./support/paths.js";

const officer = { login: "canbotuyphuoc", phone: "0900000005" };
const unit = "Ủy ban nhân dân xã Tuy Phước";
const procedure = "1.012373.H08";
const papers = [["to-trinh", "KQ.H21.910001"], ["bao-cao-thanh-tich", "KQ.H21.910002"], ["bien-ban-hop", "KQ.H21.910003"]];

async function officerSignsIn(page, portal) {
  await page.goto(`${portal.url}/can-bo`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(officer.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(officer.phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Việc tại bộ phận một cửa" })).toBeVisible();
}

/** What the pages send, for whoever is signed in; the way there is not what these tests are about. */
async function call(page, portal, method, path, body, headers = {}) {
  const isFile = Buffer.isBuffer(body);
  const answer = await page.request.fetch(`${portal.url}/api/v1${path}`, {
    method,
    headers: { "x-motcua-client": "1", origin: portal.url, "content-type": isFile ? "application/octet-stream" : "application/json", ...headers },
    data: isFile || body === undefined ? body : JSON.stringify(body),
  });
  expect(answer.status(), `${method} ${path}: ${await answer.text()}`).toBeLessThan(300);
  return answer.status() === 204 ? null : answer.json();
}
const key = () => ({ "idempotency-key": crypto.randomUUID() });

async function addPapers(page, portal) {
  for (const [name, category] of papers) {
    const bytes = readFileSync(paper(`${name}.pdf`));
    const upload = await call(page, portal, "POST", "/uploads?purpose=vault", bytes, { "x-file-name": `${name}.pdf`, ...key() });
    await call(page, portal, "POST", "/papers", {
      upload_id: upload.id, category_code: category, name: `Giấy tờ ${name}`, is_visible: true, is_shared: false,
      decision_number: null, summary: null, issued_on: null,
    });
  }
}

async function fileDossier(page, portal) {
  const opened = await call(page, portal, "POST", "/drafts", { procedure_code: procedure }, key());
  const units = await call(page, portal, "GET", `/procedures/${procedure}/units`);
  const draft = await call(page, portal, "PATCH", `/drafts/${opened.id}`, {
    version: opened.version, unit_id: units.find((one) => one.name === unit).id,
    case_id: opened.procedure.cases[0].id, delivery: { method: "online", address: null },
  });
  return call(page, portal, "POST", `/drafts/${draft.id}/submit`, { version: draft.version, digest: draft.digest });
}

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
  await officerSignsIn(desk, portal);
  await desk.getByRole("link", { name: /^Hồ sơ/ }).click();
  await expect(desk.getByRole("link", { name: dossier.code })).toBeVisible();
  await expect(desk.getByRole("link", { name: "Chờ tiếp nhận" })).toHaveAttribute("aria-current", "page");
  await isAccessible(desk);
  await picture(desk, info, "ho-so-hang-doi");
  await desk.getByLabel("Tìm theo mã hồ sơ").fill("000000-0000");
  await desk.getByRole("button", { name: "Tìm", exact: true }).click();
  await expect(desk.getByText("Không có hồ sơ nào mang mã này")).toBeVisible();
  await isAccessible(desk);
  await desk.getByLabel("Tìm theo mã hồ sơ").fill(dossier.code.replace("H21.101-", ""));
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
  await desk.getByRole("button", { name: "Trả kết quả và kết thúc hồ sơ" }).click();
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

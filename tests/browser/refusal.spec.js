// A dossier of an agency that comes from a person's account: taken with a word of warning until a day, refused in one act from then on,
// and taken from the agency's own account (seed 000, §2).
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, fileDossier, openDraft } from "./support/filing.js";

const RULES = "/can-bo/ho-so/can-cu-tu-choi";
const LETTER = "Công văn số 12/UBND-VP ngày 01/12/2026";

/** The day that many days from now, as it is typed. */
function day(later) {
  const then = new Date(Date.now() + later * 24 * 3600 * 1000);
  return new Intl.DateTimeFormat("vi-VN", { timeZone: "Asia/Ho_Chi_Minh", day: "2-digit", month: "2-digit", year: "numeric" }).format(then);
}

async function another(browser, page) {
  return (await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" })).newPage();
}

/** The administrator sets the day of the rule about personal accounts. */
async function setDay(office, starts) {
  const rule = office.locator("form", { hasText: "nộp bằng tài khoản cá nhân" });
  await rule.getByLabel("Văn bản làm căn cứ").fill(LETTER);
  await rule.getByLabel("Áp dụng từ ngày").fill(starts);
  await rule.getByRole("button", { name: "Lưu" }).click();
  return rule;
}

test("an agency's dossier is refused to a personal account in one act, and taken from the agency's", async ({ page, portal, browser }, info) => {
  // Four people and several programs of the site.
  test.slow();
  page.expectedFaults.push(/status of 4(01|03|22)/);
  const office = await another(browser, page);
  await office.goto(portal.url + RULES);
  await office.getByLabel("Tài khoản", { exact: true }).fill(accounts.administrator.login);
  await office.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await office.getByRole("button", { name: "Tiếp tục" }).click();
  await office.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.administrator.phone));
  await office.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(office.getByRole("heading", { level: 1, name: "Căn cứ từ chối tiếp nhận" })).toBeVisible();
  let rule = await setDay(office, "31/02/2026");
  await expect(rule.getByRole("alert")).toBeVisible();
  await isAccessible(office);
  await picture(office, info, "can-cu-sai-ngay");
  rule = await setDay(office, day(10));
  await expect(rule.getByText("Đã lưu.")).toBeVisible();
  await isAccessible(office);
  await picture(office, info, "can-cu");

  // In person, before the day: said on the start page and before filing.
  await signIn(page, portal, accounts.citizen);
  await addPapers(page, portal);
  await page.goto(`${portal.url}/thu-tuc/1.012373.H08`);
  await expect(page.getByText(`Từ ngày ${day(10)} chỉ nhận hồ sơ này từ tài khoản cơ quan`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Nộp trực tuyến" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-cu-truoc-khi-nop");
  const draft = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${draft.id}/kiem-tra`);
  await expect(page.getByText(/được từ chối hồ sơ này vì nộp bằng tài khoản cá nhân/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-cu-kiem-tra");
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page).toHaveURL(/\/ho-so\//);
  const filed = page.url();

  const desk = await another(browser, page);
  await signInAtDesk(desk, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await desk.locator("th a.code").first().click();
  await expect(desk.getByText(`Từ ngày ${day(10)} được từ chối vì lý do này.`)).toBeVisible();
  await isAccessible(desk);

  // The day comes.
  rule = await setDay(office, day(0));
  await expect(rule.getByText("Đã lưu.")).toBeVisible();
  await page.goto(`${portal.url}/thu-tuc/1.012373.H08`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText(/Cơ quan/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Nộp trực tuyến" })).toHaveCount(0);
  await desk.goto(`${portal.url}/can-bo/ho-so`);
  await expect(desk.getByText("Có căn cứ từ chối")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-cu-hang-doi");
  await desk.locator("th a.code").first().click();
  await expect(desk.getByText("Hồ sơ này có căn cứ để từ chối tiếp nhận")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-cu-ho-so");
  await desk.getByRole("button", { name: "Từ chối tiếp nhận theo căn cứ này" }).click();
  await expect(desk.getByText("Từ chối tiếp nhận", { exact: true }).first()).toBeVisible();
  await expect(desk.getByText("Hồ sơ này có căn cứ để từ chối tiếp nhận")).toHaveCount(0);

  // The person reads why and what to do instead.
  await page.goto(filed);
  await expect(page.getByText(new RegExp(`Căn cứ: ${LETTER}`)).first()).toBeVisible();
  await expect(page.getByText(/đăng nhập bằng tài khoản cơ quan/).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "can-cu-nguoi-nop");

  // The agency files it from its own account.
  const agency = await another(browser, page);
  await signIn(agency, portal, accounts.agency);
  await addPapers(agency, portal);
  const again = await fileDossier(agency, portal);
  await desk.goto(`${portal.url}/can-bo/ho-so/${again.id}`);
  await desk.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(desk.getByText(/còn 20 ngày làm việc/).first()).toBeVisible();
});

// "Nơi nộp hồ sơ": chosen with the unit, received at that desk, handed on to who decides.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";
import { addPapers, openDraft } from "./support/filing.js";

const desk = "Ủy ban nhân dân xã Tuy Phước";
const decides = "Ủy ban nhân dân phường Quy Nhơn";

test("a dossier is handed in at another desk, received there and handed on", async ({ page, portal, browser }, info) => {
  // Two people and several programs of the site.
  test.slow();
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const { id } = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${id}/don-vi`);
  await expect(page.getByRole("radio", { name: /^Bộ phận một cửa của cơ quan giải quyết/ })).toBeChecked();
  await isAccessible(page);
  await page.getByRole("radiogroup", { name: "Cơ quan giải quyết hồ sơ" }).getByRole("radio", { name: decides }).check();
  await page.getByRole("button", { name: "Nộp ở bộ phận một cửa của xã, phường khác" }).click();
  const places = page.getByRole("radiogroup", { name: "Nơi nộp hồ sơ" });
  await expect(places.getByRole("radio", { name: desk })).toBeFocused();
  // The desk of the unit that decides is there already.
  await expect(places.getByRole("radio", { name: decides })).toHaveCount(0);
  await places.getByRole("radio", { name: desk }).check();
  await isAccessible(page);
  await picture(page, info, "noi-nop-chon");
  await page.getByRole("button", { name: "Đồng ý và tiếp tục" }).click();
  await expect(page.getByText(/Bước 2 trên/)).toBeVisible();

  // What was chosen stands on the check page and leads back to its question.
  await page.goto(`${portal.url}/nop/${id}/kiem-tra`);
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText(`Nơi nộp hồ sơ${desk}`);
  await page.goto(`${portal.url}/nop/${id}/don-vi?muc=submission.place`);
  await expect(places.getByRole("radio", { name: desk })).toBeChecked();
  await page.goto(`${portal.url}/nop/${id}/kiem-tra`);
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page.getByText(`${desk} tiếp nhận hồ sơ rồi chuyển đến ${decides} giải quyết.`)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "noi-nop-bien-nhan");
  const address = page.url();

  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const officer = await context.newPage();
  await signInAtDesk(officer, portal);
  await officer.getByRole("main").getByRole("link", { name: /^Hồ sơ/ }).click();
  await officer.getByRole("link", { name: /^H21\.102/ }).click();
  await expect(officer.getByText(`hồ sơ chuyển ngay đến ${decides} để giải quyết`)).toBeVisible();
  await isAccessible(officer);
  await picture(officer, info, "noi-nop-tiep-nhan");
  await officer.getByRole("button", { name: "Tiếp nhận hồ sơ" }).click();
  await expect(officer.getByText(`Hồ sơ đang ở ${decides}`)).toBeVisible();
  await expect(officer.getByRole("button", { name: "Bắt đầu xử lý" })).toHaveCount(0);
  await isAccessible(officer);
  await picture(officer, info, "noi-nop-da-chuyen");
  await context.close();

  await page.goto(address);
  await expect(page.getByText(`Đã chuyển đến ${decides} để giải quyết.`)).toBeVisible();
});

// The appointment for a certified copy: shown with its weekday, moved by its owner, and what happens when a half day fills up.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { officers, signInAtDesk } from "./support/desk.js";

const button = (page, name) => page.getByRole("button", { name, exact: true });
const WHEN = /^(Thứ (Hai|Ba|Tư|Năm|Sáu|Bảy)|Chủ nhật), \d\d\/\d\d\/\d{4}, (sáng 7:30–11:30|chiều 13:30–17:00)$/;
const labels = async (list) => (await list.locator("option").allTextContents()).filter((label) => label.includes("/"));
const when = (label) => label.replace(/ \([^)]*\)$/, "");

async function ask(page, portal, description) {
  await page.goto(`${portal.url}/kho/chung-thuc/moi`);
  await expect(page.getByText("Bạn có thể đổi lịch hẹn hoặc hủy yêu cầu trước khi đến.")).toBeVisible();
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Giấy khai sinh" });
  await page.getByLabel("Bản chính").fill(description);
  await page.getByLabel("Số trang").fill("1");
  await page.getByLabel("Lịch hẹn").selectOption({ index: 1 });
  await button(page, "Gửi yêu cầu").click();
  await expect(page.getByText("Đã hẹn")).toBeVisible();
}

test("it is moved to another half day; one that fills up meanwhile is said, and the choice stays", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 409/);
  await signIn(page, portal, accounts.citizen);
  await ask(page, portal, "Giấy khai sinh số 12/2010");
  const card = page.getByRole("main").getByRole("listitem").filter({ hasText: "Giấy khai sinh số 12/2010" });
  const held = await card.getByText(WHEN).textContent();
  const weekday = (text) => {
    const [, day, month, year] = /(\d\d)\/(\d\d)\/(\d{4})/.exec(text);
    return ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"][new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  };
  expect(held.startsWith(`${weekday(held)}, `), held).toBe(true);

  // The keyboard goes along: into the list, and back to the button.
  const opener = card.getByRole("button", { name: /^Đổi lịch hẹn/ });
  await opener.click();
  const list = card.getByLabel("Lịch hẹn mới");
  await expect(list).toBeFocused();
  const offered = await labels(list);
  expect(offered.length).toBeGreaterThan(3);
  expect(offered.map(when)).not.toContain(held);
  await isAccessible(page);
  await picture(page, info, "chung-thuc-doi-lich");
  await button(card, "Lưu lịch hẹn").click();
  await expect(list).toHaveAttribute("aria-invalid", "true");
  await expect(card.getByRole("alert")).toContainText("Lịch hẹn mới");
  await expect(opener, "one thing at a time").toHaveCount(0);
  await isAccessible(page);

  await list.selectOption({ label: offered[2] });
  await expect(card.getByText(`Bạn chọn: ${when(offered[2])}.`)).toBeVisible();

  // Somebody else takes the last place of what was chosen.
  portal.change("update certifying_offices set morning = 1, afternoon = 1");
  const half = offered[2].includes("sáng") ? "morning" : "afternoon";
  const day = when(offered[2]).replace(/^.*?(\d\d)\/(\d\d)\/(\d{4}).*$/, "$3-$2-$1");
  portal.change(`insert into certified_copies (id, unit_id, account_id, asked_by, request_key, state, version, category_code, description,
      pages, at_desk, appointment_day, appointment_half, created_at, changed_at)
    select '01926f3e-0000-7000-8000-000000000009', c.unit_id, other.id, other.id, 'nguoi-khac', c.state, 1, c.category_code, 'Của người khác',
      c.pages, c.at_desk, '${day}', '${half}', c.created_at, c.changed_at from certified_copies c, accounts other where other.login = '${accounts.agency.login}'`);
  await button(card, "Lưu lịch hẹn").click();
  await expect(card.getByRole("alert")).toContainText("Buổi này đã đủ người. Hãy chọn buổi khác.");
  await expect(list.locator("option:checked")).toHaveText(`${when(offered[2])} (hết chỗ)`);
  await expect(card.getByText(held, { exact: true }), "the old one still stands").toBeVisible();
  await isAccessible(page);
  await picture(page, info, "chung-thuc-het-cho");

  await list.selectOption({ index: 1 });
  const chosen = when(await list.locator("option:checked").textContent());
  await button(card, "Lưu lịch hẹn").click();
  await expect(card.getByText(`Lịch hẹn của bạn: ${chosen}.`)).toBeVisible();
  await expect(card.getByText(chosen, { exact: true })).toBeVisible();
  await expect(list).toHaveCount(0);
  await expect(opener).toBeFocused();
  await isAccessible(page);
  await picture(page, info, "chung-thuc-da-doi-lich");

  // The desk reads the same words.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal, officers.signer);
  await desk.goto(`${portal.url}/can-bo/chung-thuc`);
  const row = desk.getByRole("row").filter({ hasText: "Giấy khai sinh số 12/2010" });
  await expect(row).toContainText(chosen);
  await isAccessible(desk);
  await picture(desk, info, "can-bo-chung-thuc-lich-hen");
  await row.getByRole("link").first().click();
  await expect(desk.getByText(chosen, { exact: true })).toBeVisible();
  await context.close();
});

test("moved in two places at once: the second is told, keeps its choice and may save it", async ({ page, portal }) => {
  page.expectedFaults.push(/status of 409/);
  await signIn(page, portal, accounts.citizen);
  await ask(page, portal, "Giấy khai sinh số 13/2010");
  const card = page.getByRole("main").getByRole("listitem").filter({ hasText: "Giấy khai sinh số 13/2010" });
  await card.getByRole("button", { name: /^Đổi lịch hẹn/ }).click();
  const list = card.getByLabel("Lịch hẹn mới");
  await list.selectOption({ index: 2 });
  const chosen = when(await list.locator("option:checked").textContent());
  portal.change("update certified_copies set version = version + 1");
  await button(card, "Lưu lịch hẹn").click();
  await expect(card.getByRole("alert")).toContainText("Nội dung vừa được thay đổi ở nơi khác.");
  expect(when(await list.locator("option:checked").textContent())).toBe(chosen);
  await button(card, "Lưu lịch hẹn").click();
  await expect(card.getByText(`Lịch hẹn của bạn: ${chosen}.`)).toBeVisible();

  // Taken at the desk meanwhile: there is nothing left to move.
  await card.getByRole("button", { name: /^Đổi lịch hẹn/ }).click();
  await list.selectOption({ index: 1 });
  portal.change("update certified_copies set version = version + 1, state = 'refused', ground = 'damaged'");
  await button(card, "Lưu lịch hẹn").click();
  await expect(list).toHaveCount(0);
  await expect(card.getByText("Nội dung vừa được thay đổi ở nơi khác.", { exact: false })).toBeVisible();
  await expect(card.locator(".tag")).toContainText("Từ chối");
  await expect(card.getByRole("button", { name: /^Đổi lịch hẹn/ })).toHaveCount(0);
});

// Figures: an administrator looks at all levels, goes down to one, opens what lies behind a figure, and takes files along.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";
import { signInAtDesk } from "./support/desk.js";

const TITLE = "Số liệu giải quyết thủ tục hành chính";
const NUMBERS = (last) => `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${last})`;
const ID = "'01990000-0000-7000-8000-' || printf('%012x', i)";
const DAY = (more) => `strftime('%Y-%m-%d 01:00:00', 'now', '-' || (1 + i * 2 - ${more}) || ' days')`;

/** Most are due after the day they end, some before. */
const DUE = "(case when i % 7 = 0 then 5 else 9 end)";

/** Dossiers of a year in two communes: some over, some late, with papers from vaults and devices. */
function work(portal) {
  portal.change("insert into stored_files (sha256, size, media_type, stored_at) values ('x', 1, 'application/pdf', '2026-01-01 00:00:00')");
  portal.change(`insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at, due_on)
    ${NUMBERS(180)} select ${ID}, 'H21-MAU-' || i, a.id, p.id, u.id, 'x', case when i > 12 then 'returned' else 'received' end,
    '{}', '{}', 'online', '', 1, ${DAY(0)}, date(${DAY(DUE)})
    from n join units u on u.code = case when i % 3 = 0 then 'H21.102' else 'H21.101' end,
    (select id from accounts order by id limit 1) a, (select id from procedures where is_current order by code limit 1) p`);
  portal.change(`insert into dossier_components (dossier_id, component_id, attachment, sha256, media_type) ${NUMBERS(180)}
    select ${ID}, 'a', case when i % 3 = 0 or i % 4 = 1 then '{"attachment":{}}' else '{"attachment":{"paper_id":"x"}}' end, 'x', 'application/pdf' from n`);
  for (const [mark, status, more] of [["r", "received", 2], ["s", "returned", 8]]) {
    portal.change(`insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at) ${NUMBERS(180)}
      select '${mark}' || i, ${ID}, '${status}', a.id, '', '', ${DAY(more)} from n, (select id from accounts order by id limit 1) a
      where '${mark}' = 'r' or i > 12`);
  }
  portal.change("update dossiers set version = version + 1");
}

async function signIn(page, portal) {
  await page.goto(`${portal.url}/can-bo/so-lieu`);
  const { login, phone } = accounts.administrator;
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
}

test("figures are read for all, for one unit, dossier by dossier, and taken along", async ({ page, portal, browser }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 401/);
  await signIn(page, portal);
  // Nothing happened yet: that is no nought.
  await expect(page.getByText("chưa có số liệu").first()).toBeVisible();
  await isAccessible(page);
  work(portal);
  const year = new Date().getFullYear();
  await expect(async () => {
    await page.goto(`${portal.url}/can-bo/so-lieu?period=${year}`);
    await expect(page.locator(".figure-value").first()).toContainText("%", { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(`Năm ${year}`) })).toBeVisible();
  await expect(page.getByRole("img", { name: "Tỷ lệ tái sử dụng qua các tháng" })).toBeVisible();
  await expect(page.getByText("Chỉ tiêu: 60,0 %").or(page.getByText("Chỉ tiêu năm: 60 %")).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "so-lieu-toan-cong");

  // A figure says how it is computed, a chart is a table as well.
  const reuse = page.getByRole("article").filter({ hasText: "Tỷ lệ tái sử dụng giấy tờ" });
  await reuse.getByText("Cách tính").click();
  await expect(reuse.getByText(/chia cho tổng số giấy tờ/)).toBeVisible();
  const chart = page.locator("figure").first();
  await chart.getByText("Xem dưới dạng bảng").click();
  await expect(chart.getByRole("row")).toHaveCount(13);
  await isAccessible(page);

  // Down the tree, the lowest reuse first.
  await page.getByRole("link", { name: "Ủy ban nhân dân tỉnh Gia Lai" }).click();
  const rows = page.locator("table.list tbody tr");
  await expect(rows.first()).toContainText("Quy Nhơn");
  await isAccessible(page);
  await picture(page, info, "so-lieu-tinh");
  await rows.filter({ hasText: "Ủy ban nhân dân xã Tuy Phước" }).first().getByRole("link").click();
  await expect(page.getByRole("heading", { level: 2, name: /xã Tuy Phước: Năm/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Ủy ban nhân dân tỉnh Gia Lai" })).toBeVisible();

  // Files.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Tải bảng tính (xlsx)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`so-lieu-${year}.xlsx`);
  expect(readFileSync(await download.path()).subarray(0, 2).toString(), "a zip").toBe("PK");

  // What lies behind a figure; who is above reads no dossier.
  await page.getByRole("link", { name: "Danh sách hồ sơ: Đúng hạn" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Đúng hạn: danh sách hồ sơ" })).toBeVisible();
  await expect(page.locator("table.list tbody tr")).toHaveCount(20);
  await expect(page.getByText("đúng hạn", { exact: true }).first()).toBeVisible();
  await expect(page.locator("table.list a")).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "so-lieu-danh-sach");
  await page.getByRole("link", { name: "Trang sau" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(page.locator("table.list tbody tr").first()).toBeVisible();
  await page.getByRole("link", { name: "Về số liệu" }).click();

  // Another month.
  await page.getByLabel("Kỳ", { exact: true }).selectOption({ index: 1 });
  await page.getByRole("button", { name: "Xem", exact: true }).click();
  await expect(page).toHaveURL(/period=\d{4}-\d{2}$/);

  // An officer sees the own unit, from the tile of the desk, and opens its dossiers.
  const context = await browser.newContext({ viewport: page.viewportSize(), locale: "vi-VN" });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal);
  await desk.getByRole("main").getByRole("link", { name: /^Số liệu/ }).click();
  await expect(desk.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await desk.getByRole("link", { name: "Danh sách hồ sơ: Hồ sơ đang mở" }).click();
  await expect(desk.locator("table.list tbody tr a").first()).toHaveAttribute("href", /^\/can-bo\/ho-so\/0199/);
  await context.close();

  // What everybody may see stands on the home page.
  await page.goto(portal.url);
  await expect(page.getByRole("heading", { name: "Tình hình xử lý" })).toBeVisible();
  await expect(page.getByText("giấy tờ được dùng lại").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "trang-chu-tinh-hinh");
});

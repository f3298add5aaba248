// The list of the vault as the letter has it (seed 000, appendix 2; seed 001, part I): searches, pages, editing.
import { join } from "node:path";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { addPaper, choose, manyPapers } from "./support/vault.js";

const openColumns = (page) => page.locator(".search summary").click();
const rows = (page) => page.locator("table.papers tbody tr");

test("forty-six papers: pages, a jump, sizes and orders, all kept over reload and back", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  manyPapers(portal, accounts.agency.login, 46);
  await page.goto(`${portal.url}/kho`);
  await expect(rows(page)).toHaveCount(20);
  await expect(page.getByText("Trang 1 trên 3. Tổng số 46 bản ghi.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-danh-sach");
  await page.getByRole("link", { name: "Trang sau" }).click();
  await expect(page.getByText("Trang 2 trên 3.")).toBeVisible();
  await expect(rows(page).first().getByRole("link", { name: "Quyết định số 26", exact: true })).toBeVisible();
  await page.getByLabel("Chuyển tới trang").fill("3");
  await page.getByRole("button", { name: "Chuyển", exact: true }).click();
  await expect(rows(page)).toHaveCount(6);
  await expect(page.getByText("Trang 3 trên 3.")).toBeVisible();
  await page.reload();
  await expect(rows(page)).toHaveCount(6);
  await page.goBack();
  await expect(page.getByText("Trang 2 trên 3.")).toBeVisible();
  await page.getByLabel("Số bản ghi trên một trang").selectOption("50");
  await expect(rows(page)).toHaveCount(46);
  // Filters and orders are folded; what is in force is said.
  const summary = page.locator(".search summary");
  await expect(summary).toHaveText("Lọc và sắp xếp Mới thêm trước");
  await expect(page.getByLabel("Sắp xếp")).toBeHidden();
  await openColumns(page);
  await page.getByLabel("Sắp xếp").selectOption({ label: "Theo tên" });
  await expect(summary).toHaveText("Lọc và sắp xếp Theo tên");
  await expect(rows(page).first().getByRole("link", { name: "Quyết định số 1", exact: true })).toBeVisible();
  await page.getByLabel("Sắp xếp").selectOption({ label: "Dùng nhiều trước" });
  await expect(rows(page).first()).toContainText("6");
});

test("the first paper is seen without scrolling, by its name; every way above it can be reached", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPaper(page, portal, { file: "ban-sao-chung-thuc-bang-tot-nghiep.pdf", type: "Kết quả giải quyết", category: "Bản sao được chứng thực từ bản chính" });
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình khen thưởng" });
  await addPaper(page, portal, { file: "bien-ban-hop.pdf", category: "Biên bản họp" });
  // Names as other systems give them (seed 001): a code of their own, and nothing but a code.
  portal.change("update papers set name = '000000000000.KQ.G01.000023.Thẻ căn cước công dân' where file_name = 'to-trinh.pdf'");
  portal.change("update papers set name = code, summary = 'Biên bản họp hội đồng tháng 5' where file_name = 'bien-ban-hop.pdf'");
  const height = info.project.name === "phone" ? 800 : 860;
  await page.setViewportSize({ ...page.viewportSize(), height });
  await page.goto(`${portal.url}/kho`);
  const headings = rows(page).locator("th");
  await expect(headings).toHaveCount(3);
  await expect(headings.getByRole("link")).toHaveText(["Biên bản họp hội đồng tháng 5", "Thẻ căn cước công dân", "Bản sao được chứng thực từ bản chính"]);
  await expect(headings.nth(1).getByText("000000000000.KQ.G01.000023.Thẻ căn cước công dân"), "a code that is not the paper's").toBeVisible();
  await expect(headings.nth(2).getByText("KQ.G15"), "its own code stands in its column only").toHaveCount(0);
  await expect(rows(page).nth(2).locator(".paper-code")).toContainText("KQ.G15.000021");
  const top = await rows(page).first().evaluate((row) => row.getBoundingClientRect().top + scrollY);
  const name = await headings.first().locator(".tags").evaluate((head) => head.getBoundingClientRect().bottom + scrollY);
  info.annotations.push({ type: "measured", description: `the first paper begins at ${Math.round(top)} px of ${height}, its name and verdict end at ${Math.round(name)} px` });
  expect(top).toBeLessThan(0.7 * height);
  expect(name).toBeLessThan(0.9 * height);
  await isAccessible(page);
  await picture(page, info, "kho-ten-giay-to");
  await page.screenshot({ path: join(info.project.outputDir, "pictures", `kho-man-hinh-dau-${info.project.name}.png`), animations: "disabled" });

  // With the keyboard, from the title to the first paper.
  await page.getByRole("heading", { level: 1 }).focus();
  const reached = [];
  for (let press = 0; press < 16 && !reached.includes("Biên bản họp hội đồng tháng 5"); press++) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim()));
    const isSeen = () => page.evaluate(() => {
      const { left, right } = document.activeElement.getBoundingClientRect();
      return left >= 0 && right <= innerWidth;
    });
    await expect.poll(isSeen, `${reached.at(-1)} is moved into view`).toBe(true);
  }
  for (const way of ["Bản sao chứng thực", "Thêm mới", "Nhật ký kho giấy tờ", "Được chia sẻ với tôi", "Tất cả", "Kho Quy Nhơn", "Tìm trong kho"]) {
    expect(reached, way).toContain(way);
  }
  // The last of the tabs is shown when it is the one that was taken.
  await page.getByRole("link", { name: "Kho Quy Nhơn" }).click();
  const current = page.locator(".tabs [aria-current=page]");
  await expect(current).toHaveText("Kho Quy Nhơn");
  await expect.poll(() => current.evaluate((tab) => tab.getBoundingClientRect().right <= innerWidth)).toBe(true);
  await isAccessible(page);
  await picture(page, info, "kho-noi-khac");
});

test("the six searches: what is looked for stands in no address and is there again after reload", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  manyPapers(portal, accounts.agency.login, 30);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình khen thưởng" });
  await openColumns(page);
  for (const label of ["Tên giấy tờ", "Mã giấy tờ/Mã giấy tờ KQGQ", "Số quyết định", "Tên chủ hồ sơ", "Số định danh", "Trích yếu"]) {
    await expect(page.getByRole("search").getByLabel(label, { exact: true }), label).toBeVisible();
  }
  await isAccessible(page);
  await picture(page, info, "kho-tim-tung-o");
  await page.getByRole("search").getByLabel("Số định danh", { exact: true }).fill("9990001");
  await page.getByRole("search").getByLabel("Tên giấy tờ", { exact: true }).fill("to trinh");
  await page.getByRole("search").getByRole("button", { name: "Tìm" }).last().click();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Tờ trình khen thưởng", exact: true })).toBeVisible();
  expect(page.url()).not.toContain("9990001");
  expect(page.url()).not.toContain("trinh");
  await page.reload();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.getByRole("search").getByLabel("Số định danh", { exact: true })).toHaveValue("9990001");
  await page.getByRole("link", { name: "Bỏ tìm" }).first().click();
  await expect(rows(page)).toHaveCount(20);
  await page.getByLabel("Tìm trong kho").fill("không có");
  await page.getByRole("search").getByRole("button", { name: "Tìm" }).first().click();
  await expect(page.getByText("Không có giấy tờ nào khớp")).toBeVisible();
  await isAccessible(page);
});

test("a paper is changed, gets another file, and leaves the vault; the old file stays struck out", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình nhầm" });
  await page.getByRole("link", { name: /^Sửa/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Cập nhật dữ liệu kho cá nhân, tổ chức" })).toBeVisible();
  await expect(page.getByLabel("Tên giấy tờ")).toHaveValue("Tờ trình nhầm");
  await isAccessible(page);
  await page.getByLabel("Tên giấy tờ").fill("Quyết định công nhận");
  await page.getByLabel("Số quyết định").fill("12/QĐ-UBND");
  await page.getByRole("button", { name: "Xóa tệp cũ, chọn tệp mới" }).click();
  await choose(page, "quyet-dinh-cong-nhan.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await page.getByLabel("Lý do thay tệp").fill("Tải nhầm tờ trình");
  await isAccessible(page);
  await picture(page, info, "kho-sua");
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText("Đã cập nhật “Quyết định công nhận”.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Các tệp trước đây" })).toBeVisible();
  await expect(page.getByText("Tải nhầm tờ trình")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-giay-to-tep-cu");
  await page.getByRole("button", { name: "Bỏ khỏi kho" }).click();
  await expect(page.getByRole("dialog")).toContainText("Hồ sơ đã nộp vẫn giữ tệp đã dùng.");
  await isAccessible(page);
  await picture(page, info, "kho-bo");
  await page.getByRole("dialog").getByRole("button", { name: "Bỏ khỏi kho" }).click();
  await expect(page.getByText("Đã bỏ “Quyết định công nhận” khỏi kho.")).toBeVisible();
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toBeVisible();
});

test("two edits at once: the second is told and decides what stays", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình" });
  await page.getByRole("link", { name: /^Sửa/ }).click();
  page.expectedFaults.push(/409/);
  await page.getByLabel("Trích yếu").fill("Viết ở trang này");
  portal.change("update papers set version = version + 1, summary = 'Viết ở nơi khác'");
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByRole("alert")).toContainText("Giấy tờ này vừa được sửa ở nơi khác.");
  await expect(page.getByLabel("Trích yếu")).toHaveValue("Viết ở trang này");
  await isAccessible(page);
  await picture(page, info, "kho-sua-trung");
  await page.getByRole("button", { name: "Lưu những gì tôi nhập" }).click();
  await expect(page.getByText(/^Đã cập nhật/)).toBeVisible();
  await expect(page.getByText("Viết ở trang này")).toBeVisible();
});

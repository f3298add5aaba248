// An agency stores signed papers and files a dossier with them (seeds 000 and 001).
import { existsSync } from "node:fs";
import { join } from "node:path";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { hasShared, shared } from "./support/paths.js";
import { addPaper, choose } from "./support/vault.js";

test("an agency signs in, stores a signed paper and sees every column of the letter", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/dang-nhap`);
  await isAccessible(page);
  await picture(page, info, "dang-nhap");
  await signIn(page, portal, accounts.agency);
  await expect(page.getByText("mức xác minh 3")).toBeVisible();

  await page.goto(`${portal.url}/kho`);
  await expect(page.getByRole("heading", { name: "Kho dữ liệu cá nhân, tổ chức" })).toBeVisible();
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toBeVisible();
  await isAccessible(page);

  await page.getByRole("link", { name: "Thêm mới" }).first().click();
  await page.getByLabel("Loại giấy tờ").selectOption({ label: "Kết quả giải quyết" });
  const categories = await page.getByLabel("Danh mục giấy tờ").locator("option").allTextContents();
  expect(categories.filter((name) => !/^[-– ]*(Hãy )?[Cc]họn/.test(name.trim()))).toHaveLength(17);
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Bản sao được chứng thực từ bản chính" });

  const requests = [];
  page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await choose(page, "ban-sao-chung-thuc-bang-tot-nghiep.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await expect(page.getByText(/Ngày ký ghi trong tệp: \d\d\/\d\d\/\d{4}/)).toBeVisible();
  await expect(page.getByText("chưa gửi đi đâu")).toBeVisible();
  expect(requests.filter((request) => request.startsWith("POST")), "nothing is sent before it is asked for").toEqual([]);
  expect(requests.some((request) => request.includes("signature-worker")), "the worker is loaded only now").toBe(true);
  await expect(page.getByLabel("Tên giấy tờ")).toHaveValue(/^000000000000\.KQ\.G15\.000021\.\d{8}\.Bản sao được chứng thực từ bản chính$/);
  await isAccessible(page);
  await picture(page, info, "them-giay-to");

  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText(/^Đã thêm “/)).toBeVisible();
  await expect(page).toHaveURL(/\/kho$/);
  // On a phone the heads are there for those who hear the page, and stand beside the values.
  await expect(page.locator("table.papers thead th")).toHaveText(["STT", "Mã giấy tờ", "Tên giấy tờ", "Tệp đính kèm", "Thông tin thêm", "Thao tác"]);
  const card = page.getByRole("row").nth(1);
  await expect(card.locator(".paper-code")).toContainText("KQ.G15.000");
  await expect(card.getByText("ban-sao-chung-thuc-bang-tot-nghiep.pdf", { exact: true })).toBeVisible();
  for (const word of ["Loại giấy tờ", "Loại kho", "Dung lượng tệp tin", "Số định danh", "Số quyết định", "Trích yếu", "Số lần sử dụng"]) {
    await expect(card.getByText(word, { exact: true }), word).toBeVisible();
  }
  await expect(card.getByText("Kho cá nhân, tổ chức")).toBeVisible();
  await expect(card.getByText("Chữ ký hợp lệ")).toBeVisible();
  await isAccessible(page);

  await card.getByRole("link", { name: /^Chi tiết/ }).click();
  await expect(page.getByText("Kết quả kiểm tra chữ ký số")).toBeVisible();
  // The portal has the paper stamped while nobody waits.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/^Cổng giữ kèm dấu thời gian của tệp \(lúc \d\d:\d\d/)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await isAccessible(page);
  await picture(page, info, "giay-to");
});

test("an agency files a dossier: one fitting paper is attached by itself, of several it chooses", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPaper(page, portal, { file: "to-trinh.pdf", category: "Tờ trình", name: "Tờ trình khen thưởng đột xuất" });
  await addPaper(page, portal, { file: "bao-cao-thanh-tich.pdf", category: "Báo cáo thành tích", name: "Báo cáo thành tích 1" });
  await addPaper(page, portal, { file: "hai-chu-ky-nguoi-va-co-quan.pdf", category: "Báo cáo thành tích", name: "Báo cáo thành tích 2" });
  await picture(page, info, "kho");

  await page.goto(portal.url);
  await isAccessible(page);
  await picture(page, info, "trang-chu");
  await page.getByRole("searchbox").first().fill("giay khen dot xuat cap xa");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/nop\?q=/);
  const found = page.getByRole("link", { name: /Giấy khen của Chủ tịch UBND cấp xã về thành tích đột xuất/ });
  await expect(found.first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tim-thu-tuc");
  await found.first().click();
  await expect(page.getByText("1.012376.H08")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thu-tuc");
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();

  // 1 unit and case
  await expect(page.getByText(/Bước 1 trên 5/)).toBeVisible();
  await isAccessible(page);
  await page.getByRole("radio", { name: /xã Tuy Phước(?! Đông)/ }).check();
  await picture(page, info, "nop-1-don-vi");
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  // 2 filer and owner
  await expect(page.getByText(/Bước 2 trên 5/)).toBeVisible();
  await expect(page.getByText(accounts.agency.name).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-2-nguoi-nop");
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  // 3 components
  await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
  await expect(page.getByText("Là tệp duy nhất phù hợp nên được đính kèm sẵn.")).toBeVisible();
  await expect(page.getByText("Kho có 2 tệp phù hợp.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-3-thanh-phan");
  await page.getByRole("button", { name: /^Lấy từ kho/ }).first().click();
  const picker = page.getByRole("dialog");
  await expect(picker.getByText("Hãy kiểm tra nội dung file trước khi lấy từ kho!")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "lay-tu-kho");
  await picker.getByRole("radio", { name: /Báo cáo thành tích 2/ }).check();
  await picker.getByRole("button", { name: "Cập nhật" }).click();
  await expect(picker).toBeHidden();
  await expect(page.getByText(/Báo cáo thành tích 2, ký/)).toBeVisible();

  await page.getByRole("button", { name: "Tiếp tục" }).click();

  // 4 delivery
  await expect(page.getByText(/Bước 4 trên 5/)).toBeVisible();
  await page.getByRole("radio", { name: /kho/i }).first().check();
  await isAccessible(page);
  await picture(page, info, "nop-4-nhan-ket-qua");
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  // 5 check and submit
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await expect(page.getByText("Ủy ban nhân dân xã Tuy Phước")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-5-kiem-tra");
  await page.getByRole("button", { name: "Nộp hồ sơ" }).dblclick();
  await expect(page).toHaveURL(/\/ho-so\/[0-9a-f-]{36}$/);
  await expect(page.getByText(/H21\.101-\d{6}-0001/).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "bien-nhan");

  await page.goto(`${portal.url}/ho-so`);
  await expect(page.getByText(/H21\.101-\d{6}-0001/)).toHaveCount(1);
  await isAccessible(page);
  await picture(page, info, "ho-so-da-nop");

  // the uses are counted
  await page.goto(`${portal.url}/kho`);
  const used = (name) => page.getByRole("row").filter({ hasText: name }).locator("dt:has-text('Số lần sử dụng') + dd");
  await expect(used("Báo cáo thành tích 2")).toHaveText("1");
  await expect(used("Báo cáo thành tích 1")).toHaveText("0");
  await expect(used("Tờ trình khen thưởng đột xuất")).toHaveText("1");
});

test.describe("with a real published paper", () => {
  test.skip(!hasShared, "SKIPPED: ../shared with real published papers is not here");
  test.use({ trust: async ({}, use) => use([join(shared, "trust")]) });

  test("the four-signature paper is stored under the real roots and filed", async ({ page, portal }) => {
    await signIn(page, portal, accounts.agency);
    const file = join(shared, "real-pdfs", "four-signatures-g2-2026.pdf");
    expect(existsSync(file)).toBe(true);
    await page.goto(`${portal.url}/kho/them`);
    await page.getByLabel("Loại giấy tờ").selectOption({ label: "Văn bản, giấy tờ khác" });
    await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Tờ khai" });
    await choose(page, file);
    await expect(page.getByText(/Có 4 chữ ký/)).toBeVisible();
    await page.getByRole("button", { name: "Cập nhật" }).click();
    await expect(page.getByText(/^Đã thêm “/)).toBeVisible();
    // Real papers carry no revocation data: taken, and shown as such.
    await expect(page.getByRole("row").getByText("Chưa rõ tình trạng thu hồi")).toBeVisible();

    await page.goto(`${portal.url}/thu-tuc/2.000635`);
    await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
    await page.getByRole("radio", { name: /phường Quy Nhơn/ }).check();
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await expect(page.getByText(/Bước 2 trên 5/)).toBeVisible();
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await expect(page.getByText("Là tệp duy nhất phù hợp nên được đính kèm sẵn.")).toBeVisible();
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await expect(page.getByText(/Bước 4 trên 5/)).toBeVisible();
    await page.getByRole("radiogroup", { name: "Hình thức nhận kết quả" }).getByRole("radio").first().check();
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
    await expect(page.getByText(/H21\.102-\d{6}-0001/).first()).toBeVisible();
  });
});

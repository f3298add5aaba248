// "Kiểm tra chữ ký số": for anybody, first in the browser, then by the server if the person wants that.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, isAccessible, picture, test } from "./support/portal.js";
import { paper } from "./support/paths.js";

const open = async (page, portal) => {
  await page.goto(`${portal.url}/kiem-tra-chu-ky`);
  await expect(page.getByRole("heading", { level: 1, name: "Kiểm tra chữ ký số" })).toBeVisible();
};
const choose = (page, name) => page.locator("#file").setInputFiles(paper(name));
const answer = (page, question) => page.locator(".questions > div").filter({ hasText: question }).locator("dd");

test("a stranger learns who signed a file, without signing in and without sending it", async ({ page, portal }, info) => {
  const sent = [];
  page.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
  await open(page, portal);
  await isAccessible(page);
  await picture(page, info, "kiem-tra-1");
  await choose(page, "hai-chu-ky-nguoi-va-co-quan.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await expect(page.getByText("Có 2 chữ ký.")).toBeVisible();
  // Nobody has looked at the certificate yet.
  await expect(page.locator(".verdict")).toContainText("Chưa kiểm tra người ký.");
  await expect(page.locator(".verdict")).toContainText(/chứng thư ghi tên .* Ngày ký ghi trong tệp/);
  await expect(page.locator(".verdict.ok"), "neither green nor ticked").toHaveCount(0);
  await expect(page.locator(".verdict")).not.toContainText("✓");
  expect(sent, "nothing leaves the device before it is asked for").toEqual([]);
  await isAccessible(page);
  await picture(page, info, "kiem-tra-2-tren-may");

  await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
  await expect(page.getByText(/^.?\s*Tệp tin hợp lệ: .* ký ngày .*, chưa bị sửa sau khi ký\.$/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Kết quả xác minh" })).toBeFocused();
  await expect(answer(page, "Chữ ký có đúng không?")).toContainText("Đúng.");
  await expect(answer(page, "Người ký có được tin cậy không?")).toContainText("Có.");
  await expect(answer(page, "Nội dung có còn như khi ký không?")).toContainText("Còn.");
  await page.getByText("Từng bước kiểm tra").first().click();
  await expect(page.getByText("Chuỗi chứng thư đến gốc tin cậy").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kiem-tra-3-ket-qua");
});

test("the file opens as it was when each signature was made, from the device itself", async ({ page, portal, context }) => {
  await open(page, portal);
  await choose(page, "hai-chu-ky-nguoi-va-co-quan.pdf");
  await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
  const links = page.getByRole("link", { name: /Mở bản đã ký, chữ ký/ });
  await expect(links).toHaveCount(2);
  const whole = readFileSync(paper("hai-chu-ky-nguoi-va-co-quan.pdf"));
  const sizes = [];
  for (const link of await links.all()) {
    const bytes = await page.evaluate(
      async (address) => Array.from(new Uint8Array(await (await fetch(address)).arrayBuffer())),
      await link.getAttribute("href"),
    ).catch(() => null);
    // The policy of the page forbids fetching such an address; a new tab may open it.
    if (bytes === null) {
      const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
      expect(tab.url()).toMatch(/^blob:/);
      await tab.close();
      continue;
    }
    expect(Buffer.from(bytes).equals(whole.subarray(0, bytes.length))).toBe(true);
    sizes.push(bytes.length);
  }
  if (sizes.length) expect(sizes[0]).toBeLessThan(sizes[1]);
  page.expectedFaults.push(/Content Security Policy/, /Failed to fetch/, /Refused to connect/);
});

test("the result can be kept as a PDF that reads as the page does", async ({ page, portal }, info) => {
  await open(page, portal);
  await choose(page, "hai-chu-ky-nguoi-va-co-quan.pdf");
  await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Tải báo cáo (PDF)" }).click(),
  ]);
  const kept = info.outputPath("bao-cao.pdf");
  await download.saveAs(kept);
  const text = execFileSync("pdftotext", [kept, "-"], { encoding: "utf8" }).normalize("NFC").replace(/\s+/g, " ");
  expect(text).toContain("Tệp tin hợp lệ");
  expect(text).toContain("chưa bị sửa sau khi ký");
});

test("the result can be kept as JSON", async ({ page, portal }) => {
  await open(page, portal);
  await choose(page, "to-trinh.pdf");
  await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Tải kết quả (JSON)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("to-trinh.pdf.json");
  const kept = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(kept.statement.report.verdict).toBe("TOTAL-PASSED");
});

for (const [name, here] of [
  ["hong/sua-sau-khi-ky.pdf", /thay đổi|sửa/],
  ["hong/sai-mot-byte.pdf", /thay đổi|sửa/],
]) {
  test(`a changed file is found on the device already: ${basename(name)}`, async ({ page, portal }, info) => {
    await open(page, portal);
    await choose(page, name);
    await expect(page.locator(".verdict.bad").first()).toContainText(here);
    await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
    await expect(answer(page, "Nội dung có còn như khi ký không?")).toContainText("Không.");
    await expect(answer(page, "Người ký có được tin cậy không?")).toContainText("Có.");
    await isAccessible(page);
    await picture(page, info, `kiem-tra-${basename(name, ".pdf")}`);
  });
}

test("a signer whom nobody trusts looks no better here than any other, and the server says so", async ({ page, portal }, info) => {
  await open(page, portal);
  await choose(page, "hong/chung-thu-ngoai.pdf");
  await expect(page.locator(".verdict.plain")).toContainText("Chưa kiểm tra người ký.");
  await expect(page.locator(".verdict.plain")).toContainText("Chứng thư ghi tên");
  await isAccessible(page);
  await picture(page, info, "kiem-tra-chua-ro-nguoi-ky");
  await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
  await expect(page.locator(".verdict").first()).toContainText("Không xác định được người ký");
  await expect(answer(page, "Người ký có được tin cậy không?")).not.toContainText("Có.");
  await expect(page.locator(".verdict.ok")).toHaveCount(0);
});

for (const name of ["chua-ky", "bi-cat-nua", "dat-mat-khau"]) {
  test(`a file without a signature to look at is not offered to the server: ${name}`, async ({ page, portal }) => {
    await open(page, portal);
    await choose(page, `hong/${name}.pdf`);
    await expect(page.locator(".verdict.bad")).toBeVisible();
    await expect(page.getByRole("button", { name: "Nhờ máy chủ xác minh" })).toHaveCount(0);
    await expect(page.getByText("chưa kiểm tra được người ký")).toHaveCount(0);
  });
}

for (const [name, told] of [
  ["hong/chung-thu-bi-thu-hoi.pdf", /Không\. Chứng thư bị thu hồi từ ngày \d\d\/\d\d\/\d{4}, trước khi ký\./],
  ["hong/het-han-khong-dau-thoi-gian.pdf", /Chưa kết luận được\. Chứng thư hết hạn ngày \d\d\/\d\d\/\d{4}, không có dấu thời gian/],
  ["hong/gia-mao-ten-co-quan-cap.pdf", /Chưa kết luận được\. Nơi cấp chứng thư chưa được công nhận\./],
]) {
  test(`why the signer is not trusted is said: ${basename(name)}`, async ({ page, portal }) => {
    await open(page, portal);
    await choose(page, name);
    await page.getByRole("button", { name: "Nhờ máy chủ xác minh" }).click();
    await expect(answer(page, "Người ký có được tin cậy không?")).toContainText(told);
    await expect(page.getByText("Chưa thấy sai sót")).toHaveCount(0);
  });
}

test("what is no PDF is said at once, and another file can be chosen", async ({ page, portal }) => {
  await open(page, portal);
  await choose(page, "hong/khong-phai-pdf.pdf");
  await expect(page.locator("#file-error")).toBeVisible();
  await choose(page, "to-trinh.pdf");
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  await expect(page.locator("#file-error")).toHaveCount(0);
});

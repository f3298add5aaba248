// A paper is seen in the page, and nothing in it runs there.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { hostile, pages } from "./support/pdf.js";
import { addPaper } from "./support/vault.js";

/** Signs in, stores a paper and presses "Xem"; with `bytes` the file itself is exchanged on its way. */
async function view(page, portal, bytes) {
  await signIn(page, portal, accounts.agency);
  await addPaper(page, portal, { file: "ban-sao-chung-thuc-bang-tot-nghiep.pdf", type: "Kết quả giải quyết", category: "Bản sao được chứng thực từ bản chính" });
  if (bytes) await page.route(/\/papers\/[^/]+\/file/, (route) => route.fulfill({ body: bytes, contentType: "application/pdf" }));
  await page.getByRole("link", { name: /^Xem tệp/ }).click();
  await expect(page).toHaveURL(/\/kho\/[^/]+\/xem$/);
}
const sheet = (page, number) => page.getByRole("group", { name: `Trang ${number}`, exact: true });
const isDrawn = (page, number) => expect(sheet(page, number)).toHaveAttribute("data-drawn", "");

test("a paper is seen in the page, with what is known of its signatures", async ({ page, portal }, info) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await view(page, portal);
  await isDrawn(page, 1);
  expect(asked.filter((path) => path.includes("pdfjs-")).length, "the library is loaded now").toBeGreaterThan(1);
  expect(asked.findIndex((path) => path.includes("pdfjs-"))).toBeGreaterThan(asked.findIndex((path) => path.endsWith("/file")));
  // Something is on the drawing, and the words can be selected and read aloud.
  const dark = await sheet(page, 1).locator("canvas").evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] < 300) dark++;
    return dark;
  });
  expect(dark).toBeGreaterThan(500);
  expect((await sheet(page, 1).locator(".pdf-text").textContent()).trim().length).toBeGreaterThan(20);
  await expect(page.getByLabel("Trang", { exact: true }), "one page has none to choose from").toBeHidden();
  await isAccessible(page);
  await picture(page, info, "xem-giay-to");

  const report = page.locator(".paper-view details .verdict").first();
  if (info.project.name === "phone") {
    await expect(report).toBeHidden();
    await page.getByText("Kết quả kiểm tra chữ ký số").click();
  }
  await expect(report).toBeVisible();
  await isAccessible(page);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải xuống", exact: true }).click();
  expect((await saved).suggestedFilename()).toBe("ban-sao-chung-thuc-bang-tot-nghiep.pdf");
});

test("pages are drawn as they come into sight, sized and turned by button and by key", async ({ page, portal }, info) => {
  await view(page, portal, pages(40));
  await isDrawn(page, 1);
  await expect(page.getByText("trên 40")).toBeVisible();
  await expect(sheet(page, 30)).not.toHaveAttribute("data-drawn", "");
  await expect(sheet(page, 1).locator(".pdf-text")).toHaveText("Trang 1");
  await page.getByLabel("Trang", { exact: true }).fill("30");
  await page.keyboard.press("Enter");
  await isDrawn(page, 30);
  await expect(page.getByLabel("Trang", { exact: true })).toHaveValue("30");
  await expect(sheet(page, 1)).not.toHaveAttribute("data-drawn", "");
  await page.getByRole("button", { name: "Trang sau" }).click();
  await expect(page.getByLabel("Trang", { exact: true })).toHaveValue("31");
  const width = async () => (await sheet(page, 31).boundingBox()).width;
  const before = await width();
  await page.getByRole("button", { name: "Phóng to" }).click();
  await page.getByRole("button", { name: "Phóng to" }).click();
  expect(await width()).toBeGreaterThan(before * 1.4);
  await expect(page.getByLabel("Trang", { exact: true })).toHaveValue("31");
  await isDrawn(page, 31);
  await isAccessible(page);
  await picture(page, info, "xem-phong-to");
  // The frame is one stop of the Tab key, and has keys of its own.
  await page.getByRole("region", { name: /^Nội dung của/ }).focus();
  await page.keyboard.press("0");
  await expect.poll(width).toBeCloseTo(before, 0);
  await page.keyboard.press("-");
  await expect.poll(width).toBeLessThan(before);
  await page.keyboard.press("End");
  await expect(page.getByLabel("Trang", { exact: true })).toHaveValue("40");
});

test("nothing that a paper brings along runs; a link names its host before it opens", async ({ page, portal, context }, info) => {
  const outside = [];
  const tell = (request) => !request.url().startsWith(portal.url) && !request.url().startsWith("blob:") && outside.push(request.url());
  page.on("request", tell);
  page.on("dialog", (dialog) => outside.push(dialog.message()));
  page.on("download", (download) => outside.push(download.url()));
  await view(page, portal, hostile());
  await isDrawn(page, 1);
  await expect(sheet(page, 1).locator(".pdf-text")).toHaveText("Giay to mau");
  const links = sheet(page, 1).getByRole("button");
  await expect(links.first()).toHaveAccessibleName("Liên kết tới ngoai.example.org");
  for (const link of await links.all()) {
    await link.click();
    await page.getByRole("button", { name: "Ở lại đây" }).click();
  }
  expect(await page.evaluate(() => globalThis.hasRun)).toBeUndefined();
  expect(context.pages()).toHaveLength(1);
  expect(outside).toEqual([]);
  expect(await page.evaluate(() => document.querySelectorAll("iframe, object, embed").length)).toBe(0);
  expect((await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name))).filter((name) => /sandbox|quickjs/.test(name))).toEqual([]);

  await links.first().click();
  await expect(page.getByRole("dialog")).toContainText("ngoai.example.org");
  await isAccessible(page);
  await picture(page, info, "xem-lien-ket");
  await context.route("https://ngoai.example.org/**", (route) => route.fulfill({ body: "<title>ngoài</title>", contentType: "text/html" }));
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: /^Mở ngoai\.example\.org/ }).click();
  const other = await opened;
  await other.waitForLoadState();
  expect(other.url()).toBe("https://ngoai.example.org/bieu-mau?a=1");
  expect(await other.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
});

test("a file that cannot be shown is said so, and can be saved", async ({ page, portal }, info) => {
  await view(page, portal, Buffer.from("%PDF-1.7\nnot a paper at all"));
  await expect(page.getByText("Không hiển thị được tệp này")).toBeVisible();
  await expect(page.getByRole("alert").getByRole("link", { name: "Tải xuống" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "xem-hong");

  const [plain, locked] = [info.outputPath("plain.pdf"), info.outputPath("locked.pdf")];
  writeFileSync(plain, pages(1));
  execFileSync("qpdf", ["--encrypt", "mat-khau", "chu", "256", "--", plain, locked]);
  await page.unroute(/\/papers\/[^/]+\/file/);
  await page.route(/\/papers\/[^/]+\/file/, (route) => route.fulfill({ path: locked, contentType: "application/pdf" }));
  await page.getByRole("button", { name: "Thử lại" }).click();
  await expect(page.getByText("Tệp này có mật khẩu")).toBeVisible();
});

test("a slow line shows how far it is, a broken one can be tried again", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_FAILED/);
  await view(page, portal, pages(2));
  await isDrawn(page, 1);
  await page.unroute(/\/papers\/[^/]+\/file/);
  await page.route(/\/papers\/[^/]+\/file/, (route) => route.abort());
  await page.reload();
  await expect(page.getByText("Chưa tải được tệp")).toBeVisible();
  await page.unroute(/\/papers\/[^/]+\/file/);
  const line = await context.newCDPSession(page);
  await line.send("Network.enable");
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 50, downloadThroughput: 40_000, uploadThroughput: 40_000 });
  await page.getByRole("button", { name: "Thử lại" }).click();
  await expect(page.getByText(/^Đang tải tệp: [1-9]\d? %$/)).toBeVisible();
  await line.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await isDrawn(page, 1);
});

test("browsers without the newest functions get the build that brings them", async ({ page, portal }) => {
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.addInitScript(() => {
    delete Math.sumPrecise;
    delete Map.prototype.getOrInsertComputed;
  });
  await view(page, portal, pages(1));
  await isDrawn(page, 1);
  expect(asked.filter((path) => /pdfjs-[^/]+\/legacy\/pdf\.min\.mjs/.test(path))).toHaveLength(1);
});

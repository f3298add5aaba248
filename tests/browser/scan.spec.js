// Photographs become one PDF: put in order, turned, cut to the paper, made small, without what a camera writes beside them.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/paths.js";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { choose, file, lying, PAPER, photograph, SECRET, sheets } from "./support/scan.js";

function png(width, height) {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), size, Buffer.from([8, 6, 0, 0, 0])]);
}

/** As a phone writes it: tiles, turned to the right by a box and once more, not to be followed, by EXIF. */
const heic = readFileSync(join(root, "frontend/heic/samples/phone.heic"));
/** The same, described behind its dots as other phones do, with a megabyte and more between. */
const behind = (() => {
  const bytes = readFileSync(join(root, "frontend/heic/samples/behind.heic"));
  const at = bytes.indexOf("mdat") - 4;
  const size = bytes.readUInt32BE(at);
  const more = Buffer.alloc(1_500_000);
  const longer = Buffer.concat([bytes.subarray(0, at + size), more, bytes.subarray(at + size)]);
  longer.writeUInt32BE(size + more.length, at);
  return longer;
})();
/** The same with its pictures said to be of a kind that is not decoded here. */
const foreign = Buffer.from(heic.toString("latin1").replaceAll("hvc1", "xyz1"), "latin1");

/** Share of dark dots of a page of a PDF. */
function dark(path, number) {
  const pgm = execFileSync("pdftoppm", ["-r", "30", "-gray", "-f", String(number), "-l", String(number), path], { maxBuffer: 1e8 });
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString("latin1"));
  const dots = pgm.subarray(head[0].length);
  return { share: dots.filter((dot) => dot < 90).length / dots.length, width: Number(head[1]), height: Number(head[2]) };
}

/** The wizard's page of files, with a component that takes any picture. */
async function draft(page, portal) {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/nop?q=ket hon`);
  await page.getByRole("link", { name: /đăng ký kết hôn/i }).first().click();
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await page.getByRole("radio", { name: /phường Hoài Nhơn/ }).check();
  await page.getByRole("radio", { name: /^1 ngày làm việc.*Không xác minh/i }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 2 trên 6/)).toBeVisible();
  // The form comes between; the files may come before it.
  await page.goto(page.url().replace(/[^/]*$/, "thanh-phan"));
  await expect(page.getByText(/Bước 4 trên 6/)).toBeVisible();
}

test("pictures become pages in the order and shape that one gives them, and stand for the component", async ({ page, portal, context }, info) => {
  // Photographs of twelve million dots take their time where many tests run at once.
  test.slow();
  await draft(page, portal);
  await isAccessible(page);
  const link = page.getByRole("link", { name: /^Chụp \/ quét giấy tờ/ }).first();
  const name = (await link.textContent()).split(" – ")[1].trim();
  // A HEIC file is not taken as it is; what is said leads to the scan.
  await page.locator(".part").filter({ has: page.getByRole("link", { name: /^Chụp/ }) }).first().locator('input[type="file"]').setInputFiles(file("IMG_0001.HEIC", heic, "image/heic"));
  await expect(page.getByText(/Ảnh HEIC không đính kèm thẳng được\. Hãy bấm “Chụp \/ quét giấy tờ”/).first()).toBeVisible();
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "Chụp / quét giấy tờ" })).toBeVisible();
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await expect(page.getByText("Chưa có trang nào")).toBeVisible();
  await isAccessible(page);
  expect(await page.locator("#scan-camera").getAttribute("capture")).toBe("environment");

  const [one, two] = [await photograph(page, [3000, 4000], "Một"), await photograph(page, [4000, 3000], "Hai")];
  expect(one.length, "a photograph, not a drawing").toBeGreaterThan(1_500_000);
  await choose(page, [file("hai.jpg", two), file("mot.jpg", one)]);
  await expect(sheets(page)).toHaveCount(2);
  await isAccessible(page);

  // The second becomes the first, by a button; the focus stays with it.
  await page.getByRole("button", { name: "Lên – trang 2" }).click();
  await expect(page.getByText("Trang đã chuyển tới vị trí 1.")).toBeAttached();
  await expect(page.getByRole("button", { name: "Lên – trang 1" })).toBeFocused();
  await expect.poll(() => sheets(page).first().locator("img").evaluate((img) => img.naturalHeight > img.naturalWidth)).toBe(true);

  // The corners of the first by dragging, those of the second as numbers and with the arrow keys.
  await page.getByRole("button", { name: "Chỉnh bốn góc – trang 1" }).click();
  const frame = page.locator(".corners-frame");
  await expect.poll(async () => (await frame.boundingBox()).height).toBeGreaterThan(150);
  const corners = ["Góc trên bên trái", "Góc trên bên phải", "Góc dưới bên phải", "Góc dưới bên trái"];
  for (const [index, corner] of corners.entries()) {
    const dot = page.getByRole("button", { name: new RegExp(`^${corner}:`) });
    await dot.scrollIntoViewIfNeeded();
    const room = await frame.boundingBox();
    const from = await dot.boundingBox();
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(room.x + PAPER[index][0] * room.width, room.y + PAPER[index][1] * room.height, { steps: 4 });
    await page.mouse.up();
  }
  await expect(page.getByRole("button", { name: /^Góc trên bên trái: (19|20|21) % từ trái, (11|12|13) % từ trên/ })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "quet-bon-goc");
  await page.getByRole("button", { name: "Xong" }).click();
  await expect(page.getByRole("button", { name: "Chỉnh bốn góc – trang 1" })).toBeFocused();

  await page.getByRole("button", { name: "Chỉnh bốn góc – trang 2" }).click();
  await page.getByText("Nhập vị trí góc bằng số").click();
  for (const [index, corner] of corners.entries()) {
    const group = page.getByRole("group", { name: corner, exact: true });
    for (const [axis, label] of ["Từ trái (%)", "Từ trên (%)"].entries()) {
      await group.getByLabel(label).fill(String(Math.round(PAPER[index][axis] * 100)));
      await page.keyboard.press("Tab");
    }
  }
  await isAccessible(page);
  const first = page.getByRole("button", { name: /^Góc trên bên trái:/ });
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(first).toHaveAccessibleName("Góc trên bên trái: 22 % từ trái, 14 % từ trên");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  // A corner that would turn the paper inside out is not taken.
  const far = page.getByRole("group", { name: "Góc dưới bên phải", exact: true }).getByLabel("Từ trái (%)");
  await far.fill("1");
  await page.keyboard.press("Tab");
  await expect(far).toHaveValue("90");
  await page.getByRole("button", { name: "Xong" }).click();
  await page.getByRole("button", { name: "Xoay phải – trang 2" }).click();
  await picture(page, info, "quet-cac-trang");

  await page.getByRole("button", { name: "Tạo tệp PDF và đính kèm" }).click();
  await expect(page).toHaveURL(/\/nop\/[^/]+\/thanh-phan$/);
  await expect(page.getByText("Đã nhận tệp:").first()).toBeVisible();
  await picture(page, info, "quet-da-dinh-kem");

  // It is shown beside the form, also where a browser only saves a PDF.
  const look = page.getByRole("link", { name: /^Xem/ }).first();
  const [beside] = await Promise.all([context.waitForEvent("page"), look.click()]);
  await expect(beside.getByRole("group", { name: "Trang 1", exact: true })).toHaveAttribute("data-drawn", "");
  await isAccessible(beside);
  await picture(beside, info, "quet-xem");
  const [, ofDraft, component] = /\/xem\/nhap\/([^/]+)\/([^/]+)$/.exec(beside.url());
  await beside.close();

  const answer = await context.request.get(`${portal.url}/api/v1/drafts/${ofDraft}/components/${component}/file?view=true`);
  const bytes = await answer.body();
  const path = info.outputPath("scan.pdf");
  writeFileSync(path, bytes);
  expect(execFileSync("qpdf", ["--check", path]).toString()).toContain("No syntax or stream encoding errors found");
  const facts = execFileSync("pdfinfo", [path]).toString();
  expect(facts).toMatch(/Pages:\s+2\n/);
  expect(facts).not.toMatch(/Creat|Producer|Author|Title/);
  expect(bytes.includes(SECRET), "what the camera wrote stays here").toBe(false);
  expect(bytes.includes("Exif")).toBe(false);
  const images = execFileSync("pdfimages", ["-list", path]).toString().trim().split("\n").slice(2).map((line) => line.trim().split(/\s+/));
  expect(images).toHaveLength(2);
  for (const image of images) {
    expect(Math.max(Number(image[3]), Number(image[4]))).toBeLessThanOrEqual(2000);
    expect(Math.max(Number(image[3]), Number(image[4]))).toBeGreaterThan(1000);
  }
  expect(bytes.length).toBeLessThan(2 * 400_000 + 3_000);
  // Only the paper is left of the picture: the table was a third of it and more.
  for (const number of [1, 2]) expect(dark(path, number).share, `page ${number}`).toBeLessThan(0.03);
  expect(dark(path, 1).height).toBeGreaterThan(dark(path, 1).width);
});

test("pictures that cannot be taken are named, with what to do; the others stay", async ({ page, portal }, info) => {
  // Pictures that do not decode are asked for once more by the recording of the test, which the policy refuses.
  page.expectedFaults.push(/Connecting to 'blob:/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/chup-giay-to`);
  const good = await photograph(page, [800, 600], "Giấy");
  await choose(page, [
    file("to.png", png(30_000, 30_000), "image/png"),
    file("iphone.heic", foreign, "image/heic"),
    file("dut.heic", heic.subarray(0, 1000), "image/heic"),
    file("trang.jpg", Buffer.from("<html>")),
    file("cat.jpg", good.subarray(0, 400)),
    file("tot.jpg", good),
  ]);
  await expect(sheets(page)).toHaveCount(1);
  const said = page.getByRole("alert");
  await expect(said).toContainText("Ảnh có 30000 × 30000 điểm");
  await expect(said).toContainText("Trình duyệt này không đọc được ảnh HEIC này. Trên iPhone, vào Cài đặt › Camera");
  await expect(said).toContainText("Không lấy được ảnh dut.heic");
  await expect(said).toContainText("Không lấy được ảnh trang.jpg");
  await expect(said).toContainText("Không lấy được ảnh cat.jpg");
  await isAccessible(page);
  await picture(page, info, "quet-khong-lay-duoc");
});

test("without a dossier the file is saved; leaving with pictures is asked about", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/chup-giay-to`);
  await choose(page, [file("a.jpg", await photograph(page, [600, 800], "A")), file("b.jpg", await photograph(page, [600, 800], "B"))]);
  await expect(sheets(page)).toHaveCount(2);
  await expect.poll(async () => (await lying(page)).length, "two pages, the record, the sign").toBe(4);
  await page.getByRole("button", { name: "Xoá – trang 2" }).click();
  await expect(sheets(page)).toHaveCount(1);
  await expect.poll(async () => (await lying(page)).length, "a page, the record, the sign").toBe(3);
  // What the device keeps is not lost by leaving: nothing is asked.
  await expect(page.getByText("Các trang được khoá kín và giữ trên máy này, nhiều nhất 7 ngày")).toBeVisible();
  await page.getByRole("link", { name: "Một Cửa" }).first().click();
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await page.goto(`${portal.url}/chup-giay-to`);
  await expect(page.getByRole("heading", { name: "Bạn đang chụp dở 1 trang" })).toBeVisible();
  await page.getByRole("button", { name: "Bỏ 1 trang này" }).click();
  await expect(page.getByText("Chưa có trang nào")).toBeVisible();
  expect(await lying(page)).toEqual([]);

  await choose(page, [file("a.jpg", await photograph(page, [600, 800], "A"))]);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  const path = info.outputPath("saved.pdf");
  await (await saved).saveAs(path);
  expect((await saved).suggestedFilename()).toBe("Giấy tờ đã quét.pdf");
  expect(execFileSync("qpdf", ["--check", path]).toString()).toContain("No syntax or stream encoding errors found");
  expect(readFileSync(path).includes(SECRET)).toBe(false);
  await expect(page.getByText("Tệp PDF đã được tải xuống máy của bạn.")).toBeVisible();
  // What it still needs to stand in the vault.
  await expect(page.getByText("Tệp này chưa có chữ ký số.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Ký số tệp tin" })).toHaveAttribute("href", "/ky-so");
  await expect(page.getByRole("main").getByRole("link", { name: "Yêu cầu chứng thực" })).toHaveAttribute("href", "/kho/chung-thuc/moi");
  await isAccessible(page);
  await picture(page, info, "quet-da-luu");
  // What was saved is not asked about any more, and goes.
  await page.getByRole("link", { name: "Một Cửa" }).first().click();
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await page.goto(`${portal.url}/chup-giay-to`);
  await expect(page.getByText("Chưa có trang nào")).toBeVisible();
  expect(await lying(page)).toEqual([]);
});

test("pages survive a reload, sealed, and go on to the component; then nothing of them is left", async ({ page, portal, context }, info) => {
  test.slow();
  await draft(page, portal);
  await page.getByRole("link", { name: /^Chụp \/ quét giấy tờ/ }).first().click();
  const shots = [];
  for (const [number, size] of [[1, [1500, 2000]], [2, [2000, 1500]], [3, [1500, 2000]]]) {
    shots.push(await photograph(page, size, `Trang ${number}`));
    await page.locator("#scan-camera").setInputFiles(file(`IMG_${number}.jpg`, shots.at(-1)));
    await expect(sheets(page)).toHaveCount(number);
  }
  await page.getByRole("button", { name: "Lên – trang 2" }).click();
  await page.getByRole("button", { name: "Xoay phải – trang 3" }).click();
  await page.getByRole("button", { name: "Chỉnh bốn góc – trang 2" }).click();
  await page.getByRole("button", { name: /^Góc trên bên trái:/ }).press("ArrowRight");
  await page.getByRole("button", { name: "Xong" }).click();
  const kept = page.getByText("Các trang được khoá kín và giữ trên máy này");
  await expect(kept).toBeVisible();
  await isAccessible(page);

  // Sealed: neither the photographs nor what is known of them lies there in clear.
  const before = await lying(page);
  expect(before, "three pages, the record, the sign").toHaveLength(5);
  expect(before.reduce((sum, one) => sum + one.bytes.length, 0), "they lie there").toBeGreaterThan(shots.reduce((sum, one) => sum + one.length, 0));
  for (const { key, bytes } of before) {
    expect(key).toMatch(/^\d{14}-\d{9}\/(\d+|ban-ghi|han)$/);
    if (key.endsWith("/han")) expect(bytes.toString(), "until when, nothing else").toMatch(/^\d{14}$/);
    for (const word of [SECRET, "JFIF", "Exif", "goal", "pages", "IMG_", new URL(page.url()).searchParams.get("ho-so")]) {
      expect(bytes.includes(word), `${word} in ${key}`).toBe(false);
    }
    for (const shot of shots) expect(bytes.includes(shot.subarray(1000, 1032))).toBe(false);
  }
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toMatch(/[\w-]{43}/);

  // As if the phone had let the page go.
  await page.reload();
  await expect(page.getByRole("heading", { name: "Bạn đang chụp dở 3 trang" })).toBeVisible();
  await expect(sheets(page)).toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "quet-chup-do");
  // Another tab that is at it is left in peace.
  const other = await context.newPage();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(sheets(page)).toHaveCount(3);
  await expect(page.getByText("Đã mở lại 3 trang.")).toBeAttached();
  await expect(kept).toBeVisible();
  await other.goto(page.url());
  await expect(other.getByText("Chưa có trang nào")).toBeVisible();
  await other.close();
  // Order, turn and corners as they were: the second was the first, the third was turned.
  const wide = (number) => sheets(page).nth(number).locator("img").evaluate((img) => img.naturalWidth > img.naturalHeight);
  expect([await wide(0), await wide(1), await wide(2)]).toEqual([true, false, true]);
  await page.getByRole("button", { name: "Chỉnh bốn góc – trang 2" }).click();
  await expect(page.getByRole("button", { name: "Góc trên bên trái: 2 % từ trái, 0 % từ trên" })).toBeVisible();
  await page.getByRole("button", { name: "Xong" }).click();
  await page.locator("#scan-camera").setInputFiles(file("IMG_4.jpg", await photograph(page, [600, 800], "Trang 4")));
  await expect(sheets(page)).toHaveCount(4);
  await expect(kept).toBeVisible();
  await picture(page, info, "quet-tiep-tuc");

  await page.getByRole("button", { name: "Tạo tệp PDF và đính kèm" }).click();
  await expect(page).toHaveURL(/\/nop\/[^/]+\/thanh-phan$/);
  await expect(page.getByText("Đã nhận tệp:").first()).toBeVisible();
  expect(await lying(page), "what was sent does not stay here").toEqual([]);
  const look = await page.getByRole("link", { name: /^Xem/ }).first().getAttribute("href");
  const [, ofDraft, component] = /\/xem\/nhap\/([^/]+)\/([^/]+)$/.exec(look);
  const answer = await context.request.get(`${portal.url}/api/v1/drafts/${ofDraft}/components/${component}/file?view=true`);
  const path = info.outputPath("resumed.pdf");
  writeFileSync(path, await answer.body());
  expect(execFileSync("qpdf", ["--check", path]).toString()).toContain("No syntax or stream encoding errors found");
  expect(execFileSync("pdfinfo", [path]).toString()).toMatch(/Pages:\s+4\n/);
});

test("pages are their account's alone, and signing out deletes them", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/chup-giay-to`);
  await choose(page, [file("a.jpg", await photograph(page, [600, 800], "A"))]);
  const kept = page.getByText("Các trang được khoá kín và giữ trên máy này");
  await expect(kept).toBeVisible();
  const own = await lying(page);
  // The session ended by itself, and somebody else signs in: nothing is shown of it.
  const mine = await page.context().cookies();
  await page.context().clearCookies();
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/chup-giay-to`);
  await expect(page.getByText("Chưa có trang nào")).toBeVisible();
  expect(await lying(page)).toHaveLength(own.length);
  await page.context().clearCookies();
  await page.context().addCookies(mine);
  await page.goto(`${portal.url}/chup-giay-to`);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(sheets(page)).toHaveCount(1);
  await expect(kept).toBeVisible();
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  expect(await lying(page)).toEqual([]);
});

test("where the device has no room the page goes on in memory, says so, and asks before it goes", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: portal.url, quotaSize: 20_000 });
  await page.goto(`${portal.url}/chup-giay-to`);
  await choose(page, [file("a.jpg", await photograph(page, [600, 800], "A")), file("b.jpg", await photograph(page, [800, 600], "B"))]);
  await expect(sheets(page)).toHaveCount(2);
  await expect(page.getByText("Máy chưa giữ được các trang này")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "quet-het-cho");
  await page.getByRole("button", { name: "Xoay phải – trang 1" }).click();
  await expect.poll(() => sheets(page).first().locator("img").evaluate((img) => img.naturalWidth > img.naturalHeight)).toBe(true);
  const asked = [];
  page.on("dialog", (dialog) => (asked.push(dialog.type()), dialog.dismiss()));
  await page.getByRole("link", { name: "Một Cửa" }).first().click();
  expect(asked).toEqual(["confirm"]);
  await expect(sheets(page)).toHaveCount(2);
  // Room again: the next change is kept, and with it everything that was not.
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: portal.url });
  await page.getByRole("button", { name: "Xoay phải – trang 2" }).click();
  await expect(page.getByText("Các trang được khoá kín và giữ trên máy này")).toBeVisible();
  expect(await lying(page)).toHaveLength(4);
});

test("a draft that is not there, or a component that needs a signature, is said; the pictures still become a file", async ({ page, portal }) => {
  page.expectedFaults.push(/status of 404/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/chup-giay-to?ho-so=01a00000-0000-7000-8000-000000000000&thanh-phan=to-khai`);
  await expect(page.getByText("Không tìm thấy hồ sơ hoặc thành phần này")).toBeVisible();
  await expect(page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" })).toBeVisible();
  await isAccessible(page);
});

/** Colours in the middles of the quarters of a page, from the top left to the bottom right. */
const quarters = (page, number) =>
  sheets(page).nth(number).locator("img").evaluate(async (img) => {
    await img.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [img.naturalWidth, img.naturalHeight];
    const it = canvas.getContext("2d");
    it.drawImage(img, 0, 0);
    const name = ([red, green, blue]) => (Math.min(red, green, blue) > 180 ? "white" : red > green && red > blue ? "red" : green > blue ? "green" : "blue");
    const at = (x, y) => name(it.getImageData(canvas.width * x, canvas.height * y, 1, 1).data);
    return [img.naturalWidth < img.naturalHeight, at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
  });

test("a HEIC photograph becomes a page, upright, in a browser that does not decode it", async ({ page, portal }, info) => {
  page.expectedFaults.push(/Connecting to 'blob:/);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const fetched = () => asked.filter((path) => path.startsWith("/heic-worker"));
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/chup-giay-to`);
  await expect(page.getByText("Ảnh JPEG, PNG, WebP hoặc HEIC (ảnh của iPhone).")).toBeVisible();
  await choose(page, [file("a.jpg", await photograph(page, [600, 800], "A"))]);
  await expect(sheets(page)).toHaveCount(1);
  expect(fetched(), "the decoder is for those who need it").toEqual([]);

  // Chosen while others are still read: each has its turn.
  await choose(page, [file("IMG_0001.HEIC", heic, "image/heic"), file("IMG_0002.HEIC", behind, "")]);
  await choose(page, [file("IMG_0003.HEIC", heic, "image/heic")]);
  await expect(sheets(page)).toHaveCount(4);
  await expect(page.getByText("Đang đọc ảnh")).toHaveCount(0);
  expect(fetched()).toContain("/heic-worker_bg.wasm");
  for (const number of [1, 2, 3]) expect(await quarters(page, number)).toEqual([true, "blue", "red", "white", "green"]);
  await isAccessible(page);
  await picture(page, info, "quet-anh-heic");

  for (const _ of [1, 2]) await page.getByRole("button", { name: "Xoá – trang 4" }).or(page.getByRole("button", { name: "Xoá – trang 3" })).last().click();
  await page.getByRole("button", { name: "Xoá – trang 1" }).click();
  await page.getByRole("button", { name: "Xoay phải – trang 1" }).click();
  await expect.poll(() => quarters(page, 0)).toEqual([false, "white", "blue", "green", "red"]);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  const path = info.outputPath("heic.pdf");
  await (await saved).saveAs(path);
  const images = execFileSync("pdfimages", ["-list", path]).toString().trim().split("\n").slice(2).map((line) => line.trim().split(/\s+/));
  expect(images.map((image) => [image[3], image[4]])).toEqual([["180", "120"]]);
});

test("decoding a HEIC photograph can be ended, and what breaks there leaves the page alive", async ({ page, portal }) => {
  page.expectedFaults.push(/Connecting to 'blob:/, /out of memory/, /status of 404/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/chup-giay-to`);
  const script = (body) => page.route("**/heic-worker_loader.js", (route) => route.fulfill({ contentType: "text/javascript", body }));
  const good = file("tot.jpg", await photograph(page, [800, 600], "Giấy"));

  await script('postMessage("ready")');
  await choose(page, [file("lau.heic", heic, "image/heic"), good]);
  await expect(page.getByText("Đang đọc ảnh HEIC lau.heic… Việc này có thể mất vài giây.")).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "Bỏ qua ảnh này" }).click();
  await expect(sheets(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Bỏ qua ảnh này" })).toHaveCount(0);
  await expect(page.locator("#scan-files")).toBeFocused();
  await expect(page.getByRole("alert")).toBeEmpty();

  await page.unroute("**/heic-worker_loader.js");
  await script('onmessage = () => { throw new Error("out of memory") }; postMessage("ready")');
  await choose(page, [file("lon.heic", heic, "image/heic"), good]);
  await expect(sheets(page)).toHaveCount(2);
  await expect(page.getByRole("alert")).toContainText("Trình duyệt này không đọc được ảnh HEIC này.");

  await page.unroute("**/heic-worker_loader.js");
  await page.route("**/heic-worker_loader.js", (route) => route.fulfill({ status: 404, body: "" }));
  await choose(page, [file("mat-mang.heic", heic, "image/heic"), good]);
  await expect(sheets(page)).toHaveCount(3);
  await expect(page.getByRole("alert")).toContainText("Chưa tải được phần đọc ảnh HEIC.");

  // The next one is read as if nothing had been.
  await page.unroute("**/heic-worker_loader.js");
  await choose(page, [file("duoc.heic", heic, "image/heic")]);
  await expect(sheets(page)).toHaveCount(4);
  await expect(page.getByRole("alert")).toBeEmpty();
});

// A scan that was left comes back whole: beside other pages, with pages that cannot be opened, after a sign-out, after days.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { openWizard, readDraft } from "./support/filing.js";
import { choose, file, lying, photograph, sheets, sizes } from "./support/scan.js";

const KEPT = "Các trang được khoá kín và giữ trên máy này";
const SHUT = "Chưa mở được ảnh của trang này";
const GONE = "Ảnh của trang này không còn trên máy";

/** A photograph that its width tells from the others. */
const shot = async (page, width) => file(`${width}.jpg`, await photograph(page, [width, 800], String(width)));

/** Takes photographs of these widths until the device keeps them. */
async function keep(page, portal, widths) {
  await page.goto(`${portal.url}/chup-giay-to`);
  for (const width of widths) await choose(page, [await shot(page, width)]);
  await expect(sheets(page)).toHaveCount(widths.length);
  await expect(page.getByText(KEPT)).toBeVisible();
  await expect.poll(async () => pages(await lying(page)).length).toBe(widths.length);
}

const pages = (all) => all.filter(({ key }) => /\/\d+$/.test(key));
const shelves = (all) => new Set(all.map(({ key }) => key.split("/")[0]));

const leave = async (page, portal) => {
  await page.goto(portal.url);
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
};

const goOn = async (page, count) => {
  await expect(page.getByRole("heading", { name: `Bạn đang chụp dở ${count} trang` })).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
};

/** Widths of the pages of the file that is made. */
async function made(page, info) {
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  const path = info.outputPath(`made-${Date.now()}.pdf`);
  await (await saved).saveAs(path);
  return sizes(path).map((size) => Number(size.split("x")[0]));
}

/** Changes what lies there: `flip` alters a byte of each of these (and gives it back the second time), `put` puts in words. */
const change = (page, { flip = [], put = [], clear = false }) =>
  page.evaluate(
    async ([flip, put, clear]) => {
      const asked = indexedDB.open("cho-gui");
      await new Promise((done) => (asked.onsuccess = done));
      const transaction = asked.result.transaction("phan", "readwrite");
      const store = transaction.objectStore("phan");
      const ended = new Promise((done) => (transaction.oncomplete = done));
      if (clear) store.clear();
      for (const [key, words] of put) store.put(words, key);
      for (const key of flip) {
        const found = store.get(key);
        found.onsuccess = () => {
          found.result[100] ^= 1;
          store.put(found.result, key);
        };
      }
      await ended;
      asked.result.close();
    },
    [flip, put, clear],
  );

const keyOf = async (page, part) => (await lying(page)).find(({ key }) => key.endsWith(`/${part}`)).key;

/** Opens the page while the key is not to be had, takes photographs, then has what was left looked for again. */
async function besides(page, portal, left, widths) {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await page.route("**/account/device-key", (route) => route.abort());
  await page.goto(`${portal.url}/chup-giay-to`);
  await expect(page.getByText("Máy này còn ảnh chụp dở nhưng chưa mở được")).toBeVisible();
  for (const width of widths) await choose(page, [await shot(page, width)]);
  await expect(sheets(page)).toHaveCount(widths.length);
  await page.unroute("**/account/device-key");
  await page.getByRole("button", { name: "Thử lại" }).click();
  await expect(page.getByRole("heading", { name: `Bạn đang chụp dở ${left} trang` })).toBeVisible();
  await expect(sheets(page), "what is here already stays in sight").toHaveCount(widths.length);
}

test("pages that were left come in beside new ones, and each page is its own photograph", async ({ page, portal }, info) => {
  test.slow();
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600, 610]);
  await leave(page, portal);
  await besides(page, portal, 2, [620, 630]);
  await isAccessible(page);
  await picture(page, info, "quet-chup-do-va-moi");
  await goOn(page, 2);
  await expect(sheets(page)).toHaveCount(4);
  await expect(page.getByText(KEPT)).toBeVisible();
  // The old place is given up when the new one has all of it.
  await expect.poll(async () => (await lying(page)).length, "four pages, the record, the sign").toBe(6);
  expect(shelves(await lying(page)).size).toBe(1);
  expect(new Set(pages(await lying(page)).map(({ key }) => key)).size).toBe(4);
  await page.getByRole("button", { name: "Xoá – trang 1" }).click();
  await expect.poll(async () => (await lying(page)).length).toBe(5);

  await leave(page, portal);
  await page.goto(`${portal.url}/chup-giay-to`);
  await goOn(page, 3);
  await expect(sheets(page)).toHaveCount(3);
  await choose(page, [await shot(page, 640)]);
  await expect(sheets(page)).toHaveCount(4);
  expect(await made(page, info)).toEqual([630, 600, 610, 640]);
});

test("a page that cannot be opened stays until the person takes it out, and no file is made without it", async ({ page, portal }, info) => {
  test.slow();
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600, 610, 620]);
  const second = await keyOf(page, 2);
  await leave(page, portal);
  await change(page, { flip: [second] });
  const before = pages(await lying(page)).map(({ key, bytes }) => [key, bytes.toString("base64")]);

  await page.goto(`${portal.url}/chup-giay-to`);
  await goOn(page, 3);
  await expect(sheets(page)).toHaveCount(3);
  await expect(sheets(page).nth(1)).toContainText(SHUT);
  await expect(page.getByText(SHUT)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Xoay phải – trang 2" })).toHaveCount(0);
  await isAccessible(page);
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  await expect(page.getByText("Chưa tạo tệp PDF")).toBeVisible();
  await expect(page.getByText("Không có ảnh của trang 2, nên tệp chưa được tạo.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "quet-trang-hong");
  // Other pages may move around it, and what is kept is what was kept.
  await page.getByRole("button", { name: "Lên – trang 2" }).click();
  await expect(page.getByText("Không có ảnh của trang 1, nên tệp chưa được tạo.")).toBeVisible();
  await page.getByRole("button", { name: "Thử lại – trang 1" }).click();
  await expect(page.getByText("Vẫn chưa mở được ảnh của trang này.")).toBeAttached();
  await expect(page.getByText(KEPT)).toBeVisible();
  await leave(page, portal);
  expect(pages(await lying(page)).map(({ key, bytes }) => [key, bytes.toString("base64")])).toEqual(before);

  // A phone that has no memory to spare decodes nothing for a while.
  await page.addInitScript(() => {
    const decode = HTMLImageElement.prototype.decode;
    HTMLImageElement.prototype.decode = function () {
      return window.spare ? decode.call(this) : Promise.reject(new Error("no memory"));
    };
  });
  await page.goto(`${portal.url}/chup-giay-to`);
  await goOn(page, 3);
  await expect(page.getByText(SHUT)).toHaveCount(3);
  await page.evaluate(() => (window.spare = true));
  await change(page, { flip: [second] });
  for (const number of [1, 2, 3]) {
    await page.getByRole("button", { name: `Thử lại – trang ${number}` }).click();
    await expect(page.getByRole("button", { name: `Chỉnh bốn góc – trang ${number}` })).toBeFocused();
  }
  await expect(page.getByText(SHUT)).toHaveCount(0);
  expect(await made(page, info)).toEqual([610, 600, 620]);
});

test("the person may take a broken page out; one that came in beside others waits where it was", async ({ page, portal }, info) => {
  test.slow();
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600, 610]);
  const second = await keyOf(page, 2);
  await leave(page, portal);
  await change(page, { flip: [second] });
  await besides(page, portal, 2, [620]);
  await goOn(page, 2);
  await expect(sheets(page)).toHaveCount(3);
  await expect(sheets(page).nth(2)).toContainText(SHUT);
  // Two lie in the new place, the third still in the old one, each with record and sign.
  await expect.poll(async () => (await lying(page)).length).toBe(7);
  expect(pages(await lying(page)).map(({ key }) => key)).toContain(second);
  await leave(page, portal);

  // The new scan is found first, then what is left of the old one.
  await page.goto(`${portal.url}/chup-giay-to`);
  await goOn(page, 2);
  await expect(sheets(page)).toHaveCount(2);
  // What came back is kept anew: only what is kept after that says that the file was saved.
  await expect(page.getByText(KEPT)).toBeVisible();
  const records = async () => (await lying(page)).filter(({ key }) => key.endsWith("/ban-ghi")).map(({ bytes }) => bytes.toString("base64"));
  const unsaved = await records();
  expect(await made(page, info)).toEqual([620, 600]);
  await expect.poll(async () => (await records()).some((one) => !unsaved.includes(one)), "it says that it was saved").toBe(true);
  await leave(page, portal);
  await page.goto(`${portal.url}/chup-giay-to`);
  await goOn(page, 1);
  await expect(page.getByText(SHUT)).toHaveCount(1);
  expect(pages(await lying(page)).map(({ key }) => key)).toEqual([second]);
  await choose(page, [await shot(page, 630)]);
  await expect(sheets(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Xoá – trang 1" }).click();
  await expect.poll(async () => pages(await lying(page)).map(({ key }) => key)).toEqual([second.replace(/\/2$/, "/3")]);
  expect(await made(page, info)).toEqual([630]);
});

test("a sign-out in another tab ends the keeping, is said, and nothing is written behind it", async ({ page, portal, context }, info) => {
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600]);
  const other = await context.newPage();
  await other.goto(portal.url);
  await other.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByText("Bạn đã đăng xuất ở một thẻ khác")).toBeVisible();
  await expect(page.getByText(KEPT)).toHaveCount(0);
  await expect(sheets(page).first()).toContainText(GONE);
  await isAccessible(page);
  await picture(page, info, "quet-dang-xuat-the-khac");

  await choose(page, [await shot(page, 610)]);
  await expect(sheets(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Xoay phải – trang 2" }).click();
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  await expect(page.getByText("Không có ảnh của trang 1, nên tệp chưa được tạo.")).toBeVisible();
  await page.getByRole("button", { name: "Xoá – trang 1" }).click();
  await expect(page.getByText("Chưa tạo tệp PDF")).toHaveCount(0);
  // In memory alone: leaving is asked about.
  const asked = [];
  page.once("dialog", (dialog) => (asked.push(dialog.type()), dialog.dismiss()));
  await page.getByRole("link", { name: "Một Cửa" }).first().click();
  expect(asked).toEqual(["confirm"]);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  const path = info.outputPath("signed-out.pdf");
  await (await saved).saveAs(path);
  expect(sizes(path)).toEqual(["800x610"]);
  await expect(page.getByText("Bạn đã đăng xuất ở một thẻ khác")).toBeVisible();
  expect(await lying(page)).toEqual([]);
});

test("a sign-out that the page could not hear is noticed with the next change", async ({ page, portal, context }) => {
  await page.addInitScript(() => {
    const listen = window.addEventListener;
    window.addEventListener = function (name, ...rest) {
      if (name !== "storage") listen.call(this, name, ...rest);
    };
  });
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600]);
  const other = await context.newPage();
  await other.goto(portal.url);
  await other.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(other.getByText("Chưa có tài khoản? Đăng ký")).toBeVisible();
  await expect(page.getByText(KEPT)).toBeVisible();
  await choose(page, [await shot(page, 610)]);
  await expect(page.getByText("Bạn đã đăng xuất ở một thẻ khác")).toBeVisible();
  await expect(sheets(page).first()).toContainText(GONE);
  expect(await lying(page)).toEqual([]);
});

test("signed out elsewhere, what is in memory is not lost to the sign-in page", async ({ page, portal, context }) => {
  await signIn(page, portal, accounts.citizen);
  const draft = await openWizard(page, portal);
  const seen = await readDraft(page, portal, draft);
  const component = seen.procedure.components.find((one) => !one.signature_required).id;
  await page.goto(`${portal.url}/chup-giay-to?ho-so=${draft}&thanh-phan=${component}`);
  const other = await context.newPage();
  await other.goto(portal.url);
  await other.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByText("Bạn đã đăng xuất ở một thẻ khác")).toBeVisible();
  await choose(page, [await shot(page, 600)]);
  await page.getByRole("button", { name: "Tạo tệp PDF và đính kèm" }).click();
  await expect(page.getByText("Chưa đính kèm được")).toBeVisible();
  await expect(sheets(page)).toHaveCount(1);
  await expect(page).toHaveURL(/\/chup-giay-to/);
  expect(await lying(page)).toEqual([]);
});

test("what the browser let go by itself is noticed before a file is made, and the rest is kept anew", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600, 610]);
  const [old] = shelves(await lying(page));
  await change(page, { clear: true });
  await page.getByRole("button", { name: "Tạo tệp PDF và tải xuống" }).click();
  await expect(page.getByText("Không có ảnh của trang 1, 2, nên tệp chưa được tạo.")).toBeVisible();
  await choose(page, [await shot(page, 620)]);
  await expect(sheets(page)).toHaveCount(3);
  await expect.poll(async () => pages(await lying(page)).length).toBe(1);
  expect([...shelves(await lying(page))], "nothing comes back into the old place").not.toContain(old);
  for (const _ of [1, 2]) await page.getByRole("button", { name: "Xoá – trang 1" }).click();
  expect(await made(page, info)).toEqual([620]);
});

const PAST = "00000000000001";
const FUTURE = "09999999999999";

test("what nobody came back for goes; what was changed since, and what a page is at, stays", async ({ page, portal, context }) => {
  await signIn(page, portal, accounts.citizen);
  await keep(page, portal, [600]);
  const [own] = shelves(await lying(page));
  await change(page, {
    put: [
      [`${own}/han`, PAST],
      // Its name is past and its last change is not; the other way round; and one from before there were signs.
      [`${PAST}-000000001/1`, "x"],
      [`${PAST}-000000001/han`, FUTURE],
      [`${FUTURE}-000000002/1`, "x"],
      [`${FUTURE}-000000002/han`, PAST],
      [`${PAST}-000000003/1`, "x"],
    ],
  });
  const other = await context.newPage();
  await other.goto(`${portal.url}/chup-giay-to`);
  await expect(other.getByText("Chưa có trang nào")).toBeVisible();
  expect([...shelves(await lying(other))].sort()).toEqual([`${PAST}-000000001`, own].sort());
  await other.close();
  // A change counts the days anew.
  await page.getByRole("button", { name: "Xoay phải – trang 1" }).click();
  const sign = async () => (await lying(page)).find(({ key }) => key === `${own}/han`).bytes.toString();
  await expect.poll(async () => Number(await sign()) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
});

test.describe("with the worker that lets go at any page", () => {
  test.use({ serviceWorkers: "allow" });

  test("what a page is at stays however old it is, and goes when nobody is", async ({ page, portal, context }) => {
    await signIn(page, portal, accounts.citizen);
    await keep(page, portal, [600]);
    const [own] = shelves(await lying(page));
    // Looked at last, so that it says that all was looked at.
    const last = `${FUTURE}-000000009`;
    const old = [[`${own}/han`, PAST], [`${last}/1`, "x"], [`${last}/han`, PAST], [`${PAST}-000000001/1`, "x"], [`${PAST}-000000001/han`, FUTURE]];
    await change(page, { put: old });
    const other = await context.newPage();
    const left = async () => {
      await other.goto(portal.url);
      return [...shelves(await lying(other))].sort();
    };
    await expect.poll(left).toEqual([`${PAST}-000000001`, own].sort());
    await page.close();
    await expect.poll(left).toEqual([`${PAST}-000000001`]);
  });
});

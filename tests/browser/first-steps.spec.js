// What newcomers stumbled over: words that are nearly right, a header of wide letters, tabs on a phone, where the keyboard stands.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { addPapers, call, key, openDraft } from "./support/filing.js";
import { paper } from "./support/paths.js";

test("a word with a wrong letter finds what is near, and says so", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/nop?q=khai snih`);
  await expect(page.getByRole("status").getByText(/^Không có thủ tục nào khớp hẳn với “khai snih”\. \d+ thủ tục gần giống:$/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Thủ tục đăng ký khai sinh", exact: true })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tim-gan-giong");
  await page.getByRole("searchbox").fill("khai sin");
  await expect(page.getByRole("status").getByText(/thủ tục khớp với “khai sin”/)).toBeVisible();
  await page.getByRole("searchbox").fill("khxx snnn");
  await expect(page.getByText("Chưa tìm thấy thủ tục khớp với “khxx snnn”")).toBeVisible();
});

test("the header stays in one row where the letters of the system are wide", async ({ page, portal }, info) => {
  test.skip(info.project.name === "phone", "a phone has its menu");
  await page.setViewportSize({ width: 1366, height: 800 });
  const rows = async () => {
    await page.evaluate(() => document.documentElement.style.setProperty("letter-spacing", "0.06em"));
    return page.locator(".head nav.across").evaluate((nav) => new Set([...nav.querySelectorAll("a, button")].map((one) => Math.round(one.getBoundingClientRect().top + one.offsetHeight / 2))).size);
  };
  await expect(page.getByRole("link", { name: "Đăng nhập" }).first()).toBeVisible();
  expect(await rows()).toBe(1);
  await signIn(page, portal, accounts.agency);
  expect(await rows()).toBe(1);
  await picture(page, info, "dau-trang-chu-rong");
  // Where they do not fit they stand behind the button.
  await page.setViewportSize({ width: 1024, height: 800 });
  await expect(page.locator(".head nav.across")).toBeHidden();
  await page.locator(".menu > summary").click();
  await expect(page.locator(".menu nav").getByRole("link", { name: /^Kho dữ liệu/ })).toBeVisible();
  await isAccessible(page);
});

test("the tabs of the vault's dialog stand beside or below each other, names before codes", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const draft = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  const part = page.locator(".part").first();
  await expect(part.getByText("Nộp ở đây: tệp PDF có chữ ký số được tính là bản chính.")).toBeVisible();
  // A code that the form of the letter puts in front of names is no name.
  await expect(page.locator(".part .verdict").first()).not.toContainText(/\d{7}\.KQ/);
  await part.getByRole("button", { name: /^Đổi tệp khác/ }).or(part.getByRole("button", { name: /^Lấy từ kho/ })).first().click();
  const fromVault = part.getByRole("button", { name: /^Lấy từ kho/ });
  if (await fromVault.isVisible()) await fromVault.click();
  const tabs = page.getByRole("dialog").getByRole("tab");
  await expect(tabs.first()).toBeVisible();
  const boxes = await tabs.evaluateAll((all) => all.map((tab) => {
    const words = document.createRange();
    words.selectNodeContents(tab);
    const [box, text] = [tab.getBoundingClientRect(), words.getBoundingClientRect()];
    return { top: box.top, bottom: box.bottom, left: box.left, right: box.right, spills: text.bottom > box.bottom + 1 || text.top < box.top - 1 };
  }));
  for (const [index, one] of boxes.entries()) {
    expect(one.spills, `the words of tab ${index + 1} stay in it`).toBe(false);
    for (const other of boxes.slice(index + 1)) {
      const apart = one.bottom <= other.top + 2 || other.bottom <= one.top + 2 || one.right <= other.left + 2 || other.right <= one.left + 2;
      expect(apart, `tab ${index + 1} lies over another`).toBe(true);
    }
  }
  const row = page.locator(".picker-row:not(.picker-head)").first();
  const order = await row.evaluate((row) => [...row.children].map((one) => one.className.split(" ").find((name) => name.startsWith("picker"))));
  expect(order.slice(0, 2)).toEqual(["picker-radio", "picker-name"]);
  await isAccessible(page);
  await picture(page, info, "lay-tu-kho-the");
});

test("after a file was chosen the keyboard stands at its component, and a phone offers no token to a citizen", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const draft = await call(page, portal, "POST", "/drafts", { procedure_code: "2.000635" }, key());
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  const part = page.locator(".part").first();
  await part.locator('input[type="file"]').setInputFiles(paper("hong/chua-ky.pdf"));
  await expect(part).toBeFocused();
  await expect(part.getByRole("status").getByText("Đã nhận tệp:")).toBeVisible();
  await expect(part).toBeFocused();
  await expect(part.getByRole("link", { name: "Ký số chua-ky.pdf" })).toHaveCount(info.project.name === "phone" ? 0 : 1);
  await isAccessible(page);
  await picture(page, info, "sau-khi-chon-tep");
});

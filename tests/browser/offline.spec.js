// A page that was opened before opens again without a line, and goes on by itself when the line is back.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";

test.use({ serviceWorkers: "allow" });

const ready = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  const isKept = async () => (await (await caches.open("shell")).keys()).some((one) => one.url.endsWith("/.filing.html"));
  for (let tries = 0; tries < 100 && !(await isKept()); tries++) await new Promise((done) => setTimeout(done, 100));
  return (await (await caches.open("shell")).keys()).map((one) => new URL(one.url).pathname);
});

test("the wizard opens without a line, says so, and comes back by itself", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource|ERR_FAILED/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/1.004194`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await expect(page.getByText(/Bước 1 trên/)).toBeVisible();
  await page.goto(page.url().replace(/[^/]*$/, "nguoi-nop"));
  const phone = page.locator('[id="filer.phone"]');
  await expect(phone).toBeVisible();
  const kept = await ready(page);
  expect(kept.some((name) => name.endsWith(".wasm")), kept.join()).toBe(true);
  expect(kept.filter((name) => name.startsWith("/api")), "nothing of the API").toEqual([]);

  await context.setOffline(true);
  await page.reload();
  await expect(page.getByText(/Không kết nối được|Mất kết nối|mạng/).first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-khong-mang");
  await context.setOffline(false);
  await expect(phone).toBeVisible({ timeout: 20_000 });
});

test("a page that was never opened says that there is no line, and is not taken for another", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource|ERR_FAILED/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/1.004194`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await expect(page.getByText(/Bước 1 trên/)).toBeVisible();
  await ready(page);
  await context.setOffline(true);
  await page.goto(`${portal.url}/chup-giay-to`);
  await expect(page.getByRole("heading", { name: "Đang mất mạng" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "chua-mo-khong-mang");
  // It opens by itself when the line is back.
  await context.setOffline(false);
  await expect(page.getByRole("heading", { name: "Đang mất mạng" })).toHaveCount(0);
  await expect(page.locator("main h1")).toBeVisible();
});

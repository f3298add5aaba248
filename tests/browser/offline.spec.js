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

test("a slow line shows the kept page, and one of another program is not put in its place", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource|ERR_FAILED/);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/1.004194`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await expect(page.getByText(/Bước 1 trên/)).toBeVisible();
  await ready(page);
  await context.setOffline(true);
  const never = await page.goto(`${portal.url}/chup-giay-to`).catch((error) => String(error));
  expect(String(never)).toMatch(/ERR_FAILED|ERR_INTERNET_DISCONNECTED/);
});

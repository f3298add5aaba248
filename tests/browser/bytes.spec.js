// What goes over the line, behind TLS and HTTP/2 as in a province.
import { accounts, expect, signIn, test } from "./support/portal.js";

test.use({ behindFront: true, ignoreHTTPSErrors: true });

test("saving one field costs less than a kilobyte on the line", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/1.004194`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await expect(page.getByText(/Bước 1 trên/)).toBeVisible();
  await page.goto(`${portal.url}/nop/${new URL(page.url()).pathname.split("/")[2]}/nguoi-nop`);
  const address = page.locator('[id="filer.address"]');
  await expect(address).toBeVisible();
  await page.waitForLoadState("networkidle");
  const costs = [];
  for (const street of ["12 Trần Phú", "12 Trần Phú, thôn 3", "12 Trần Phú, thôn 3, xã Tuy Phước"]) {
    const before = portal.front.bytes();
    const saved = page.waitForResponse((answer) => answer.url().endsWith("/typed") && answer.ok());
    await address.fill(street);
    await (await saved).finished();
    await page.waitForLoadState("networkidle");
    costs.push(portal.front.bytes() - before);
  }
  info.annotations.push({ type: "bytes for each of three changes", description: costs.join(", ") });
  expect(Math.max(...costs)).toBeLessThanOrEqual(1_000);
});

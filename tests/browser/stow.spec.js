// Papers that were filed from the device go into the vault with one press, and the next dossier takes them from there.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { call, key, openDraft, upload } from "./support/filing.js";

const FROM_DEVICE = [["to-trinh", "to-trinh"], ["bao-cao", "bao-cao-thanh-tich"], ["bien-ban", "bien-ban-hop"], ["minh-chung", "quyet-dinh-cong-nhan"]];

async function filedFromDevice(page, portal) {
  let draft = await openDraft(page, portal);
  for (const [component, name] of FROM_DEVICE) {
    const sent = await upload(page, portal, "signed-component", `${name}.pdf`);
    draft = await call(page, portal, "PUT", `/drafts/${draft.id}/components/${component}`, { version: draft.version, source: { upload: sent } });
  }
  return call(page, portal, "POST", `/drafts/${draft.id}/submit`, { version: draft.version, digest: draft.digest });
}

test("a file of the device is put into the vault beside it, once, and found by the next dossier", async ({ page, portal }, info) => {
  test.slow();
  page.expectedFaults.push(/status of 401/);
  await signIn(page, portal, accounts.agency);
  const dossier = await filedFromDevice(page, portal);
  await page.goto(`${portal.url}/ho-so/${dossier.id}`);
  const files = page.locator(".receipt-files > li");
  const request = files.nth(0);
  await expect(request.getByRole("button", { name: "Cất vào kho" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Cất vào kho" })).toHaveCount(4);
  await isAccessible(page);
  await picture(page, info, "ho-so-cat-vao-kho");
  await request.getByRole("button", { name: "Cất vào kho" }).click();
  await expect(request.getByText("Đã cất vào kho dữ liệu của bạn.")).toBeVisible();
  // The button is gone; whoever pressed it with the keyboard stands at what came of it.
  await expect(request.getByRole("link", { name: "Xem trong kho" })).toBeFocused();
  // Where it may be one of several kinds, the person says which.
  const proof = files.nth(3);
  await proof.getByLabel("Cất vào mục").selectOption({ label: "Quyết định" });
  await proof.getByRole("button", { name: "Cất vào kho" }).click();
  await expect(proof.getByText("Đã cất vào kho dữ liệu của bạn.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "ho-so-da-cat-vao-kho");
  await page.reload();
  await expect(request.getByText("Tệp này có trong kho dữ liệu của bạn.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cất vào kho" })).toHaveCount(2);
  await request.getByRole("link", { name: "Xem trong kho" }).click();
  await expect(page.getByText("to-trinh.pdf").first()).toBeVisible();
  // The next dossier has both by itself.
  const next = await call(page, portal, "POST", "/drafts", { procedure_code: "1.012373.H08" }, key());
  const filled = next.components.filter((one) => one.attachment).map((one) => one.component_id);
  expect(filled.sort()).toEqual(["minh-chung", "to-trinh"]);
});

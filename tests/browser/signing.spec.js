// "Ký số tệp tin": a PDF is sent, signed by the sandbox's agent with a key in SoftHSM, judged, and put into the vault.
import { readFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test as base } from "./support/portal.js";
import { softhsm, startAgent } from "./support/agent.js";
import { paper } from "./support/paths.js";

const test = base.extend({
  agent: async ({}, use) => {
    const agent = await startAgent();
    await use(agent);
    await agent.stop();
  },
  agents: async ({ agent }, use) => use([agent.address]),
});

// The installer of a real agent has the system trust its certificate; here nobody did.
test.use({ ignoreHTTPSErrors: true });
test.skip(!softhsm, "SoftHSM is not installed (Debian: apt install softhsm2)");

async function begin(page, portal) {
  await signIn(page, portal, accounts.agency);
  await page.goto(`${portal.url}/ky-so`);
  await expect(page.getByRole("heading", { name: "Ký số tệp tin" })).toBeVisible();
}

const choose = (page, file) => page.locator("#file").setInputFiles(file);
const unsigned = paper("hong/chua-ky.pdf");

test("a file is signed with the token and goes into the vault", async ({ page, portal, agent }, info) => {
  await agent.holder("org-hoa-mai");
  await begin(page, portal);
  await isAccessible(page);
  await picture(page, info, "ky-so");

  // Nothing chosen: said where it is missing.
  await page.getByLabel("Văn thư phát hành").check();
  await page.getByRole("button", { name: "Ký số", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await isAccessible(page);
  await picture(page, info, "ky-so-thieu");

  await choose(page, { name: "Quyết định.pdf", mimeType: "application/pdf", buffer: readFileSync(unsigned) });
  await expect(page.locator(".file-name")).toHaveText("Quyết định.pdf");
  await page.getByLabel("Số, ký hiệu văn bản").fill("12/QĐ-UBND");
  await page.getByLabel("Ngày ban hành").fill("21/11/2026");
  // A reload loses nothing.
  await page.reload();
  await expect(page.locator(".file-name")).toHaveText("Quyết định.pdf");
  await expect(page.getByLabel("Số, ký hiệu văn bản")).toHaveValue("12/QĐ-UBND");
  await page.getByRole("button", { name: "Ký số", exact: true }).click();

  await expect(page.getByRole("heading", { name: "Tệp đã được ký" })).toBeVisible();
  await expect(page.getByText("ỦY BAN NHÂN DÂN XÃ HOA MAI").first()).toBeVisible();
  // The token is of the commune, the account of a school: a plain note, no error.
  await expect(page.getByText(/không phải tên của tài khoản đang dùng/)).toContainText(accounts.agency.name);
  await expect(page.locator(".file-name")).toHaveText("Quyết định-da-ky.pdf");
  await isAccessible(page);
  await picture(page, info, "ky-so-xong");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Tải tệp đã ký" }).click();
  const file = readFileSync(await (await download).path());
  const before = readFileSync(unsigned);
  expect(file.subarray(0, before.length).equals(before), "what was sent, with a signature behind it").toBe(true);

  await page.getByRole("link", { name: "Đưa vào kho" }).click();
  await expect(page.getByRole("heading", { name: "Thêm giấy tờ vào kho" })).toBeVisible();
  await expect(page.locator(".file-name")).toHaveText("Quyết định-da-ky.pdf");
  await isAccessible(page);
  await picture(page, info, "ky-so-vao-kho");
  await page.getByLabel("Loại giấy tờ").selectOption({ label: "Văn bản, giấy tờ khác" });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page).toHaveURL(/\/kho$/);
  await expect(page.getByRole("status").filter({ hasText: "Đã thêm" })).toBeVisible();
});

test("what an agent does wrong is said, and the file need not be sent again", async ({ page, portal, agent }, info) => {
  await agent.holder("org-hoa-mai");
  await begin(page, portal);
  await choose(page, unsigned);
  await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
  page.expectedFaults.push(/status of 422/);
  for (const [behaviour, sentence] of [
    ["altered", /bị thay đổi trong lúc ký/],
    ["other-certificate", /chứng thư số của tổ chức khác/],
    ["no-upload", /chưa gửi được về cổng/],
    ["wrong-pin", /báo chưa ký/],
    // VGCA says a closed dialog with a number only.
    ["cancelled", /vừa đóng cửa sổ của phần mềm, hãy bấm ký lại/],
  ]) {
    await agent.behave(behaviour);
    await page.getByRole("button", { name: "Ký số", exact: true }).click();
    await expect(page.getByRole("alert"), behaviour).toHaveText(sentence);
    await expect(page.locator(".file-name")).toHaveText("chua-ky.pdf");
  }
  await isAccessible(page);
  await picture(page, info, "ky-so-loi");
  await agent.behave("honest");
  await page.getByRole("button", { name: "Ký số", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Tệp đã được ký" })).toBeVisible();
});

test("a file that is no PDF is refused beside the field", async ({ page, portal }) => {
  page.expectedFaults.push(/status of 422/);
  await begin(page, portal);
  await choose(page, { name: "ghi-chu.pdf", mimeType: "application/pdf", buffer: Buffer.from("không phải PDF") });
  await expect(page.locator("#file-error")).toBeVisible();
});

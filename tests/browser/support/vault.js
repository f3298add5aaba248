// What a person does with the vault.
import { expect } from "./portal.js";
import { paper } from "./paths.js";

/** Fills in the form and presses "Cập nhật"; the browser's own check is awaited as a person would. */
export async function addPaper(page, portal, { file, category, type = "Văn bản, giấy tờ khác", name }) {
  await page.goto(`${portal.url}/kho`);
  await page.getByRole("link", { name: "Thêm mới" }).first().click();
  await page.getByLabel("Loại giấy tờ").selectOption({ label: type });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: category });
  await choose(page, file);
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  if (name) await page.getByLabel("Tên giấy tờ").fill(name);
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText(/^Đã thêm “/)).toBeVisible();
}

/** Chooses a file of the sandbox (or one by its full path). */
export async function choose(page, file) {
  await page.locator('input[type="file"]').first().setInputFiles(file.startsWith("/") ? file : paper(file));
}

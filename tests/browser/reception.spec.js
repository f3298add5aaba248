// A dossier that somebody brings to the desk: who it is first, the vault before the scanner, taken in as it is handed in.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { addPapers } from "./support/filing.js";

const NUMBER = "9990001";

/** Begins at the desk for the agency and its procedure. */
async function begin(page, portal) {
  await page.goto(`${portal.url}/can-bo/tiep-nhan`);
  await page.getByLabel("Số căn cước hoặc mã số tổ chức của người nộp").fill(NUMBER);
  await page.getByLabel("Thủ tục", { exact: true }).fill("1.012373.H08");
  await page.getByRole("button", { name: "Tìm", exact: true }).click();
  await page.getByRole("button", { name: /^Chọn thủ tục/ }).first().click();
  await expect(page.getByText("Thủ tục đã chọn")).toBeVisible();
  await page.getByRole("checkbox", { name: /^Tôi đã đối chiếu thẻ căn cước/ }).check();
  await page.getByRole("button", { name: "Bắt đầu tiếp nhận" }).click();
  await expect(page.getByRole("region", { name: /^Tiếp nhận tại quầy cho/ })).toBeVisible();
}

test("a dossier brought to the desk is the person's own and taken in as it is handed in", async ({ page, portal, browser }, info) => {
  const home = await (await browser.newContext()).newPage();
  await signIn(home, portal, accounts.agency);
  await addPapers(home, portal);
  await signInAtDesk(page, portal, officers.desk);

  // What is missing is said, and nothing is lost.
  await page.goto(`${portal.url}/can-bo/tiep-nhan`);
  await page.getByLabel("Số căn cước hoặc mã số tổ chức của người nộp").fill(NUMBER);
  await page.getByRole("button", { name: "Bắt đầu tiếp nhận" }).click();
  await expect(page.locator(".error-summary")).toContainText("Hãy chọn thủ tục");
  await isAccessible(page);
  await picture(page, info, "tiep-nhan-bat-dau");

  await begin(page, portal);
  // All that the procedure asks for lies in the vault already: nothing is scanned, and only the way to the result is open.
  await expect(page.getByText(/Bước 4 trên 5/)).toBeVisible();
  await expect(page.getByRole("radiogroup", { name: "Hình thức nộp hồ sơ" }), "it was brought").toHaveCount(0);
  await isAccessible(page);
  await picture(page, info, "tiep-nhan-4");
  await page.getByRole("link", { name: "Quay lại" }).click();
  await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
  await expect(page.getByText("Là tệp duy nhất phù hợp nên được đính kèm sẵn.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tiep-nhan-thanh-phan");

  // The time is over: what was done is there when the person agrees again.
  await page.getByRole("button", { name: "Kết thúc với người này" }).click();
  await expect(page.getByRole("heading", { name: "Tiếp nhận hồ sơ tại quầy" })).toBeVisible();
  await begin(page, portal);
  await expect(page.getByText("Đơn vị bạn đã bắt đầu hồ sơ này trước đó.")).toBeVisible();
  await expect(page.getByText(/Bước 4 trên 5/)).toBeVisible();
  await page.getByRole("radiogroup", { name: "Hình thức nhận kết quả" }).getByRole("radio").first().check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await expect(page.getByText("Nộp trực tiếp tại bộ phận một cửa")).toBeVisible();
  await picture(page, info, "tiep-nhan-kiem-tra");
  await page.getByRole("button", { name: "Tiếp nhận hồ sơ", exact: true }).click();
  await expect(page).toHaveURL(/\/can-bo\/ho-so\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Đã tiếp nhận").first()).toBeVisible();
  await picture(page, info, "tiep-nhan-xong");

  // The officer's first page counts it among what is in work.
  await page.goto(`${portal.url}/can-bo`);
  await expect(page.getByText("Chờ tiếp nhận: 0. Đang giải quyết: 1.")).toBeVisible();

  // It is in the agency's own list, as received.
  await home.goto(`${portal.url}/ho-so`);
  await expect(home.getByText(/H21\.101-\d{6}-0001/).first()).toBeVisible();
  await home.context().close();
});

// A citizen registers a marriage (seed 001): the case without verification, papers from the vault and from the phone.
import { writeFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { addPaper } from "./support/vault.js";

// A white picture of one pixel, as a camera might make it.
const PHOTO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=",
  "base64",
);

test("a citizen files a marriage registration with a paper of the vault and a photograph", async ({ page, portal }, info) => {
  // The post without an address is refused by the server, as the test wants it.
  page.expectedFaults.push(/status of 422/);
  await signIn(page, portal, accounts.citizen);
  await addPaper(page, portal, {
    file: "giay-xac-nhan-tinh-trang-hon-nhan.pdf",
    type: "Kết quả giải quyết",
    category: "Giấy xác nhận tình trạng hôn nhân",
  });
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByRole("row").nth(1).getByText("Kho cá nhân, tổ chức", { exact: true })).toBeVisible();

  await page.goto(`${portal.url}/nop?q=ket hon`);
  await page.getByRole("link", { name: /đăng ký kết hôn/i }).first().click();
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await page.getByRole("radio", { name: /phường Hoài Nhơn/ }).check();
  await page.getByRole("radio", { name: /^1 ngày làm việc.*Không xác minh/i }).check();
  await picture(page, info, "ket-hon-1-truong-hop");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 2 trên 6/)).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  // What is missing is named before going on.
  await expect(page.getByText(/Bước 3 trên 6/)).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText("Hãy điền mục này.").first()).toBeVisible();
  const person = { born_on: "1/2/2000", ethnicity: "Kinh", nationality: "Việt Nam", address: "Thôn 3", times: "1" };
  const couple = { bride: ["Trần Thị Bích", "001199000002"], groom: ["Lê Văn An", "001099000001"] };
  for (const [who, [name, identifier]] of Object.entries(couple)) {
    for (const [part, answer] of Object.entries({ name, identifier, ...person })) {
      await page.locator(`[id="answers.${who}_${part}"]`).fill(answer);
    }
  }
  await page.getByRole("checkbox", { name: /^Tôi cam đoan/ }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  await expect(page.getByText(/Bước 4 trên 6/)).toBeVisible();
  await expect(page.getByText("Là tệp duy nhất phù hợp nên được đính kèm sẵn.")).toBeVisible();

  const photo = info.outputPath("can-cuoc.png");
  writeFileSync(photo, PHOTO);
  await page.locator('input[type="file"]').first().setInputFiles(photo);
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await isAccessible(page);

  // Nothing is lost on reload.
  await page.reload();
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  await expect(page.getByText(/Bước 5 trên 6/)).toBeVisible();
  await page.getByRole("radiogroup", { name: "Hình thức nhận kết quả" }).getByRole("radio", { name: /bưu điện/i }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText("Hãy điền mục này.").first()).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Địa chỉ nhận").fill("12 Trần Phú, phường Hoài Nhơn, Gia Lai");
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page.getByText(/H21\.103-\d{6}-0001/).first()).toBeVisible();
  await expect(page.getByText("12 Trần Phú, phường Hoài Nhơn, Gia Lai")).toBeVisible();
});

test("an agency's procedure is shown to a citizen with who may file it, and cannot be started", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/1.012376.H08`);
  await expect(page.getByText("Thủ tục này dành cho: Cơ quan, đơn vị nhà nước.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Nộp trực tuyến" })).toHaveCount(0);
});

test("two tabs that file the same draft make one dossier", async ({ page, portal, context }) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/thu-tuc/2.000635`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await page.getByRole("radio", { name: /phường Pleiku/ }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 2 trên 5/)).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 3 trên 5/)).toBeVisible();
  await page.locator('input[type="file"]').first().setInputFiles({ name: "to-khai.png", mimeType: "image/png", buffer: PHOTO });
  await expect(page.getByText("Đã nhận tệp:")).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByRole("radiogroup", { name: "Hình thức nhận kết quả" }).getByRole("radio").first().check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();

  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await Promise.all([page, second].map((tab) => tab.getByRole("button", { name: "Nộp hồ sơ" }).click()));
  for (const tab of [page, second]) await expect(tab).toHaveURL(/\/ho-so\/[0-9a-f-]{36}$/);
  expect(new URL(second.url()).pathname).toBe(new URL(page.url()).pathname);
  await page.goto(`${portal.url}/ho-so`);
  await expect(page.getByText(/H21\.105-\d{6}-\d{4}/)).toHaveCount(1);
});

test("the wizard can be left from any step, and the draft is found again", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/nop?q=ket hon`);
  await page.getByRole("link", { name: /đăng ký kết hôn/i }).first().click();
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await page.getByRole("radio", { name: /phường Hoài Nhơn/ }).check();
  await page.getByRole("radio", { name: /^1 ngày làm việc.*Không xác minh/i }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page).toHaveURL(/\/nop\/.+\/nguoi-nop$/);
  await page.getByRole("link", { name: /Một Cửa/ }).first().click();
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await expect(page).toHaveURL(`${portal.url}/`);
  await page.goto(`${portal.url}/nop`);
  await page.getByText("Soạn tiếp").first().click();
  await expect(page).toHaveURL(/\/nop\/.+\/.+/);
  await page.getByRole("link", { name: /Một Cửa/ }).first().click();
  await expect(page.getByRole("heading", { name: "Bạn cần làm thủ tục gì?" })).toBeVisible();
  await expect(page).toHaveURL(`${portal.url}/`);
});

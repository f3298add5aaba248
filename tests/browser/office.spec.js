// An administrator says where copies are certified, when, and by whom; people are offered just that.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";

const button = (page, name) => page.getByRole("button", { name, exact: true });

test("a unit begins to certify when an administrator has set hours, seal and signer", async ({ page, portal, browser }, info) => {
  // The API answers 404 for a unit that does not certify yet.
  page.expectedFaults.push(/status of 4(01|04|22)/);
  await page.goto(`${portal.url}/can-bo`);
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.administrator.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill("MotCua#2026");
  await button(page, "Tiếp tục").click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.administrator.phone));
  await button(page, "Đăng nhập").click();
  await page.getByRole("main").getByRole("link", { name: /^Nơi chứng thực bản sao điện tử/ }).click();
  await expect(page).toHaveURL(/\/can-bo\/chung-thuc\/noi-chung-thuc$/);
  await isAccessible(page);

  // What the demonstration set stands there.
  await page.getByLabel("Cơ quan chứng thực").selectOption({ label: "Ủy ban nhân dân xã Tuy Phước" });
  await expect(page.getByLabel("Mã số của cơ quan")).toHaveValue("9990001");
  await expect(page.getByLabel("Thứ Hai", { exact: true })).toBeChecked();
  await expect(page.getByLabel("Chủ nhật", { exact: true })).not.toBeChecked();
  const title = page.getByLabel(/^Chức danh của/);
  await expect(title).toHaveCount(1);
  await expect(title).toHaveValue("Phó Chủ tịch");
  await isAccessible(page);
  await picture(page, info, "noi-chung-thuc");

  // Everything that is wrong is said at once, and what was typed stays.
  await page.getByLabel("Mã số của cơ quan").fill("ABC");
  await page.getByLabel("Số lượt mỗi buổi chiều").fill("nhiều");
  await page.getByLabel("Ngày nghỉ thêm").fill("31/02/2027");
  await button(page, "Lưu").click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await isAccessible(page);
  await picture(page, info, "noi-chung-thuc-sai");
  await page.getByLabel("Mã số của cơ quan").fill("9990001");
  await page.getByLabel("Số lượt mỗi buổi chiều").fill("0");
  await page.getByLabel("Ngày nghỉ thêm").fill("30/04/2027, 1/5/2027");
  await title.fill(" ");
  await button(page, "Lưu").click();
  await expect(page.getByRole("group", { name: "Người ký chứng thực" })).toContainText("Nhập chức danh của từng người được chọn.");
  await title.fill("Chủ tịch");
  await button(page, "Lưu").click();
  await expect(page.getByText("Đã lưu nơi chứng thực Ủy ban nhân dân xã Tuy Phước.")).toBeVisible();
  await page.reload();
  await page.getByLabel("Cơ quan chứng thực").selectOption({ label: "Ủy ban nhân dân xã Tuy Phước" });
  await expect(page.getByLabel("Ngày nghỉ thêm")).toHaveValue("30/04/2027, 01/05/2027");
  await expect(title).toHaveValue("Chủ tịch");

  // People are offered mornings only.
  const context = await browser.newContext({ viewport: page.viewportSize() });
  const citizen = await context.newPage();
  await signIn(citizen, portal, accounts.citizen);
  await citizen.goto(`${portal.url}/kho/chung-thuc/moi`);
  const slots = citizen.getByLabel("Lịch hẹn").locator("option");
  await expect(slots.filter({ hasText: "sáng 7:30–11:30" }).first()).toBeAttached();
  await expect(slots.filter({ hasText: "chiều" })).toHaveCount(0);
  await context.close();
});

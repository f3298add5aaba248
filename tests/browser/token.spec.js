// Registering and signing in with a USB token, as people do it: Chromium, the sandbox's agent over TLS, keys in SoftHSM.
import { accounts, expect, freePort, isAccessible, picture, signIn, test as base } from "./support/portal.js";
import { softhsm, startAgent } from "./support/agent.js";

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

const SO_NOI_VU = "SỞ NỘI VỤ";

async function sign(page, button = "Đọc USB ký số") {
  await expect(page.getByText("Đã tìm thấy phần mềm ký số trên máy này.")).toBeVisible();
  await page.getByRole("button", { name: button, exact: true }).click();
}

async function register(page) {
  await page.getByLabel("Thư điện tử của đơn vị").fill("sonoivu@vi-du.vn");
  await page.getByLabel("Đơn vị đồng ý với điều khoản sử dụng").check();
  await page.getByLabel("Đơn vị đồng ý với chính sách chia sẻ thông tin").check();
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
}

async function signOut(page) {
  await page.getByRole("button", { name: "Đăng xuất" }).click();
  await expect(page.getByRole("button", { name: "Đăng xuất" })).toHaveCount(0);
  await expect(page).toHaveURL(/:\d+\/$/);
}

test("an agency registers with its token, signs out, and signs in with it", async ({ page, portal, agent }, info) => {
  page.expectedFaults.push(/status of 401/);
  await agent.holder("org-so-noi-vu");
  await page.goto(`${portal.url}/dang-ky`);
  await expect(page.getByRole("link", { name: /USB ký số/ })).toHaveCount(0);
  await page.getByLabel("Cơ quan nhà nước, đơn vị sự nghiệp").check();
  await page.getByRole("link", { name: /USB ký số/ }).click();
  await expect(page.getByRole("heading", { name: "Đăng ký bằng USB ký số" })).toBeVisible();
  await expect(page.getByText("Đã tìm thấy phần mềm ký số trên máy này.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "usb-dang-ky");
  await sign(page);

  await expect(page.getByRole("heading", { name: "Kiểm tra và đăng ký" })).toBeVisible();
  for (const fact of [SO_NOI_VU, "9990020", "9900000025", "UBND TỈNH BÌNH MINH MẪU"]) await expect(page.getByText(fact, { exact: true })).toBeVisible();
  await expect(page.getByText("CA phục vụ các cơ quan Nhà nước G2 (SANDBOX)")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "usb-kiem-tra");

  // Nothing filled in: every field says what it needs, and what was typed stays over a reload.
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await expect(page).toHaveTitle(/^Lỗi:/);
  await page.getByText("Xem điều khoản sử dụng").click();
  await isAccessible(page);
  await picture(page, info, "usb-kiem-tra-thieu");
  await page.getByLabel("Thư điện tử của đơn vị").fill("sonoivu@vi-du.vn");
  await page.reload();
  await expect(page.getByLabel("Thư điện tử của đơn vị")).toHaveValue("sonoivu@vi-du.vn");
  await register(page);
  await expect(page.getByText(`Đã tạo tài khoản cho ${SO_NOI_VU}. Mức độ xác minh: cao (IAL3).`)).toBeVisible();
  await expect(page.getByText("(cơ quan, mức xác minh 3)")).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(sessionStorage)), "nothing of it stays in the tab").not.toMatch(/vi-du|9990020/);
  await expect.poll(async () => (await portal.messages("sonoivu@vi-du.vn")).length).toBe(1);

  await signOut(page);
  await page.goto(`${portal.url}/dang-nhap?tiep=/kho`);
  await expect(page.getByRole("link", { name: "Đăng nhập bằng USB ký số" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "usb-dang-nhap-chon");
  await page.getByRole("link", { name: "Đăng nhập bằng USB ký số" }).click();
  await expect(page.getByText("Đã tìm thấy phần mềm ký số trên máy này.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "usb-dang-nhap");
  // Another way is one press away, and back again.
  await page.getByRole("link", { name: "Chọn phương thức xác thực khác" }).click();
  await expect(page.getByLabel("Mật khẩu", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Đăng nhập bằng USB ký số" }).click();
  await sign(page, "Đăng nhập");
  await expect(page.getByText(SO_NOI_VU).first()).toBeVisible();
  await expect(page).toHaveURL(/\/kho$/);
});

test("a renewed certificate reaches the account that the agency has", async ({ page, portal, agent }) => {
  page.expectedFaults.push(/status of 401/);
  for (const holder of ["org-hoa-mai", "org-renewed"]) {
    await agent.holder(holder);
    await page.goto(`${portal.url}/dang-nhap/usb-ky-so`);
    await sign(page, "Đăng nhập");
    await expect(page.getByText(accounts.agency.name).first()).toBeVisible();
    await expect(page, "where an agency manages its account").toHaveURL(/\/tai-khoan$/);
    await expect(page.getByRole("heading", { level: 1, name: "Quản lý tài khoản" })).toBeVisible();
    await signOut(page);
  }
  const told = await portal.messages(accounts.agency.phone);
  expect(told.filter((message) => /chung thu so moi/.test(message.content ?? "")).length).toBe(2);
});

test("who is not registered goes on to registering, who is goes on to signing in", async ({ page, portal, agent }, info) => {
  await agent.holder("org-so-noi-vu");
  await page.goto(`${portal.url}/dang-nhap/usb-ky-so`);
  await sign(page, "Đăng nhập");
  await expect(page.getByText("Đơn vị này chưa có tài khoản")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "usb-chua-co");
  await page.getByRole("button", { name: "Đăng ký tài khoản cho đơn vị" }).click();
  await register(page);
  await expect(page.getByText(`Đã tạo tài khoản cho ${SO_NOI_VU}.`)).toBeVisible();
  await signOut(page);

  await page.goto(`${portal.url}/dang-ky/usb-ky-so`);
  await sign(page);
  await expect(page.getByText("Đơn vị này đã có tài khoản")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "usb-da-co");
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByText(SO_NOI_VU).first()).toBeVisible();
});

test("whatever the agent does wrong has its sentence, and the person can go on", async ({ page, portal, agent }, info) => {
  page.expectedFaults.push(/status of 422/);
  await agent.holder("org-so-noi-vu");
  await page.goto(`${portal.url}/dang-ky/usb-ky-so`);
  for (const [behaviour, sentence] of [
    ["rubbish", /Phần mềm ký số trả lời không đúng/],
    ["cancelled", /Phần mềm ký số báo chưa ký|Việc ký đã được dừng lại/],
    ["wrong-pin", /Phần mềm ký số báo chưa ký \(mã/],
    ["other-certificate", /Chữ ký không khớp với chứng thư số/],
  ]) {
    await agent.behave(behaviour);
    await sign(page);
    await expect(page.getByRole("alert").getByText(sentence)).toBeVisible();
    await isAccessible(page);
  }
  await picture(page, info, "usb-ky-sai");
  for (const [holder, sentence] of [
    ["person-mau", /Đây là chứng thư số của cá nhân/],
    ["org-expired", /Chứng thư số đã hết hạn từ ngày/],
    ["org-revoked", /Chứng thư số đã bị thu hồi từ ngày/],
    ["foreign-company", /do nơi cấp mà cổng chưa công nhận/],
  ]) {
    await agent.holder(holder);
    await sign(page);
    await expect(page.getByRole("alert").getByText(sentence)).toBeVisible();
  }
  await picture(page, info, "usb-sai-chung-thu");
  await agent.holder("org-so-noi-vu");
  await sign(page);
  await expect(page.getByText(SO_NOI_VU, { exact: true })).toBeVisible();
});

base.describe("without an agent", () => {
  base.use({ agents: async ({}, use) => use([`wss://127.0.0.1:${await freePort()}`]) });

  base("the page says within three seconds what to install, and tries again", async ({ page, portal }, info) => {
    page.expectedFaults.push(/WebSocket connection/);
    const begun = Date.now();
    await page.goto(`${portal.url}/dang-ky/usb-ky-so`);
    await expect(page.getByText("Không tìm thấy phần mềm ký số trên máy này")).toBeVisible();
    expect(Date.now() - begun).toBeLessThan(6_000);
    await isAccessible(page);
    await picture(page, info, "usb-thieu-phan-mem");
    await page.getByRole("button", { name: "Thử lại" }).click();
    await expect(page.getByText("Không tìm thấy phần mềm ký số trên máy này")).toBeVisible();
    await page.getByRole("link", { name: "Danh sách các phần mềm hỗ trợ" }).click();
    await expect(page.getByRole("heading", { name: "Danh sách các phần mềm hỗ trợ" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Windows" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "macOS" })).toBeVisible();
    await isAccessible(page);
    await picture(page, info, "phan-mem-ho-tro");
  });

  base("an administrator keeps the list of support software", async ({ page, portal }, info) => {
    page.expectedFaults.push(/status of 422/);
    await signIn(page, portal, accounts.administrator);
    await page.goto(`${portal.url}/phan-mem-ho-tro`);
    await page.getByRole("link", { name: "Sửa danh sách" }).click();
    await page.getByRole("button", { name: "Thêm phần mềm" }).click();
    const last = page.locator("section.card").last();
    await last.getByLabel("Hệ điều hành").selectOption("linux");
    await last.getByLabel("Địa chỉ tải về").fill("http://vi-du.vn/ky-so");
    await page.getByRole("button", { name: "Lưu danh sách" }).click();
    await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(2);
    await isAccessible(page);
    await picture(page, info, "phan-mem-ho-tro-sua");
    await last.getByLabel("Tên phần mềm").fill("Phần mềm ký số mẫu");
    await last.getByLabel("Địa chỉ tải về").fill("https://vi-du.vn/ky-so");
    await page.getByRole("button", { name: "Xóa phần mềm 1" }).click();
    await page.getByRole("button", { name: "Lưu danh sách" }).click();
    await expect(page.getByText("Đã lưu danh sách.")).toBeVisible();
    await page.getByRole("link", { name: "Danh sách các phần mềm hỗ trợ" }).click();
    await expect(page.getByRole("link", { name: "Tải Phần mềm ký số mẫu từ nơi cung cấp" })).toHaveAttribute("href", "https://vi-du.vn/ky-so");
    await expect(page.getByText("VGCA Sign Service")).toHaveCount(0);
  });
});

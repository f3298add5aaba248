// Registering, forgetting the password, and an account that is not one's own, as people do it.
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { solveChallenge } from "altcha-lib";
import { accounts, expect, isAccessible, keptInTab, picture, test } from "./support/portal.js";

const PASSWORD = "Thuyền về bến 8!";
const moi = { number: "001 099 000 011", name: "Lê Văn Mới", born: "31/01/1999", phone: "0912 000 011" };

async function fill(page, person) {
  await page.getByLabel("Số CCCD hoặc CMND").fill(person.number);
  await page.getByLabel("Họ và tên").fill(person.name);
  await page.getByLabel("Ngày sinh", { exact: true }).fill(person.born);
  await page.getByLabel("Số điện thoại").fill(person.phone);
}

async function setPassword(page, password, repeated = password) {
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill(password);
  await page.getByLabel("Nhập lại mật khẩu", { exact: true }).fill(repeated);
}

test("a citizen registers by phone, from the choice to the vault", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|22)/);
  await page.goto(`${portal.url}/dang-nhap`);
  await page.getByRole("link", { name: "Chưa có tài khoản? Đăng ký" }).click();
  await expect(page.getByRole("heading", { name: "Đăng ký tài khoản" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Xác minh mức độ trung bình (IAL2)" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dang-ky");
  await page.getByLabel("Cơ quan nhà nước, đơn vị sự nghiệp").check();
  await expect(page.getByRole("link", { name: /Thuê bao di động/ })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "USB ký số" })).toBeVisible();
  // The only ways on are those that lead somewhere.
  const ways = await page.locator("a.tile").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(ways).toEqual(["/dang-ky/usb-ky-so", "/dang-ky/sim-ky-so", "/api/v1/session/providers/vneid/start?tiep=/tai-khoan"]);
  await page.getByLabel("Công dân").check();
  // What is not for citizens is said and is no link.
  await expect(page.getByText("Cách này dành cho cơ quan, tổ chức.").first()).toBeVisible();
  await page.getByRole("link", { name: /Thuê bao di động/ }).click();

  // Empty, then with a doubt about the year.
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(4);
  await expect(page).toHaveTitle(/^Lỗi:/);
  await isAccessible(page);
  await picture(page, info, "dang-ky-thieu");
  await fill(page, { ...moi, born: "31/01/1989" });
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByLabel(/Tôi đã kiểm tra/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dang-ky-nghi-van");
  await page.getByLabel("Ngày sinh", { exact: true }).fill(moi.born);
  await page.getByRole("button", { name: "Tiếp tục" }).click();

  await expect(page.getByText("Mã 6 chữ số đã được gửi đến số *** *** 011.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dang-ky-ma");
  await page.reload();
  const code = await portal.code("0912000011");
  await page.getByLabel("Mã xác thực", { exact: true }).fill(code === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Xác nhận" }).click();
  await expect(page.getByText("Mã xác thực chưa đúng.").first()).toBeVisible();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole("button", { name: "Xác nhận" }).click();

  await expect(page.getByRole("heading", { name: "Đặt mật khẩu" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Đặt mật khẩu" })).toBeVisible();
  await setPassword(page, "Matkhau@123");
  await isAccessible(page);
  await expect(page.getByText(/^Khi bấm “Đăng ký”, bạn đồng ý với điều khoản sử dụng/)).toBeVisible();
  await page.getByText("Xem chính sách chia sẻ thông tin").click();
  await expect(page.getByText("Cổng lưu thông tin bạn khai")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dang-ky-mat-khau");
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
  await expect(page.getByText("Mật khẩu này dễ bị đoán.").first()).toBeVisible();
  await setPassword(page, PASSWORD, "khác");
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
  await expect(page.getByText("Hai lần nhập mật khẩu chưa giống nhau.").first()).toBeVisible();
  await setPassword(page, PASSWORD);
  await page.getByRole("button", { name: "Đăng ký", exact: true }).click();
  await expect(page.getByText("Đã tạo tài khoản cho Lê Văn Mới.")).toBeVisible();
  const kept = await keptInTab(page);
  expect(kept, "nothing personal stays in the tab").not.toMatch(/099|Thuyền|Mới/);
});

test("a mismatch says what to do and keeps what was typed, also over a reload", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of (422|503)/);
  await page.goto(`${portal.url}/dang-ky/thue-bao`);
  await fill(page, { ...moi, name: "Lê Văn Cũ" });
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/không khớp với thông tin thuê bao tại nhà mạng VinaPhone/).first()).toBeVisible();
  await expect(page.getByText("soạn tin TTTB gửi 1414")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dang-ky-khong-khop");
  await page.reload();
  await expect(page.getByLabel("Họ và tên")).toHaveValue("Lê Văn Cũ");
  await page.getByLabel("Số điện thoại").fill("0912999504");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("button", { name: "Đang kiểm tra…" })).toBeVisible();
  await expect(page.getByText("Chưa đối chiếu được thông tin").first()).toBeVisible();
  await expect(page.getByLabel("Số điện thoại")).toHaveValue("0912999504");
});

test("a number with an account leads to a new password or to the desk", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 409/);
  await page.goto(`${portal.url}/dang-ky/thue-bao`);
  await fill(page, { number: "001099000001", name: "Nguyễn Thị Mẫu", born: "19/05/1999", phone: "0900000003" });
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("link", { name: "Quên mật khẩu" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "dang-ky-da-co");
  await page.getByRole("link", { name: "Tài khoản này không phải của tôi" }).click();
  await page.getByLabel("Số CCCD hoặc CMND").fill("001099000001");
  await page.getByLabel("Họ và tên").fill("Nguyễn Thị Mẫu");
  await page.getByLabel("Số điện thoại").fill("0912000031");
  await isAccessible(page);
  await page.getByRole("button", { name: "Gửi", exact: true }).click();
  await expect(page.getByText("Đã ghi nhận.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "khong-phai-toi");
});

test("a forgotten password is replaced, and after three failures nothing has to be solved by hand", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|22|28)/);
  await page.goto(`${portal.url}/dang-nhap`);
  for (let i = 0; i < 4; i++) {
    await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.citizen.login);
    await page.getByLabel("Mật khẩu", { exact: true }).fill(`sai-${i}`);
    const answered = page.waitForResponse((response) => response.url().endsWith("/session/password") && response.status() === 401);
    await page.getByRole("button", { name: "Tiếp tục" }).click();
    await answered;
    await expect(page.getByText("Tài khoản hoặc mật khẩu chưa đúng.").first()).toBeVisible();
  }
  await page.getByRole("link", { name: "Quên mật khẩu" }).click();
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.citizen.login);
  await isAccessible(page);
  await picture(page, info, "quen-mat-khau");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Nếu tài khoản này có mật khẩu/)).toBeVisible();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(accounts.citizen.phone));
  await page.getByRole("button", { name: "Xác nhận" }).click();
  await setPassword(page, PASSWORD);
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await expect(page.getByText(/Đã đổi mật khẩu/)).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Tài khoản", { exact: true }).fill(accounts.citizen.login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Mã 6 chữ số đã được gửi/)).toBeVisible();
});

test("the proof of work is the one of ALTCHA: its own library solves it, too", async ({ page, portal }) => {
  const challenge = await (await fetch(`${portal.url}/api/v1/proof-challenge`)).json();
  const solution = await solveChallenge({ challenge, deriveKey });
  expect(solution.counter).toBeGreaterThanOrEqual(100);
  const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString("base64");
  const send = (body) =>
    fetch(`${portal.url}/api/v1/recoveries`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-motcua-client": "1", origin: portal.url },
      body: JSON.stringify(body),
    });
  expect((await send({ login: "khongcoai", proof })).status).toBe(200);
  expect((await send({ login: "nguoikhac", proof })).status).toBe(428);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

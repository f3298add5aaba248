// A certified copy: asked for online with an appointment, made at the desk, signed twice by the sandbox's token, issued.
import { accounts, expect, isAccessible, picture, signIn, test as base } from "./support/portal.js";
import { softhsm, startAgent } from "./support/agent.js";
import { officers, signInAtDesk } from "./support/desk.js";
import { paper } from "./support/paths.js";

const test = base.extend({
  agent: async ({}, use) => {
    const agent = await startAgent();
    await use(agent);
    await agent.stop();
  },
  agents: async ({ agent }, use) => use([agent.address]),
});

test.use({ ignoreHTTPSErrors: true });
test.skip(!softhsm, "SoftHSM is not installed (Debian: apt install softhsm2)");

const scan = paper("hong/chua-ky.pdf");
const button = (page, name) => page.getByRole("button", { name, exact: true });

test("from the request to the vault", async ({ page, portal, agent, browser }, info) => {
  // Two people, two browsers, two signatures.
  test.setTimeout(240_000);
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/kho/chung-thuc`);
  await expect(page.getByText("Chưa có yêu cầu nào")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "chung-thuc-trong");
  await page.getByRole("link", { name: "Yêu cầu chứng thực" }).click();
  // Nothing filled in: said where it is missing.
  await button(page, "Gửi yêu cầu").click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(4);
  await isAccessible(page);
  await picture(page, info, "chung-thuc-thieu");
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Giấy khai sinh" });
  await page.getByLabel("Bản chính").fill("Giấy khai sinh số 12/2010, UBND xã Tuy Phước");
  await page.getByLabel("Số trang").fill("3");
  await expect(page.getByText(/Phí: 5\.000/)).toBeVisible();
  await page.getByLabel("Lịch hẹn").selectOption({ index: 1 });
  await picture(page, info, "chung-thuc-yeu-cau");
  await button(page, "Gửi yêu cầu").click();
  await expect(page.getByText("Đã hẹn")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "chung-thuc-da-hen");

  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: page.viewportSize() });
  const desk = await context.newPage();
  await signInAtDesk(desk, portal, officers.signer);
  await desk.getByRole("link", { name: /^Chứng thực bản sao/ }).click();
  await expect(desk.getByRole("heading", { name: "Chứng thực bản sao", exact: true })).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-chung-thuc");
  await desk.getByRole("link", { name: "Nguyễn Thị Mẫu" }).click();
  await button(desk, "Lập bản sao").click();
  await expect(desk.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  await isAccessible(desk);
  await picture(desk, info, "can-bo-chung-thuc-thieu");
  await desk.locator("#file").setInputFiles(scan);
  await expect(desk.locator(".file-name")).toHaveText("chua-ky.pdf");
  await desk.getByLabel("Tệp quét đúng với bản chính").check();
  await picture(desk, info, "can-bo-chung-thuc-lap");
  await button(desk, "Lập bản sao").click();
  await expect(desk.getByRole("heading", { name: "Người có thẩm quyền ký" })).toBeVisible();
  await expect(desk.getByText(/^01, quyển số 01\//)).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-chung-thuc-ky");

  // The wrong token: said, and it can be tried again.
  await agent.holder("org-hoa-mai");
  await button(desk, "Ký chứng thực").click();
  await expect(desk.getByRole("alert")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-chung-thuc-sai-usb");
  await agent.holder("person-mau");
  await button(desk, "Ký chứng thực").click();
  await expect(desk.getByRole("heading", { name: "Đóng dấu cơ quan" })).toBeVisible();
  await agent.holder("org-hoa-mai");
  await button(desk, "Ký số cơ quan").click();
  await expect(desk.getByRole("heading", { name: "Trả kết quả" })).toBeVisible();
  await isAccessible(desk);
  await button(desk, "Trả vào kho").click();
  await expect(desk.getByText("Bản sao đã có trong kho của người yêu cầu")).toBeVisible();
  await isAccessible(desk);
  await picture(desk, info, "can-bo-chung-thuc-xong");
  await context.close();

  await page.reload();
  await page.getByRole("link", { name: "Xem bản sao" }).click();
  await expect(page.getByText("Bản sao được chứng thực từ bản chính").first()).toBeVisible();
  await picture(page, info, "chung-thuc-trong-kho");
});

test("the desk asks for somebody who stands there, and refuses on a ground of the law", async ({ page, portal }, info) => {
  await signInAtDesk(page, portal, officers.signer);
  await page.goto(`${portal.url}/can-bo/chung-thuc/moi`);
  await button(page, "Tiếp tục").click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(5);
  await isAccessible(page);
  await picture(page, info, "can-bo-chung-thuc-moi-thieu");
  await page.getByLabel("Số CCCD hoặc CMND").fill("001099000001");
  await page.getByLabel("Người yêu cầu có mặt tại quầy").check();
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: "Giấy khai sinh" });
  await page.getByLabel("Bản chính").fill("Giấy khai sinh số 12/2010");
  await page.getByLabel("Số trang").fill("1");
  await button(page, "Tiếp tục").click();
  await expect(page.getByRole("heading", { name: "Yêu cầu chứng thực bản sao" })).toBeVisible();
  await page.getByText("Từ chối chứng thực").click();
  await page.getByLabel("Lý do từ chối").selectOption({ index: 2 });
  await page.getByLabel("Ghi rõ thêm").fill("Mất trang 2");
  await isAccessible(page);
  await picture(page, info, "can-bo-chung-thuc-tu-choi");
  await button(page, "Từ chối").click();
  await expect(page.getByText("Mất trang 2")).toBeVisible();
  await isAccessible(page);
});

test("who only signs finds the copies, and who does neither is told so", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|03)/);
  portal.change("delete from staff_roles");
  await signInAtDesk(page, portal, officers.signer);
  const tiles = page.getByRole("main").locator("a.tile");
  await expect(tiles).toHaveCount(1);
  await isAccessible(page);
  await picture(page, info, "can-bo-chi-ky");
  await tiles.click();
  await expect(page).toHaveURL(/\/can-bo\/chung-thuc$/);
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  portal.change("delete from certifying_signers");
  await page.goto(`${portal.url}/can-bo`);
  await expect(page.getByText("Tài khoản của bạn chưa được giao việc tại bộ phận một cửa.")).toBeVisible();
  await expect(tiles).toHaveCount(0);
  await isAccessible(page);
});

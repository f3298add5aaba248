// Nothing that is typed into the wizard is lost: it saves itself, waits while the line is down, and asks when two devices differ.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { call } from "./support/filing.js";

const RESIDENCE = "1.004194";

async function open(page, portal, procedure = RESIDENCE) {
  await page.goto(`${portal.url}/thu-tuc/${procedure}`);
  await page.getByRole("button", { name: "Nộp trực tuyến" }).click();
  await expect(page.getByText(/Bước 1 trên/)).toBeVisible();
  return new URL(page.url()).pathname.split("/")[2];
}

const read = (page, portal, id) => call(page, portal, "GET", `/drafts/${id}`);
const field = (page, id) => page.locator(`[id="${id}"]`);

test("what is typed is saved by itself, right or wrong, and is there after a reload", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await open(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  const sent = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/typed")) sent.push(request.postData().length);
  });
  await field(page, "filer.phone").fill("0912");
  await expect(page.locator(".saved")).toHaveText(/đã lưu lúc/);
  await expect.poll(async () => (await read(page, portal, id)).filer.phone).toBe("0912");
  expect(sent.length, "one request for one field").toBe(1);
  expect(sent[0], "of a few bytes").toBeLessThan(200);
  await page.reload();
  await expect(field(page, "filer.phone")).toHaveValue("0912");
  // It is looked at when one goes on, and stays where it is.
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText("Hãy nhập số điện thoại 10 chữ số").first()).toBeVisible();
  await expect(field(page, "filer.phone")).toHaveValue("0912");
  await isAccessible(page);
});

test("without a line edits wait in words, sealed, and are sent in order when it is back", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await open(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(page, "filer.phone")).toBeVisible();
  await context.setOffline(true);
  await field(page, "filer.address").fill("12 Trần Phú, phường Pleiku");
  await expect(page.getByText("Mất mạng. 1 chỗ vừa sửa đang chờ gửi.")).toBeVisible();
  await field(page, "filer.email").fill("an@example.vn");
  await isAccessible(page);
  await picture(page, info, "nop-mat-mang");
  const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
  await expect.poll(kept).toContain(`cho-gui:${id}`);
  expect(await kept()).not.toMatch(/Trần Phú|example/);
  // One goes on all the same.
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("heading", { name: "Tờ khai" })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText("Mất mạng.")).toBeHidden({ timeout: 20_000 });
  const draft = await read(page, portal, id);
  expect([draft.filer.address, draft.filer.email]).toEqual(["12 Trần Phú, phường Pleiku", "an@example.vn"]);
  expect(await kept()).not.toContain("cho-gui");
});

test("edits that waited when the page went are sent when it is opened again", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await open(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await page.route("**/typed", (route) => route.abort());
  await field(page, "filer.address").fill("Thôn 3, xã Tuy Phước");
  await expect(page.getByText("Mất mạng. 1 chỗ vừa sửa đang chờ gửi.")).toBeVisible();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toContain("cho-gui");
  await page.close();
  const again = await context.newPage();
  await again.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(again, "filer.address")).toHaveValue("Thôn 3, xã Tuy Phước");
  await expect.poll(async () => (await read(again, portal, id)).filer.address).toBe("Thôn 3, xã Tuy Phước");
  await expect.poll(() => again.evaluate(() => Object.keys(localStorage).join())).not.toContain("cho-gui");
});

test("the same field in two tabs: the second is asked, another field comes over by itself", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/status of 409/);
  await signIn(page, portal, accounts.citizen);
  const id = await open(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(page, "filer.address")).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await field(other, "filer.address").fill("7 Lê Lợi");
  await expect.poll(async () => (await read(page, portal, id)).filer.address).toBe("7 Lê Lợi");
  // Another field: nothing is asked, and the first one comes over.
  await field(page, "filer.email").fill("an@example.vn");
  await expect(page.getByText("Hồ sơ vừa được sửa ở thẻ hoặc thiết bị khác.")).toBeVisible();
  await expect(field(page, "filer.address")).toHaveValue("7 Lê Lợi");
  // The same field.
  await field(other, "filer.address").fill("9 Lê Lợi");
  await expect.poll(async () => (await read(page, portal, id)).filer.address).toBe("9 Lê Lợi");
  await field(page, "filer.address").fill("12 Trần Phú");
  await expect(page.getByText("Chỗ này vừa được sửa ở cả nơi khác.")).toBeVisible();
  await expect(page.getByText("Ở nơi khác: 9 Lê Lợi")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-hai-noi");
  await page.getByRole("button", { name: "Giữ những gì nhập ở đây" }).click();
  await expect.poll(async () => (await read(page, portal, id)).filer.address).toBe("12 Trần Phú");
  await expect(page.getByText("Chỗ này vừa được sửa")).toBeHidden();
});

test("a form on the screen asks what the answers call for, and is filed with the dossier", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await open(page, portal);
  await page.getByRole("radio", { name: /phường Pleiku/ }).check();
  await page.getByRole("radio", { name: /Cá nhân, hộ gia đình/ }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 2 trên 6/)).toBeVisible();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 3 trên 6/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Tờ khai" })).toBeVisible();
  await expect(page.getByLabel("Họ, chữ đệm, tên người đăng ký")).toHaveValue(accounts.citizen.name);
  await expect(page.getByLabel("Họ, tên chủ chỗ ở")).toHaveCount(0);
  await page.getByRole("radio", { name: "Thuê, mượn, ở nhờ" }).check();
  await expect(page.getByLabel("Họ, tên chủ chỗ ở")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-to-khai");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText("Hãy điền mục này.").first()).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Địa chỉ đăng ký tạm trú").fill("12 Trần Phú, phường Pleiku");
  await page.getByLabel("Tạm trú từ ngày").fill("1/12/2026");
  await page.getByLabel("Đến ngày").fill("1/12/2027");
  await page.getByLabel("Họ, tên chủ chỗ ở").fill("Lê Văn Chủ");
  await page.getByRole("radio", { name: "Chỉ mình tôi" }).check();
  await page.getByRole("checkbox", { name: /Tôi cam đoan/ }).check();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByText(/Bước 4 trên 6/)).toBeVisible();
  await page.goto(`${portal.url}/nop/${id}/kiem-tra`);
  await expect(page.getByText("01/12/2026")).toBeVisible();
  await expect(page.getByText("Thuê, mượn, ở nhờ")).toBeVisible();
});

test("who files for another says on which ground; what was typed stays when the choice changes", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await open(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await page.getByRole("radio", { name: "Người hoặc đơn vị khác" }).check();
  await field(page, "owner.name").fill("Lê Thị Con");
  await field(page, "owner.identifier").fill("001099000002");
  await field(page, "owner.phone").fill("0912345678");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("radiogroup", { name: /tư cách gì/ }).getByText("Hãy điền mục này.")).toBeVisible();
  await page.getByRole("radio", { name: /Cha, mẹ của con/ }).check();
  await isAccessible(page);
  await picture(page, info, "nop-thay");
  await page.getByRole("radio", { name: /chính là người nộp/ }).check();
  await page.getByRole("radio", { name: "Người hoặc đơn vị khác" }).check();
  await expect(field(page, "owner.name")).toHaveValue("Lê Thị Con");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByLabel("Họ, chữ đệm, tên người đăng ký")).toHaveValue("Lê Thị Con");
  await page.goto(`${portal.url}/nop/${id}/kiem-tra`);
  await expect(page.getByText(/Cha, mẹ của con chưa thành niên/)).toBeVisible();
});

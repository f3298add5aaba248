// Nothing that is typed into the wizard is lost: it saves itself, waits while the line is down, and asks when two devices differ.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";
import { addPapers, call, field, key, openDraft, openWizard, readDraft } from "./support/filing.js";

test("what is typed is saved by itself, right or wrong, and is there after a reload", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  const sent = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/typed")) sent.push(request.postData().length);
  });
  await field(page, "filer.phone").fill("0912");
  await expect(page.locator(".saved")).toHaveText(/đã lưu lúc/);
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.phone).toBe("0912");
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
  const id = await openWizard(page, portal);
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
  const draft = await readDraft(page, portal, id);
  expect([draft.filer.address, draft.filer.email]).toEqual(["12 Trần Phú, phường Pleiku", "an@example.vn"]);
  expect(await kept()).not.toContain("cho-gui");
});

test("edits that waited when the page went are sent when it is opened again", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await page.route("**/typed", (route) => route.abort());
  await field(page, "filer.address").fill("Thôn 3, xã Tuy Phước");
  await expect(page.getByText("Mất mạng. 1 chỗ vừa sửa đang chờ gửi.")).toBeVisible();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toContain("cho-gui");
  await page.close();
  const again = await context.newPage();
  await again.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(again, "filer.address")).toHaveValue("Thôn 3, xã Tuy Phước");
  await expect.poll(async () => (await readDraft(again, portal, id)).filer.address).toBe("Thôn 3, xã Tuy Phước");
  await expect.poll(() => again.evaluate(() => Object.keys(localStorage).join())).not.toContain("cho-gui");
});

test("the same field in two tabs: the second is asked, another field comes over by itself", async ({ page, portal, context }, info) => {
  page.expectedFaults.push(/status of 409/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(page, "filer.address")).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await field(other, "filer.address").fill("7 Lê Lợi");
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.address).toBe("7 Lê Lợi");
  // Another field: nothing is asked, and the first one comes over.
  await field(page, "filer.email").fill("an@example.vn");
  await expect(page.getByText("Hồ sơ vừa được sửa ở thẻ hoặc thiết bị khác.")).toBeVisible();
  await expect(field(page, "filer.address")).toHaveValue("7 Lê Lợi");
  // The same field.
  await field(other, "filer.address").fill("9 Lê Lợi");
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.address).toBe("9 Lê Lợi");
  await field(page, "filer.address").fill("12 Trần Phú");
  await expect(page.getByText("Chỗ này vừa được sửa ở cả nơi khác.")).toBeVisible();
  await expect(page.getByText("Ở nơi khác: 9 Lê Lợi")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-hai-noi");
  await page.getByRole("button", { name: "Giữ những gì nhập ở đây" }).click();
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.address).toBe("12 Trần Phú");
  await expect(page.getByText("Chỗ này vừa được sửa")).toBeHidden();
});

test("a form on the screen asks what the answers call for, and is filed with the dossier", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
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
  // What is filed is what was seen: a long part stands open on a phone too, and can be folded away.
  const answers = page.locator("details").filter({ has: page.getByRole("heading", { name: "Tờ khai" }) });
  await expect(page.getByRole("link", { name: "Thay đổi – Tờ khai" })).toBeVisible();
  await expect(page.getByText("01/12/2026")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "nop-kiem-tra-gap");
  await answers.locator("summary").click();
  await expect(page.getByText("01/12/2026")).toBeHidden();
  await answers.locator("summary").click();
  await expect(page.getByText("Thuê, mượn, ở nhờ")).toBeVisible();
  await isAccessible(page);
});

test("who files for another says on which ground; what was typed stays when the choice changes", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
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

test("an edit waits with the version under which it was typed: what came from elsewhere meanwhile is asked about", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 409/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(page, "filer.address")).toBeVisible();
  const seen = await readDraft(page, portal, id);
  await call(page, portal, "PATCH", `/drafts/${id}/typed`, { version: seen.version, fields: { "filer.address": "Ở máy khác" } });
  // A slow line: the address is typed while the save of the e-mail is under way, over what the page still shows.
  await page.route("**/typed", async (route) => {
    await new Promise((done) => setTimeout(done, 2_000));
    await route.continue();
  });
  const first = page.waitForRequest("**/typed");
  await field(page, "filer.email").fill("an@example.vn");
  await first;
  await field(page, "filer.address").fill("Gõ ở đây");
  await expect(page.getByText("Chỗ này vừa được sửa ở cả nơi khác.")).toBeVisible();
  await expect(page.getByText("Ở nơi khác: Ở máy khác")).toBeVisible();
  const undecided = await readDraft(page, portal, id);
  expect([undecided.filer.address, undecided.filer.email]).toEqual(["Ở máy khác", "an@example.vn"]);
  // What is typed meanwhile changes nothing of the question, and the answer is for what was seen.
  await field(page, "filer.address").fill("Gõ lại ở đây");
  await page.getByRole("button", { name: "Giữ những gì nhập ở đây" }).click();
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.address).toBe("Gõ lại ở đây");
  await expect(page.getByText("Chỗ này vừa được sửa")).toBeHidden();
});

test("what waits is no newer for what another step loads meanwhile", async ({ page, portal }) => {
  page.expectedFaults.push(/ERR_FAILED|Failed to load resource|status of 409/);
  await signIn(page, portal, accounts.citizen);
  const { id, version } = await call(page, portal, "POST", "/drafts", { procedure_code: "2.000635" }, key());
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(page, "filer.address")).toBeVisible();
  await call(page, portal, "PATCH", `/drafts/${id}/typed`, { version, fields: { "filer.address": "Ở máy khác" } });
  await page.route("**/typed", (route) => route.abort());
  await field(page, "filer.address").fill("Gõ ở đây");
  await expect(page.getByText("1 chỗ vừa sửa đang chờ gửi")).toBeVisible();
  // The components look for papers, and with them comes the draft as it is now.
  const loaded = page.waitForResponse("**/match");
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  expect((await (await loaded).json()).filer.address).toBe("Ở máy khác");
  await page.unroute("**/typed");
  await expect(page.getByText("Ở nơi khác: Ở máy khác")).toBeVisible({ timeout: 20_000 });
  expect((await readDraft(page, portal, id)).filer.address).toBe("Ở máy khác");
  await page.getByRole("button", { name: "Lấy những gì nhập ở nơi khác" }).click();
  await expect(page.getByText("Chỗ này vừa được sửa")).toBeHidden();
  expect((await readDraft(page, portal, id)).filer.address).toBe("Ở máy khác");
});

test("one's own saves are no change from elsewhere, however fast one types on a slow line", async ({ page, portal }) => {
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop`);
  await expect(field(page, "filer.address")).toBeVisible();
  // Behind, so that every answer but the first leaves this page to look anew.
  const seen = await readDraft(page, portal, id);
  await call(page, portal, "PATCH", `/drafts/${id}/typed`, { version: seen.version, fields: { "filer.phone": "0911222333" } });
  const answers = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/typed")) answers.push(response.status());
  });
  await page.route("**/typed", async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  await field(page, "filer.address").pressSequentially("12 Trần Phú, phường Pleiku", { delay: 150 });
  await field(page, "filer.email").pressSequentially("an@example.vn", { delay: 150 });
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.email, { timeout: 20_000 }).toBe("an@example.vn");
  expect((await readDraft(page, portal, id)).filer.address).toBe("12 Trần Phú, phường Pleiku");
  await expect(field(page, "filer.phone")).toHaveValue("0911222333");
  expect(answers.length).toBeGreaterThan(2);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
});

test("edits that were sealed are as old as when they were typed, in pieces too", async ({ page, portal, context }) => {
  page.expectedFaults.push(/ERR_|Failed to load resource/);
  await signIn(page, portal, accounts.citizen);
  const id = await openWizard(page, portal, "1.001612");
  await page.goto(`${portal.url}/nop/${id}/to-khai`);
  const long = ["business_name", "business_address", "activity"].map((name) => `answers.${name}`);
  await expect(field(page, long[0])).toBeVisible();
  await page.route("**/typed", (route) => route.abort());
  const texts = long.map((name, at) => `${at} ${"Đặng ".repeat(1_500 + at)}`);
  for (const [at, name] of long.entries()) await field(page, name).fill(texts[at]);
  await expect(page.getByText("3 chỗ vừa sửa đang chờ gửi")).toBeVisible();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).join())).toContain("cho-gui");
  await page.close();
  const again = await context.newPage();
  again.on("console", () => {});
  await again.goto(portal.url);
  const seen = await readDraft(again, portal, id);
  // The one that goes last: two pieces are taken before it, and with them the page looks anew.
  await call(again, portal, "PATCH", `/drafts/${id}/typed`, { version: seen.version, fields: { [long[2]]: "Ở máy khác" } });
  await again.goto(`${portal.url}/nop/${id}/to-khai`);
  await expect(again.getByText("Ở nơi khác: Ở máy khác")).toBeVisible({ timeout: 20_000 });
  const { answers } = await readDraft(again, portal, id);
  expect([answers.business_name, answers.activity]).toEqual([texts[0], "Ở máy khác"]);
});

test("a field that is not taken holds up no other, is named before filing, and can be let go", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 422/);
  await signIn(page, portal, accounts.agency);
  await addPapers(page, portal);
  const { id } = await openDraft(page, portal);
  await page.goto(`${portal.url}/nop/${id}/nguoi-nop?ve=kiem-tra`);
  await expect(field(page, "filer.address")).toBeVisible();
  const first = page.waitForRequest("**/typed");
  await page.route("**/typed", async (route) => {
    await new Promise((done) => setTimeout(done, 800));
    await route.continue();
  });
  await field(page, "filer.email").fill("an@example.vn");
  await first;
  // Both wait, and travel together.
  await field(page, "filer.address").fill("x".repeat(3_000));
  await field(page, "filer.phone").fill("0911222333");
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.phone).toBe("0911222333");
  const box = page.locator("#chua-luu");
  await expect(box.getByText(/^Người nộp – Địa chỉ: /)).toBeVisible();
  await isAccessible(page);
  // One does not go past it unseen, and it stands where it was typed.
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /^Địa chỉ: / })).toBeVisible();
  await expect(field(page, "filer.address")).toHaveValue("x".repeat(3_000));
  await page.getByRole("link", { name: "Quay lại" }).click();
  await expect(page.getByRole("heading", { name: "Kiểm tra trước khi nộp" })).toBeVisible();
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(box).toBeFocused();
  await expect(box.getByRole("link", { name: /^Người nộp – Địa chỉ: / })).toBeVisible();
  expect((await readDraft(page, portal, id)).dossier_id).toBeNull();
  await isAccessible(page);
  await picture(page, info, "nop-khong-nhan");
  await box.getByRole("link", { name: /^Người nộp – Địa chỉ: / }).click();
  await expect(field(page, "filer.address")).toHaveValue("x".repeat(3_000));
  // Typed anew it is taken; or it is let go.
  await field(page, "filer.address").fill("12 Lê Lợi");
  await expect(box).toBeHidden();
  await expect.poll(async () => (await readDraft(page, portal, id)).filer.address).toBe("12 Lê Lợi");
  await field(page, "filer.address").fill("y".repeat(3_000));
  await page.getByRole("button", { name: "Bỏ những gì chưa lưu được" }).click();
  await expect(field(page, "filer.address")).toHaveValue("12 Lê Lợi");
  await expect(box).toBeHidden();
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByRole("button", { name: "Nộp hồ sơ" }).click();
  await expect(page).toHaveURL(/\/ho-so\//);
});

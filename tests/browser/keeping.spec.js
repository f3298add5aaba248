// What administrators keep: a procedure completed and opened for filing, the calendar, the tree of units, files taken in.
import { writeFileSync } from "node:fs";
import { accounts, expect, isAccessible, picture, test } from "./support/portal.js";

const PASSWORD = "MotCua#2026";

async function signIn(page, portal) {
  await page.goto(`${portal.url}/can-bo`);
  const { login, phone } = accounts.administrator;
  await page.getByLabel("Tài khoản", { exact: true }).fill(login);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  await page.getByLabel("Mã xác thực", { exact: true }).fill(await portal.code(phone));
  await page.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await expect(page.getByRole("main").getByRole("link", { name: /^Loại và danh mục giấy tờ/ })).toBeVisible();
}

function file(info, name, content) {
  const path = info.outputPath(name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const NATIONAL = {
  code: "OK",
  data: {
    id: "x1", code: "1.900100", codeNotation: "1.900100", name: "Thủ tục cấp phép thả diều có đèn",
    categoriesDetails: [{ name: "Văn hóa" }], isProvince: true, subjectTypesDetails: [{ name: "Công dân Việt Nam" }],
    executionMethods: [{ submissionMethod: "ONLINE", processingTime: 7.5, processingTimeUnit: "WORKING_DAY", fees: [] }],
    executionCases: [{ name: "", profileComponents: [{ code: "TP.1", name: "Đơn đề nghị", originalQty: 1, copyQty: 0 }] }],
    resultsDetails: [{ code: "KQ.G04.000001", name: "Giấy phép" }],
  },
};

test("a national procedure is imported, read as information, completed, and opened for filing", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await signIn(page, portal);
  await page.getByRole("main").getByRole("link", { name: /^Thủ tục hành chính/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Thủ tục hành chính" })).toBeVisible();
  await expect(page.getByText(/^\d+ thủ tục$/)).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thu-tuc-danh-sach");

  await page.getByRole("link", { name: "Nhập từ tệp" }).click();
  await page.setInputFiles("#file", file(info, "sai.json", "{}"));
  await expect(page.getByRole("alert")).toContainText("Tệp không có bản ghi thủ tục nào");
  await page.setInputFiles("#file", file(info, "quoc-gia.jsonl", `${JSON.stringify(NATIONAL)}\n{"hello": 1}`));
  await expect(page.getByText("Đọc thử “quoc-gia.jsonl”: chưa ghi gì")).toBeVisible();
  await expect(page.getByText("Không phải bản ghi thủ tục hành chính.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thu-tuc-nhap");
  await page.getByRole("button", { name: "Ghi vào danh mục" }).click();
  await expect(page.getByText("Đã ghi “quoc-gia.jsonl”")).toBeVisible();

  // For people it is information only.
  await page.goto(`${portal.url}/thu-tuc/1.900100`);
  await expect(page.getByText("Cổng này chưa nhận hồ sơ của thủ tục này")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thu-tuc-chi-xem");

  await page.goto(`${portal.url}/can-bo/danh-muc/thu-tuc?q=tha%20dieu`);
  await page.getByRole("link", { name: "Thủ tục cấp phép thả diều có đèn" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Thủ tục cấp phép thả diều có đèn" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Tải bản gốc của danh mục quốc gia" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thu-tuc-mot");

  await page.getByRole("link", { name: "Sửa thủ tục" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^Sửa: / })).toBeVisible();
  await isAccessible(page);
  await page.getByLabel("Nhận trực tuyến").check();
  await page.getByRole("checkbox", { name: "Học hành" }).check();
  await page.getByRole("button", { name: "Thêm thành phần" }).click();
  const components = page.locator("#components details.keeping-row");
  await components.nth(1).getByLabel("Tên giấy tờ").fill("Bản vẽ con diều");
  await components.nth(1).getByLabel("Cấp trong vòng (tháng)").fill("sáu");
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  await expect(page.locator(".error-summary")).toContainText("Nhập số, ví dụ 3 hoặc 15000");
  await isAccessible(page);
  await picture(page, info, "thu-tuc-sua-sai");
  await components.nth(1).getByLabel("Cấp trong vòng (tháng)").fill("6");
  // What is to be filed here is received somewhere: the server asks for it, and nothing typed is lost.
  await page.getByRole("checkbox", { name: "Cấp tỉnh" }).uncheck();
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  await expect(page.locator(".error-summary")).toBeVisible();
  await page.getByRole("checkbox", { name: "Cấp xã" }).check();
  await page.getByRole("checkbox", { name: "Công dân" }).check();
  await page.getByRole("checkbox", { name: /^Bản điện tử có chữ ký số/ }).check();
  await page.getByRole("button", { name: "Xem lại thay đổi" }).click();
  await expect(page.getByRole("heading", { name: "Những gì sẽ thay đổi" })).toBeVisible();
  await expect(page.locator(".keeping-change").filter({ hasText: "Bản vẽ con diều" })).toContainText("6 tháng");
  await isAccessible(page);
  await picture(page, info, "thu-tuc-thay-doi");

  // Somebody else was faster: what was typed stays, and the differences are told against the newest version.
  const kept = await (await page.request.get(`${portal.url}/api/v1/catalogue/procedures/1.900100`)).json();
  const other = { replaces: kept.id, definition: { ...kept.definition, field: "Văn hóa cơ sở" } };
  const written = await page.request.put(`${portal.url}/api/v1/catalogue/procedures/1.900100`, { data: other, headers: { "x-motcua-client": "1", origin: portal.url } });
  expect(written.status()).toBe(200);
  await page.getByRole("button", { name: "Lưu phiên bản mới" }).click();
  await expect(page.getByText(/vừa lưu một phiên bản khác lúc/)).toBeVisible();
  await expect(page.locator(".keeping-change").filter({ hasText: "Văn hóa cơ sở" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thu-tuc-hai-nguoi");
  await page.getByRole("button", { name: "Lưu phiên bản mới" }).click();
  await expect(page.getByText("Đã lưu phiên bản mới của “Thủ tục cấp phép thả diều có đèn”.")).toBeVisible();
  await expect(page.getByText("đang áp dụng")).toBeVisible();
  await page.getByRole("link", { name: /^Xem phiên bản/ }).last().click();
  await expect(page.getByText("Đây là một phiên bản đã lưu.")).toBeVisible();

  // People find it by the event of life, among what can be filed.
  await page.goto(`${portal.url}/`);
  await page.getByRole("link", { name: /^Học hành/ }).click();
  await expect(page.getByRole("link", { name: "Thủ tục cấp phép thả diều có đèn" })).toBeVisible();
});

test("the calendar: a day is put in, refused, changed and taken out", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await signIn(page, portal);
  await page.getByRole("main").getByRole("link", { name: /^Lịch làm việc/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Lịch làm việc" })).toBeVisible();
  await page.getByLabel("Năm", { exact: true }).selectOption("2027");
  await page.getByLabel("Năm", { exact: true }).selectOption("2026");
  await expect(page.getByRole("rowheader", { name: "Thứ Ba, 17/02/2026" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "lich");
  await page.getByRole("button", { name: "Thêm ngày" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Ngày", { exact: true }).fill("24/8/2026");
  await dialog.getByLabel("Làm bù", { exact: false }).first().check();
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(dialog.getByRole("alert").getByRole("listitem")).toHaveCount(3);
  await expect(dialog.getByText("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.").first()).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "lich-sai");
  await dialog.getByLabel("Ngày", { exact: true }).fill("22/8/2026");
  await dialog.getByLabel("Tên ngày").fill("Làm bù cho ngày 31/8");
  await dialog.getByLabel("Căn cứ").fill("Thông báo số 6150/TB-BNV");
  await dialog.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Đã lưu ngày 22/8/2026.")).toBeVisible();
  await expect(page.getByText(/thêm “Làm bù cho ngày 31\/8”/)).toBeVisible();
  await page.getByRole("button", { name: "Bỏ Thứ Bảy, 22/08/2026" }).click();
  await dialog.getByLabel("Căn cứ").fill("Nhập nhầm");
  await isAccessible(page);
  await picture(page, info, "lich-bo");
  await dialog.getByRole("button", { name: "Bỏ ngày" }).click();
  await expect(page.getByText("Đã bỏ ngày 22/08/2026 khỏi lịch.")).toBeVisible();
  await expect(page.getByRole("rowheader", { name: "Thứ Bảy, 22/08/2026" })).toBeHidden();
});

test("the tree of units: a national file, a new unit, its end", async ({ page, portal }, info) => {
  page.expectedFaults.push(/status of 4(01|09|22)/);
  await signIn(page, portal);
  await page.getByRole("main").getByRole("link", { name: /^Đơn vị hành chính và cơ quan/ }).click();
  await page.getByRole("link", { name: "Nhập từ tệp" }).click();
  const nation = [{ Code: "52", FullName: "Tỉnh Gia Lai", Wards: [
    { Code: "21553", FullName: "Phường Quy Nhơn", ProvinceCode: "52" },
    { Code: "21952", FullName: "xã Tuy Phước", ProvinceCode: "52" },
    { Code: "21553", FullName: "Phường Quy Nhơn Bắc", ProvinceCode: "52" },
  ] }];
  await page.setInputFiles("#file", file(info, "don-vi.json", nation));
  await expect(page.getByText("Mã “21553” có hai lần trong tệp; giữ đơn vị đứng trước.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "don-vi-nhap");
  await page.getByRole("button", { name: "Ghi vào danh mục" }).click();
  await expect(page.getByText("Đã ghi “don-vi.json”")).toBeVisible();
  await page.getByRole("link", { name: "Cây đơn vị" }).click();
  await page.getByRole("link", { name: "Xem các đơn vị bên dưới Tỉnh Gia Lai" }).click();
  await expect(page.getByRole("link", { name: "Phường Quy Nhơn" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "don-vi-cay");

  await page.getByRole("link", { name: "Thêm đơn vị" }).click();
  await page.getByLabel("Mã đơn vị").fill("H21.300");
  await page.getByLabel("Đơn vị cấp trên").fill("gia lai");
  await page.getByRole("button", { name: "Tìm đơn vị cấp trên" }).click();
  await page.getByRole("button", { name: /^Ủy ban nhân dân tỉnh Gia Lai/ }).click();
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByRole("alert").getByRole("listitem")).toHaveCount(2);
  await isAccessible(page);
  await picture(page, info, "don-vi-sai");
  await page.getByLabel("Tên đơn vị").fill("Ủy ban nhân dân xã Mới");
  await page.getByLabel("Hoạt động từ ngày").fill("1/1/2026");
  await page.getByRole("button", { name: "Lưu" }).click();
  await expect(page.getByText("Đã thêm “Ủy ban nhân dân xã Mới”.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "don-vi-mot");
  await page.getByRole("button", { name: "Chấm dứt đơn vị" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Chấm dứt từ ngày").fill("1/11/2026");
  await dialog.getByLabel(/^Đơn vị tiếp nhận/).fill("H21.999");
  await dialog.getByRole("button", { name: "Chấm dứt đơn vị" }).click();
  await expect(dialog.getByText("Không có đơn vị mang mã H21.999.").first()).toBeVisible();
  await dialog.getByLabel(/^Đơn vị tiếp nhận/).fill("H21.101");
  await isAccessible(page);
  await picture(page, info, "don-vi-cham-dut");
  await dialog.getByRole("button", { name: "Chấm dứt đơn vị" }).click();
  await expect(page.getByText("Đã ghi ngày chấm dứt.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Ủy ban nhân dân xã Tuy Phước" })).toBeVisible();
});

test("people narrow the list by event, field and what can be filed, and read how long it really takes", async ({ page, portal }, info) => {
  await page.goto(`${portal.url}/`);
  await expect(page.getByRole("heading", { name: "Bạn đang có việc gì?" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "trang-chu-su-kien");
  await page.getByRole("link", { name: /^Sinh con/ }).click();
  await expect(page.getByLabel("Sự kiện trong đời")).toHaveValue("sinh-con");
  await page.getByLabel("Lĩnh vực").selectOption("Hộ tịch");
  await page.getByLabel("Chỉ thủ tục nộp được tại cổng này").check();
  await expect(page).toHaveURL(/field=.*life_event=sinh-con.*online=true/);
  await expect(page.getByRole("link", { name: "Thủ tục đăng ký lại khai sinh" })).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "tim-thu-tuc-loc");
  const rows = Array.from({ length: 12 }, (_, i) => i);
  portal.change(`insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at)
    select '01926f3e-0000-7000-8000-0000000000' || (10 + n.value), 'D' || n.value, a.id, p.id, u.id, '', 'returned', '{}', '{}', 'online', '', 4, '2026-01-01 00:00:00'
    from json_each('${JSON.stringify(rows)}') n, (select id from accounts limit 1) a, (select id from procedures where code = '1.000894' and is_current) p,
    (select id from units where code = 'H21.101') u`);
  portal.change(`insert into dossier_durations (dossier_id, procedure_code, unit_id, ended_on, days)
    select id, '1.000894', unit_id, date('now'), case when code in ('D1', 'D2') then 5 else 3 end from dossiers where code like 'D%'`);
  await page.goto(`${portal.url}/thu-tuc/1.000894`);
  await expect(page.getByText("Một nửa số hồ sơ xong trong 3 ngày làm việc, 9 trong 10 xong trong 5 ngày (12 hồ sơ, 90 ngày qua).")).toBeVisible();
  await page.getByLabel("Tại", { exact: true }).selectOption({ label: "Ủy ban nhân dân phường Quy Nhơn" });
  await expect(page.getByText("Chưa có hồ sơ nào xong trong 90 ngày qua.")).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "thuc-te-bao-lau");
});

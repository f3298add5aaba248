// "Kho Quy Nhơn": papers that lie in another system's vault (issue 5, item 5), in the vault and in the picker of the wizard.
import { accounts, expect, isAccessible, picture, signIn, test } from "./support/portal.js";

const NAME = "Kho Quy Nhơn";

const control = (portal, change) =>
  fetch(`${portal.inbox}/partner/control`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(change),
  });

const rows = (page) => page.locator(".partner-papers > li");
const row = (page, name) => rows(page).filter({ has: page.getByRole("heading", { name, exact: true }) });

test("a citizen takes a paper from another system, later the newer file of it", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  await page.goto(`${portal.url}/kho`);
  const tabs = page.getByRole("navigation", { name: "Các kho" });
  await expect(tabs.getByRole("link")).toHaveText(["Tất cả", "Kho cá nhân, tổ chức", "Kho cơ quan nhà nước, tổ chức", NAME]);
  await expect(tabs.getByRole("link", { name: "Tất cả" })).toHaveAttribute("aria-current", "page");
  await isAccessible(page);
  await picture(page, info, "kho-cac-kho");
  await tabs.getByRole("link", { name: "Kho cơ quan nhà nước, tổ chức" }).click();
  await expect(page.getByText("Kho này chưa có giấy tờ nào")).toBeVisible();
  await isAccessible(page);

  await tabs.getByRole("link", { name: NAME }).click();
  await expect(page.getByRole("heading", { name: NAME })).toBeVisible();
  await expect(rows(page)).toHaveCount(5);
  await expect(tabs.getByRole("link", { name: NAME })).toHaveAttribute("aria-current", "page");
  await isAccessible(page);
  await picture(page, info, "kho-quy-nhon");

  const birth = row(page, "Giấy khai sinh");
  await birth.getByRole("button", { name: "Lấy về kho: Giấy khai sinh" }).click();
  await expect(birth.getByText("Đã có trong kho")).toBeVisible();
  const link = birth.getByRole("link", { name: "Xem trong kho: Giấy khai sinh" });
  await expect(link, "the keyboard stands where the button was").toBeFocused();
  await link.click();
  await expect(page.getByRole("heading", { name: "Giấy khai sinh" })).toBeVisible();
  await expect(page.getByText(NAME, { exact: true }).first()).toBeVisible();
  await isAccessible(page);

  await page.goBack();
  await expect(birth.getByText("Đã có trong kho")).toBeVisible();
  await control(portal, { paper_id: "QN/2026/000101", file: "papers/to-trinh.pdf" });
  await page.reload();
  await expect(birth.getByText("Có bản mới")).toBeVisible();
  await birth.getByRole("button", { name: "Lấy bản mới: Giấy khai sinh" }).click();
  await expect(birth.getByText("Đã có trong kho")).toBeVisible();
  await page.goto(`${portal.url}/kho`);
  await expect(page.getByText("Tổng số 1 bản ghi.")).toBeVisible();
});

test("what fails the checks says why and stays marked; searching finds by words", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  page.expectedFaults.push(/status of 422/);
  await page.goto(`${portal.url}/kho/ket-noi/quy-nhon`);
  const unsigned = row(page, "Văn bản chưa ký số");
  await unsigned.getByRole("button", { name: /^Lấy về kho/ }).click();
  await expect(unsigned.getByRole("alert")).toContainText("chưa được ký số");
  await page.reload();
  await expect(unsigned.getByText("Chưa lấy được")).toBeVisible();
  await expect(unsigned.getByRole("alert")).toContainText("chưa được ký số");
  await isAccessible(page);
  await picture(page, info, "kho-quy-nhon-tu-choi");
  await page.getByLabel(`Tìm trong ${NAME}`).fill("hôn nhân");
  await page.getByRole("search").getByRole("button", { name: "Tìm" }).click();
  await expect(rows(page)).toHaveCount(1);
  await page.getByLabel(`Tìm trong ${NAME}`).fill("không có");
  await page.getByRole("search").getByRole("button", { name: "Tìm" }).click();
  await expect(page.getByText("Không có giấy tờ nào khớp")).toBeVisible();
});

test("one that is down says so, offers to try again, and nothing else suffers", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.citizen);
  page.expectedFaults.push(/status of 503/);
  await control(portal, { fault: "down" });
  await page.goto(`${portal.url}/kho/ket-noi/quy-nhon`);
  const failure = page.getByRole("alert").filter({ hasText: `${NAME} chưa trả lời` });
  await expect(failure).toBeVisible();
  await isAccessible(page);
  await picture(page, info, "kho-quy-nhon-khong-tra-loi");
  await control(portal, { fault: "none" });
  await failure.getByRole("button", { name: "Thử lại" }).click();
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole("link", { name: "Tất cả" }).click();
  await expect(page.getByText("Kho chưa có giấy tờ nào")).toBeVisible();
});

test("a long list turns page by page", async ({ page, portal }) => {
  await signIn(page, portal, { login: "001099000002", phone: "0900000004", name: "Trần Văn Thử" });
  await page.goto(`${portal.url}/kho/ket-noi/quy-nhon`);
  await expect(rows(page)).toHaveCount(20);
  await page.getByRole("button", { name: "Trang sau" }).click();
  await expect(rows(page)).toHaveCount(5);
  await page.getByRole("button", { name: "Trang trước" }).click();
  await expect(rows(page)).toHaveCount(20);
});

test("in the picker of the wizard a paper is taken and attached, by keyboard", async ({ page, portal }, info) => {
  await signIn(page, portal, accounts.agency);
  const draft = await page.evaluate(async () => {
    const answer = await fetch("/api/v1/drafts", {
      method: "POST",
      headers: { "content-type": "application/json", "x-motcua-client": "1", "idempotency-key": crypto.randomUUID().replaceAll("-", "") },
      body: JSON.stringify({ procedure_code: "1.012373.H08" }),
    });
    return answer.json();
  });
  await page.goto(`${portal.url}/nop/${draft.id}/thanh-phan`);
  await page.getByRole("button", { name: /^Lấy từ kho/ }).first().click();
  const picker = page.getByRole("dialog");
  await expect(picker.getByRole("tab")).toHaveCount(3);
  await picker.getByRole("tab", { selected: true }).focus();
  await page.keyboard.press("ArrowRight");
  const tab = picker.getByRole("tab", { name: NAME });
  await expect(tab).toBeFocused();
  await expect(tab).toHaveAttribute("aria-selected", "true");
  await expect(rows(page)).toHaveCount(2);
  await isAccessible(page);
  await picture(page, info, "lay-tu-kho-quy-nhon");
  const minutes = row(page, "Biên bản họp xét khen thưởng");
  await minutes.getByRole("button", { name: /^Lấy về kho/ }).press("Enter");
  await expect(minutes.getByRole("button", { name: /^Chọn/ })).toBeFocused();
  await expect(minutes.getByRole("button", { name: /^Chọn/ })).toHaveAttribute("aria-pressed", "true");
  await isAccessible(page);
  await picture(page, info, "lay-tu-kho-quy-nhon-da-lay");
  await picker.getByRole("button", { name: "Cập nhật" }).click();
  await expect(picker).toBeHidden();
  await expect(page.getByText(/Biên bản họp xét khen thưởng/).first()).toBeVisible();
});

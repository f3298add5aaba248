// What a person does with the vault.
import { expect } from "./portal.js";
import { paper } from "./paths.js";

/** Fills in the form and presses "Cập nhật"; the browser's own check is awaited as a person would. */
export async function addPaper(page, portal, { file, category, type = "Văn bản, giấy tờ khác", name }) {
  await page.goto(`${portal.url}/kho`);
  await page.getByRole("link", { name: "Thêm mới" }).first().click();
  await page.getByLabel("Loại giấy tờ").selectOption({ label: type });
  await page.getByLabel("Danh mục giấy tờ").selectOption({ label: category });
  await choose(page, file);
  await expect(page.getByText("Tệp còn nguyên từ khi ký.")).toBeVisible();
  if (name) await page.getByLabel("Tên giấy tờ").fill(name);
  await page.getByRole("button", { name: "Cập nhật" }).click();
  await expect(page.getByText(/^Đã thêm “/)).toBeVisible();
}

/** Chooses a file of the sandbox (or one by its full path). */
export async function choose(page, file) {
  await page.locator('input[type="file"]').first().setInputFiles(file.startsWith("/") ? file : paper(file));
}

/** Many papers at once, written where they lie: nobody uploads a hundred files in a test. */
export function manyPapers(portal, login, count) {
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})`;
  const owner = `(select id from accounts where login = '${login}')`;
  const id = "printf('01926f3e-0000-7000-8000-%012d', i)";
  const when = "'2026-01-01 00:00:00'";
  portal.change(`insert into stored_files (sha256, size, media_type, stored_at) ${numbers}
    select printf('%064d', i), 1000 + i, 'application/pdf', ${when} from n`);
  portal.change(`insert into papers (id, account_id, code, name, category_code, file_name, size, sha256, identifier, is_visible,
      times_used, verdict, search_key, version, added_at, owner_name, sort_name, sort_day) ${numbers}
    select ${id}, ${owner}, 'KQ.H21.910001', 'Quyết định số ' || i, 'KQ.H21.910001', 'quyet-dinh-' || i || '.pdf', 1000 + i,
      printf('%064d', i), '9990001', true, i % 7, 'TOTAL-PASSED',
      char(1) || 'quyet dinh so ' || i || char(2) || 'kq' || char(3) || char(4) || char(5) || char(6) || char(7) || char(8),
      1, ${when}, 'Trường', printf('quyet dinh so %05d', i), '2026-01-01' from n`);
  portal.change(`insert into paper_versions (paper_id, number, account_id, file_name, size, sha256, verdict, report, added_at)
    select id, 1, account_id, file_name, size, sha256, verdict, '{"verdict":"TOTAL-PASSED","reasons":[],"warnings":[],"signatures":[]}',
      added_at from papers where name like 'Quyết định số %'`);
  portal.change(`insert into vaults (account_id, paper_count) values (${owner}, ${count})
    on conflict (account_id) do update set paper_count = paper_count + ${count}`);
}

//! The table of officers and their rights (seed 003, appendix 2) goes out as a spreadsheet and comes in again: looked at
//! first, then taken whole or not at all.

use calamine::{Data, Reader, Xlsx};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::staff::{OfficerRow, OfficerView, SheetReport, StaffUnit};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use rust_xlsxwriter::{Formula, Workbook};
use serde_json::json;
use std::io::Cursor;

const HEADINGS: [&str; 11] = [
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Chức vụ",
    "Đơn vị",
    "Mã đơn vị",
    "Số CCCD hoặc CMND",
    "Số ĐTDD",
    "Cán bộ một cửa",
    "Lãnh đạo ký duyệt",
    "Người quản trị cổng",
];
const PHUOC: &str = "Ủy ban nhân dân xã Tuy Phước";

/// An officer of Tuy Phước who can be added.
fn officer(number: &str, name: &str) -> [String; 11] {
    [
        "1",
        name,
        "31/01/1999",
        "Chuyên viên",
        PHUOC,
        "",
        number,
        "0912000044",
        "x",
        "",
        "",
    ]
    .map(str::to_owned)
}

fn table(headings: &[&str], rows: &[[String; 11]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "BẢNG PHÂN QUYỀN").unwrap();
    for (column, heading) in (0_u16..).zip(headings) {
        sheet.write_string(3, column, *heading).unwrap();
    }
    sheet.write_string(4, 0, "A. CẤP XÃ").unwrap();
    for (row, cells) in (5_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// The same, of which one cell of the first row is written otherwise.
fn with_cell(write: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0_u16..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (column, cell) in (0_u16..).zip(officer("001099000011", "Lê Văn Mới")) {
        sheet.write_string(1, column, cell).unwrap();
    }
    write(sheet);
    book.save_to_buffer().unwrap()
}

async fn send(client: &Client, bytes: &[u8], seen: Option<&str>) -> Answer {
    let address = match seen {
        Some(seen) => format!("{}?seen={seen}", path::STAFF_TABLE),
        None => path::STAFF_TABLE.to_owned(),
    };
    let request = client.request(reqwest::Method::POST, &address);
    Answer::of(request.body(bytes.to_vec())).await
}

async fn look(client: &Client, bytes: &[u8]) -> SheetReport {
    send(client, bytes, None).await.ok(200)
}

async fn take(client: &Client, bytes: &[u8]) -> SheetReport {
    let seen = look(client, bytes).await.seen;
    send(client, bytes, Some(&seen.unwrap())).await.ok(200)
}

async fn export(client: &Client) -> Vec<u8> {
    let answer = client.get(path::STAFF_TABLE).await;
    assert_eq!(answer.status, 200);
    answer.body.to_vec()
}

/// Every cell of the first sheet as text, and the formulas.
fn cells(bytes: &[u8]) -> (Vec<Vec<String>>, usize) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names().remove(0);
    let range = book.worksheet_range(&name).unwrap();
    let rows = range
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect();
    let formulas = book.worksheet_formula(&name).unwrap();
    (rows, formulas.used_cells().count())
}

/// What is wrong with a file, with the places.
fn said(report: &SheetReport) -> String {
    assert_eq!(report.seen, None, "{report:?}");
    let line =
        |fault: &motcua_shared::identity::staff::SheetFault| format!("{}: {}", fault.at, fault.sentence);
    report.faults.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn nothing_is_kept(app: &TestApp) {
    assert_eq!(
        app.count("accounts where identifier in ('001099000011', '001099000012')"),
        0
    );
    assert_eq!(
        app.count("audit_entries where action in ('staff-added', 'staff-changed', 'staff-imported')"),
        0
    );
    assert_eq!(app.count("messages where kind = 'staff-rights'"), 0);
}

on_both! {
    async fn a_table_is_looked_at_then_taken_and_is_the_same_again(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let bytes = table(&HEADINGS, &[officer("001099000011", "Lê Văn Mới"), officer("001099000012", "Trần Thị Hai")]);
        let seen = look(&administrator, &bytes).await;
        assert_eq!((seen.added, seen.changed, seen.same, seen.wrong, seen.is_taken), (2, 0, 0, 0, false));
        assert_eq!((seen.lines[0].row, seen.lines[0].name.as_str()), (6, "Lê Văn Mới"));
        nothing_is_kept(&app);
        let taken: SheetReport = send(&administrator, &bytes, seen.seen.as_deref()).await.ok(200);
        assert!(taken.is_taken && taken.added == 2, "{taken:?}");
        assert_eq!(app.count("accounts where identifier in ('001099000011', '001099000012') and kind = 'staff'"), 2);
        assert_eq!(app.count("audit_entries where action = 'staff-added'"), 2);
        assert_eq!(app.count("audit_entries where action = 'staff-imported'"), 1);
        assert_eq!(app.count("messages where kind = 'staff-rights'"), 2);
        let tree: Vec<StaffUnit> = administrator.get(path::STAFF_TREE).await.ok(200);
        let phuoc = tree.iter().find(|unit| unit.name == PHUOC).unwrap();
        assert!(phuoc.officers >= 3 && tree.iter().any(|unit| Some(unit.id) == phuoc.parent_id), "{phuoc:?}");

        // The same again is nothing, and what was said before does not hold any more.
        let again = look(&administrator, &bytes).await;
        assert_eq!((again.same, again.seen), (2, None));
        send(&administrator, &bytes, seen.seen.as_deref()).await.refused(409, ErrorCode::VersionConflict);

        // What the portal writes is what it reads.
        let out = export(&administrator).await;
        let round = look(&administrator, &out).await;
        assert_eq!((round.added, round.changed, round.wrong), (0, 0, 0), "{round:?}");
        assert_eq!(u64::from(round.same), app.count("accounts where kind in ('staff', 'administrator') and status = 'active'"));
        assert_eq!(app.count("audit_entries where action = 'staff-exported'"), 1);
    }

    async fn rights_and_positions_are_changed_by_the_rules_of_the_page(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let bytes = table(&HEADINGS, &[officer("001099000011", "Lê Văn Mới")]);
        take(&administrator, &bytes).await;
        let mut row = officer("001099000011", "Lê Văn Mới Hơn");
        row[3] = "Trưởng phòng".to_owned();
        row[8] = String::new();
        let report = take(&administrator, &table(&HEADINGS, &[row])).await;
        assert_eq!((report.added, report.changed), (0, 1));
        let details = report.lines[0].details.join("\n");
        for word in ["Lê Văn Mới → Lê Văn Mới Hơn", "Chuyên viên → Trưởng phòng", "Cán bộ một cửa → Cán bộ"] {
            assert!(details.contains(word), "{details}");
        }
        let page: Page<OfficerRow> = administrator.post(path::STAFF_SEARCHES, &json!({ "identity_number": "001099000011" })).await.ok(200);
        assert_eq!((page.items.len(), page.items[0].roles.len()), (1, 0));
        let view: OfficerView = administrator.get(&path::staff_account(page.items[0].id)).await.ok(200);
        assert_eq!((view.form.position.as_str(), view.form.phone.as_str()), ("Trưởng phòng", "0912000044"));
        // The same person in another unit is another account, as on the page; nobody is moved by a table.
        let mut row = officer("001099000011", "Lê Văn Mới Hơn");
        row[4] = String::new();
        row[5] = "H21.102".to_owned();
        assert_eq!(look(&administrator, &table(&HEADINGS, &[row])).await.added, 1);
    }

    async fn nobody_changes_their_own_rights_by_a_table_and_a_confirmed_name_stays(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let out = export(&administrator).await;
        let (rows, _) = cells(&out);
        let mut own: [String; 11] = rows.iter().find(|row| row[1] == "Quản trị cổng (mẫu)").unwrap().clone().try_into().unwrap();
        own[3] = "Giám đốc".to_owned();
        let report = look(&administrator, &table(&HEADINGS, &[own])).await;
        assert!(said(&report).contains("Không ai tự đổi quyền của mình"), "{report:?}");
        let mut other: [String; 11] = rows.iter().find(|row| row[1].contains("Tuy Phước (mẫu)")).unwrap().clone().try_into().unwrap();
        other[1] = "Người Khác".to_owned();
        let report = look(&administrator, &table(&HEADINGS, &[other])).await;
        assert!(said(&report).contains("Dòng 6, cột B (Họ và tên): Người này đã đăng nhập bằng VNeID"), "{report:?}");
        assert_eq!(app.count("accounts where kind = 'administrator' and status = 'active'"), 1);
        nothing_is_kept(&app);
    }

    async fn a_row_that_is_wrong_keeps_every_other_out_and_is_named_by_its_cell(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let right = officer("001099000011", "Lê Văn Mới");
        let with = |column: usize, text: &str| {
            let mut row = officer("001099000012", "Trần Thị Hai");
            row[column] = text.to_owned();
            table(&HEADINGS, &[right.clone(), row])
        };
        for (column, text, wanted) in [
            (1, "", "Dòng 7, cột B (Họ và tên): "),
            (2, "31/02/1999", "Dòng 7, cột C (Ngày sinh): "),
            (4, "Sở Không Có", "Dòng 7, cột E (Đơn vị): Cổng không có đơn vị “Sở Không Có”"),
            (5, "H99.1", "Dòng 7, cột F (Mã đơn vị): Cổng không có đơn vị “H99.1”"),
            (5, "H21.102", "Mã này là của “Ủy ban nhân dân"),
            (6, "1.23E+11", "Dòng 7, cột G (Số CCCD hoặc CMND): Excel đã rút gọn thành 1.23E+11"),
            (6, "1099000012", "mất số 0 ở đầu"),
            (6, "12", "Dòng 7, cột G (Số CCCD hoặc CMND): "),
            (6, "001099000011", "Trùng người và đơn vị với dòng 6"),
            (6, "001099000001", "họ tên hoặc ngày sinh khác"),
            (7, "912000044", "Dòng 7, cột H (Số ĐTDD): Excel đã đổi thành số 912000044"),
            (8, "có", "Dòng 7, cột I (Cán bộ một cửa): Hãy ghi x"),
            (9, "có", "Dòng 7, cột J (Lãnh đạo ký duyệt): Hãy ghi x"),
            (10, "x", "Dòng 7, cột K (Người quản trị cổng): "),
        ] {
            let report = look(&administrator, &with(column, text)).await;
            let said = said(&report);
            assert!(report.wrong == 1 && said.contains(wanted), "{text:?}: {said}");
        }
        let bad = with(6, "12");
        send(&administrator, &bad, Some("whatever")).await.refused(409, ErrorCode::VersionConflict);
        nothing_is_kept(&app);
    }
}

on_each! {
    async fn what_a_spreadsheet_spoiled_is_told_and_nothing_is_kept(backend) {
        let app = TestApp::start(backend).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let formula = with_cell(|sheet| { sheet.write_formula(1, 1, Formula::new("=\"Lê\"&\" Văn\"")).unwrap(); });
        let number = with_cell(|sheet| { sheet.write_number(1, 6, 1_099_000_011.0).unwrap(); });
        let phone = with_cell(|sheet| { sheet.write_number(1, 7, 912_000_044.0).unwrap(); });
        let tick = with_cell(|sheet| { sheet.write_boolean(1, 8, true).unwrap(); });
        let twice = with_cell(|sheet| { sheet.write_string(0, 10, "Họ và  tên").unwrap(); });
        let role = with_cell(|sheet| { sheet.write_string(0, 10, "Lãnh đạo").unwrap(); });
        let missing = table(&HEADINGS[..6], &[officer("001099000011", "Lê Văn Mới")]);
        let bare = table(&["a", "b"], &[]);
        for (bytes, wanted) in [
            (formula, "Dòng 2, cột B: Ô có công thức"),
            (number, "Dòng 2, cột G (Số CCCD hoặc CMND): Excel đã đổi thành số 1099000011"),
            (phone, "Dòng 2, cột H (Số ĐTDD): Excel đã đổi thành số 912000044"),
            (tick, "Dòng 2, cột I (Cán bộ một cửa): Hãy ghi x"),
            (twice, "Dòng 1, cột K: Cột “Họ và tên” có hai lần"),
            (role, "Dòng 1, cột K: Không có cột hay vai trò nào tên “Lãnh đạo”"),
            (missing, "Dòng 4: Thiếu cột: Số CCCD hoặc CMND, Số ĐTDD, Cán bộ một cửa, Người quản trị cổng"),
            (bare, "Không tìm thấy dòng tiêu đề"),
            (b"STT,Ho va ten\n".to_vec(), "Không đọc được tệp này như bảng tính Excel"),
            (Vec::new(), "Không đọc được tệp này"),
        ] {
            let said = said(&look(&administrator, &bytes).await);
            assert!(said.contains(wanted), "{wanted:?}: {said}");
        }
        // A day that the spreadsheet made a day of is one.
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(1999, 1, 31).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
        let dated = with_cell(|sheet| { sheet.write_datetime_with_format(1, 2, &day, &format).unwrap(); });
        let report = look(&administrator, &dated).await;
        assert_eq!((report.added, report.wrong), (1, 0), "{report:?}");
        nothing_is_kept(&app);
    }

    async fn more_rows_than_are_taken_at_once_are_refused(backend) {
        let app = TestApp::start(backend).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, heading) in (0_u16..).zip(HEADINGS) {
            sheet.write_string(0, column, heading).unwrap();
        }
        for row in 1..=50_001 {
            sheet.write_string(row, 1, "Lê Văn Mới").unwrap();
        }
        let said = said(&look(&administrator, &book.save_to_buffer().unwrap()).await);
        assert!(said.contains("hơn 50000 dòng"), "{said}");
        let large = send(&administrator, &vec![0; 8_000_001], None).await;
        large.refused(413, ErrorCode::BodyTooLarge);
    }

    async fn what_somebody_typed_is_no_formula_in_the_table(backend) {
        let app = TestApp::start(backend).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let mut row = officer("001099000011", "Lê Văn Mới");
        row[3] = "=HYPERLINK(\"http://x\")".to_owned();
        take(&administrator, &table(&HEADINGS, &[row])).await;
        let out = export(&administrator).await;
        let (rows, formulas) = cells(&out);
        assert_eq!(formulas, 0);
        let row = rows.iter().find(|row| row[1] == "Lê Văn Mới").unwrap();
        assert_eq!((row[3].as_str(), row[6].as_str(), row[8].as_str()), ("=HYPERLINK(\"http://x\")", "001099000011", "x"));
        let headings: Vec<&str> = rows[3].iter().map(String::as_str).collect();
        assert_eq!(headings, HEADINGS);
        let levels: Vec<&str> = rows.iter().skip(4).filter(|row| row[1].is_empty()).map(|row| row[0].as_str()).collect();
        assert!(levels.starts_with(&["TOÀN CỔNG"]) && levels.iter().any(|level| level.ends_with(". CẤP XÃ")), "{levels:?}");
        // Who is suspended has no rights to be in the table.
        app.execute("update accounts set status = 'suspended' where identifier = '001099000011'");
        let (rows, _) = cells(&export(&administrator).await);
        assert!(rows.iter().all(|row| row[1] != "Lê Văn Mới"));
    }
}

//! The tree of units: by hand, and from files.

use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::catalogue::report::{ImportReport, Oddity};
use motcua_shared::directory::dto::{KeptUnit, KeptUnitItem};
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const NATION: &str = r#"[
 {"Code": "52", "FullName": "Tỉnh Gia Lai", "Wards": [
  {"Code": "21553", "FullName": "Phường Quy Nhơn", "ProvinceCode": "52"},
  {"Code": "21952", "FullName": "xã Tuy Phước", "ProvinceCode": "52"},
  {"Code": "21553", "FullName": "Phường Quy Nhơn Bắc", "ProvinceCode": "52"},
  {"Code": "", "FullName": "Xã Không Mã", "ProvinceCode": "52"}]},
 {"Code": "01", "FullName": "Thành phố Hà Nội", "Wards": [{"Code": "00004", "FullName": "Phường Ba Đình", "ProvinceCode": "52"}]}]"#;

async fn import(admin: &Client, options: &str, file: &str) -> Answer {
    let address = format!("{}?name=u.json{options}", path::UNITS_IMPORT);
    Answer::of(admin.request(Method::POST, &address).body(file.to_owned())).await
}

async fn list(admin: &Client, query: &str) -> Page<KeptUnitItem> {
    admin.get(&format!("{}{query}", path::UNITS)).await.ok(200)
}

async fn unit(admin: &Client, code: &str) -> KeptUnit {
    let found = list(admin, &format!("?q={code}&all=true")).await;
    let item = found.items.into_iter().find(|item| item.code == code).unwrap();
    admin.get(&path::kept_unit(item.id)).await.ok(200)
}

fn form(unit: &KeptUnit) -> Value {
    json!({ "name": unit.name, "level": unit.level, "parent_id": unit.above.last().map(|above| above.id),
        "valid_from": unit.valid_from, "at_portal": unit.at_portal })
}

async fn change(admin: &Client, unit: &KeptUnit, field: &str, value: Value) -> Answer {
    let mut form = form(unit);
    form[field] = value;
    admin
        .put(
            &path::kept_unit(unit.id),
            &json!({ "version": unit.version, "form": form }),
        )
        .await
}

fn odd(report: &ImportReport) -> Vec<(&str, bool, Oddity)> {
    report
        .odd
        .iter()
        .map(|odd| (odd.at.as_str(), odd.refused, odd.what))
        .collect()
}

fn command(app: &TestApp, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .env("MOTCUA__DATABASE__URL", &app.state.config.database.url)
        .env("MOTCUA__PROFILE", "production")
        .env("MOTCUA__HTTP__PUBLIC_URL", "https://motcua.test")
        .arg("unit")
        .args(arguments)
        .output()
        .unwrap();
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

on_both! {
    async fn a_national_file_is_taken_in_whole_and_again_changes_nothing(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let before = app.count("units");
        let tried: ImportReport = import(&admin, "&check=true", NATION).await.ok(200);
        assert_eq!(app.count("units"), before, "trying writes nothing");
        let report: ImportReport = import(&admin, "", NATION).await.ok(200);
        assert_eq!(report, tried);
        assert!(report.adds_up());
        assert_eq!((report.read, report.added, report.refused), (7, 5, 2));
        assert_eq!(odd(&report), [
            ("u.json[1].Wards[2]", false, Oddity::UnitKind),
            ("u.json[1].Wards[3]", true, Oddity::UnitTwice),
            ("u.json[1].Wards[4]", true, Oddity::NoCode),
            ("u.json[2].Wards[1]", false, Oddity::ParentDiffers),
        ]);
        let again: ImportReport = import(&admin, "", NATION).await.ok(200);
        assert_eq!((again.unchanged, again.added, again.changed), (5, 0, 0));
        let ward = unit(&admin, "21553").await;
        assert_eq!((ward.name.as_str(), ward.above[0].name.as_str(), ward.version), ("Phường Quy Nhơn", "Tỉnh Gia Lai", 1));
        assert!(!ward.at_portal && ward.valid_from.to_string() == "2025-07-01");
        // A place on the map receives nothing, until somebody says so.
        let communes = || async {
            let units: Vec<UnitView> = app.nobody().get(&path::procedure_units("1.012373.H08")).await.ok(200);
            units.len()
        };
        let offered = communes().await;
        assert_eq!(change(&admin, &ward, "at_portal", json!(true)).await.status, 200);
        assert_eq!(communes().await, offered + 1);
        // The file takes that back as little as a name of another file does.
        let renamed = NATION.replace("Phường Quy Nhơn\"", "Phường Quy Nhơn Mới\"");
        let report: ImportReport = import(&admin, "", &renamed).await.ok(200);
        assert_eq!((report.changed, report.unchanged), (1, 4));
        let ward = unit(&admin, "21553").await;
        assert!(ward.at_portal && ward.name == "Phường Quy Nhơn Mới" && ward.version == 3);
        let provinces = r#"{"code":"OK","data":{"rows":[{"id":"a","name":"Tỉnh Gia Lai","code":"52","state":"ACTIVE"},
            {"id":"b","name":"Tỉnh Kon Tum","code":"62","state":"INACTIVE"}],"count":2}}"#;
        let report: ImportReport = import(&admin, "", provinces).await.ok(200);
        assert_eq!((report.unchanged, odd(&report)), (1, vec![("u.json[2]", true, Oddity::UnitState)]));
        for bad in ["", "{}", "[]", "x", r#"[{"hello": 1}]"#] {
            import(&admin, "", bad).await.refused(422, ErrorCode::NotUnits);
        }
        assert_eq!(app.count("audit_entries where action = 'units-imported'"), 4);
    }

    async fn rings_missing_parents_and_impossible_days_are_named(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let one = |code: &str, parent: &str| json!({ "code": code, "name": format!("Đơn vị {code}"), "level": "commune",
            "parent": parent, "valid_from": "2025-07-01" });
        let mut backwards = one("E", "H21");
        backwards["valid_to"] = json!("2025-07-01");
        let file = json!([one("A", "B"), one("B", "C"), one("C", "A"), one("D", "nowhere"), one("F", "D"), backwards, one("G", "H21"), one("K", "G")]);
        let report: ImportReport = import(&admin, "", &file.to_string()).await.ok(200);
        assert_eq!((report.read, report.added, report.refused), (8, 2, 6));
        assert!(report.adds_up());
        let what = |code: &str| report.odd.iter().find(|odd| odd.code.as_deref() == Some(code)).map(|odd| odd.what);
        for code in ["A", "B", "C"] {
            assert_eq!(what(code), Some(Oddity::Cycle), "{code}");
        }
        assert_eq!((what("D"), what("F"), what("E")), (Some(Oddity::ParentMissing), Some(Oddity::ParentMissing), Some(Oddity::DaysOrder)));
        assert_eq!(unit(&admin, "K").await.above.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["H21", "G"]);
        // A ring that only the file and what is here make together.
        let ring = json!([{ "code": "H21", "name": "Tỉnh", "level": "province", "parent": "K", "valid_from": "2025-07-01" }]);
        let report: ImportReport = import(&admin, "", &ring.to_string()).await.ok(200);
        assert_eq!(odd(&report), [("u.json[1]", true, Oddity::Cycle)]);
    }

    async fn a_deep_tree_is_read_as_fast_as_a_flat_one(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let chain = |top: &str| -> String {
            let unit = |number: u32| {
                let parent = if number == 0 { top.to_owned() } else { format!("S{}", number - 1) };
                json!({ "code": format!("S{number}"), "name": format!("Đơn vị {number}"), "level": "commune", "parent": parent, "valid_from": "2025-07-01" })
            };
            json!((0..3_000).rev().map(unit).collect::<Vec<_>>()).to_string()
        };
        // Took minutes when each unit walked its whole way up.
        let report: ImportReport = import(&admin, "&check=true", &chain("nowhere")).await.ok(200);
        assert_eq!((report.read, report.added, report.refused), (3_000, 0, 3_000));
        assert!(report.odd.iter().all(|odd| odd.what == Oddity::ParentMissing));
        let report: ImportReport = import(&admin, "&check=true", &chain("S2999")).await.ok(200);
        assert_eq!((report.added, report.refused), (0, 3_000));
        assert!(report.odd.iter().all(|odd| odd.what == Oddity::Cycle && odd.words.len() < 200));
        let report: ImportReport = import(&admin, "&check=true", &chain("H21")).await.ok(200);
        assert_eq!((report.added, report.refused), (3_000, 0));
    }

    async fn a_unit_is_added_renamed_moved_and_ended_by_hand(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let province = unit(&admin, "H21").await;
        let body = |code: &str, name: &str| json!({ "code": code, "form": { "name": name, "level": "commune",
            "parent_id": province.id, "valid_from": "2026-01-01", "at_portal": true } });
        let made: KeptUnit = admin.post(path::UNITS, &body("H21.300", "Ủy ban nhân dân xã Mới")).await.ok(201);
        assert_eq!((made.above[0].code.as_str(), made.version), ("H21", 1));
        admin.post(path::UNITS, &body("H21.300", "Khác")).await.refused(409, ErrorCode::UnitKnown);
        assert_eq!(admin.post(path::UNITS, &body("H 21", " ")).await.faults().len(), 2);
        let renamed: KeptUnit = change(&admin, &made, "name", json!("Ủy ban nhân dân xã Rất Mới")).await.ok(200);
        assert_eq!((renamed.name.as_str(), renamed.version), ("Ủy ban nhân dân xã Rất Mới", 2));
        change(&admin, &made, "name", json!("Cũ")).await.refused(409, ErrorCode::VersionConflict);
        for (field, value, code) in [
            ("valid_from", json!("2026-02-30"), ErrorCode::NotADate),
            ("valid_from", json!(""), ErrorCode::Required),
            ("name", json!("x".repeat(251)), ErrorCode::TooLong),
            ("parent_id", json!(made.id), ErrorCode::UnitCycle),
            ("parent_id", json!("01890000-0000-7000-8000-000000000099"), ErrorCode::NotAChoice),
        ] {
            assert_eq!(change(&admin, &renamed, field, value).await.faults(), [(field.to_owned(), code)]);
        }
        assert_eq!(change(&admin, &province, "parent_id", json!(made.id)).await.faults(), [("parent_id".to_owned(), ErrorCode::UnitCycle)]);
        // The next start brings nothing back.
        let tuy_phuoc = unit(&admin, "H21.101").await;
        let _: KeptUnit = change(&admin, &tuy_phuoc, "name", json!("Ủy ban nhân dân xã Tuy Phước (mới)")).await.ok(200);
        motcua_server::db::write_now(&mut app.state.db.connection().unwrap(), |conn| {
            let catalogue = motcua_server::catalogue::import::Catalogue::delivered().unwrap();
            motcua_server::directory::service::import(conn, &catalogue.units)
        }).unwrap();
        assert_eq!(unit(&admin, "H21.101").await.name, "Ủy ban nhân dân xã Tuy Phước (mới)");

        let end = |unit: &KeptUnit, day: &str, successors: &[&str]| {
            let heir = if successors.len() == 2 { successors[0] } else { "" };
            json!({ "version": unit.version, "valid_to": day, "successors": successors, "heir": heir })
        };
        let at = path::kept_unit_end(made.id);
        assert_eq!(admin.post(&at, &end(&renamed, "2025-12-31", &[])).await.faults(), [("valid_to".to_owned(), ErrorCode::DaysOrder)]);
        assert_eq!(admin.post(&at, &end(&renamed, "2026-11-01", &["H21.101", "X"])).await.faults(), [("successors".to_owned(), ErrorCode::NoSuchUnit)]);
        assert_eq!(admin.post(&at, &end(&renamed, "2026-11-01", &["H21.300"])).await.faults(), [("successors".to_owned(), ErrorCode::UnitCycle)]);
        let told = admin.post(&path::kept_unit_end(province.id), &end(&province, "2026-11-01", &[])).await;
        told.refused(409, ErrorCode::UnitHasUnits);
        assert!(told.problem().title.contains("Còn "), "{}", told.text());
        let ended: KeptUnit = admin.post(&at, &end(&renamed, "2026-11-01", &["H21.102", "H21.101"])).await.ok(200);
        assert_eq!(ended.successors.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["H21.102", "H21.101"]);
        assert_eq!(unit(&admin, "H21.101").await.predecessors[0].code, "H21.300");
        assert!(list(&admin, "?q=rat%20moi").await.items.is_empty(), "it is no more");
        assert_eq!(list(&admin, "?q=rat%20moi&all=true").await.items.len(), 1);
        let back: KeptUnit = admin.post(&at, &end(&ended, "", &[])).await.ok(200);
        assert!(back.valid_to.is_none() && back.successors.is_empty());
        assert_eq!(app.count("audit_entries where action = 'unit-ended'"), 2);
    }

    async fn the_tree_is_walked_and_searched_page_by_page(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let _: ImportReport = import(&admin, "", NATION).await.ok(200);
        let top = list(&admin, "").await;
        let named: Vec<(&str, u32)> = top.items.iter().map(|item| (item.code.as_str(), item.below)).collect();
        assert_eq!(named[..2], [("01", 1), ("52", 2)]);
        let province = unit(&admin, "H21").await;
        let mut codes = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = list(&admin, &format!("?parent={}&all=true&limit=3{cursor}", province.id)).await;
            assert_eq!(page.total, Some(u64::from(province.below)));
            codes.extend(page.items.into_iter().map(|item| item.code));
            let Some(next) = page.next else { break };
            cursor = format!("&cursor={next}");
        }
        let count = codes.len();
        codes.sort();
        codes.dedup();
        assert_eq!((codes.len(), count), (province.below as usize, province.below as usize));
        assert_eq!(list(&admin, "?q=quy%20nhon&at_portal=true").await.items.len(), 1);
        assert_eq!(list(&admin, "?q=h21.102").await.items[0].above.as_deref(), Some("Ủy ban nhân dân tỉnh Gia Lai"));
        for bad in ["?cursor=x", "?limit=x", "?parent=x", "?x=1"] {
            assert!((400..=422).contains(&admin.get(&format!("{}{bad}", path::UNITS)).await.status), "{bad}");
        }
    }

    async fn the_command_takes_the_same_files(app) {
        let file = app.folder().join("nation.json");
        std::fs::write(&file, NATION).unwrap();
        let path = file.to_str().unwrap();
        let before = app.count("units");
        let (done, words) = command(&app, &["import", "--check", path]);
        assert!(done && words.contains("chỉ thử"), "{words}");
        assert_eq!(app.count("units"), before);
        let (done, words) = command(&app, &["import", "--since", "2025-07-01", path]);
        assert!(done && words.contains("7 đơn vị: 5 mới, 0 thay đổi, 0 như cũ, 2 không nhập"), "{words}");
        assert!(words.contains("KHÔNG NHẬP") && words.contains("lưu ý"), "{words}");
        let (done, words) = command(&app, &["import", path]);
        assert!(done && words.contains("0 mới, 0 thay đổi, 5 như cũ"), "{words}");
        std::fs::write(&file, "[]").unwrap();
        assert!(!command(&app, &["import", path]).0);
    }

    async fn all_of_viet_nam_is_taken_in(app) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
        let Ok(units) = std::fs::read_to_string(folder.join("units.json")) else {
            eprintln!("SKIPPED: ../shared/data/units.json is not here");
            return;
        };
        let provinces = std::fs::read_to_string(folder.join("provinces.json")).unwrap();
        let admin = app.sign_in(Login::Administrator).await;
        let report: ImportReport = import(&admin, "", &units).await.ok(200);
        assert_eq!((report.read, report.added, report.refused), (3_355, 3_355, 0));
        assert!(report.odd.iter().all(|odd| odd.what == Oddity::UnitKind), "{:?}", odd(&report));
        assert_eq!(app.count("units u join units p on p.id = u.parent_id where length(u.code) = 5 and length(p.code) = 2"), 3_321);
        let again: ImportReport = import(&admin, "", &units).await.ok(200);
        assert_eq!(again.unchanged, 3_355);
        let report: ImportReport = import(&admin, "", &provinces).await.ok(200);
        assert_eq!((report.read, report.unchanged + report.changed, report.refused), (34, 34, 0));
    }
}

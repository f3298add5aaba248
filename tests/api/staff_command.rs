//! `motcua staff`, as the people run it who set a portal up: with the settings of production and an empty database.

use crate::oidc::browser::Portal;
use crate::staff_sign_in::sign_in;
use motcua_shared::identity::dto::AccountKind;
use motcua_tests::{TestApp, on_each};
use std::path::Path;
use std::process::{Command, Output};

const NUMBER: [&str; 6] = [
    "--number",
    "001099000011",
    "--name",
    "Lê Văn Mới",
    "--born",
    "1999-01-31",
];

fn run(url: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .env("MOTCUA__DATABASE__URL", url)
        .env("MOTCUA__PROFILE", "production")
        .env("MOTCUA__HTTP__PUBLIC_URL", "https://motcua.test")
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> (bool, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

fn staff(url: &str, arguments: &[&str]) -> (bool, String) {
    said(&run(url, &[&["staff"], arguments].concat()))
}

fn units(url: &str, words: &[&str]) -> (bool, String) {
    said(&run(url, &[&["unit", "list"], words].concat()))
}

fn url(app: &TestApp) -> String {
    app.state.config.database.url.clone()
}

/// The id in `đã thêm: <id>  …`.
fn id(said: &str) -> &str {
    let (_, rest) = said.split_once(": ").unwrap();
    rest.split_once(' ').unwrap().0
}

#[test]
fn a_portal_begins_with_one_command() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("motcua.db");
    let url = format!("sqlite:{}", file.display());
    // Nothing is made by a mistyped address, nor in a database without tables.
    let (done, _) = staff(&url, &["list"]);
    assert!(!done && !Path::new(&file).exists());
    std::fs::write(&file, "").unwrap();
    let (done, words) = staff(&url, &["list"]);
    assert!(!done && words.contains("motcua migrate"), "{words}");
    let settings = [("MOTCUA__SECRET_KEY", "0123456789abcdef0123456789abcdef")];
    let migrated = Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .env("MOTCUA__DATABASE__URL", &url)
        .env("MOTCUA__PROFILE", "production")
        .env("MOTCUA__HTTP__PUBLIC_URL", "https://motcua.test")
        .envs(settings)
        .arg("migrate")
        .output()
        .unwrap();
    assert!(migrated.status.success(), "{}", said(&migrated).1);
    assert_eq!(
        staff(&url, &["list"]),
        (true, "chưa có tài khoản cán bộ nào\n".to_owned())
    );
    let add = [&["add", "--role", "administrator"], &NUMBER[..]].concat();
    let (done, words) = staff(&url, &add);
    assert!(
        done && words.starts_with("đã thêm: ") && words.contains("VNeID"),
        "{words}"
    );
    let (done, again) = staff(&url, &add);
    assert!(
        done && again.starts_with("đã có sẵn: ") && id(&again) == id(&words),
        "{again}"
    );
    let (_, list) = staff(&url, &["list"]);
    assert!(
        list.lines().count() == 1 && list.contains("Lê Văn Mới") && list.contains("001••••••011"),
        "{list}"
    );
    assert!(!list.contains("001099000011"), "{list}");
    let help = staff(&url, &["--help"]).1;
    assert!(
        ["list", "add", "end", "resume"]
            .iter()
            .all(|word| help.contains(word)),
        "{help}"
    );
}

on_each! {
    async fn what_is_wrong_is_said_and_the_last_administrator_stays(backend) {
        let app = TestApp::start(backend).await;
        let url = url(&app);
        let (done, words) = staff(&url, &["add", "--role", "desk", "--number", "1", "--name", "A", "--born", "x", "--unit", "H21.101"]);
        assert!(!done && words.contains("number: ") && words.contains("CCCD"), "{words}");
        let (done, words) = staff(&url, &[&["add", "--role", "desk"], &NUMBER[..]].concat());
        assert!(!done && words.contains("unit_id"), "{words}");
        let (done, words) = staff(&url, &[&["add", "--role", "desk", "--unit", "XYZ\u{1b}[2J"], &NUMBER[..]].concat());
        assert!(!done && words.contains("mã XYZ") && words.contains("motcua unit list") && !words.contains('\u{1b}'), "{words}");
        let only = app.query("select id as value from accounts where kind = 'administrator'").remove(0);
        let (done, words) = staff(&url, &["end", &only]);
        assert!(!done && words.contains("người quản trị cuối cùng"), "{words}");
        let (done, words) = staff(&url, &[&["add", "--role", "administrator", "--phone", "0912000044"], &NUMBER[..]].concat());
        assert!(done, "{words}");
        assert_eq!(app.count("messages where kind = 'staff-rights' and phone = '0912000044'"), 1);
        let (done, words) = staff(&url, &["end", &only]);
        assert!(done && words.contains("Đã tạm đình chỉ"), "{words}");
        assert!(staff(&url, &["end", &only]).0, "the same again does no harm");
        assert!(staff(&url, &["resume", &only]).0);
        assert!(!staff(&url, &["end", "quantri"]).0);
        let entries = app.query("select action || ' ' || request_id as value from audit_entries where account_id is null and action like 'staff-%' order by id");
        assert_eq!(entries, ["staff-added", "staff-suspended", "staff-resumed"].map(|action| format!("{action} job-command-line")));
    }

    async fn the_first_administrator_signs_in_with_vneid_as_the_only_way(backend) {
        let portal = Portal::start(backend).await;
        let app = &portal.app;
        app.execute("delete from officers");
        app.execute("update accounts set status = 'suspended' where kind in ('staff', 'administrator')");
        let (done, words) = staff(&url(app), &[&["add", "--role", "administrator"], &NUMBER[..]].concat());
        assert!(done, "{words}");
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "moi").await, "/can-bo");
        assert_eq!(browser.session().await.account.unwrap().kind, AccountKind::Administrator);
        assert_eq!(browser.client().get(motcua_shared::path::STAFF_UNITS).await.status, 200);
    }

    async fn the_units_are_listed_with_their_codes(backend) {
        let app = TestApp::start(backend).await;
        let address = url(&app);
        let units = |words: &[&str]| units(&address, words);
        let (done, all) = units(&[]);
        assert!(done && all.lines().count() > 10, "{all}");
        assert!(all.lines().any(|line| line == "H21  Ủy ban nhân dân tỉnh Gia Lai  –  đang hoạt động"), "{all}");
        let (_, found) = units(&["tuy", "PHUOC"]);
        assert!(found.lines().all(|line| line.contains("Tuy Phước")), "{found}");
        assert!(found.lines().any(|line| line == "H21.101  Ủy ban nhân dân xã Tuy Phước  H21  đang hoạt động"), "{found}");
        assert_eq!(units(&["h21.101"]).1.lines().count(), 1);
        app.execute("update units set valid_to = '2026-01-01' where code = 'H21.101'");
        assert!(units(&["h21.101"]).1.contains("không hoạt động"), "what is no more is told");
        assert_eq!(units(&["%"]), units(&[]), "no word was asked for");
        assert!(units(&["khong-co-dau"]).1.contains("Không có đơn vị nào khớp"));
    }
}

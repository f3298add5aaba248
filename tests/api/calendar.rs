//! `motcua calendar`: days off and swapped working days, as an administrator imports them.

use motcua_tests::{TestApp, on_each};
use std::process::Command;

fn calendar(app: &TestApp, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .env("MOTCUA__DATABASE__URL", &app.state.config.database.url)
        .env("MOTCUA__PROFILE", "production")
        .env("MOTCUA__HTTP__PUBLIC_URL", "https://motcua.test")
        .arg("calendar")
        .args(arguments)
        .output()
        .unwrap();
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

on_each! {
    async fn a_calendar_is_imported_over_the_delivered_one_and_stays(backend) {
        let app = TestApp::start(backend).await;
        let (done, list) = calendar(&app, &["list", "--since", "2026-02-01"]);
        assert!(done && list.contains("2026-02-17  nghỉ      Tết Nguyên đán (mùng 1)"), "{list}");
        assert!(!list.contains("2026-01-01"), "{list}");
        let file = app.folder().join("swap.json");
        let swap = r#"[{"day": "2026-08-31", "name": "Nghỉ hoán đổi dịp Quốc khánh", "is_worked": false},
            {"day": "2026-08-22", "name": "Làm bù", "is_worked": true},
            {"day": "2026-09-01", "name": "Vẫn làm việc", "is_worked": true}]"#;
        std::fs::write(&file, swap).unwrap();
        let path = file.to_str().unwrap();
        for _ in 0..2 {
            let (done, words) = calendar(&app, &["import", path]);
            assert!(done && words.contains('3'), "{words}");
        }
        let (_, list) = calendar(&app, &["list"]);
        assert!(list.contains("2026-08-22  làm việc  Làm bù") && list.contains("2026-09-01  làm việc"), "{list}");
        assert_eq!(list.lines().filter(|line| line.starts_with("2026-09-01")).count(), 1);
        // The next start of the portal takes nothing of it back.
        motcua_server::db::write_now(&mut app.state.db.connection().unwrap(), |conn| {
            let days = motcua_server::catalogue::calendar::service::delivered().unwrap();
            motcua_server::catalogue::calendar::service::import_delivered(conn, &days)
        }).unwrap();
        assert_eq!(app.count("calendar_days where name = 'Vẫn làm việc'"), 1);
        // A file with one mistake changes nothing.
        std::fs::write(&file, r#"[{"day": "2026-10-01", "name": "Đúng", "is_worked": false}, {"day": "2026-10-32", "name": "Sai", "is_worked": false}]"#).unwrap();
        let (done, words) = calendar(&app, &["import", path]);
        assert!(!done && words.contains("is no calendar"), "{words}");
        assert_eq!(app.count("calendar_days where name = 'Đúng'"), 0);
        assert!(!calendar(&app, &["import", "khong-co.json"]).0);
    }
}

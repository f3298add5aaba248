//! The calendar as administrators keep it: one day at a time, with a reason, and nothing that was promised moves.

use futures::future::join_all;
use motcua_server::catalogue::calendar::service as calendar;
use motcua_shared::catalogue::calendar::{CalendarYear, DayAct};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::statistics::dto::DueOver;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, on_both};
use serde_json::{Value, json};

const REASON: &str = "Thông báo số 123/TB-BNV";

async fn year(admin: &Client, year: i32) -> CalendarYear {
    admin
        .get(&format!("{}?year={year}", path::CALENDAR))
        .await
        .ok(200)
}

async fn write(admin: &Client, day: &str, body: Value) -> Answer {
    admin.put(&path::calendar_day(day), &body).await
}

fn off(name: &str) -> Value {
    json!({ "name": name, "is_worked": false, "reason": REASON })
}

on_both! {
    async fn a_day_is_put_in_changed_and_taken_out_with_who_and_why(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let before = year(&admin, 2026).await;
        assert!(before.days.len() > 10 && before.changes.is_empty());
        let swapped: CalendarYear = write(&admin, "2026-08-31", off("Nghỉ hoán đổi")).await.ok(200);
        assert_eq!(swapped.days.len(), before.days.len() + 1);
        let bridge = json!({ "name": "Làm bù", "is_worked": true, "reason": REASON });
        let worked: CalendarYear = write(&admin, "2026-08-22", bridge).await.ok(200);
        let day = worked.days.iter().find(|day| day.name == "Làm bù").unwrap();
        assert!(day.is_worked && day.version == 1);
        let renamed = json!({ "version": 1, "name": "Làm bù cho 31/8", "is_worked": true, "reason": "Sửa tên" });
        let renamed: CalendarYear = write(&admin, "2026-08-22", renamed).await.ok(200);
        let newest = &renamed.changes[0];
        assert_eq!((newest.act, newest.name.as_str(), newest.reason.as_str()), (DayAct::Changed, "Làm bù cho 31/8", "Sửa tên"));
        assert_eq!(newest.author, "Quản trị cổng (mẫu)");

        // A delivered day that was taken out does not come back with the next start.
        let tet = before.days.iter().find(|day| day.day.to_string() == "2026-02-17").unwrap();
        let removal = json!({ "version": tet.version, "reason": "Nhập nhầm" });
        let removed: CalendarYear = admin.post(&path::calendar_day_removal("2026-02-17"), &removal).await.ok(200);
        assert_eq!((removed.changes[0].act, removed.changes.len()), (DayAct::Removed, 4));
        motcua_server::db::write_now(&mut app.state.db.connection().unwrap(), |conn| {
            calendar::import_delivered(conn, &calendar::delivered().unwrap())
        }).unwrap();
        assert_eq!(year(&admin, 2026).await, removed);
        assert_eq!(app.count("audit_entries where action = 'calendar-changed'"), 4);
    }

    async fn what_makes_no_sense_is_refused_and_writes_nothing(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let before = year(&admin, 2026).await;
        // A Monday is worked anyway.
        let monday = json!({ "name": "Làm bù", "is_worked": true, "reason": REASON });
        assert_eq!(write(&admin, "2026-08-24", monday).await.faults(), [("day".to_owned(), ErrorCode::NotAWeekend)]);
        let nothing = json!({ "name": " ", "is_worked": true, "reason": "" });
        let faults = write(&admin, "2026-08-24", nothing).await.faults();
        assert_eq!(faults.len(), 3, "{faults:?}");
        let long = json!({ "name": "x".repeat(201), "is_worked": false, "reason": "y".repeat(501) });
        assert_eq!(write(&admin, "2026-08-24", long).await.faults().len(), 2);
        write(&admin, "2026-02-17", off("Tết")).await.refused(409, ErrorCode::CalendarDayKnown);
        for day in ["2026-02-30", "1999-01-01", "2101-01-01", "x", "2026-1-1", "%F0%9F%A6%80"] {
            assert_eq!(write(&admin, day, off("x")).await.faults(), [("day".to_owned(), ErrorCode::NotADate)], "{day}");
        }
        let stale = json!({ "version": 9, "name": "Tết", "is_worked": false, "reason": REASON });
        write(&admin, "2026-02-17", stale.clone()).await.refused(409, ErrorCode::VersionConflict);
        write(&admin, "2026-08-24", stale).await.refused(409, ErrorCode::VersionConflict);
        let removal = json!({ "version": 1, "reason": REASON });
        admin.post(&path::calendar_day_removal("2026-08-24"), &removal).await.refused(404, ErrorCode::NotFound);
        for bad in ["1999", "2101"] {
            admin.get(&format!("{}?year={bad}", path::CALENDAR)).await.refused(422, ErrorCode::CheckFields);
        }
        assert_eq!(year(&admin, 2026).await, before);
    }

    async fn of_two_who_put_the_same_day_in_one_does(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let both = join_all(["Một", "Hai"].map(|name| write(&admin, "2026-08-31", off(name)))).await;
        let mut codes: Vec<u16> = both.iter().map(|answer| answer.status).collect();
        codes.sort_unstable();
        assert_eq!(codes, [200, 409]);
        assert_eq!(year(&admin, 2026).await.changes.len(), 1);
    }

    async fn what_was_promised_stays_when_the_calendar_changes(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let receipt = path::desk_dossier_part(dossier.id, "receipt");
        assert_eq!(desk.post(&receipt, &json!({ "version": 1 })).await.status, 200);
        let due = app.query("select cast(due_on as text) as value from dossiers").remove(0);
        let admin = app.sign_in(Login::Administrator).await;
        let weekday = app.state.clock.now().vietnam_date().iter_days().skip(2)
            .find(|day| !matches!(chrono::Datelike::weekday(day), chrono::Weekday::Sat | chrono::Weekday::Sun)).unwrap();
        // Who changes it is told how many were promised a day with the calendar as it is.
        let over = |day: String| {
            let admin = &admin;
            async move { admin.get(&path::calendar_day_dossiers(&day)).await.ok::<DueOver>(200).dossiers }
        };
        assert_eq!(over(weekday.to_string()).await, 1);
        assert_eq!((over(due.clone()).await, over("2099-12-31".to_owned()).await, over("2020-01-02".to_owned()).await), (1, 0, 0));
        admin.get(&path::calendar_day_dossiers("2026-02-30")).await.refused(422, ErrorCode::CheckFields);
        assert_eq!(write(&admin, &weekday.to_string(), off("Nghỉ bất thường")).await.status, 200);
        assert_eq!(app.query("select cast(due_on as text) as value from dossiers"), [due]);
    }
}

//! Due days across a week of holidays, counted here once more by hand.

use crate::processing::{in_process, seen};
use crate::supplement::{WORDS, ask, filled, send};
use chrono::{Datelike, Duration, NaiveDate, Weekday};
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::path;
use motcua_shared::processing::dto::DeskDossier;
use motcua_tests::{Login, TestApp, on_both};
use serde_json::json;
use std::collections::HashMap;

const DAY: u64 = 24 * 3600;

/// Working days as the table of holidays has them, weekday by weekday.
struct Days(HashMap<NaiveDate, bool>);

impl Days {
    fn load(app: &TestApp) -> Self {
        let of = |is_worked: bool| {
            let sql =
                format!("select cast(day as text) as value from calendar_days where is_worked = {is_worked}");
            let days = app.query(&sql).into_iter();
            days.map(|day| (day.parse().unwrap(), is_worked))
                .collect::<Vec<_>>()
        };
        Self(of(true).into_iter().chain(of(false)).collect())
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.0.get(&day).copied().unwrap_or(!is_weekend)
    }

    fn after(&self, mut day: NaiveDate, count: u32) -> NaiveDate {
        for _ in 0..count {
            day += Duration::days(1);
            while !self.is_worked(day) {
                day += Duration::days(1);
            }
        }
        day
    }

    fn between(&self, mut from: NaiveDate, to: NaiveDate) -> u32 {
        let mut count = 0;
        while from < to {
            from += Duration::days(1);
            count += u32::from(self.is_worked(from));
        }
        count
    }
}

on_both! {
    async fn a_dossier_waits_through_tet_and_no_holiday_is_counted_against_anybody(app) {
        let today = app.state.clock.now().vietnam_date();
        // Nine days in a row, as Tết mostly is, ten days from now.
        for ahead in 10..19 {
            let day = today + Duration::days(ahead);
            app.execute(&format!("delete from calendar_days where day = '{day}'"));
            app.execute(&format!("insert into calendar_days (day, name, is_worked) values ('{day}', 'Tết', false)"));
        }
        let days = Days::load(&app);
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let due = days.after(today, 20);
        let now = seen(&desk, dossier.id).await;
        assert_eq!((now.due_on, now.days_left), (Some(due), Some(20)));

        // Asked for once more on the last day before it, answered in the middle of it.
        app.advance(9 * DAY);
        let desk = { drop(desk); app.sign_in(Login::Staff).await };
        let asked_on = today + Duration::days(9);
        let left = days.between(asked_on, due);
        let asked: DeskDossier = ask(&desk, dossier.id, 3, WORDS, &[("to-trinh", "Ký nhầm người."), ("minh-chung", "Cần minh chứng.")]).await.ok(200);
        assert_eq!((asked.dossier.status, asked.due_on), (DossierStatus::AwaitingSupplement, None));
        app.advance(4 * DAY);
        let agency = { drop(agency); app.sign_in(Login::Agency).await };
        let draft = filled(&agency, dossier.id).await;
        assert_eq!(send(&agency, dossier.id, &draft).await.status, 200);
        let desk = { drop(desk); app.sign_in(Login::Staff).await };
        let answered_on = today + Duration::days(13);
        let due = days.after(answered_on, left);
        let now = seen(&desk, dossier.id).await;
        assert_eq!((now.due_on, now.days_left), (Some(due), i32::try_from(left).ok()), "the rest of its time begins after Tết");
        assert!(days.between(answered_on, today + Duration::days(18)) == 0);

        // A later day is counted in the same days.
        let body = json!({ "version": now.version, "days": 3, "ground": "Cơ quan phối hợp nghỉ Tết, đang chờ văn bản trả lời." });
        let later: DeskDossier = desk.post(&path::desk_dossier_part(dossier.id, "extension"), &body).await.ok(200);
        assert_eq!(later.due_on, Some(days.after(due, 3)));
    }
}

//! How long dossiers really took: kept once each, told from ten on.

use motcua_server::statistics::job::keep_durations;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::statistics::dto::Durations;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Client, TestApp, on_both};

/// Dossiers of [`PROCEDURE`] that were received and given back, each so many days ago, from `first` on.
fn ended(app: &TestApp, first: u32, unit: &str, days: &[(&str, &str)]) {
    for (index, (received, returned)) in days.iter().enumerate() {
        let id = format!("01926f3e-0000-7000-8000-{:012}", first as usize + index);
        app.execute(&format!(
            "insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
             select '{id}', 'D-{id}', a.id, p.id, u.id, 'x', 'returned', '{{}}', '{{}}', 'online', '', 4, '{received} 01:00:00' \
             from (select id from accounts order by id limit 1) a, procedures p, units u \
             where p.code = '{PROCEDURE}' and p.is_current and u.code = '{unit}'"
        ));
        for (step, status, day) in [(1, "received", received), (2, "returned", returned)] {
            app.execute(&format!(
                "insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at) \
                 select '{id}-{step}', '{id}', '{status}', a.id, '', '', '{day} 03:00:00' from (select id from accounts order by id limit 1) a"
            ));
        }
    }
}

async fn durations(client: &Client, query: &str) -> Durations {
    client
        .get(&format!("{}{query}", path::procedure_durations(PROCEDURE)))
        .await
        .ok(200)
}

on_both! {
    async fn half_and_nine_of_ten_are_told_from_ten_dossiers_on(app) {
        let nobody = app.nobody();
        let none = durations(&nobody, "").await;
        assert_eq!((none.everywhere.dossiers, none.everywhere.half, none.unit), (0, None, None));
        let today = app.state.clock.now().vietnam_date();
        let day = |back: i64| (today - chrono::Duration::days(back)).to_string();
        // Weeks: five working days each, whatever weekday today is and whichever of them is a holiday.
        let week: Vec<(String, String)> = (0..9).map(|_| (day(14), day(7))).collect();
        let week: Vec<(&str, &str)> = week.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        ended(&app, 100, UNIT, &week);
        assert_eq!(keep_durations(&app.state).await.unwrap(), 9);
        assert_eq!(keep_durations(&app.state).await.unwrap(), 0, "each is kept once");
        let few = durations(&nobody, "").await;
        assert_eq!((few.everywhere.dossiers, few.everywhere.half, few.least, few.days), (9, None, 10, 90));
        let (long, same) = ((day(60), day(4)), (day(3), day(3)));
        ended(&app, 200, "H21.102", &[(&long.0, &long.1), (&same.0, &same.1)]);
        // One of long ago does not count.
        let old = (day(200), day(100));
        ended(&app, 300, UNIT, &[(&old.0, &old.1)]);
        assert_eq!(keep_durations(&app.state).await.unwrap(), 2, "what ended before the ninety days is not looked at");
        let unit = app.query("select id as value from units where code = 'H21.101'").remove(0);
        let all = durations(&nobody, &format!("?unit={unit}")).await;
        let worked: i64 = app.query(&format!("select cast(days as text) as value from dossier_durations d join units u on u.id = d.unit_id where u.code = '{UNIT}' limit 1"))[0].parse().unwrap();
        assert!((3..=5).contains(&worked), "a week has five working days, less what holidays take: {worked}");
        let worked = u32::try_from(worked).unwrap();
        assert_eq!((all.everywhere.dossiers, all.everywhere.half, all.everywhere.most), (11, Some(worked), Some(worked)));
        assert_eq!(all.unit.map(|unit| (unit.dossiers, unit.half)), Some((9, None)));
        assert_eq!(app.query("select cast(min(days) as text) as value from dossier_durations"), ["0"]);
        nobody.get(&path::procedure_durations("9.999999")).await.refused(404, ErrorCode::NotFound);
        nobody.get(&format!("{}?unit=x", path::procedure_durations(PROCEDURE))).await.refused(400, ErrorCode::BadRequest);
    }
}

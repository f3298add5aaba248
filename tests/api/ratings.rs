//! What a unit's ratings say: from five on, up to yesterday, and of nobody in particular.

use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::processing::rating::{DeskRatings, UnitRatings};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Backend, Login, TestApp, on_both};

/// Ratings of dossiers of a unit that were given so many hours before this moment; a real dossier stands behind each.
fn rated(app: &TestApp, dossier: &str, unit: &str, given: &[(i64, u8, &str)]) {
    let columns = match app.backend {
        Backend::Sqlite => app.query("select name as value from pragma_table_info('dossiers')"),
        Backend::Postgres => app.query(
            "select column_name::text as value from information_schema.columns where table_name = 'dossiers' order by ordinal_position",
        ),
    };
    let now = app.state.clock.now().unix_seconds();
    for (at, (hours, stars, words)) in given.iter().enumerate() {
        let id = format!("{unit}-rated-{at}");
        let values: Vec<String> = columns
            .iter()
            .map(|column| match column.as_str() {
                "id" | "code" => format!("'{id}'"),
                "unit_id" => format!("(select id from units where code = '{unit}')"),
                other => other.to_owned(),
            })
            .collect();
        app.execute(&format!(
            "insert into dossiers ({}) select {} from dossiers where id = '{dossier}'",
            columns.join(", "),
            values.join(", ")
        ));
        let when = chrono::DateTime::from_timestamp(now - hours * 3600, 0).unwrap();
        let when = when.format("%Y-%m-%d %H:%M:%S");
        let words = match *words {
            "" => "null".to_owned(),
            words => format!("'{words}'"),
        };
        app.execute(&format!(
            "insert into dossier_ratings (dossier_id, unit_id, stars, words, rated_at, changed_at)
             values ('{id}', (select id from units where code = '{unit}'), {stars}, {words}, '{when}', '{when}')"
        ));
    }
}

on_both! {
    async fn five_ratings_are_a_figure_and_words_lose_their_names(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let (unit, id) = (dossier.unit.id, dossier.id.to_string());
        let mine = "Trường THCS Hoa Mai (mẫu) gọi 0912 000 011, rất nhanh";
        let given = [(30, 5, mine), (31, 5, ""), (800, 4, "Tốt"), (900, 3, "")];
        rated(&app, &id, UNIT, &given);
        let public: UnitRatings = app.nobody().get(&path::unit_ratings(unit)).await.ok(200);
        assert_eq!((public.ratings, public.mean_tenths, public.least), (4, None, 5));
        let desk = app.sign_in(Login::Staff).await;
        let few: DeskRatings = desk.get(path::DESK_RATINGS).await.ok(200);
        assert!(few.steps.is_empty() && few.said.is_empty(), "{few:?}");

        // What is of today waits for tomorrow, and what is older than a year counts no more.
        rated(&app, &id, "H21.102", &[(30, 1, "Của xã khác")]);
        app.execute(&format!(
            "update dossier_ratings set unit_id = (select id from units where code = '{UNIT}'), stars = 4 where words = 'Của xã khác'"
        ));
        let public: UnitRatings = app.nobody().get(&path::unit_ratings(unit)).await.ok(200);
        assert_eq!((public.ratings, public.mean_tenths), (5, Some(42)));
        let told: DeskRatings = desk.get(path::DESK_RATINGS).await.ok(200);
        assert_eq!((told.ratings.clone(), told.steps.clone()), (public, vec![0, 0, 1, 2, 2]));
        let said: Vec<&str> = told.said.iter().map(|one| one.words.as_str()).collect();
        assert!(said.contains(&"… gọi … rất nhanh") && said.contains(&"Tốt"), "{said:?}");
        let text = serde_json::to_string(&told).unwrap();
        assert!(!text.contains("Hoa Mai") && !text.contains("0912") && !text.contains("rated-"), "{text}");

        // Those of another unit are theirs.
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        let theirs: DeskRatings = elsewhere.get(path::DESK_RATINGS).await.ok(200);
        assert_eq!(theirs.ratings.ratings, 0);
        agency.get(path::DESK_RATINGS).await.refused(403, ErrorCode::NotAllowed);
        app.nobody().get(&path::unit_ratings(motcua_shared::id::UnitId::parse("01926f3e-0000-7000-8000-000000000000").unwrap())).await.refused(404, ErrorCode::NotFound);
        app.execute("update dossier_ratings set rated_at = '2020-01-01 00:00:00' where stars = 3");
        let public: UnitRatings = app.nobody().get(&path::unit_ratings(unit)).await.ok(200);
        assert_eq!((public.ratings, public.mean_tenths), (4, None), "one fell out of the year");
    }

    async fn a_rating_of_today_moves_no_figure_today(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let given = [(30, 5, ""), (31, 5, ""), (32, 5, ""), (33, 5, ""), (34, 5, ""), (0, 1, "Chê hôm nay")];
        rated(&app, &dossier.id.to_string(), UNIT, &given);
        let address = path::unit_ratings(dossier.unit.id);
        let today: UnitRatings = app.nobody().get(&address).await.ok(200);
        assert_eq!((today.ratings, today.mean_tenths), (5, Some(50)));
        app.advance(24 * 3600);
        let tomorrow: UnitRatings = app.nobody().get(&address).await.ok(200);
        assert_eq!((tomorrow.ratings, tomorrow.mean_tenths), (6, Some(43)));
    }
}

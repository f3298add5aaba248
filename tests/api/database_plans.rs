//! How the databases find one row among many: what a page, a job or a figure asks for is read through an index.

use diesel::RunQueryDsl;
use diesel::connection::{Connection, InstrumentationEvent};
use motcua_server::db::DbConn;
use motcua_server::http::page::Cursor;
use motcua_server::processing::rating::store as ratings;
use motcua_server::vault::search::store::{self as search, From};
use motcua_shared::id::UnitId;
use motcua_shared::vault::dto::{PaperSort, SearchPapers};
use motcua_tests::{Backend, Login, TestApp, on_both, seed};
use regex::Regex;
use std::sync::{Arc, Mutex};

on_both! {
    async fn a_page_of_a_vault_is_read_through_its_index(app) {
        let account = app.account(Login::Agency);
        seed::papers(&app, account, "KQ.H21.910001", 30);
        let other = app.account(Login::OtherAgency);
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into stored_files (sha256, size, media_type, stored_at) \
             select 'sha-' || i, 1, 'application/pdf', (select created_at from accounts limit 1) from n",
        );
        app.execute(&format!(
            "insert into papers (id, account_id, code, name, category_code, file_name, size, sha256, identifier, \
             is_visible, times_used, verdict, search_key, version, added_at, sort_name) \
             select sha256, '{other}', 'c', 'n', 'KQ.H21.910001', 'f', 1, sha256, 'i', true, 0, \
             'TOTAL-PASSED', 'k', 1, stored_at, 'n' from stored_files where sha256 like 'sha-%'"
        ));
        app.execute("analyze");
        let sorts = [
            (PaperSort::Newest, "ix_papers_account_id"),
            (PaperSort::Oldest, "ix_papers_account_id"),
            (PaperSort::Name, "ix_papers_name"),
            (PaperSort::IssuedOn, "ix_papers_day"),
            (PaperSort::TimesUsed, "ix_papers_times_used"),
        ];
        for (sort, index) in sorts {
            let asked = SearchPapers {
                sort,
                ..SearchPapers::default()
            };
            let query = search::Query {
                account,
                patterns: &[],
                categories: None,
                asked: &asked,
            };
            let mut conn = app.state.db.connection().unwrap();
            let middle = search::find_at(&mut conn, query, 15).unwrap().unwrap();
            let plans = plans(&app, "papers", |conn| {
                for from in [
                    From::Start,
                    From::At(middle.clone()),
                    From::After(middle.clone()),
                    From::Before(middle.clone()),
                ] {
                    search::list(conn, query, &from, 20).unwrap();
                }
            });
            assert_eq!(plans.len(), 4);
            for plan in plans {
                assert!(plan.contains(index), "{plan}");
                assert!(!plan.contains("TEMP B-TREE"), "sorted again: {plan}");
            }
        }
    }

    async fn messages_are_looked_after_through_indexes(app) {
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into messages (id, kind, language, refused, tries, round, attempts, status, created_at, expires_at) \
             select 'm-' || i, 'dossier-submitted', 'vi', '', 0, 0, 1, 'sent', created_at, created_at \
             from n, (select created_at from accounts limit 1) a",
        );
        app.execute("analyze");
        let old = motcua_server::clock::before(app.state.clock.now(), 1_000_000);
        let plans = plans(&app, "messages", |conn| {
            motcua_server::notification::store::list_stranded(conn, old, 50).unwrap();
            motcua_server::notification::store::forget(conn, old).unwrap();
        });
        for (plan, index) in plans.iter().zip(["next_try_at", "created_at"]) {
            assert!(plan.contains(&format!("ix_messages_{index}")), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "sorted again: {plan}");
        }
        assert_eq!(plans.len(), 2);
    }

    async fn accounts_of_a_desk_are_listed_and_looked_for_through_indexes(app) {
        use motcua_server::identity::assisted::store::{Search, list};
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into assisted_registrations (id, unit_id, officer_id, officer_name, officer_key, request_key, state, version, \
             sealed, account_id, name, search_key, identity_number, phone, created_at, changed_at, made_at) \
             select '00000000-0000-7000-8000-' || (100000000000 + i), u.id, a.id, 'n', 'n', 'k-' || i, 'done', 1, '', a.id, 'n', 'n', 'so-' || i, 'dt-' || i, \
             a.created_at, a.created_at, a.created_at from n, \
             (select id from units where code = 'H21.102') u, (select id, created_at from accounts limit 1) a",
        );
        app.execute("insert into assisted_scopes (unit_id, assisted_id) select unit_id, id from assisted_registrations");
        app.execute("analyze");
        let quy_nhon = app.query("select id as value from units where code = 'H21.102'").remove(0);
        let unit = UnitId::parse(&quy_nhon).unwrap();
        let newest = uuid::Uuid::now_v7();
        let pages = plans(&app, "assisted_scopes", |conn| {
            for cursor in [Cursor::Start, Cursor::Older(newest), Cursor::Newer(newest)] {
                list(conn, unit, &Search::default(), cursor, 20).unwrap();
            }
        });
        assert_eq!(pages.len(), 3);
        for plan in pages {
            assert!(plan.contains("assisted_scopes") && !plan.contains("SCAN assisted"), "{plan}");
            assert!(!plan.contains("Seq Scan on assisted") && !plan.contains("TEMP B-TREE"), "{plan}");
        }
        let number = Search { identity_number: Some("so-7".to_owned()), ..Search::default() };
        let phone = Search { phone: Some("dt-7".to_owned()), ..Search::default() };
        for (search, index) in [(number, "identity_number"), (phone, "phone")] {
            let plan = plans(&app, "assisted_scopes", |conn| {
                list(conn, unit, &search, Cursor::Start, 20).unwrap();
            })
            .remove(0);
            assert!(plan.contains(&format!("ix_assisted_registrations_{index}")), "{plan}");
        }
    }

    async fn officers_are_listed_through_indexes(app) {
        use motcua_server::identity::staff::store::{Search, list};
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into accounts (id, kind, login, name, identifier, assurance_level, status, version, created_at, unit_id) \
             select '00000000-0000-7000-8000-' || (100000000000 + i), 'staff', 'l-' || i, 'n', 'so-' || i, 1, 'active', 1, \
             u.valid_from, u.id from n, (select id, valid_from from units where code = 'H21.102') u",
        );
        app.execute("insert into officers (account_id, search_key) select id, 'n' from accounts where login like 'l-%'");
        app.execute("analyze");
        let newest = uuid::Uuid::now_v7();
        let pages = plans(&app, "officers", |conn| {
            for cursor in [Cursor::Start, Cursor::Older(newest), Cursor::Newer(newest)] {
                list(conn, &Search::default(), cursor, 20).unwrap();
            }
        });
        assert_eq!(pages.len(), 3);
        for plan in pages {
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "sorted again: {plan}");
            assert!(!plan.contains("SCAN accounts") && !plan.contains("Seq Scan on accounts"), "{plan}");
        }
        let number = Search { identity_number: Some("so-7".to_owned()), ..Search::default() };
        let found = plans(&app, "officers", |conn| {
            list(conn, &number, Cursor::Start, 20).unwrap();
        });
        assert!(!found[0].contains("Seq Scan on accounts") && !found[0].contains("SCAN accounts"), "{}", found[0]);
    }

    async fn the_queue_of_a_unit_is_read_through_indexes(app) {
        use motcua_server::processing::domain::After;
        use motcua_server::processing::queue::store::{count, list};
        use motcua_shared::filing::dto::DossierStatus as S;
        let owner = r#"{"name":"Nguyen Thi Mau","identifier":"9990001","phone":"0900000001"}"#;
        let due = match app.backend {
            Backend::Sqlite => "date(u.valid_from, '+' || (i % 300) || ' days')",
            Backend::Postgres => "u.valid_from + i % 300",
        };
        for (from, status, due) in [(0, "submitted", "cast(null as date)"), (3000, "in-process", due), (6000, "returned", due)] {
            app.execute(&format!(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
                 insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at, due_on) \
                 select '00000000-0000-7000-8000-' || (100000000000 + {from} + i + case u.code when 'H21.101' then 0 else 50000 end), u.code || '-{status}-' || i, \
                 (select id from accounts where login = 'truonghoamai'), (select min(id) from procedures), u.id, 'c', '{status}', '{{}}', '{owner}', '{{}}', 'd', 1, \
                 (select min(created_at) from accounts), {due} from n, units u where u.code in ('H21.101', 'H21.102')"
            ));
        }
        app.execute("analyze");
        let unit = UnitId::parse(&app.query("select id as value from units where code = 'H21.101'")[0]).unwrap();
        let days = "select cast(due_on as text) as value from dossiers where status = 'in-process' order by due_on limit 1 offset 1500";
        let day = app.query(days)[0].parse().unwrap();
        let pages = plans(&app, "dossiers", |conn| {
            for (from, status) in [(0, S::Submitted), (3000, S::InProcess), (6000, S::Returned)] {
                // In the middle of those that are there.
                let id = format!("00000000-0000-7000-8000-{}", 100_000_001_500_u64 + from);
                let id = motcua_shared::id::DossierId::parse(&id).unwrap();
                let later = if status.is_due() { After::Day(day, id) } else { After::Id(id) };
                for after in [After::Start, later] {
                    list(conn, (unit, None, None), status, after, 20).unwrap();
                }
            }
        });
        assert_eq!(pages.len(), 6);
        for plan in pages {
            assert!(plan.contains("ix_dossiers_queue") || plan.contains("ix_dossiers_unit_id"), "{plan}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "sorted again: {plan}");
            assert!(!plan.contains("SCAN dossiers") && !plan.contains("Seq Scan on dossiers"), "{plan}");
        }
        // What the tabs count is little beside what is over.
        let counted = plans(&app, "dossiers", |conn| drop(count(conn, (unit, None), &[S::Received, S::AwaitingSupplement]).unwrap()));
        assert!(counted[0].contains("ix_dossiers_"), "{}", counted[0]);
        assert!(!counted[0].contains("SCAN dossiers") && !counted[0].contains("Seq Scan on dossiers"), "{}", counted[0]);
    }

    async fn dossiers_are_found_by_code_and_name_through_indexes(app) {
        use motcua_server::filing::finding::store::{list_by_code, list_by_words};
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
             select '00000000-0000-7000-8000-' || (100000000000 + i + case u.code when 'H21.101' then 0 else 50000 end), u.code || '-' || i, \
             (select id from accounts where login = 'truonghoamai'), (select min(id) from procedures), u.id, 'c', 'submitted', '{}', '{}', '{}', 'd', 1, \
             (select min(created_at) from accounts) from n, units u where u.code in ('H21.101', 'H21.102')",
        );
        for word in ["'#H21' || d.code", "'nguyen'", "'thi'", "'ten' || substr(d.id, 34)"] {
            app.execute(&format!("insert into dossier_words (word, unit_id, dossier_id) select {word}, unit_id, id from dossiers d"));
        }
        app.execute("analyze");
        let unit = UnitId::parse(&app.query("select id as value from units where code = 'H21.101'")[0]).unwrap();
        let middle = motcua_shared::id::DossierId::parse("00000000-0000-7000-8000-100000001500");
        let plans = plans(&app, "dossier_words", |conn| {
            list_by_code(conn, None, &["#X".to_owned()]).unwrap();
            list_by_code(conn, Some(unit), &["#X".to_owned(), "#Y".to_owned()]).unwrap();
            let words = ["nguyen".to_owned(), "thi".to_owned(), "ten500".to_owned()];
            for count in 1..=3 {
                for after in [None, middle] {
                    list_by_words(conn, unit, &words[..count], (after, 20)).unwrap();
                }
            }
        });
        // Where there are several words, each is counted as far as it matters.
        assert_eq!(plans.len(), 8 + 2 * 2 + 2 * 3);
        // The walk goes along the word that one dossier has, not along one that all have.
        for plan in [&plans[13], &plans[17]] {
            assert!(plan.find("'ten500'") < plan.find("'nguyen'"), "{plan}");
        }
        for (at, plan) in plans.iter().enumerate() {
            assert!(!plan.contains("SCAN dossier_words") && !plan.contains("Seq Scan on dossier_words"), "{plan}");
            // A word that many names have is walked in the order of the list, and no further than the page.
            let is_walked = !plan.contains("TEMP B-TREE") && !plan.contains("Sort");
            assert!(is_walked || at > 3, "sorted: {plan}");
        }
    }

    async fn the_folders_of_a_person_are_counted_through_indexes(app) {
        for (login, from, count) in [("truonghoamai", 0, 5_000), ("truonghoasen", 5_000, 50)] {
            app.execute(&format!(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < {count}) \
                 insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
                 select '00000000-0000-7000-8000-' || (100000000000 + {from} + i), '{login}-' || i, (select id from accounts where login = '{login}'), \
                 (select min(id) from procedures), (select min(id) from units), 'c', 'submitted', '{{}}', '{{}}', '{{}}', 'd', 1, \
                 (select min(created_at) from accounts) from n"
            ));
        }
        app.execute("analyze");
        let account = app.account(Login::OtherAgency);
        let plans = plans(&app, "dossiers", |conn| {
            motcua_server::filing::folder::store::count_states(conn, account).unwrap();
            motcua_server::filing::folder::store::count_unpaid(conn, account).unwrap();
        });
        assert_eq!(plans.len(), 2);
        assert!(plans[0].contains("ix_dossiers_folder"), "{}", plans[0]);
        for plan in &plans {
            assert!(!plan.contains("SCAN dossiers") && !plan.contains("Seq Scan on dossiers"), "{plan}");
        }
    }

    async fn papers_to_verify_again_are_found_through_indexes(app) {
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) \
             insert into stored_files (sha256, size, media_type, stored_at) \
             select 'sha-' || i, 1, 'application/pdf', (select created_at from accounts limit 1) from n",
        );
        app.execute(
            "insert into signature_reports (sha256, trust, verified_at, report) \
             select sha256, 'm', stored_at, '{}' from stored_files",
        );
        app.execute("analyze");
        let now = app.state.clock.now();
        let cared = plans(&app, "signature_reports", |conn| {
            motcua_server::signature::store::find_new(conn, now).unwrap();
            motcua_server::signature::store::find_uncared(conn, now).unwrap();
        });
        for (plan, index) in cared.iter().zip(["new", "care_at"]) {
            assert!(plan.contains(&format!("ix_signature_reports_{index}")), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "sorted again: {plan}");
        }
        let plans = plans(&app, "signature_reports", |conn| {
            let oldest = motcua_server::clock::before(now, 1_000_000);
            let due = motcua_server::signature::store::Due { trust: "m".to_owned(), oldest, now };
            motcua_server::signature::store::list_due(conn, &due, 50).unwrap();
        });
        assert_eq!(plans.len(), 4);
        for (plan, index) in plans.iter().zip(["trust", "trust", "verified_at", "retry_at"]) {
            assert!(plan.contains(&format!("ix_signature_reports_{index}")), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "sorted again: {plan}");
        }
    }

    async fn ratings_of_a_unit_are_counted_from_their_index_alone(app) {
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000) \
             insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
             select '00000000-0000-7000-8000-' || (100000000000 + i), 'r-' || i, (select id from accounts where login = 'truonghoamai'), \
             (select min(id) from procedures), (select id from units where code = case when i % 40 = 0 then 'H21.102' else 'H21.101' end), 'c', \
             'returned', '{}', '{}', '{}', 'd', 1, (select min(created_at) from accounts) from n",
        );
        app.execute(
            "insert into dossier_ratings (dossier_id, unit_id, stars, words, rated_at, changed_at) \
             select id, unit_id, 4, null, submitted_at, submitted_at from dossiers",
        );
        app.execute("analyze");
        let unit = &app.query("select id as value from units where code = 'H21.102'")[0];
        let now = app.state.clock.now();
        let window = ratings::Window {
            unit: UnitId::parse(unit).unwrap(),
            since: motcua_server::clock::before(now, 365 * 24 * 3600),
            until: motcua_server::clock::after(now, 3600),
        };
        let found = plans(&app, "dossier_ratings", |conn| {
            assert_eq!(ratings::count(conn, window).unwrap(), [(4, 100)]);
        });
        let plan = &found[0];
        assert!(plan.contains("ix_dossier_ratings_figures"), "{plan}");
        // PostgreSQL knows only after a vacuum that the index is enough.
        assert!(app.backend == Backend::Postgres || plan.contains("COVERING INDEX"), "{plan}");
    }

    async fn results_that_wait_are_found_through_their_index(app) {
        let digest = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)";
        app.execute(&format!(
            "{digest} insert into stored_files (sha256, size, media_type, stored_at) \
             select 'sha-' || i, 1, 'application/pdf', (select min(created_at) from accounts) from n"
        ));
        app.execute(&format!(
            "{digest} insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
             select '00000000-0000-7000-8000-' || (100000000000 + i), 'w-' || i, (select id from accounts where login = 'truonghoamai'), \
             (select min(id) from procedures), (select min(id) from units), 'c', 'returned', '{{}}', '{{}}', '{{}}', 'd', 1, \
             (select min(created_at) from accounts) from n"
        ));
        app.execute(&format!(
            "{digest} insert into dossier_results (dossier_id, number, category_code, name, file_name, size, sha256, waits_for) \
             select '00000000-0000-7000-8000-' || (100000000000 + i), 1, 'KQ.H21.910004', 'n', 'f', 1, 'sha-' || i, \
             case when i % 3 = 0 then '00' || (1000000000 + i) end from n"
        ));
        app.execute("analyze");
        let found = plans(&app, "waits_for", |conn| {
            assert_eq!(motcua_server::processing::waiting::store::list(conn, "001000000300").unwrap().len(), 1);
        });
        assert!(found[0].contains("ix_dossier_results_waits_for"), "{}", found[0]);
    }
}

/// How the database goes about the queries of `work` that name `table`: each with its plan.
pub fn plans(app: &TestApp, table: &str, work: impl FnOnce(&mut DbConn)) -> Vec<String> {
    let mut conn = app.state.db.connection().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            log.lock().unwrap().push(query.to_string());
        }
    });
    work(&mut conn);
    let statements: Vec<String> = seen
        .lock()
        .unwrap()
        .drain(..)
        .filter(|sql| sql.contains(table))
        .collect();
    statements
        .iter()
        .map(|statement| {
            let sql = filled_in(statement);
            format!("{sql}\n{}", plan(&mut conn, &sql))
        })
        .collect()
}

fn plan(conn: &mut DbConn, sql: &str) -> String {
    let lines: Vec<String> = match conn {
        DbConn::Sqlite(inner) => {
            #[derive(diesel::QueryableByName)]
            struct Step {
                #[diesel(sql_type = diesel::sql_types::Text)]
                detail: String,
            }
            let steps: Vec<Step> = diesel::sql_query(format!("explain query plan {sql}"))
                .load(inner)
                .unwrap();
            steps.into_iter().map(|step| step.detail).collect()
        }
        DbConn::Postgres(inner) => {
            #[derive(diesel::QueryableByName)]
            struct Line {
                #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
                line: String,
            }
            let lines: Vec<Line> = diesel::sql_query(format!("explain {sql}")).load(inner).unwrap();
            lines.into_iter().map(|line| line.line).collect()
        }
    };
    lines.join("\n")
}

/// A statement of the log with its values in place: `… = ? -- binds: ["a", 21]`.
fn filled_in(statement: &str) -> String {
    let (sql, binds) = statement.rsplit_once("-- binds:").unwrap();
    // Texts are quoted there, moments are not; what PostgreSQL takes as one array is a list in the list.
    let value = Regex::new(r#"\[([^\[\]]*)\]|"([^"]*)"|([^,\[\]"\s][^,\[\]"]*)"#).unwrap();
    let binds = binds
        .trim()
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
        .unwrap();
    let binds: Vec<String> = value
        .captures_iter(binds)
        .map(|found| match (found.get(2), found.get(3)) {
            _ if found.get(1).is_some() => format!("'{{{}}}'", &found[1]),
            (Some(text), _) => format!("'{}'", text.as_str()),
            (None, Some(other)) if other.as_str().trim().parse::<i64>().is_ok() => {
                other.as_str().trim().to_owned()
            }
            (None, other) => format!("'{}'", other.unwrap().as_str().trim()),
        })
        .collect();
    let place = Regex::new(r"\$\d+|\?").unwrap();
    let mut values = binds.iter();
    place
        .replace_all(sql, |_: &regex::Captures<'_>| values.next().unwrap().clone())
        .into_owned()
}

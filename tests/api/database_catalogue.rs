//! How the databases find procedures, units and figures among many: 5,700 procedures, all units of Viet Nam, a busy quarter.

use crate::database_plans::plans;
use motcua_server::catalogue::everyday::readings;
use motcua_server::catalogue::keep::store as keep;
use motcua_server::catalogue::store::{Wanted, search_procedures};
use motcua_server::directory::keep::store as units;
use motcua_server::statistics::store as figures;
use motcua_shared::catalogue::life_event::LifeEvent;
use motcua_tests::{Backend, TestApp, on_both};

/// 5,700 procedures in 114 fields, every nineteenth of which belongs to an event of life.
fn fill(app: &TestApp) {
    app.execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5700) \
         insert into procedures (id, code, name, search_key, definition, is_current, imported_at, field, national_code, reception, rank, origin) \
         select 'p-' || i, '8.' || (100000 + i), 'n', '8 ' || i || ' thu tuc so ' || i || ' linh vuc ' || (i % 114), p.definition, true, p.imported_at, \
         'Lĩnh vực ' || (i % 114), '8.' || (100000 + i), case when i % 7 = 0 then 'online' else 'information' end, 10000 + i, 'national' \
         from n, (select definition, imported_at from procedures where code = '1.000894' limit 1) p",
    );
    app.execute(
        "insert into procedure_life_events (procedure_id, life_event) select id, 'hoc-hanh' from procedures where id like 'p-%' and rank % 19 = 0",
    );
    app.execute(
        "insert into procedure_life_events (procedure_id, life_event) select id, 'gia-dinh' from procedures where id like 'p-%'",
    );
    app.execute("analyze");
}

/// The order is that of an index: nothing is sorted, whatever stands in front of the page.
fn is_ordered(plan: &str, index: &str) {
    assert!(plan.contains(index), "{plan}");
    assert!(
        !plan.contains("TEMP B-TREE FOR ORDER") && !plan.contains("Sort"),
        "sorted again: {plan}"
    );
}

on_both! {
    async fn pages_of_procedures_come_in_the_order_of_their_index(app) {
        fill(&app);
        let behind = Some((12_000, "8.102000".to_owned()));
        let everything = Wanted::default();
        let later = Wanted { after: behind.clone(), ..Wanted::default() };
        let online = Wanted { only_online: true, ..Wanted::default() };
        let words = Wanted { readings: readings("thủ tục"), ..Wanted::default() };
        for wanted in [&everything, &later, &online, &words] {
            let found = plans(&app, "procedures", |conn| {
                let (rows, total) = search_procedures(conn, wanted, 20).unwrap();
                assert_eq!(rows.len(), 21);
                assert!(total > 800, "{total}");
            });
            assert_eq!(found.len(), 2, "how many, and a page");
            is_ordered(&found[1], "ix_procedures_rank");
            // Whether there is one of ours is looked up, not looked for.
            if app.backend == Backend::Sqlite {
                assert!(found[0].contains("ix_procedures_national_code"), "{}", found[0]);
            }
        }
        for wanted in [keep::Wanted::default(), keep::Wanted { after: behind, ..keep::Wanted::default() }] {
            let found = plans(&app, "procedures", |conn| {
                assert_eq!(keep::list(conn, &wanted, 20).unwrap().0.len(), 21);
            });
            is_ordered(&found[1], "ix_procedures_rank");
        }
    }

    async fn a_field_and_an_event_are_found_through_their_index(app) {
        fill(&app);
        let field = Wanted { field: Some("Lĩnh vực 7".to_owned()), ..Wanted::default() };
        let event = Wanted { life_event: Some(LifeEvent::School), ..Wanted::default() };
        for (wanted, index) in [(field, "ix_procedures_field"), (event, "ix_procedure_life_events_life_event")] {
            let found = plans(&app, "procedures", |conn| {
                assert!(search_procedures(conn, &wanted, 20).unwrap().1 > 40);
            });
            assert!(found[0].contains(index), "{}", found[0]);
        }
    }

    async fn the_tree_and_figures_are_read_through_indexes(app) {
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3300) \
             insert into units (id, code, name, level, parent_id, search_key, valid_from, version, at_portal) \
             select '00000000-0000-7000-8000-' || (100000000000 + i), 'x-' || i, 'n', 'commune', u.id, 'xa ' || i, u.valid_from, 1, false \
             from n, (select id, valid_from, row_number() over (order by id) r from units) u \
             where u.r = 1 + i % (select count(*) from units)",
        );
        app.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 6000) \
             insert into dossiers (id, code, account_id, procedure_id, unit_id, case_id, status, filer, owner, delivery, digest, version, submitted_at) \
             select 'd-' || i, 'd-' || i, a.id, p.id, u.id, '', 'returned', '', '', '', '', 1, a.created_at \
             from n, (select id, created_at from accounts limit 1) a, (select id from procedures where code = '1.000894' limit 1) p, \
             (select id from units where code = 'H21.101') u",
        );
        app.execute(
            "insert into dossier_events (id, dossier_id, status, actor_id, actor_name, unit_name, happened_at) \
             select 'e-' || d.id, d.id, case when d.id like '%7' then 'returned' else 'received' end, d.account_id, '', '', d.submitted_at from dossiers d",
        );
        app.execute(
            "insert into dossier_durations (dossier_id, procedure_code, unit_id, ended_on, days) \
             select id, 'c-' || (cast(substr(id, 3) as integer) % 60), unit_id, '2026-11-01', 3 from dossiers",
        );
        app.execute("analyze");
        let parent = app.query("select id as value from units where code = 'H21'").remove(0);
        let parent = motcua_shared::id::UnitId::parse(&parent).unwrap();
        let below = units::Wanted { parent: Some(parent), ..units::Wanted::default() };
        // Of the statements of a page only the one that has an order.
        let found = plans(&app, "search_key", |conn| {
            units::list(conn, &below, 20).unwrap();
        });
        is_ordered(&found[0], "ix_units_tree");
        let unit = motcua_shared::id::UnitId::parse(&app.query("select id as value from units where code = 'H21.101'")[0]).unwrap();
        let since = "2026-08-24".parse().unwrap();
        for (unit, index) in [(None, "ix_dossier_durations_procedure"), (Some(unit), "ix_dossier_durations_")] {
            let found = plans(&app, "dossier_durations", |conn| {
                figures::count_by_days(conn, "c-7", unit, since).unwrap();
            });
            assert!(found[0].contains(index), "{}", found[0]);
            assert!(!found[0].contains("SCAN dossier_durations") && !found[0].contains("Seq Scan"), "{}", found[0]);
        }
        let now = app.state.clock.now();
        let found = plans(&app, "dossier_durations", |conn| {
            figures::list_ended(conn, motcua_server::clock::before(now, 3600), 200).unwrap();
        });
        assert!(found[0].contains("ix_dossier_events_returned"), "{}", found[0]);
    }
}

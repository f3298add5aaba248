//! Events of life: the way to procedures for those who do not know their names.

use motcua_shared::catalogue::dto::{ProcedureListItem, ProcedureView};
use motcua_shared::catalogue::keep::{KeptProcedure, KeptProcedureItem, WriteProcedure};
use motcua_shared::catalogue::life_event::{LifeEvent, LifeEventCount};
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Client, Login, on_both};

async fn found(client: &Client, event: LifeEvent) -> Vec<String> {
    let address = format!("{}?life_event={}&limit=100", path::PROCEDURES, event.as_str());
    let page: Page<ProcedureListItem> = client.get(&address).await.ok(200);
    assert_eq!(page.total, Some(page.items.len() as u64));
    page.items.into_iter().map(|item| item.code).collect()
}

on_both! {
    async fn delivered_procedures_are_found_by_event_and_counted(app) {
        let nobody = app.nobody();
        let counts: Vec<LifeEventCount> = nobody.get(path::LIFE_EVENTS).await.ok(200);
        assert!(counts.len() >= 8, "{counts:?}");
        assert!(counts.iter().map(|count| count.life_event).is_sorted(), "in the order of a life");
        for count in counts {
            assert_eq!(found(&nobody, count.life_event).await.len() as u64, count.procedures, "{:?}", count.life_event);
        }
        assert!(found(&nobody, LifeEvent::Marriage).await.contains(&"1.000894".to_owned()));
        let both: Page<ProcedureListItem> = nobody.get(&format!("{}?life_event=sinh-con&q=lai", path::PROCEDURES)).await.ok(200);
        assert_eq!(both.items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>(), ["1.004884"]);
        nobody.get(&format!("{}?life_event=x", path::PROCEDURES)).await.refused(400, ErrorCode::BadRequest);
    }

    async fn an_administrator_says_otherwise_and_older_versions_keep_theirs(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let seen: KeptProcedure = admin.get(&path::kept_procedure("1.000894")).await.ok(200);
        let mut definition = seen.definition.clone();
        definition.life_events = vec![LifeEvent::Family, LifeEvent::Family];
        let body = WriteProcedure { replaces: Some(seen.id), definition };
        let address = path::kept_procedure("1.000894");
        // Looking at what would be written writes nothing.
        let tried: KeptProcedure = admin.put(&format!("{address}?check=true"), &body).await.ok(200);
        assert_eq!(tried.definition.life_events.len(), 2);
        assert!(found(&admin, LifeEvent::Marriage).await.contains(&"1.000894".to_owned()));
        let now: KeptProcedure = admin.put(&address, &body).await.ok(200);
        assert!(!found(&admin, LifeEvent::Marriage).await.contains(&"1.000894".to_owned()));
        assert!(found(&admin, LifeEvent::Family).await.contains(&"1.000894".to_owned()));
        // Who saw the version before is told, also when only looking.
        admin.put(&format!("{address}?check=true"), &body).await.refused(409, ErrorCode::VersionConflict);
        let before: ProcedureView = admin.get(&path::kept_procedure_version("1.000894", seen.id)).await.ok(200);
        assert_eq!((before.id, &before.definition), (seen.id, &seen.definition));
        admin.get(&path::kept_procedure_version("1.004873", now.id)).await.refused(404, ErrorCode::NotFound);
    }

    async fn the_list_of_administrators_is_narrowed_and_counted(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let all: Page<KeptProcedureItem> = admin.get(&format!("{}?limit=5", path::KEPT_PROCEDURES)).await.ok(200);
        assert_eq!((all.items.len(), all.total), (5, Some(app.count("procedures where is_current"))));
        let narrowed = format!("{}?field=H%E1%BB%99%20t%E1%BB%8Bch&reception=online&q=khai%20sinh", path::KEPT_PROCEDURES);
        let page: Page<KeptProcedureItem> = admin.get(&narrowed).await.ok(200);
        assert!(!page.items.is_empty() && page.total == Some(page.items.len() as u64));
        assert!(page.items.iter().all(|item| item.field == "Hộ tịch" && item.name.to_lowercase().contains("khai sinh")));
    }
}

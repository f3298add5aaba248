//! Filed dossiers: who reads them, in which order, and that they stay as they were filed.

use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierListItem, DossierView, DraftView};
use motcua_shared::id::DossierId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Login, on_both, papers};

on_both! {
    async fn officers_of_the_receiving_unit_read_it_and_others_do_not(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let (staff, stranger) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let file = path::dossier_file(dossier.id, "to-trinh");
        let read: DossierView = staff.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(read, dossier);
        assert_eq!(staff.get(&file).await.body, papers::sound("to-trinh"));
        let list: Page<DossierListItem> = staff.get(path::DOSSIERS).await.ok(200);
        assert_eq!(list.items.len(), 1);
        assert_eq!(app.count("audit_entries where action = 'dossier-file-read'"), 1);
        for client in [stranger, app.sign_in(Login::OtherAgency).await, app.sign_in(Login::Citizen).await] {
            client.get(&path::dossier(dossier.id)).await.refused(404, ErrorCode::NotFound);
            client.get(&file).await.refused(404, ErrorCode::NotFound);
            let list: Page<DossierListItem> = client.get(path::DOSSIERS).await.ok(200);
            assert_eq!(list.items, []);
        }
        app.execute("update accounts set unit_id = null where login = 'canbotuyphuoc'");
        staff.get(path::DOSSIERS).await.refused(403, ErrorCode::NotAllowed);
        staff.get(&path::dossier(dossier.id)).await.refused(403, ErrorCode::NotAllowed);
    }

    async fn what_was_filed_stays_readable_when_the_catalogue_moves_on(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let draft = agency.open(PROCEDURE).await;
        let mut catalogue = motcua_server::catalogue::import::Catalogue::delivered().unwrap();
        let procedure = catalogue.procedures.iter_mut().find(|one| one.code == PROCEDURE).unwrap();
        procedure.components.clear();
        procedure.cases[0].name = "Trường hợp mới".to_owned();
        let now = app.state.clock.now();
        let mut conn = app.state.db.connection().unwrap();
        motcua_server::db::write_now(&mut conn, |conn| {
            motcua_server::catalogue::import::import(conn, &catalogue, now)
        })
        .unwrap();
        let read: DossierView = agency.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(read, dossier);
        let draft = agency.fill(&draft, UNIT).await;
        assert_eq!(draft.components.len(), 4, "shown as it was when it was opened");
        assert_eq!(agency.open(PROCEDURE).await.components, []);
    }

    async fn what_was_typed_goes_from_the_draft_when_it_is_filed(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let columns = "filer || owner || acting || answers || edits || coalesce(delivery, '') || seal_key";
        let row = || app.query(&format!("select {columns} as value from drafts")).remove(0);
        assert!(row().contains(&draft.filer.phone) && row().contains(&draft.seal_key));
        let dossier: DossierView = agency.submit(&draft).await.ok(200);
        assert_eq!(dossier.filer, draft.filer);
        assert!(!row().contains(&draft.filer.phone) && !row().contains(&draft.filer.name), "{}", row());
        assert_eq!(app.query("select seal_key as value from drafts"), [""]);
        let closed: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(closed.dossier_id, Some(dossier.id), "the page still finds where it went");
    }

    async fn all_papers_that_went_meanwhile_are_named_at_once_and_nothing_is_written(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        assert_eq!(draft.missing, []);
        app.execute("update papers set removed_at = added_at");
        let answer = agency.submit(&draft).await;
        answer.refused(422, ErrorCode::CheckFields);
        let mut expected: Vec<_> = draft
            .components
            .iter()
            .filter(|part| part.attachment.is_some())
            .map(|part| (format!("components.{}", part.component_id), ErrorCode::PaperStale))
            .collect();
        let mut told = answer.faults();
        told.sort();
        expected.sort();
        assert_eq!((told, expected.len()), (expected, 3));
        assert_eq!((app.count("dossiers"), app.count("dossier_serials"), app.count("charges")), (0, 0, 0));
        let draft: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(draft.missing.len(), 3, "the wizard says the same");
    }

    async fn dossiers_are_paged(app) {
        let agency = app.agency_with_papers().await;
        let mut ids: Vec<DossierId> = Vec::new();
        for _ in 0..5 {
            ids.push(agency.filed(PROCEDURE, UNIT).await.id);
        }
        ids.reverse();
        let first: Page<DossierListItem> = agency.get(&format!("{}?limit=3", path::DOSSIERS)).await.ok(200);
        let rest = format!("{}?limit=3&cursor={}", path::DOSSIERS, first.next.unwrap());
        let rest: Page<DossierListItem> = agency.get(&rest).await.ok(200);
        let all: Vec<DossierId> = first.items.iter().chain(&rest.items).map(|item| item.id).collect();
        assert_eq!((all, rest.next), (ids, None));
    }
}

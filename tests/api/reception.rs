//! Dossiers that people bring to a desk: in their name and account, with an officer's pen, while they have agreed.

use crate::looks::begun;
use crate::receipt::text_of;
use crate::sharing::log;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{
    AttachedBy, DossierStatus, DossierView, DraftView, SubmissionMethod, Suggestion,
};
use motcua_shared::id::LookId;
use motcua_shared::page::Page;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::processing::dto::DeskDossier;
use motcua_shared::reception::ReceptionView;
use motcua_shared::statistics::figures::{Dashboard, FigureKind};
use motcua_shared::upload::dto::Purpose;
use motcua_shared::vault::dto::PaperListItem;
use motcua_shared::vault::log::{EventActor, PaperAct};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::{add_paper, new_key};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use reqwest::Method;
use serde_json::json;

/// The number of the agency that comes to the desk.
const NUMBER: &str = "9990001";

async fn beginning(desk: &Client, look: LookId, key: &str) -> Answer {
    let body = json!({ "look_id": look, "procedure_code": PROCEDURE });
    let request = desk
        .request(Method::POST, path::RECEPTIONS)
        .header(IDEMPOTENCY_HEADER, key);
    Answer::of(request.json(&body)).await
}

/// An officer with the agency at the desk.
async fn at_desk(app: &TestApp) -> (Client, Client, LookId, ReceptionView) {
    let agency = app.sign_in(Login::Agency).await;
    let desk = app.sign_in(Login::Staff).await;
    let look = begun(&desk, NUMBER, "presence").await.id;
    let begun: ReceptionView = beginning(&desk, look, &new_key()).await.ok(201);
    (agency, desk, look, begun)
}

async fn read(client: &Client, reception: &ReceptionView) -> DraftView {
    client.get(&path::draft(reception.draft_id)).await.ok(200)
}

/// All parts from the officer's device.
async fn scanned(desk: &Client, mut draft: DraftView) -> DraftView {
    for (component, paper) in [
        ("to-trinh", "to-trinh"),
        ("bao-cao", "bao-cao-thanh-tich"),
        ("bien-ban", "bien-ban-hop"),
        ("minh-chung", "quyet-dinh-cong-nhan"),
    ] {
        let sent = desk.uploaded_for(paper, Purpose::SignedComponent).await;
        draft = desk.attach_upload(&draft, component, sent.id).await.ok(200);
    }
    desk.fill(&draft, UNIT).await
}

on_both! {
    async fn the_dossier_is_of_the_person_at_the_desk_and_taken_in_as_it_is_handed_in(app) {
        let (agency, desk, look, begun) = at_desk(&app).await;
        let draft = read(&desk, &begun).await;
        let side = draft.desk.clone().unwrap();
        assert_eq!((side.look_id, begun.is_resumed), (look, false));
        assert_eq!(draft.unit.as_ref().map(|unit| unit.code.as_str()), Some(UNIT), "it is handed in where they stand");
        // The person sees it as any other of theirs, and is told nothing of a desk.
        let own = read(&agency, &begun).await;
        assert_eq!((own.id, own.desk), (draft.id, None));
        let ready = scanned(&desk, draft).await;
        let dossier: DossierView = desk.submit(&ready).await.ok(200);
        assert_eq!(dossier.status, DossierStatus::Received);
        let again: DossierView = desk.submit(&ready).await.ok(200);
        assert_eq!((again.id, again.status), (dossier.id, DossierStatus::Received));
        let theirs: DossierView = agency.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(theirs.code, dossier.code);
        assert_eq!(theirs.submission.method, SubmissionMethod::AtDesk, "nobody filed it online");
        let seen: DeskDossier = desk.get(&path::desk_dossier(dossier.id)).await.ok(200);
        assert!(seen.due_on.is_some(), "its time runs");
        let kinds = app.query("select kind as value from messages where kind like 'dossier-%' order by id");
        assert_eq!(kinds, ["dossier-moved"], "one message for one visit");
        let by = app.query("select officer_name as value from dossier_receptions");
        assert_eq!(by, ["Cán bộ một cửa Tuy Phước (mẫu)"]);
        let hands = app.query(&format!(
            "select distinct accounts.login as value from audit_entries join accounts on accounts.id = audit_entries.account_id \
             where audit_entries.subject_id = '{}'", dossier.id));
        assert_eq!(hands, [Login::Staff.name()], "the log says whose hand it was");
    }

    async fn the_receipt_and_the_control_slip_are_printed_with_the_promised_day(app) {
        let (agency, desk, _, begun) = at_desk(&app).await;
        let ready = scanned(&desk, read(&desk, &begun).await).await;
        let dossier: DossierView = desk.submit(&ready).await.ok(200);
        let seen: DeskDossier = desk.get(&path::desk_dossier(dossier.id)).await.ok(200);
        let due = motcua_shared::time::format_date(seen.due_on.unwrap());
        for (part, title, own) in [
            ("acceptance", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Người nộp hồ sơ"),
            ("control-slip", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "Người giao"),
        ] {
            let address = path::desk_dossier_part(dossier.id, part);
            let answer = desk.get(&address).await;
            assert_eq!((answer.status, &answer.body[..5]), (200, b"%PDF-".as_slice()));
            let text = text_of(&answer.body).split_whitespace().collect::<Vec<_>>().join(" ");
            for words in [title, own, dossier.code.as_str(), due.as_str(), "Cán bộ một cửa Tuy Phước (mẫu)"] {
                assert!(text.contains(words), "{part} lacks {words}: {text}");
            }
            agency.get(&address).await.refused(403, ErrorCode::NotAllowed);
        }
        // Before it is received no day is promised.
        let online = agency.filed(PROCEDURE, UNIT).await;
        desk.get(&path::desk_dossier_part(online.id, "acceptance")).await.refused(404, ErrorCode::NotFound);
    }

    async fn what_was_signed_at_the_desk_lies_in_the_vault_of_the_person(app) {
        let (agency, desk, _, begun) = at_desk(&app).await;
        let ready = scanned(&desk, read(&desk, &begun).await).await;
        let before: Page<PaperListItem> = agency.get(path::PAPERS).await.ok(200);
        let _: DossierView = desk.submit(&ready).await.ok(200);
        let after: Page<PaperListItem> = agency.get(path::PAPERS).await.ok(200);
        assert!(before.items.is_empty());
        let accepted = ready.procedure.definition.components.iter().filter(|one| !one.accepts.is_empty()).count();
        assert_eq!(after.items.len(), accepted);
        let events = log(&agency, "others=true").await;
        let added = events.iter().find(|event| event.act == PaperAct::Added).unwrap();
        assert!(matches!(added.actor, EventActor::Officer), "{added:?}");
    }

    async fn what_desks_scan_and_keep_is_a_figure(app) {
        let (_, desk, _, begun) = at_desk(&app).await;
        let ready = scanned(&desk, read(&desk, &begun).await).await;
        let _: DossierView = desk.submit(&ready).await.ok(200);
        crate::figures_folded::folded(&app).await;
        let shown: Dashboard = desk.get(path::FIGURES).await.ok(200);
        let figure = shown.figures.iter().find(|one| one.kind == FigureKind::Digitised).unwrap();
        let kept = app.count("papers");
        assert_eq!((figure.part, figure.whole), (Some(kept), Some(4)), "{figure:?}");
    }

    async fn papers_of_the_vault_come_before_the_scanner_and_hidden_ones_stay_hidden(app) {
        let agency = app.sign_in(Login::Agency).await;
        let shown = agency.paper("to-trinh", "KQ.H21.910001").await;
        let upload = agency.uploaded("bao-cao-thanh-tich").await;
        let mut request = add_paper(upload.id, "KQ.H21.910002");
        request.is_visible = false;
        let hidden: motcua_shared::vault::dto::PaperView = agency.post(path::PAPERS, &request).await.ok(201);
        let desk = app.sign_in(Login::Staff).await;
        let look = begun(&desk, NUMBER, "presence").await.id;
        let begun: ReceptionView = beginning(&desk, look, &new_key()).await.ok(201);
        let draft = read(&desk, &begun).await;
        let part = draft.components.iter().find(|part| part.component_id == "to-trinh").unwrap();
        let attachment = part.attachment.as_ref().unwrap();
        assert_eq!((attachment.paper_id, attachment.attached_by), (Some(shown.item.id), AttachedBy::Portal));
        let offered: Vec<Suggestion> = desk.get(&path::draft_suggestions(draft.id, "bao-cao")).await.ok(200);
        assert!(offered.is_empty(), "{offered:?}");
        desk.attach_paper(&draft, "bao-cao", hidden.item.id).await.refused(404, ErrorCode::NotFound);
        // What the officer opens, the owner reads of.
        let address = format!("{}/file?view=true", path::draft_component(draft.id, "to-trinh"));
        assert_eq!(desk.get(&address).await.status, 200);
        let offered: Vec<Suggestion> = desk.get(&path::draft_suggestions(draft.id, "to-trinh")).await.ok(200);
        assert_eq!(offered.len(), 1);
        let acts: Vec<PaperAct> = log(&agency, "others=true").await.into_iter()
            .filter(|event| matches!(event.actor, EventActor::Officer)).map(|event| event.act).collect();
        assert!(acts.contains(&PaperAct::Viewed) && acts.contains(&PaperAct::Listed), "{acts:?}");
    }

    async fn nobody_else_has_the_pen(app) {
        let (_, desk, look, begun) = at_desk(&app).await;
        let other = app.sign_in(Login::OtherStaff).await;
        let address = path::draft(begun.draft_id);
        other.get(&address).await.refused(404, ErrorCode::NotFound);
        beginning(&other, look, &new_key()).await.refused(404, ErrorCode::NotFound);
        let citizen = app.sign_in(Login::Citizen).await;
        citizen.get(&address).await.refused(404, ErrorCode::NotFound);
        citizen.get(path::VAULT_LOOKS).await.refused(405, ErrorCode::MethodNotAllowed);
        beginning(&citizen, look, &new_key()).await.refused(403, ErrorCode::NotAllowed);
        // A draft that the person began at home is none of the desk's.
        let agency = app.sign_in(Login::Agency).await;
        let own = agency.open(PROCEDURE).await;
        desk.get(&path::draft(own.id)).await.refused(404, ErrorCode::NotFound);
    }

    async fn the_pen_is_taken_away_with_the_agreement_and_nothing_is_lost(app) {
        let (agency, desk, look, begun) = at_desk(&app).await;
        let draft = scanned(&desk, read(&desk, &begun).await).await;
        assert!(desk.post(&path::vault_look_part(look, "closing"), &json!({})).await.status < 300);
        let address = path::draft(begun.draft_id);
        desk.get(&address).await.refused(409, ErrorCode::ReceptionOver);
        desk.submit(&draft).await.refused(409, ErrorCode::ReceptionOver);
        beginning(&desk, look, &new_key()).await.refused(409, ErrorCode::LookOver);
        let look = crate::looks::begun(&desk, NUMBER, "presence").await.id;
        let again: ReceptionView = beginning(&desk, look, &new_key()).await.ok(201);
        assert_eq!((again.draft_id, again.is_resumed), (begun.draft_id, true));
        let kept = read(&desk, &again).await;
        assert!(kept.components.iter().all(|part| part.attachment.is_some()));
        let theirs = read(&agency, &again).await;
        assert_eq!(theirs.version, kept.version);
        let _: DossierView = desk.submit(&kept).await.ok(200);
    }

    async fn without_the_person_nothing_begins(app) {
        let desk = app.sign_in(Login::Staff).await;
        let shared = begun(&desk, NUMBER, "grant").await.id;
        beginning(&desk, shared, &new_key()).await.refused(409, ErrorCode::ReceptionNotAgreed);
        let waiting = begun(&desk, NUMBER, "code").await.id;
        beginning(&desk, waiting, &new_key()).await.refused(409, ErrorCode::LookOver);
        let nobody = begun(&desk, "001099999999", "presence").await.id;
        beginning(&desk, nobody, &new_key()).await.refused(409, ErrorCode::ReceptionNotAgreed);
        assert_eq!(app.count("drafts"), 0);
        let key = new_key();
        let look = begun(&desk, NUMBER, "presence").await.id;
        let first: ReceptionView = beginning(&desk, look, &key).await.ok(201);
        let second: ReceptionView = beginning(&desk, look, &key).await.ok(201);
        assert_eq!(first.draft_id, second.draft_id, "the same press twice");
        assert_eq!(app.count("drafts"), 1);
    }

    async fn a_dossier_for_another_desk_is_not_taken_in_at_this_one(app) {
        let (_, desk, _, begun) = at_desk(&app).await;
        let draft = scanned(&desk, read(&desk, &begun).await).await;
        let elsewhere = desk.fill(&draft, "H21.102").await;
        let refused = desk.submit(&elsewhere).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        assert_eq!(app.count("dossiers"), 0);
    }
}

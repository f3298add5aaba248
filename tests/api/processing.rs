//! A filed dossier at the unit that receives it: received, worked on, ended; and what its filer sees of that.

use crate::feedback::unit;
use crate::signing::before_and_after;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::{Acting, Ground};
use motcua_shared::filing::dto::{
    AttachedBy, ChangeDraft, DossierStatus, DossierView, DraftView, Party, Suggestion,
};
use motcua_shared::id::{DossierId, UploadId};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, DeskDossier, DeskDossierItem, ResultGoes};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{AddPaper, PaperPage, PaperReading, PaperView, VaultKind};
use motcua_shared::vault::log::{EventActor, PaperAct};
use motcua_shared::vault::look::ObjectionView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::add_paper;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, papers};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// "Quyết định", which fits the component `minh-chung` of [`PROCEDURE`] as well.
pub const DECISION: &str = "KQ.H21.910004";

/// One act without a word: `receipt`, `beginning`.
pub async fn step(desk: &Client, id: DossierId, part: &str, version: u32) -> Answer {
    let body = json!({ "version": version });
    desk.post(&path::desk_dossier_part(id, part), &body).await
}

/// Ends a dossier with a reason.
pub async fn refuse(desk: &Client, id: DossierId, version: u32, ground: &str) -> Answer {
    let body = json!({ "version": version, "ground": ground });
    desk.post(&path::desk_dossier_part(id, "refusal"), &body).await
}

/// What an officer says of a signed file.
pub fn said(upload: UploadId, category: &str) -> Value {
    json!({
        "upload_id": upload, "category_code": category, "decision_number": "12/QĐ-UBND",
        "summary": "Tặng giấy khen", "issued_on": "2026-11-20",
    })
}

/// Ends a dossier with these results.
pub async fn give_back(desk: &Client, id: DossierId, version: u32, results: &[Value]) -> Answer {
    let body = json!({ "version": version, "results": results });
    desk.post(&path::desk_dossier_part(id, "return"), &body).await
}

/// A filed dossier of the agency that is worked on; its version is 3 by then.
pub async fn in_process(agency: &Client, desk: &Client) -> DossierView {
    let dossier = agency.filed(PROCEDURE, UNIT).await;
    let received: DeskDossier = step(desk, dossier.id, "receipt", 1).await.ok(200);
    let begun: DeskDossier = step(desk, dossier.id, "beginning", received.version)
        .await
        .ok(200);
    assert_eq!(
        (begun.dossier.status, begun.version),
        (DossierStatus::InProcess, 3)
    );
    dossier
}

/// As officers see it.
pub async fn seen(desk: &Client, id: DossierId) -> DeskDossier {
    desk.get(&path::desk_dossier(id)).await.ok(200)
}

/// As its filer sees it.
pub async fn course(filer: &Client, id: DossierId) -> Course {
    filer.get(&path::dossier_course(id)).await.ok(200)
}

/// What people were told of dossiers, oldest first.
pub fn told(app: &TestApp) -> Vec<String> {
    app.query("select content as value from messages where kind = 'dossier-moved' order by id")
}

async fn queue(desk: &Client, query: &str) -> Page<DeskDossierItem> {
    desk.get(&format!("{}{query}", path::DESK_DOSSIERS)).await.ok(200)
}

/// Why a dossier ends without a result.
pub const GROUND: &str = "Tờ trình chưa nêu rõ tập thể được đề nghị khen thưởng.";

on_both! {
    async fn a_dossier_is_received_worked_on_and_its_result_lands_in_the_vault(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let waiting = queue(&desk, "").await;
        assert_eq!(waiting.items.iter().map(|item| item.id).collect::<Vec<_>>(), [dossier.id]);
        assert_eq!((waiting.items[0].due_on, waiting.items[0].days_left), (None, None));

        let before = seen(&desk, dossier.id).await;
        assert_eq!((before.version, before.goes, before.due_on), (1, ResultGoes::ToFiler, None));
        assert_eq!(before.results_named, ["Giấy khen của Chủ tịch UBND cấp xã"]);
        assert_eq!(before.steps.len(), 1, "it was filed: {:?}", before.steps);
        assert_eq!(course(&agency, dossier.id).await.due, None);

        // An act has its turn.
        step(&desk, dossier.id, "beginning", 1).await.refused(409, ErrorCode::DossierMovedOn);
        let received: DeskDossier = step(&desk, dossier.id, "receipt", 1).await.ok(200);
        assert_eq!((received.dossier.status, received.version, received.days_left), (DossierStatus::Received, 2, Some(20)));
        assert_eq!(received.due_on, before.due_if_received, "what was said before holds");
        step(&desk, dossier.id, "receipt", 1).await.refused(409, ErrorCode::DossierMovedOn);
        step(&desk, dossier.id, "receipt", 2).await.refused(409, ErrorCode::DossierMovedOn);
        let due = course(&agency, dossier.id).await.due.unwrap();
        assert!(due.contains("còn 20 ngày làm việc"), "{due}");
        assert_eq!(queue(&desk, "?status=received").await.items[0].days_left, Some(20));
        let begun: DeskDossier = step(&desk, dossier.id, "beginning", 2).await.ok(200);
        assert_eq!((begun.version, begun.due_on), (3, received.due_on));

        // The result: sent, read, returned.
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        let _: PaperReading = desk.get(&path::upload_reading(sent.id)).await.ok(200);
        let done: DeskDossier = give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.ok(200);
        assert_eq!((done.dossier.status, done.version, done.days_left), (DossierStatus::Returned, 4, None));
        let again: DeskDossier = give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.ok(200);
        assert_eq!(again, done, "a repetition after a lost answer changes nothing");
        let [result] = done.results.as_slice() else { panic!("{:?}", done.results) };
        assert_eq!(result.signed_by.as_deref(), Some("SỞ NỘI VỤ"));

        // It is in the owner's vault, as an authority issues it.
        let list: PaperPage = agency.get(path::PAPERS).await.ok(200);
        let item = list.items.iter().find(|item| Some(item.id) == result.paper_id).unwrap();
        assert_eq!(item.vault_kind, VaultKind::Authority);
        assert_eq!(item.code, "000000000000.KQ.H21.910004.20112026");
        assert_eq!(item.name, "000000000000.KQ.H21.910004.20112026.Quyết định");
        assert_eq!(item.result_code.as_deref(), Some("9990001_12/QĐ-UBND"));
        assert_eq!(item.decision_number.as_deref(), Some("12/QĐ-UBND"));
        let found: PaperPage = agency.post(path::PAPER_SEARCH, &json!({ "q": "giay khen" })).await.ok(200);
        assert_eq!(found.items.iter().map(|item| item.id).collect::<Vec<_>>(), [item.id]);
        let file = agency.get(&path::paper_file(item.id)).await;
        assert_eq!((file.status, file.body.as_ref()), (200, papers::sound("quyet-dinh-cong-nhan").as_ref()));
        assert_eq!(app.count(&format!("papers where dossier_id = '{}' and issuer_unit_id = '{}'", dossier.id, unit(&app, UNIT))), 1);
        agency.post(&path::paper_removal(item.id), &json!({ "version": 1 })).await.refused(409, ErrorCode::PaperNotOwners);

        // And it serves the next dossier by itself.
        let draft: DraftView = agency.open(PROCEDURE).await;
        let filled = draft.components.iter().find(|one| one.component_id == "minh-chung").unwrap();
        let attachment = filled.attachment.as_ref().unwrap();
        assert_eq!((attachment.paper_id, attachment.attached_by), (Some(item.id), AttachedBy::Portal));
        let offered: Vec<Suggestion> = agency.get(&path::draft_suggestions(draft.id, "minh-chung")).await.ok(200);
        assert!(offered.iter().any(|one| one.paper.id == item.id && one.paper.vault_kind == VaultKind::Authority));

        // Everybody concerned reads of it.
        let course = course(&agency, dossier.id).await;
        let titles: Vec<&str> = course.steps.iter().map(|step| step.title.as_str()).collect();
        assert_eq!(titles, ["Đã nộp hồ sơ", "Đã tiếp nhận", "Đang xử lý", "Đã trả kết quả"]);
        assert!(course.steps[1].by.starts_with("Ủy ban nhân dân xã Tuy Phước, "), "{:?}", course.steps);
        assert_eq!((course.due, course.results[0].paper_id), (None, Some(item.id)));
        let news = told(&app);
        assert!(news.len() == 2 && news[0].contains("received") && news[1].contains("in-vault"), "{news:?}");
        for action in ["dossier-viewed", "dossier-received", "dossier-begun", "dossier-returned"] {
            assert_eq!(app.count(&format!("audit_entries where action = '{action}' and subject_id = '{}'", dossier.id)), 1, "{action}");
        }
        assert_eq!(app.count(&format!("paper_events where act = 'added' and actor = 'officer' and paper_id = '{}' and dossier_code = '{}'", item.id, dossier.code)), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_dossier_that_is_refused_or_stopped_says_why_and_stays_so(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let first = agency.filed(PROCEDURE, UNIT).await;
        for (ground, code) in [(" ", ErrorCode::Required), ("Không.", ErrorCode::GroundTooShort), (&"x".repeat(1001), ErrorCode::TooLong)] {
            assert_eq!(refuse(&desk, first.id, 1, ground).await.faults(), [("ground".to_owned(), code)]);
        }
        let refused: DeskDossier = refuse(&desk, first.id, 1, GROUND).await.ok(200);
        assert_eq!(refused.dossier.status, DossierStatus::Refused);
        let second = in_process(&agency, &desk).await;
        let stopped: DeskDossier = refuse(&desk, second.id, 3, GROUND).await.ok(200);
        assert_eq!((stopped.dossier.status, stopped.days_left), (DossierStatus::Stopped, None));
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        for (id, version) in [(first.id, 2), (second.id, 4)] {
            let steps = course(&agency, id).await.steps;
            assert_eq!(steps.last().unwrap().words.as_deref(), Some(GROUND));
            for part in ["receipt", "beginning"] {
                step(&desk, id, part, version).await.refused(409, ErrorCode::DossierMovedOn);
            }
            refuse(&desk, id, version, GROUND).await.refused(409, ErrorCode::DossierMovedOn);
            give_back(&desk, id, version, &[said(sent.id, DECISION)]).await.refused(409, ErrorCode::DossierMovedOn);
        }
        let news = told(&app);
        assert!(news[0].contains("refused") && news.last().unwrap().contains("stopped"), "{news:?}");
        assert_eq!(queue(&desk, "?status=refused").await.items.len(), 1);
        assert_eq!(queue(&desk, "?status=stopped").await.items.len(), 1);
        assert_eq!(app.count("papers where origin = 'authority'"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn each_look_at_papers_and_results_is_in_the_owners_log(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let file = path::dossier_file(dossier.id, "to-trinh");
        let shown = desk.get(&format!("{file}?view=true")).await;
        assert_eq!((shown.status, shown.body.as_ref()), (200, papers::sound("to-trinh").as_ref()));
        assert_eq!(desk.get(&file).await.status, 200);
        assert_eq!(agency.get(&file).await.status, 200);
        let by_officers = format!("paper_events where actor = 'officer' and unit_name = 'Ủy ban nhân dân xã Tuy Phước' and dossier_code = '{}'", dossier.code);
        assert_eq!(app.count(&format!("{by_officers} and act = 'viewed'")), 1);
        assert_eq!(app.count(&format!("{by_officers} and act = 'downloaded'")), 1);
        assert_eq!(app.count("paper_events where actor = 'owner' and act in ('viewed', 'downloaded')"), 0, "the own dossier is no look of others");
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        let _: DeskDossier = give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.ok(200);
        let result = path::desk_result_file(dossier.id, 1);
        assert_eq!(desk.get(&result).await.body.as_ref(), papers::sound("quyet-dinh-cong-nhan").as_ref());
        assert_eq!(app.count(&format!("{by_officers} and act = 'downloaded'")), 2);
        desk.get(&path::desk_result_file(dossier.id, 2)).await.refused(404, ErrorCode::NotFound);
        agency.get(&result).await.refused(403, ErrorCode::NotAllowed);
        // Who does not agree with one of them is heard by the unit, and by no other.
        let lines = crate::sharing::log(&agency, "others=true").await;
        let looked = lines.iter().filter(|line| matches!(line.act, PaperAct::Viewed | PaperAct::Downloaded));
        let looked: Vec<_> = looked.collect();
        assert_eq!(looked.len(), 3);
        for line in &looked {
            let body = json!({ "note": "Tôi không đồng ý" });
            assert_eq!(agency.post(&path::paper_event_objection(line.id), &body).await.status, 200);
        }
        let heard: Page<ObjectionView> = desk.get(path::VAULT_OBJECTIONS).await.ok(200);
        let events: BTreeSet<_> = heard.items.iter().map(|one| one.event_id).collect();
        assert_eq!(events, looked.iter().map(|line| line.id).collect());
        let elsewhere: Page<ObjectionView> = app.sign_in(Login::OtherStaff).await.get(path::VAULT_OBJECTIONS).await.ok(200);
        assert_eq!(elsewhere.items, []);
    }

    async fn several_files_end_one_dossier_and_what_the_owner_had_becomes_the_authoritys(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let (dossier, other) = (in_process(&agency, &desk).await, in_process(&agency, &desk).await);
        let sent = agency.uploaded("giay-khai-sinh").await;
        let typed = AddPaper {
            name: "Khai sinh của con".to_owned(),
            summary: Some("Bản của tôi".to_owned()),
            owner_name: Some("Nguyễn Thị Con".to_owned()),
            ..add_paper(sent.id, "KQ.H21.910007")
        };
        let own: PaperView = agency.post(path::PAPERS, &typed).await.ok(201);
        // A large file comes in pieces, as from anybody.
        let bytes = papers::sound("quyet-dinh-cong-nhan");
        let first = desk.sent_in_pieces(&bytes, "quyet-dinh.pdf", Purpose::Vault, bytes.len() / 3 + 1).await;
        let second = desk.uploaded("giay-khai-sinh").await;
        let results = [said(first.id, DECISION), json!({ "upload_id": second.id, "category_code": "KQ.H21.910005" })];
        let done: DeskDossier = give_back(&desk, dossier.id, 3, &results).await.ok(200);
        assert_eq!(done.results.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(done.results[1].paper_id, Some(own.item.id), "it is not listed twice");
        let now: PaperView = agency.get(&path::paper(own.item.id)).await.ok(200);
        assert_eq!((now.item.vault_kind, now.item.category_code.as_str()), (VaultKind::Authority, "KQ.H21.910005"));
        assert_eq!(app.count("papers where origin = 'authority'"), 2);
        // What the owner had typed is not lost: the line says what stood there.
        let log = crate::sharing::log(&agency, &format!("paper={}", own.item.id)).await;
        let [added, edited] = &log[..2] else { panic!("{log:?}") };
        assert_eq!((added.act, edited.act, edited.actor), (PaperAct::Added, PaperAct::Edited, EventActor::Officer));
        assert_eq!((edited.dossier_id, &edited.unit_name, &added.was), (Some(dossier.id), &added.unit_name, &None));
        let was = edited.was.clone().unwrap();
        assert_eq!((was.name, was.category_name), (own.item.name.clone(), own.item.category_name.clone()));
        assert_eq!((was.summary.as_deref(), was.owner_name.as_str()), (Some("Bản của tôi"), "Nguyễn Thị Con"));
        let table = agency.get(path::PAPER_EVENTS_CSV).await.text();
        assert!(table.contains("Trước đó: ") && table.contains("Bản của tôi"), "{table:.3000}");
        // A result ends one dossier, not two.
        let same = desk.uploaded("quyet-dinh-cong-nhan").await;
        let answer = give_back(&desk, other.id, 3, &[said(same.id, DECISION)]).await;
        answer.refused(409, ErrorCode::ResultKnown);
        assert_eq!(answer.faults()[0].0, "results.0.upload_id");
        assert_eq!(seen(&desk, other.id).await.dossier.status, DossierStatus::InProcess, "nothing of it stays");
        app.assert_files_and_rows_agree().await;
    }

    async fn a_result_goes_to_the_owner_of_the_matter_or_stays_with_the_dossier(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let party = |name: &str, identifier: &str| Party {
            name: name.to_owned(), identifier: identifier.to_owned(), phone: "0900000002".to_owned(), email: None, address: None,
        };
        let cases = [
            (party("trường tiểu học hoa sen (mẫu)", "9990033"), ResultGoes::ToOwner),
            (party("Trường khác", "9990033"), ResultGoes::OtherName),
            (party("Trường không có tài khoản", "8880001"), ResultGoes::NoAccount),
        ];
        for (number, (owner, goes)) in cases.into_iter().enumerate() {
            let draft = agency.open(PROCEDURE).await;
            let draft = agency.fill(&draft, UNIT).await;
            let change = ChangeDraft { version: draft.version, owner: Some(owner), acting: Some(Acting { ground: Some(Ground::Body), note: None }), ..ChangeDraft::default() };
            let draft: DraftView = agency.patch(&path::draft(draft.id), &change).await.ok(200);
            let dossier: DossierView = agency.submit(&draft).await.ok(200);
            for (part, version) in [("receipt", 1), ("beginning", 2)] {
                assert_eq!(step(&desk, dossier.id, part, version).await.status, 200);
            }
            assert_eq!(seen(&desk, dossier.id).await.goes, goes);
            let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
            let done: DeskDossier = give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.ok(200);
            assert_eq!(done.results[0].paper_id.is_some(), goes == ResultGoes::ToOwner);
            let course = course(&agency, dossier.id).await;
            assert_eq!(course.results[0].paper_id, None, "it is nothing of the filer's vault");
            assert_eq!(desk.get(&path::desk_result_file(dossier.id, 1)).await.status, 200);
            assert_eq!(app.count("papers where origin = 'authority'"), 1, "case {number}");
        }
        let other = app.sign_in(Login::OtherAgency).await;
        let list: PaperPage = other.get(path::PAPERS).await.ok(200);
        assert_eq!((list.items.len(), list.items[0].vault_kind), (1, VaultKind::Authority));
        let owner = app.account(Login::OtherAgency);
        assert_eq!(app.count(&format!("messages where kind = 'dossier-moved' and account_id = '{owner}'")), 2, "that it was filed for them, and its result");
        // An account that is no more has no vault either.
        let dossier = in_process(&agency, &desk).await;
        app.execute("update accounts set status = 'suspended' where login = 'truonghoamai'");
        let sent = desk.uploaded("giay-khai-sinh").await;
        assert_eq!(seen(&desk, dossier.id).await.goes, ResultGoes::NoAccount);
        let done: DeskDossier = give_back(&desk, dossier.id, 3, &[said(sent.id, DECISION)]).await.ok(200);
        assert_eq!((done.dossier.status, done.results[0].paper_id), (DossierStatus::Returned, None));
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_no_result_is_refused_and_nothing_of_it_stays(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let id = dossier.id;
        // Judged as for the vault, when it is sent.
        for (name, code) in [
            ("chua-ky", ErrorCode::PaperUnsigned),
            ("sai-mot-byte", ErrorCode::PaperChanged),
            ("chung-thu-ngoai", ErrorCode::PaperUntrustedSigner),
            ("chung-thu-bi-thu-hoi", ErrorCode::PaperSignerRevoked),
        ] {
            let answer = desk.upload(papers::bad(name), "ket-qua.pdf", Purpose::Vault).await;
            assert_eq!((answer.status, answer.problem().code), (422, code), "{name}");
        }
        // Only a person signed.
        let (person, _) = before_and_after("hai-chu-ky-nguoi-va-co-quan");
        let by_person: UploadView = desk.upload(person, "ket-qua.pdf", Purpose::Vault).await.ok(201);
        let answer = give_back(&desk, id, 3, &[said(by_person.id, DECISION)]).await;
        answer.refused(422, ErrorCode::ResultNotSealed);
        assert!(answer.text().contains("chữ ký số của cơ quan"), "{}", answer.text());
        // What was filed is no result; nor is a file of somebody else, one sent for something else, or one sent twice.
        let filed = desk.uploaded("to-trinh").await;
        give_back(&desk, id, 3, &[said(filed.id, DECISION)]).await.refused(409, ErrorCode::ResultIsComponent);
        let foreign = agency.uploaded("giay-khai-sinh").await;
        give_back(&desk, id, 3, &[said(foreign.id, DECISION)]).await.refused(409, ErrorCode::UploadGone);
        let component = desk.uploaded_for("giay-khai-sinh", Purpose::SignedComponent).await;
        give_back(&desk, id, 3, &[said(component.id, DECISION)]).await.refused(409, ErrorCode::UploadGone);
        let sound = desk.uploaded("quyet-dinh-cong-nhan").await;
        let twin = desk.uploaded("quyet-dinh-cong-nhan").await;
        let both = [said(sound.id, DECISION), said(twin.id, DECISION)];
        let answer = give_back(&desk, id, 3, &both).await;
        answer.refused(409, ErrorCode::ResultKnown);
        assert_eq!(answer.faults()[0].0, "results.1.upload_id");
        // What is said of it.
        assert_eq!(give_back(&desk, id, 3, &[]).await.faults(), [("results".to_owned(), ErrorCode::Required)]);
        let many = vec![said(sound.id, DECISION); 6];
        assert_eq!(give_back(&desk, id, 3, &many).await.faults(), [("results".to_owned(), ErrorCode::TooLong)]);
        let nothing = give_back(&desk, id, 3, &[said(sound.id, "KQ.KHONG.CO")]).await;
        assert_eq!(nothing.faults(), [("results.0.category_code".to_owned(), ErrorCode::NotAChoice)]);
        app.execute(&format!("update paper_categories set is_active = {} where code = '{DECISION}'", "false"));
        let retired = give_back(&desk, id, 3, &[said(sound.id, DECISION)]).await;
        assert_eq!(retired.faults(), [("results.0.category_code".to_owned(), ErrorCode::NotAChoice)]);
        let mut long = said(sound.id, "KQ.H21.910005");
        long["decision_number"] = json!("1".repeat(61));
        assert_eq!(give_back(&desk, id, 3, &[long]).await.faults(), [("results.0.decision_number".to_owned(), ErrorCode::TooLong)]);
        assert_eq!(seen(&desk, id).await.version, 3);
        assert_eq!(app.count("papers where origin = 'authority'") + app.count("dossier_results"), 0);
        // After all that the right one still can be returned; an upload for the vault of a filer is another matter.
        agency.add(foreign.id, "KQ.H21.910005").await.ok::<PaperView>(201);
        assert_eq!(desk.post(path::PAPERS, &add_paper(sound.id, "KQ.H21.910005")).await.status, 403);
        assert_eq!(give_back(&desk, id, 3, &[said(sound.id, "KQ.H21.910005")]).await.status, 200);
        app.assert_files_and_rows_agree().await;
    }
}

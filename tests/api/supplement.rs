//! Parts of a filed dossier asked for once more: the time stands still, what was filed stays, and what comes takes its place once.

use crate::processing::{GROUND, course, in_process, refuse, seen, step, told};
use futures::future::{join, join_all};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierStatus, DossierView, DraftListItem, DraftView};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, DeskDossier};
use motcua_shared::processing::supplement::{OpenRound, RoundState};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::seen as seen_draft;
use motcua_tests::{Answer, Client, Login, on_both, papers};
use serde_json::{Value, json};

/// What the officer writes.
pub const WORDS: &str = "Tờ trình chưa nêu rõ tập thể được đề nghị khen thưởng.";

const DAY: u64 = 24 * 3600;

/// Asks for these parts.
pub async fn ask(desk: &Client, id: DossierId, version: u32, words: &str, parts: &[(&str, &str)]) -> Answer {
    let parts: Vec<Value> = parts
        .iter()
        .map(|(component, reason)| json!({ "component_id": component, "reason": reason }))
        .collect();
    let body = json!({ "version": version, "words": words, "parts": parts });
    desk.post(&path::desk_dossier_part(id, "supplement"), &body).await
}

/// A dossier in process whose `to-trinh` is asked for again, and whose `minh-chung` was left out; its version is 4 by then.
pub async fn asked(agency: &Client, desk: &Client) -> DossierView {
    let dossier = in_process(agency, desk).await;
    let parts = [
        ("to-trinh", "Ký nhầm người."),
        ("minh-chung", "Cần minh chứng thành tích."),
    ];
    let desk_sees: DeskDossier = ask(desk, dossier.id, 3, WORDS, &parts).await.ok(200);
    assert_eq!(
        (desk_sees.version, desk_sees.dossier.status, desk_sees.due_on),
        (4, DossierStatus::AwaitingSupplement, None)
    );
    dossier
}

/// The round that is open.
pub async fn open(filer: &Client, id: DossierId) -> OpenRound {
    filer.get(&path::dossier_supplement(id)).await.ok(200)
}

/// Sends what gathered.
pub async fn send(filer: &Client, id: DossierId, draft: &DraftView) -> Answer {
    filer
        .post(&path::dossier_supplement(id), &seen_draft(draft))
        .await
}

/// Another signed file for `to-trinh` from the device, and a paper of the vault for `minh-chung`.
pub async fn filled(agency: &Client, id: DossierId) -> DraftView {
    let draft = open(agency, id).await.draft;
    let upload = agency
        .uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent)
        .await;
    let draft: DraftView = agency.attach_upload(&draft, "to-trinh", upload.id).await.ok(200);
    let paper = agency.paper("giay-khai-sinh", "KQ.H21.910004").await;
    agency
        .attach_paper(&draft, "minh-chung", paper.item.id)
        .await
        .ok(200)
}

on_both! {
    async fn the_asked_parts_are_replaced_and_what_was_filed_stays(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = asked(&agency, &desk).await;
        let id = dossier.id;

        // Exactly the asked parts are open, and nothing is attached by itself.
        let round = open(&agency, id).await;
        assert_eq!((round.round.number, round.round.state, round.round.officer.as_deref()), (1, RoundState::Open, None));
        assert_eq!(round.round.words, WORDS);
        let ids: Vec<&str> = round.draft.components.iter().map(|part| part.component_id.as_str()).collect();
        assert_eq!(ids, ["to-trinh", "minh-chung"]);
        assert!(round.draft.components.iter().all(|part| part.attachment.is_none()));
        assert_eq!(round.draft.supplement_of, Some(id));
        let missing: Vec<&str> = round.draft.missing.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(missing, ["components.to-trinh", "components.minh-chung"], "what was optional is needed now");
        let old = round.round.parts[0].old.clone().unwrap();
        assert_eq!(round.round.parts[1].old, None);
        // Looking again attaches nothing either: the only paper that fits is the one that is to be replaced.
        let again: DraftView = agency.post(&path::draft_match(round.draft.id), &json!({})).await.ok(200);
        assert!(again.components.iter().all(|part| part.attachment.is_none()));
        let drafts: Vec<DraftListItem> = agency.get(path::DRAFTS).await.ok(200);
        assert_eq!(drafts, [], "it is no draft of a new dossier");

        let draft = filled(&agency, id).await;
        assert_eq!(draft.missing, []);
        let answers = join_all((0..4).map(|_| send(&agency, id, &draft))).await;
        for answer in &answers {
            let course: Course = answer.ok(200);
            assert_eq!(course.rounds[0].state, RoundState::Supplied);
        }
        let once: Course = send(&agency, id, &draft).await.ok(200);
        assert_eq!(once.steps.iter().filter(|step| step.title == "Đã bổ sung hồ sơ").count(), 1, "sent five times, done once");
        assert_eq!(app.count("dossier_events where act = 'supply'"), 1);

        // Back where it was, and due again.
        let now = seen(&desk, id).await;
        assert_eq!((now.dossier.status, now.version, now.days_left), (DossierStatus::InProcess, 5, Some(20)));
        let [one] = now.rounds.as_slice() else { panic!("{:?}", now.rounds) };
        assert_eq!((one.state, one.was_late, one.officer.is_some()), (RoundState::Supplied, false, true));
        assert_eq!(one.digest.as_deref(), Some(draft.digest.as_str()));
        assert_eq!(one.parts[0].old, Some(old.clone()));
        let new = one.parts[0].new.clone().unwrap();
        assert_ne!(new.sha256, old.sha256);
        let filed = now.dossier.components.iter().find(|one| one.component_id == "to-trinh").unwrap();
        assert_eq!(filed.attachment.as_ref(), Some(&new));
        assert_eq!(now.dossier.digest, dossier.digest, "what was filed then is proved as before");
        // Both files open, for both sides; each look of an officer at a paper of the vault is in its log.
        let struck = path::dossier_struck_file(id, 1, "to-trinh");
        for client in [&agency, &desk] {
            assert_eq!(client.get(&struck).await.body.as_ref(), papers::sound("to-trinh").as_ref());
            let file = client.get(&path::dossier_file(id, "to-trinh")).await;
            assert_eq!(file.body.as_ref(), papers::sound("quyet-dinh-cong-nhan").as_ref());
        }
        let log = format!("paper_events where act = 'downloaded' and actor = 'officer' and dossier_code = '{}'", dossier.code);
        assert_eq!(app.count(&log), 1, "the struck file is of the vault, the new one is not");
        desk.get(&path::dossier_struck_file(id, 1, "minh-chung")).await.refused(404, ErrorCode::NotFound);
        desk.get(&path::dossier_struck_file(id, 2, "to-trinh")).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("papers where times_used = 1"), 4, "three at filing, and the one that came now");
        let news = told(&app);
        assert!(news.iter().any(|one| one.contains("supplement-asked")) && news.last().unwrap().contains("supplied"), "{news:?}");
        app.assert_files_and_rows_agree().await;
    }

    async fn the_due_day_stands_still_across_holidays_and_midnights(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = asked(&agency, &desk).await;
        assert_eq!(course(&agency, dossier.id).await.due, None);
        // Every day from tomorrow for two weeks is a holiday, and the parts come on one of them, at the last minute of the day.
        let today = app.state.clock.now().vietnam_date();
        for day in today.iter_days().skip(1).take(14) {
            app.execute(&format!("insert into calendar_days (day, name, is_worked) values ('{day}', 'Nghỉ', false) on conflict (day) do update set is_worked = false"));
        }
        app.advance(9 * DAY);
        let midnight = app.state.clock.now().utc() + chrono::TimeDelta::hours(7);
        let left = DAY - u64::from(chrono::Timelike::num_seconds_from_midnight(&midnight)) - 2;
        app.advance(left);
        let agency = app.sign_in(Login::Agency).await;
        let desk = app.sign_in(Login::Staff).await;
        let draft = filled(&agency, dossier.id).await;
        assert_eq!(send(&agency, dossier.id, &draft).await.status, 200);
        let now = seen(&desk, dossier.id).await;
        assert_eq!((now.days_left, now.dossier.status), (Some(20), DossierStatus::InProcess), "as many as there were");
        let due = now.due_on.unwrap();
        app.advance(DAY);
        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(seen(&desk, dossier.id).await.due_on, Some(due), "and it does not move any more");
    }

    async fn what_was_sent_for_an_earlier_round_may_be_sent_for_a_later_one(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let id = in_process(&agency, &desk).await.id;
        let mut rounds = 0;
        // The third is the first file again: it is the answer to the third round, not the first answer repeated.
        for name in ["quyet-dinh-cong-nhan", "ban-sao-chung-thuc-quyet-dinh", "quyet-dinh-cong-nhan"] {
            rounds += 1;
            let version = seen(&desk, id).await.version;
            let words = format!("{WORDS} Lần {rounds}.");
            let answer = ask(&desk, id, version, &words, &[("to-trinh", "Ký nhầm người.")]).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let draft = open(&agency, id).await.draft;
            let upload = agency.uploaded_for(name, Purpose::SignedComponent).await;
            let draft: DraftView = agency.attach_upload(&draft, "to-trinh", upload.id).await.ok(200);
            let sent: Course = send(&agency, id, &draft).await.ok(200);
            assert!(sent.rounds.iter().all(|round| round.state == RoundState::Supplied), "{:?}", sent.rounds);
            assert_eq!(seen(&desk, id).await.dossier.status, DossierStatus::InProcess);
        }
        assert_eq!(app.count("dossier_events where act = 'supply'"), 3);
    }

    async fn the_log_of_the_vault_names_the_file_that_was_opened(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = in_process(&agency, &desk).await;
        let filed = dossier.components.iter().find(|one| one.component_id == "to-trinh").unwrap();
        let paper = filed.attachment.clone().unwrap().paper_id.unwrap();
        // The same paper has another file by the time it is asked for again.
        let upload = agency.uploaded("quyet-dinh-cong-nhan").await;
        let body = json!({ "upload_id": upload.id, "version": 1, "note": "Bản đúng" });
        let answer = agency.post(&path::paper_replacement(paper), &body).await;
        assert!(answer.status < 300, "{}", answer.text());
        ask(&desk, dossier.id, 3, WORDS, &[("to-trinh", "Cũ.")]).await.ok::<DeskDossier>(200);
        let draft = open(&agency, dossier.id).await.draft;
        let draft: DraftView = agency.attach_paper(&draft, "to-trinh", paper).await.ok(200);
        assert_eq!(send(&agency, dossier.id, &draft).await.status, 200);
        let read = "select cast(file_version as text) as value from paper_events where act = 'downloaded' and actor = 'officer' order by id";
        desk.get(&path::dossier_struck_file(dossier.id, 1, "to-trinh")).await;
        assert_eq!(app.query(read), ["1"]);
        desk.get(&path::dossier_file(dossier.id, "to-trinh")).await;
        assert_eq!(app.query(read), ["1", "2"]);
    }

    async fn what_cannot_be_asked_for_is_refused(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let over = agency.filed(PROCEDURE, UNIT).await;
        let part = [("to-trinh", "Mờ.")];
        refuse(&desk, over.id, 1, GROUND).await.ok::<DeskDossier>(200);
        ask(&desk, over.id, 2, WORDS, &part).await.refused(409, ErrorCode::DossierMovedOn);
        let dossier = in_process(&agency, &desk).await;
        let id = dossier.id;
        ask(&desk, id, 2, WORDS, &part).await.refused(409, ErrorCode::DossierMovedOn);
        let wrong = ask(&desk, id, 3, " ", &[]).await.faults();
        assert_eq!(wrong, [("words".to_owned(), ErrorCode::Required), ("parts".to_owned(), ErrorCode::Required)]);
        let wrong = ask(&desk, id, 3, &"ạ".repeat(10_000), &[("to-trinh", "\u{200b}")]).await.faults();
        assert_eq!(wrong, [("words".to_owned(), ErrorCode::TooLong), ("parts.0.reason".to_owned(), ErrorCode::Required)]);
        let unknown = ask(&desk, id, 3, WORDS, &[("to-trinh", "Mờ."), ("khong-co", "Mờ.")]).await;
        assert_eq!(unknown.faults(), [("parts.1.component_id".to_owned(), ErrorCode::NotAChoice)]);
        assert_eq!(app.count("dossier_supplements") + app.count("drafts where dossier_id is null"), 0, "nothing of it stays");
        // Two officers at once.
        let both = join(ask(&desk, id, 3, WORDS, &part), ask(&desk, id, 3, "Biên bản họp thiếu chữ ký thư ký.", &part)).await;
        let statuses = [both.0.status, both.1.status];
        assert!(statuses.contains(&200) && statuses.contains(&409), "{statuses:?}");
        // No end while it is open; a second round needs another ground.
        refuse(&desk, id, 4, GROUND).await.refused(409, ErrorCode::SupplementOpen);
        ask(&desk, id, 4, WORDS, &part).await.refused(409, ErrorCode::DossierMovedOn);
        for part in ["receipt", "beginning"] {
            step(&desk, id, part, 4).await.refused(409, ErrorCode::DossierMovedOn);
        }
        let words = seen(&desk, id).await.rounds[0].words.clone();
        let draft = open(&agency, id).await.draft;
        let upload = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "to-trinh", upload.id).await.ok(200);
        assert_eq!(send(&agency, id, &draft).await.status, 200);
        let same = ask(&desk, id, 5, &format!(" {} ", words.to_uppercase()), &part).await;
        assert_eq!(same.faults(), [("words".to_owned(), ErrorCode::SupplementGroundKnown)]);
        let second: DeskDossier = ask(&desk, id, 5, "Quyết định vừa nộp không phải là tờ trình.", &part).await.ok(200);
        assert_eq!(second.rounds.iter().map(|round| round.number).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(second.rounds[1].parts[0].old, second.rounds[0].parts[0].new);
    }

    async fn what_is_sent_is_what_was_seen_and_only_what_was_asked_for(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = asked(&agency, &desk).await;
        let id = dossier.id;
        let draft = open(&agency, id).await.draft;
        // A part that was not asked for, the old file once more, nothing at all.
        let upload = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        agency.attach_upload(&draft, "bao-cao", upload.id).await.refused(404, ErrorCode::NotFound);
        let answer = send(&agency, id, &draft).await;
        assert_eq!(answer.faults().len(), 2, "{}", answer.text());
        let old = dossier.components[0].attachment.clone().unwrap().paper_id.unwrap();
        let same: DraftView = agency.attach_paper(&draft, "to-trinh", old).await.ok(200);
        let codes: Vec<ErrorCode> = send(&agency, id, &same).await.faults().into_iter().map(|(_, code)| code).collect();
        assert_eq!(codes, [ErrorCode::ComponentMissing, ErrorCode::SupplementSameFile]);
        // Seen before another change.
        let full = filled(&agency, id).await;
        send(&agency, id, &same).await.refused(409, ErrorCode::ContentChanged);
        // It is no draft: not filed, not changed, not thrown away.
        agency.submit(&full).await.refused(409, ErrorCode::DraftIsSupplement);
        agency.delete(&path::draft(full.id)).await.refused(409, ErrorCode::DraftIsSupplement);
        let change = json!({ "version": full.version });
        agency.patch(&path::draft(full.id), &change).await.refused(409, ErrorCode::DraftIsSupplement);
        // Others.
        let other = app.sign_in(Login::OtherAgency).await;
        other.delete(&path::draft(full.id)).await.refused(404, ErrorCode::NotFound);
        let typed = json!({ "version": full.version, "fields": { "filer.email": "ai@example.vn" } });
        other.patch(&path::draft_typed(full.id), &typed).await.refused(404, ErrorCode::NotFound);
        agency.patch(&path::draft_typed(full.id), &typed).await.refused(409, ErrorCode::DraftIsSupplement);
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        other.get(&path::dossier_supplement(id)).await.refused(404, ErrorCode::NotFound);
        send(&other, id, &full).await.refused(404, ErrorCode::NotFound);
        for client in [&other, &elsewhere] {
            client.get(&path::dossier_struck_file(id, 1, "to-trinh")).await.refused(404, ErrorCode::NotFound);
        }
        ask(&elsewhere, id, 4, WORDS, &[("to-trinh", "Mờ.")]).await.refused(404, ErrorCode::NotFound);
        send(&desk, id, &full).await.refused(403, ErrorCode::NotAllowed);
        ask(&agency, id, 4, WORDS, &[("to-trinh", "Mờ.")]).await.refused(403, ErrorCode::NotAllowed);
        // A paper that gets another file meanwhile is named.
        let paper = full.components[1].attachment.clone().unwrap().paper_id.unwrap();
        assert!(agency.post(&path::paper_removal(paper), &json!({ "version": 1 })).await.status < 300);
        let stale = send(&agency, id, &full).await;
        assert_eq!(stale.faults(), [("components.minh-chung".to_owned(), ErrorCode::PaperStale)]);
        assert_eq!(app.count("dossier_supplements where state = 'open'"), 1);
        // An account that was suspended meanwhile sends nothing.
        app.execute("update accounts set status = 'suspended' where login = 'truonghoamai'");
        assert!([401, 403].contains(&send(&agency, id, &full).await.status));
        assert_eq!(app.count("dossier_components"), 3);
    }

    async fn after_the_last_day_the_unit_may_end_it_and_who_comes_first_counts(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let (late, ended, raced) = (asked(&agency, &desk).await, asked(&agency, &desk).await, asked(&agency, &desk).await);
        app.advance(40 * DAY);
        let agency = app.sign_in(Login::Agency).await;
        let desk = app.sign_in(Login::Staff).await;
        assert!(seen(&desk, late.id).await.is_answer_late);
        // Late, but nobody ended it: taken, and both sides see that it was late.
        let draft = open(&agency, late.id).await.draft;
        let upload = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "to-trinh", upload.id).await.ok(200);
        let paper = agency.paper("giay-khai-sinh", "KQ.H21.910004").await;
        let draft: DraftView = agency.attach_paper(&draft, "minh-chung", paper.item.id).await.ok(200);
        let course: Course = send(&agency, late.id, &draft).await.ok(200);
        assert!(course.rounds[0].was_late);
        // Ended: what had gathered is let go, and nothing is taken any more.
        let draft = open(&agency, ended.id).await.draft;
        let photo: UploadView = agency.uploaded_for("bao-cao-thanh-tich", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "to-trinh", photo.id).await.ok(200);
        let stopped: DeskDossier = refuse(&desk, ended.id, 4, GROUND).await.ok(200);
        assert_eq!((stopped.dossier.status, stopped.rounds[0].state), (DossierStatus::Stopped, RoundState::Ended));
        send(&agency, ended.id, &draft).await.refused(409, ErrorCode::DossierMovedOn);
        agency.get(&path::dossier_supplement(ended.id)).await.refused(404, ErrorCode::NotFound);
        let detach = format!("{}?version=9", path::draft_component(draft.id, "to-trinh"));
        agency.delete(&detach).await.refused(409, ErrorCode::DraftSubmitted);
        // At the same moment.
        let draft = open(&agency, raced.id).await.draft;
        let draft: DraftView = agency.attach_paper(&draft, "minh-chung", paper.item.id).await.ok(200);
        let upload = agency.uploaded_for("quyet-dinh-cong-nhan", Purpose::SignedComponent).await;
        let draft: DraftView = agency.attach_upload(&draft, "to-trinh", upload.id).await.ok(200);
        let (sent, refused) = join(send(&agency, raced.id, &draft), refuse(&desk, raced.id, 4, GROUND)).await;
        assert_ne!(sent.status == 200, refused.status == 200, "{} {}", sent.text(), refused.text());
        let states = app.query(&format!("select state as value from dossier_supplements where dossier_id = '{}'", raced.id));
        assert_eq!(states, [if sent.status == 200 { "supplied" } else { "ended" }]);
        app.assert_files_and_rows_agree().await;
    }
}

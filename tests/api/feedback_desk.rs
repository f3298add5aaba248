//! Feedback on a result at the desk of the unit that issued it.

use crate::feedback::{said, send, told, unit};
use crate::signing::before_and_after;
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::{DeskFeedback, FeedbackItem, FeedbackState, FeedbackView, StepBy};
use motcua_shared::filing::dto::DossierView;
use motcua_shared::id::{FeedbackId, UploadId};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::upload::dto::UploadView;
use motcua_shared::vault::dto::{PaperPage, PaperView, StruckWhy};
use motcua_shared::vault::look::ObjectionView;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, papers};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use serde_json::json;

/// A feedback that was just sent.
pub async fn open_feedback(app: &TestApp, owner: &Client, paper: &PaperView) -> FeedbackView {
    send(owner, paper.item.id, &said(app, paper), &new_key())
        .await
        .ok(201)
}

/// Begins to compare.
pub async fn compare(desk: &Client, id: FeedbackId, version: u32) -> Answer {
    let body = json!({ "version": version });
    desk.post(&path::desk_feedback_part(id, "comparison"), &body)
        .await
}

/// Answers with a reason.
pub async fn refuse(desk: &Client, id: FeedbackId, version: u32, ground: &str) -> Answer {
    let body = json!({ "version": version, "ground": ground });
    desk.post(&path::desk_feedback_part(id, "refusal"), &body).await
}

/// Answers with a file.
pub async fn replace(desk: &Client, id: FeedbackId, version: u32, upload: UploadId) -> Answer {
    let body = json!({ "version": version, "upload_id": upload, "note": "Sửa ngày sinh theo bản chính" });
    desk.post(&path::desk_feedback_part(id, "replacement"), &body)
        .await
}

/// Sends a file as an officer.
pub async fn hand_in(desk: &Client, bytes: bytes::Bytes, name: &str) -> Answer {
    let request = desk
        .request(Method::POST, path::DESK_FEEDBACK_FILES)
        .header("content-type", "application/octet-stream")
        .header(
            path::FILE_NAME_HEADER,
            utf8_percent_encode(name, NON_ALPHANUMERIC).to_string(),
        )
        .header(path::IDEMPOTENCY_HEADER, new_key())
        .body(bytes);
    Answer::of(request).await
}

async fn right_file(desk: &Client, name: &str) -> UploadId {
    let view: UploadView = hand_in(desk, papers::sound(name), &format!("{name}.pdf"))
        .await
        .ok(201);
    view.id
}

async fn queue(desk: &Client, query: &str) -> Page<FeedbackItem> {
    desk.get(&format!("{}{query}", path::DESK_FEEDBACK)).await.ok(200)
}

const GROUND: &str = "Đã đối chiếu với bản chính lưu tại xã, thông tin trùng khớp.";

on_both! {
    async fn officers_compare_and_replace_and_owner_and_dossiers_are_told(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let list: PaperPage = agency.get(path::PAPERS).await.ok(200);
        let id = list.items.iter().find(|item| item.file_name == "to-trinh.pdf").unwrap().id;
        let paper: PaperView = agency.get(&path::paper(id)).await.ok(200);
        let sent = open_feedback(&app, &agency, &paper).await;
        let feedback = sent.item.id;

        let desk = app.sign_in(Login::Staff).await;
        assert_eq!(queue(&desk, "").await.items.iter().map(|item| item.id).collect::<Vec<_>>(), [feedback]);
        let seen: DeskFeedback = desk.get(&path::desk_feedback(feedback)).await.ok(200);
        assert_eq!((seen.is_current, seen.used_in, seen.owner_identifier.as_str()), (true, 1, "9990001"));
        assert_eq!(seen.report, paper.report);
        let file = desk.get(&format!("{}?view=true", path::desk_feedback_part(feedback, "file"))).await;
        assert_eq!((file.status, file.body.as_ref()), (200, papers::sound("to-trinh").as_ref()));
        assert_eq!(app.count("paper_events where actor = 'officer' and act = 'viewed' and ground = 'feedback' and unit_name = 'Ủy ban nhân dân xã Tuy Phước'"), 1);
        assert_eq!(app.count("audit_entries where action in ('feedback-viewed', 'paper-read')"), 2);
        // The owner may object to that look, and the unit hears of it.
        let line = crate::sharing::log(&agency, "others=true").await.remove(0);
        assert_eq!(agency.post(&path::paper_event_objection(line.id), &json!({})).await.status, 200);
        let heard: Page<ObjectionView> = desk.get(path::VAULT_OBJECTIONS).await.ok(200);
        assert_eq!(heard.items.iter().map(|one| one.event_id).collect::<Vec<_>>(), [line.id]);

        // An answer comes after a look.
        let upload = right_file(&desk, "giay-khai-sinh").await;
        replace(&desk, feedback, 1, upload).await.refused(409, ErrorCode::FeedbackMovedOn);
        let comparing: DeskFeedback = compare(&desk, feedback, 1).await.ok(200);
        assert_eq!((comparing.feedback.item.state, comparing.feedback.item.version), (FeedbackState::Comparing, 2));
        let done: DeskFeedback = replace(&desk, feedback, 2, upload).await.ok(200);
        assert_eq!((done.feedback.item.state, done.feedback.new_file_version, done.is_current), (FeedbackState::Replaced, Some(2), false));
        let again: DeskFeedback = replace(&desk, feedback, 2, upload).await.ok(200);
        assert_eq!(again.feedback, done.feedback, "a repetition after a lost answer changes nothing");
        assert_eq!(queue(&desk, "").await.items, []);
        assert_eq!(queue(&desk, "?over=true").await.items.len(), 1);

        // The ground to read the owner's paper ended with the feedback.
        let over = desk.get(&path::desk_feedback_part(feedback, "file")).await;
        over.refused(409, ErrorCode::FeedbackMovedOn);

        // The owner has the right file, the wrong one stays struck out.
        let now: PaperView = agency.get(&path::paper(id)).await.ok(200);
        assert_eq!((now.item.file_version, now.item.file_name.as_str()), (2, "giay-khai-sinh.pdf"));
        let [struck] = now.struck.as_slice() else { panic!("{:?}", now.struck) };
        assert_eq!((struck.why, struck.used_in), (StruckWhy::ReplacedByAuthority, 1));
        assert_eq!(struck.note.as_deref(), Some("Sửa ngày sinh theo bản chính"));
        let view: FeedbackView = agency.get(&path::feedback(feedback)).await.ok(200);
        let steps: Vec<_> = view.steps.iter().map(|step| (step.state, step.by)).collect();
        assert_eq!(steps, [
            (FeedbackState::Sent, StepBy::Owner),
            (FeedbackState::Comparing, StepBy::Officer),
            (FeedbackState::Replaced, StepBy::Officer),
        ]);
        assert_eq!(view.steps[2].unit.as_deref(), Some("Ủy ban nhân dân xã Tuy Phước"));
        let news = told(&app);
        assert!(news.len() == 3 && news[1].contains("comparing") && news[2].contains("replaced"), "{news:?}");

        // The dossier that relied on the wrong file says so, to its filer and to its unit, once.
        let address = path::dossier(dossier.id);
        assert_eq!(agency.get(&address).await.ok::<DossierView>(200).notes, [""; 0]);
        app.run_jobs().await;
        for reader in [&agency, &desk] {
            let notes = reader.get(&address).await.ok::<DossierView>(200).notes;
            assert!(notes.len() == 1 && notes[0].contains("Ủy ban nhân dân xã Tuy Phước"), "{notes:?}");
        }
        let argument = format!("{{\"feedback\":\"{feedback}\",\"after\":null}}");
        app.execute(&format!(
            "update jobs set state = 'waiting', payload = '{argument}', run_after = created_at where kind = 'feedback.tell-dossiers'"
        ));
        app.run_jobs().await;
        assert_eq!(app.count("messages where kind = 'dossier-paper-replaced'"), 1);
        assert_eq!(app.count("dossier_flags"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_refusal_needs_a_sentence_and_the_owner_reads_it(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        let desk = app.sign_in(Login::Staff).await;
        refuse(&desk, id, 1, GROUND).await.refused(409, ErrorCode::FeedbackMovedOn);
        assert_eq!(compare(&desk, id, 1).await.status, 200);
        for (ground, code) in [(" ", ErrorCode::Required), ("Không.", ErrorCode::GroundTooShort), (&"x".repeat(1001), ErrorCode::TooLong)] {
            assert_eq!(refuse(&desk, id, 2, ground).await.faults(), [("ground".to_owned(), code)]);
        }
        let refused: DeskFeedback = refuse(&desk, id, 2, GROUND).await.ok(200);
        assert_eq!(refused.feedback.item.state, FeedbackState::Refused);
        let view: FeedbackView = citizen.get(&path::feedback(id)).await.ok(200);
        assert_eq!(view.steps.last().unwrap().words.as_deref(), Some(GROUND));
        assert!(told(&app)[2].contains("refused"));
        let same: PaperView = citizen.get(&path::paper(paper.item.id)).await.ok(200);
        assert_eq!(same.item, paper.item, "the paper is as it was");
    }

    async fn other_units_and_officers_without_a_role_see_nothing(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        assert_eq!(queue(&elsewhere, "").await.items, []);
        elsewhere.get(&path::desk_feedback(id)).await.refused(404, ErrorCode::NotFound);
        elsewhere.get(&path::desk_feedback_part(id, "file")).await.refused(404, ErrorCode::NotFound);
        compare(&elsewhere, id, 1).await.refused(404, ErrorCode::NotFound);
        refuse(&elsewhere, id, 1, GROUND).await.refused(404, ErrorCode::NotFound);
        let upload = right_file(&elsewhere, "to-trinh").await;
        replace(&elsewhere, id, 1, upload).await.refused(404, ErrorCode::NotFound);
        // The unit above sees what its units have.
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit(&app, "H21")));
        let above = app.sign_in(Login::OtherStaff).await;
        assert_eq!(queue(&above, "").await.items.len(), 1);
        assert_eq!(above.get(&path::desk_feedback(id)).await.status, 200);
        // Being an officer is not enough.
        app.execute("delete from staff_roles where account_id = (select id from accounts where login = 'canboquynhon')");
        above.get(path::DESK_FEEDBACK).await.refused(403, ErrorCode::NotAllowed);
        above.get(&path::desk_feedback(id)).await.refused(403, ErrorCode::NotAllowed);
        hand_in(&above, papers::sound("to-trinh"), "a.pdf").await.refused(403, ErrorCode::NotAllowed);
        // Nor is owning the paper.
        citizen.get(&path::desk_feedback(id)).await.refused(403, ErrorCode::NotAllowed);
    }

    async fn of_two_officers_at_once_one_decides_and_the_other_is_told(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        let desk = app.sign_in(Login::Staff).await;
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit(&app, "H21")));
        let above = app.sign_in(Login::OtherStaff).await;
        let both = [&desk, &above];
        let begun = join_all(both.iter().map(|officer| compare(officer, id, 1))).await;
        assert_eq!(begun.iter().filter(|answer| answer.status == 200).count(), 1);
        let (first, second) = (right_file(&desk, "to-trinh").await, right_file(&above, "bien-ban-hop").await);
        let (one, two, three) = futures::join!(
            replace(&desk, id, 2, first),
            replace(&above, id, 2, second),
            refuse(&above, id, 2, GROUND),
        );
        let answers = [one, two, three];
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for answer in answers.iter().filter(|answer| answer.status != 200) {
            answer.refused(409, ErrorCode::FeedbackMovedOn);
        }
        assert_eq!(app.count("feedback_steps"), 3);
        assert_eq!(told(&app).len(), 3);
        assert_eq!(app.count("paper_versions") , 1 + app.count("feedbacks where state = 'replaced'"));
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_that_the_owner_replaced_or_removed_meanwhile_is_not_replaced_again(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        assert_eq!(compare(&desk, id, 1).await.status, 200);
        let own = citizen.uploaded("to-trinh").await;
        let body = json!({ "version": paper.item.version, "upload_id": own.id });
        let replaced: PaperView = citizen.post(&path::paper_replacement(paper.item.id), &body).await.ok(200);
        let upload = right_file(&desk, "bien-ban-hop").await;
        replace(&desk, id, 2, upload).await.refused(409, ErrorCode::FeedbackFileGone);
        let seen: DeskFeedback = desk.get(&path::desk_feedback(id)).await.ok(200);
        assert!(!seen.is_current);
        assert_eq!((seen.feedback.item.state, seen.feedback.item.version), (FeedbackState::Comparing, 2), "nothing of it stays");
        // The file that was complained about is still the one to compare.
        let file = desk.get(&path::desk_feedback_part(id, "file")).await;
        assert_eq!(file.body.as_ref(), papers::sound("giay-khai-sinh").as_ref());
        let removal = json!({ "version": replaced.item.version });
        assert_eq!(citizen.post(&path::paper_removal(paper.item.id), &removal).await.status, 204);
        replace(&desk, id, 2, upload).await.refused(409, ErrorCode::FeedbackFileGone);
        let answered: DeskFeedback = refuse(&desk, id, 2, "Công dân đã tự thay tệp, không còn tệp sai.").await.ok(200);
        assert_eq!(answered.feedback.item.state, FeedbackState::Refused);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_result_of_an_authority_is_replaced_by_what_an_organisation_signed(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        app.execute("update papers set origin = 'authority'");
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        assert_eq!(compare(&desk, id, 1).await.status, 200);
        let (by_person, by_both) = before_and_after("hai-chu-ky-nguoi-va-co-quan");
        let wrong: UploadView = hand_in(&desk, by_person, "x.pdf").await.ok(201);
        replace(&desk, id, 2, wrong.id).await.refused(422, ErrorCode::ResultNotSealed);
        let right: UploadView = hand_in(&desk, by_both, "x.pdf").await.ok(201);
        assert_eq!(replace(&desk, id, 2, right.id).await.status, 200);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_wrong_right_file_is_refused_and_everything_stays(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        citizen.paper("to-trinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        assert_eq!(compare(&desk, id, 1).await.status, 200);
        // Judged as for the vault.
        hand_in(&desk, papers::bad("chua-ky"), "x.pdf").await.refused(422, ErrorCode::PaperUnsigned);
        hand_in(&desk, papers::picture(), "x.pdf").await.refused(422, ErrorCode::FileNotPdf);
        hand_in(&desk, papers::sound("to-trinh"), "../x.pdf").await.refused(422, ErrorCode::FileNameHasPath);
        // The owner's vault has it; under which code is not told.
        for known in ["giay-khai-sinh", "to-trinh"] {
            let upload = right_file(&desk, known).await;
            let answer = replace(&desk, id, 2, upload).await;
            answer.refused(409, ErrorCode::FeedbackFileKnown);
            assert!(!answer.text().contains("KQ.G15"), "{}", answer.text());
        }
        // A file of somebody else, and one that never was.
        let foreign = citizen.uploaded("bien-ban-hop").await;
        replace(&desk, id, 2, foreign.id).await.refused(409, ErrorCode::UploadGone);
        let seen: DeskFeedback = desk.get(&path::desk_feedback(id)).await.ok(200);
        assert_eq!((seen.feedback.item.state, seen.is_current), (FeedbackState::Comparing, true));
        app.assert_files_and_rows_agree().await;
    }

    async fn an_officer_who_is_suspended_on_the_way_decides_nothing(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = open_feedback(&app, &citizen, &paper).await.item.id;
        assert_eq!(compare(&desk, id, 1).await.status, 200);
        let upload = right_file(&desk, "to-trinh").await;
        app.execute("update accounts set status = 'suspended' where login = 'canbotuyphuoc'");
        replace(&desk, id, 2, upload).await.refused(401, ErrorCode::SignInNeeded);
        refuse(&desk, id, 2, GROUND).await.refused(401, ErrorCode::SignInNeeded);
        // Moved to another unit: what was open is not theirs any more.
        app.execute("update accounts set status = 'active' where login = 'canbotuyphuoc'");
        let desk = app.sign_in(Login::Staff).await;
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canbotuyphuoc'", unit(&app, "H21.102")));
        replace(&desk, id, 2, upload).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("feedbacks where state = 'comparing'"), 1);
        assert_eq!(app.count("paper_versions"), 1);
    }

    async fn the_queue_begins_with_what_is_overdue_and_shows_every_row_once(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let mut ids = Vec::new();
        for name in ["giay-khai-sinh", "to-trinh", "bien-ban-hop", "bao-cao-thanh-tich", "quyet-dinh-cong-nhan"] {
            let paper = citizen.paper(name, "KQ.G15.000031").await;
            ids.push(open_feedback(&app, &citizen, &paper).await.item.id);
        }
        // The newest is overdue, the third is due before the others.
        app.execute(&format!("update feedbacks set due_on = '2026-01-05' where id = '{}'", ids[4]));
        app.execute(&format!("update feedbacks set due_on = '2026-01-06' where id = '{}'", ids[2]));
        let desk = app.sign_in(Login::Staff).await;
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = queue(&desk, &format!("?limit=2&cursor={cursor}")).await;
            assert_eq!(page.previous.is_some(), !cursor.is_empty());
            found.extend(page.items);
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        let order: Vec<_> = found.iter().map(|item| item.id).collect();
        assert_eq!(order, [ids[4], ids[2], ids[0], ids[1], ids[3]]);
        assert!(found[0].days_left < 0 && found[2].days_left == 5);
        for bad in ["x", "2026-13-01.x", "o1"] {
            desk.get(&format!("{}?cursor={bad}", path::DESK_FEEDBACK)).await.refused(422, ErrorCode::CheckFields);
        }
    }
}

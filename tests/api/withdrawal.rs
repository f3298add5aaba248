//! A filed dossier taken back: at once while nobody took it up, else as its unit decides; and in which folder it lies then.

use crate::payment::{FEE, charge, filed_with_fee};
use crate::processing::{DECISION, GROUND, course, give_back, in_process, refuse, said, seen, step, told};
use crate::supplement::{WORDS, ask, asked};
use chrono::{Datelike, Weekday};
use futures::future::join;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierListItem, DossierStatus};
use motcua_shared::filing::folder::{Folder, FolderCounts};
use motcua_shared::id::DossierId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::payment::dto::ChargeState;
use motcua_shared::processing::dto::{Course, DeskDossier};
use motcua_shared::processing::supplement::{OpenRound, RoundState};
use motcua_shared::processing::withdrawal::WithdrawalWay;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, on_both};
use serde_json::{Value, json};

/// Takes a dossier back, or asks for it.
pub async fn withdraw(filer: &Client, id: DossierId, way: &str) -> Answer {
    let body = json!({ "way": way, "words": "Tôi nộp nhầm thủ tục." });
    filer.post(&path::dossier_withdrawal(id), &body).await
}

/// Answers that.
pub async fn settle(desk: &Client, id: DossierId, version: u32, is_granted: bool, words: Value) -> Answer {
    let body = json!({ "version": version, "is_granted": is_granted, "words": words });
    desk.post(&path::desk_dossier_part(id, "withdrawal"), &body).await
}

async fn counts(filer: &Client) -> FolderCounts {
    filer.get(path::DOSSIER_FOLDERS).await.ok(200)
}

fn count(counts: &FolderCounts, folder: Folder) -> u32 {
    counts
        .folders
        .iter()
        .find(|one| one.folder == folder)
        .unwrap()
        .count
}

async fn folder(filer: &Client, folder: Folder) -> Vec<DossierId> {
    let address = format!("{}?folder={}&limit=1", path::DOSSIERS, folder.as_str());
    let mut found = Vec::new();
    let mut next = Some(String::new());
    while let Some(cursor) = next {
        let page: Page<DossierListItem> = filer.get(&format!("{address}&cursor={cursor}")).await.ok(200);
        assert!(page.items.iter().all(
            |item| folder == Folder::Unpaid || Folder::of_state(item.status, item.is_withdrawn) == folder
        ));
        found.extend(page.items.iter().map(|item| item.id));
        next = page.next;
    }
    found
}

on_both! {
    async fn a_dossier_that_nobody_took_up_is_taken_back_at_once(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let id = dossier.id;
        assert_eq!(course(&agency, id).await.may_withdraw, Some(WithdrawalWay::AtOnce));
        withdraw(&agency, id, "ask").await.refused(409, ErrorCode::WithdrawalMovedOn);
        let long = json!({ "way": "at-once", "words": "ạ".repeat(1001) });
        assert_eq!(agency.post(&path::dossier_withdrawal(id), &long).await.faults(), [("words".to_owned(), ErrorCode::TooLong)]);
        let done: Course = withdraw(&agency, id, "at-once").await.ok(200);
        let again: Course = withdraw(&agency, id, "at-once").await.ok(200);
        assert_eq!(done, again, "a repetition changes nothing");
        assert_eq!(done.may_withdraw, None);
        let [.., last, after] = done.steps.as_slice() else { panic!("{:?}", done.steps) };
        assert_eq!((last.title.as_str(), last.words.as_deref()), ("Đã rút hồ sơ", Some("Tôi nộp nhầm thủ tục.")));
        assert_eq!(after.title, "Hồ sơ kết thúc, không thu lệ phí");
        assert!(last.by.starts_with("Trường THCS Hoa Mai (mẫu), "), "{}", last.by);
        assert_eq!(charge(&agency, id).await.state, ChargeState::Void, "nobody owes the fee");
        let desk = app.sign_in(Login::Staff).await;
        let now = seen(&desk, id).await;
        assert_eq!((now.dossier.status, now.dossier.is_withdrawn, now.version), (DossierStatus::Stopped, true, 2));
        step(&desk, id, "receipt", 2).await.refused(409, ErrorCode::DossierMovedOn);
        assert!(told(&app).last().unwrap().contains("withdrawn"));
        assert_eq!(folder(&agency, Folder::Cancelled).await, [id]);
        assert_eq!(folder(&agency, Folder::Ineligible).await, []);
        // Somebody else's does not exist; one that ended otherwise cannot be taken back.
        let other = app.sign_in(Login::OtherAgency).await;
        withdraw(&other, id, "at-once").await.refused(404, ErrorCode::NotFound);
        let refused = agency.filed(PROCEDURE, UNIT).await;
        assert_eq!(refuse(&desk, refused.id, 1, GROUND).await.status, 200);
        withdraw(&agency, refused.id, "at-once").await.refused(409, ErrorCode::WithdrawalMovedOn);
        app.assert_files_and_rows_agree().await;
    }

    async fn later_its_unit_grants_or_declines_with_a_reason(app) {
        let (agency, dossier) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let id = dossier.id;
        let received: DeskDossier = step(&desk, id, "receipt", 1).await.ok(200);
        let due = received.due_on;
        let asked: Course = withdraw(&agency, id, "ask").await.ok(200);
        assert!(asked.withdrawal.unwrap().is_open);
        assert_eq!(folder(&agency, Folder::ToConfirm).await, [id]);
        // Meanwhile nobody decides otherwise.
        refuse(&desk, id, 3, GROUND).await.refused(409, ErrorCode::DossierMovedOn);
        step(&desk, id, "beginning", 3).await.refused(409, ErrorCode::DossierMovedOn);
        assert_eq!(settle(&desk, id, 3, false, json!("Không.")).await.faults(), [("words".to_owned(), ErrorCode::GroundTooShort)]);
        assert_eq!(settle(&desk, id, 3, false, Value::Null).await.faults(), [("words".to_owned(), ErrorCode::Required)]);
        settle(&desk, id, 2, true, Value::Null).await.refused(409, ErrorCode::DossierMovedOn);
        let declined: DeskDossier = settle(&desk, id, 3, false, json!("Hồ sơ đã có quyết định, đang chờ ban hành.")).await.ok(200);
        assert_eq!((declined.dossier.status, declined.due_on, declined.version), (DossierStatus::Received, due, 4));
        settle(&desk, id, 4, true, Value::Null).await.refused(409, ErrorCode::DossierMovedOn);
        // Asked again after the fee came in: granted, and what came in is noted for the desk.
        let paid = json!({ "act": "paid-at-desk", "version": 1, "reference": "BL-01" });
        let paying = desk.request(reqwest::Method::POST, &format!("{}/{id}/charge", path::DESK_DOSSIERS))
            .header(path::IDEMPOTENCY_HEADER, motcua_tests::client::new_key()).json(&paid);
        let answer = Answer::of(paying).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(withdraw(&agency, id, "ask").await.status, 200);
        let granted: DeskDossier = settle(&desk, id, 5, true, Value::Null).await.ok(200);
        assert_eq!((granted.dossier.status, granted.dossier.is_withdrawn), (DossierStatus::Stopped, true));
        assert_eq!(granted.withdrawal.unwrap().paid, FEE);
        assert_eq!(course(&agency, id).await.withdrawal.unwrap().paid, FEE);
        let titles: Vec<String> = course(&agency, id).await.steps.into_iter().map(|step| step.title).collect();
        assert_eq!(titles, [
            "Đã nộp hồ sơ", "Ghi lệ phí 15.000 đ khi nộp hồ sơ", "Đã tiếp nhận", "Người nộp xin rút hồ sơ", "Chưa đồng ý cho rút hồ sơ",
            "Thu tại quầy 15.000 đ", "Người nộp xin rút hồ sơ", "Đồng ý cho rút hồ sơ",
        ]);
        let news = told(&app).join(" ");
        assert!(news.contains("withdrawal-declined") && news.contains("\"withdrawn\""), "{news}");
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        settle(&elsewhere, id, 6, true, Value::Null).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_withdrawal_ends_an_open_round_or_gives_it_its_days_back(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let (kept, gone) = (asked(&agency, &desk).await, asked(&agency, &desk).await);
        let before: OpenRound = agency.get(&path::dossier_supplement(kept.id)).await.ok(200);
        for id in [kept.id, gone.id] {
            assert_eq!(withdraw(&agency, id, "ask").await.status, 200);
            agency.post(&path::dossier_supplement(id), &json!({ "version": 1, "digest": "x" })).await.refused(409, ErrorCode::DossierMovedOn);
        }
        // As many days as lead to a Sunday: the last day for an answer is a working day all the same.
        let days = 7 - before.round.answer_until.weekday().num_days_from_sunday();
        app.advance(u64::from(days) * 24 * 3600);
        let agency = app.sign_in(Login::Agency).await;
        let desk = app.sign_in(Login::Staff).await;
        let back: DeskDossier = settle(&desk, kept.id, 5, false, json!(GROUND)).await.ok(200);
        assert_eq!(back.dossier.status, DossierStatus::AwaitingSupplement);
        let after: OpenRound = agency.get(&path::dossier_supplement(kept.id)).await.ok(200);
        let until = after.round.answer_until;
        assert!(until - before.round.answer_until > chrono::TimeDelta::days(i64::from(days)), "{until}");
        assert!(!matches!(until.weekday(), Weekday::Sat | Weekday::Sun), "{until}");
        let ended: DeskDossier = settle(&desk, gone.id, 5, true, Value::Null).await.ok(200);
        assert_eq!((ended.rounds[0].state, ended.dossier.is_withdrawn), (RoundState::Ended, true));
    }

    async fn the_same_withdrawal_twice_at_one_moment_is_one_and_both_hear_so(app) {
        let agency = app.agency_with_papers().await;
        for _ in 0..6 {
            let dossier = agency.filed(PROCEDURE, UNIT).await;
            let (one, other) = join(withdraw(&agency, dossier.id, "at-once"), withdraw(&agency, dossier.id, "at-once")).await;
            assert_eq!((one.status, other.status), (200, 200), "{} {}", one.text(), other.text());
        }
        assert_eq!(app.count("dossier_withdrawals"), 6);
    }

    async fn of_a_withdrawal_and_a_decision_at_one_moment_one_counts(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        for round in 0..3 {
            let dossier = in_process(&agency, &desk).await;
            let name = ["quyet-dinh-cong-nhan", "giay-khai-sinh", "giay-xac-nhan-tinh-trang-hon-nhan"][round];
            let upload = desk.uploaded(name).await;
            let results = [said(upload.id, DECISION)];
            let (asked, decided) = join(withdraw(&agency, dossier.id, "ask"), give_back(&desk, dossier.id, 3, &results)).await;
            assert_ne!(asked.status == 200, decided.status == 200, "{} {}", asked.text(), decided.text());
            let loser = if asked.status == 200 { &decided } else { &asked };
            assert_eq!(loser.status, 409, "{}", loser.text());
        }
        assert_eq!(app.count("papers where origin = 'authority'"), app.count("dossiers where status = 'returned'"));
        assert_eq!(app.count("dossier_withdrawals"), app.count("dossiers where status = 'withdrawal-requested'"));
        app.assert_files_and_rows_agree().await;
    }

    async fn every_dossier_lies_in_its_folder_and_the_counts_agree(app) {
        let (agency, unpaid) = filed_with_fee(&app).await;
        let desk = app.sign_in(Login::Staff).await;
        let (refused, waiting, withdrawn) = (agency.filed(PROCEDURE, UNIT).await, in_process(&agency, &desk).await, agency.filed(PROCEDURE, UNIT).await);
        assert_eq!(refuse(&desk, refused.id, 1, GROUND).await.status, 200);
        assert_eq!(ask(&desk, waiting.id, 3, WORDS, &[("to-trinh", "Mờ.")]).await.status, 200);
        assert_eq!(withdraw(&agency, withdrawn.id, "at-once").await.status, 200);
        agency.open(PROCEDURE).await;
        let all = counts(&agency).await;
        for (one, wanted) in [
            (Folder::Filed, vec![unpaid.id]), (Folder::ToSupplement, vec![waiting.id]), (Folder::ToConfirm, vec![]),
            (Folder::Ineligible, vec![refused.id]), (Folder::Cancelled, vec![withdrawn.id]),
        ] {
            assert_eq!(folder(&agency, one).await, wanted, "{one:?}");
            assert_eq!(count(&all, one) as usize, wanted.len(), "{one:?}");
        }
        // What waits for money lies in its own folder as well.
        assert_eq!(folder(&agency, Folder::Unpaid).await, [waiting.id, unpaid.id]);
        assert_eq!((count(&all, Folder::Unpaid), all.drafts, all.papers), (2, 1, 3));
        let everything: Page<DossierListItem> = agency.get(path::DOSSIERS).await.ok(200);
        assert_eq!(everything.items.len(), 4);
        let wrong = agency.get(&format!("{}?folder=khac", path::DOSSIERS)).await;
        assert_eq!(wrong.faults(), [("folder".to_owned(), ErrorCode::NotAChoice)]);
        let other = app.sign_in(Login::OtherAgency).await;
        assert!(counts(&other).await.folders.iter().all(|one| one.count == 0));
        desk.get(path::DOSSIER_FOLDERS).await.refused(403, ErrorCode::NotAllowed);
    }
}

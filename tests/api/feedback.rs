//! Feedback on a result: what an owner says, and how far it goes.

use crate::feedback_desk::{compare, open_feedback, refuse};
use futures::future::join_all;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::feedback::dto::{FeedbackItem, FeedbackState, FeedbackView, PaperFeedback, StepBy};
use motcua_shared::id::PaperId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::vault::dto::PaperView;
use motcua_tests::app::UNIT;
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The id of a unit.
pub fn unit(app: &TestApp, code: &str) -> String {
    app.query(&format!("select id as value from units where code = '{code}'"))
        .remove(0)
}

/// What somebody says of a paper to [`UNIT`].
pub fn said(app: &TestApp, paper: &PaperView) -> Value {
    json!({
        "version": paper.item.version, "file_version": paper.item.file_version, "reason": "wrong-data",
        "explanation": " Sai ngày sinh ở dòng thứ ba. ", "page": 1, "unit_id": unit(app, UNIT),
    })
}

/// Sends it under a key.
pub async fn send(client: &Client, paper: PaperId, body: &Value, key: &str) -> Answer {
    let request = client
        .request(Method::POST, &path::paper_feedback(paper))
        .header(path::IDEMPOTENCY_HEADER, key);
    Answer::of(request.json(body)).await
}

async fn of_paper(client: &Client, paper: PaperId) -> PaperFeedback {
    client.get(&path::paper_feedback(paper)).await.ok(200)
}

async fn withdraw(client: &Client, view: &FeedbackView) -> Answer {
    let body = json!({ "version": view.item.version });
    client.post(&path::feedback_withdrawal(view.item.id), &body).await
}

/// What owners were told.
pub fn told(app: &TestApp) -> Vec<String> {
    app.query("select content as value from messages where kind = 'feedback' order by id")
}

on_both! {
    async fn a_feedback_is_sent_once_with_its_due_date_and_its_owner_is_told(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = paper.item.id;
        let before = of_paper(&citizen, id).await;
        assert_eq!((before.unit, before.items.len(), before.working_days), (None, 0, 5));
        let key = new_key();
        let sent: FeedbackView = send(&citizen, id, &said(&app, &paper), &key).await.ok(201);
        assert_eq!((sent.item.state, sent.item.days_left, sent.item.version), (FeedbackState::Sent, 5, 1));
        assert_eq!((sent.explanation.as_deref(), sent.page), (Some("Sai ngày sinh ở dòng thứ ba."), Some(1)));
        assert_eq!(sent.item.unit_name, "Ủy ban nhân dân xã Tuy Phước");
        let [step] = sent.steps.as_slice() else { panic!("{:?}", sent.steps) };
        assert_eq!((step.state, step.by, step.name.as_str()), (FeedbackState::Sent, StepBy::Owner, "Nguyễn Thị Mẫu"));
        // The same again is the same; the same key for something else is a mistake.
        let again: FeedbackView = send(&citizen, id, &said(&app, &paper), &key).await.ok(201);
        assert_eq!(again, sent);
        let mut other = said(&app, &paper);
        other["reason"] = json!("not-signed");
        send(&citizen, id, &other, &key).await.refused(409, ErrorCode::IdempotencyMismatch);
        // Another one has to wait for the answer.
        send(&citizen, id, &other, &new_key()).await.refused(409, ErrorCode::FeedbackOpen);
        assert_eq!(app.count("feedbacks"), 1);
        assert_eq!(told(&app).len(), 1);
        assert!(told(&app)[0].contains("sent"), "{:?}", told(&app));
        assert_eq!(app.count("paper_events where act = 'reported' and ground = 'wrong-data'"), 1);
        assert_eq!(app.count("audit_entries where action = 'feedback-sent'"), 1);
        let list: Page<FeedbackItem> = citizen.get(path::FEEDBACK).await.ok(200);
        assert_eq!(list.items, std::slice::from_ref(&sent.item));
        assert_eq!(of_paper(&citizen, id).await.items, [sent.item]);
    }

    async fn one_feedback_sent_several_times_at_once_is_one(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let (body, key) = (said(&app, &paper), new_key());
        let answers = join_all((0..6).map(|_| send(&citizen, paper.item.id, &body, &key))).await;
        let ids: BTreeSet<_> = answers.iter().map(|answer| answer.ok::<FeedbackView>(201).item.id).collect();
        assert_eq!((ids.len(), told(&app).len(), app.count("feedback_steps")), (1, 1, 1));
        // Two tabs with keys of their own: one is sent, the other is told.
        let second = citizen.paper("to-trinh", "KQ.G15.000031").await;
        let body = said(&app, &second);
        let keys = [new_key(), new_key(), new_key()];
        let answers = join_all(keys.iter().map(|key| send(&citizen, second.item.id, &body, key))).await;
        let mut sent: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        sent.sort_unstable();
        assert_eq!(sent, [201, 409, 409]);
        assert_eq!(app.count("feedbacks"), 2);
    }

    async fn what_cannot_be_said_is_refused_and_leaves_nothing(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = paper.item.id;
        let with = |field: &str, value: Value| {
            let mut body = said(&app, &paper);
            body[field] = value;
            body
        };
        let cases = [
            ("page", json!(0), ErrorCode::NotAPage),
            ("page", json!(10_001), ErrorCode::NotAPage),
            ("explanation", json!("x".repeat(1001)), ErrorCode::TooLong),
            ("unit_id", json!(null), ErrorCode::Required),
            ("unit_id", json!(id), ErrorCode::NotAChoice),
        ];
        for (field, value, code) in cases {
            let answer = send(&citizen, id, &with(field, value), &new_key()).await;
            assert_eq!(answer.faults(), [(field.to_owned(), code)]);
        }
        for (field, value) in [("page", json!(-1)), ("reason", json!("spite")), ("x", json!(1))] {
            assert_eq!(send(&citizen, id, &with(field, value), &new_key()).await.status, 400);
        }
        // Something else stands under the paper by now.
        let older = send(&citizen, id, &with("file_version", json!(2)), &new_key()).await;
        older.refused(409, ErrorCode::VersionConflict);
        send(&citizen, id, &with("version", json!(7)), &new_key()).await.refused(409, ErrorCode::VersionConflict);
        assert_eq!(send(&citizen, id, &said(&app, &paper), "k").await.faults()[0].0, path::IDEMPOTENCY_HEADER);
        // Not theirs, and not there any more.
        let other = app.sign_in(Login::OtherCitizen).await;
        send(&other, id, &said(&app, &paper), &new_key()).await.refused(404, ErrorCode::NotFound);
        other.get(&path::paper_feedback(id)).await.refused(404, ErrorCode::NotFound);
        let removal = json!({ "version": paper.item.version });
        assert_eq!(citizen.post(&path::paper_removal(id), &removal).await.status, 204);
        send(&citizen, id, &said(&app, &paper), &new_key()).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("feedbacks") + app.count("feedback_steps") + app.count("messages where kind = 'feedback'"), 0);
    }

    async fn it_goes_to_whoever_issued_the_paper_then_to_whom_the_certificate_names(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let id = paper.item.id;
        let signer = paper.report.signatures.last().and_then(|one| one.signer.clone()).unwrap();
        let named = signer.organisation.unwrap_or(signer.common_name);
        // As people write it, and as the certificate does.
        let key = motcua_shared::search_key::search_key(&named).replace("ubnd ", "uy ban nhan dan ");
        app.execute(&format!("update units set search_key = '{key}' where code = 'H21.103'"));
        assert_eq!(of_paper(&citizen, id).await.unit.map(|unit| unit.code).as_deref(), Some("H21.103"));
        // Two of that name: nobody guesses.
        app.execute(&format!("update units set search_key = '{key}' where code = 'H21.104'"));
        assert_eq!(of_paper(&citizen, id).await.unit, None);
        app.execute(&format!(
            "update papers set origin = 'authority', issuer_unit_id = '{}' where id = '{id}'", unit(&app, "H21.102")
        ));
        assert_eq!(of_paper(&citizen, id).await.unit.map(|unit| unit.code).as_deref(), Some("H21.102"));
        // What the paper says counts, whatever is sent.
        let sent: FeedbackView = send(&citizen, id, &said(&app, &paper), &new_key()).await.ok(201);
        assert_eq!(sent.item.unit_name, "Ủy ban nhân dân phường Quy Nhơn");
        let found: Vec<UnitView> = citizen.get(&format!("{}?q=quy%20nhon", path::FEEDBACK_UNITS)).await.ok(200);
        assert!(found.iter().any(|unit| unit.code == "H21.102"), "{found:?}");
        let none: Vec<UnitView> = citizen.get(&format!("{}?q=atlantis", path::FEEDBACK_UNITS)).await.ok(200);
        assert_eq!(none, []);
    }

    async fn an_owner_takes_it_back_until_it_is_answered(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let sent = open_feedback(&app, &citizen, &paper).await;
        let stranger = app.sign_in(Login::OtherCitizen).await;
        withdraw(&stranger, &sent).await.refused(404, ErrorCode::NotFound);
        stranger.get(&path::feedback(sent.item.id)).await.refused(404, ErrorCode::NotFound);
        let back: FeedbackView = withdraw(&citizen, &sent).await.ok(200);
        assert_eq!((back.item.state, back.steps.len()), (FeedbackState::Withdrawn, 2));
        withdraw(&citizen, &back).await.refused(409, ErrorCode::FeedbackMovedOn);
        // An officer who had it open is told.
        compare(&desk, sent.item.id, 1).await.refused(409, ErrorCode::FeedbackMovedOn);
        // Another one may follow; once it is answered it stays answered.
        let second = open_feedback(&app, &citizen, &paper).await;
        let comparing = compare(&desk, second.item.id, 1).await;
        assert_eq!(comparing.status, 200);
        let ground = "Đã đối chiếu với bản chính, thông tin trùng khớp.";
        assert_eq!(refuse(&desk, second.item.id, 2, ground).await.status, 200);
        let now: FeedbackView = citizen.get(&path::feedback(second.item.id)).await.ok(200);
        withdraw(&citizen, &now).await.refused(409, ErrorCode::FeedbackMovedOn);
    }

    async fn sending_and_taking_back_without_an_end_is_stopped_for_the_day(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let body = said(&app, &paper);
        for _ in 0..20 {
            let sent: FeedbackView = send(&citizen, paper.item.id, &body, &new_key()).await.ok(201);
            assert_eq!(withdraw(&citizen, &sent).await.status, 200);
        }
        let refused = send(&citizen, paper.item.id, &body, &new_key()).await;
        assert!(refused.refused(429, ErrorCode::TooManyRequests).retry_after.is_some());
        assert_eq!((app.count("feedbacks"), told(&app).len()), (20, 20));
        app.advance(24 * 3600 + 1);
        let citizen = app.sign_in(Login::Citizen).await;
        assert_eq!(send(&citizen, paper.item.id, &body, &new_key()).await.status, 201);
    }

    async fn the_due_date_skips_days_off_and_a_calendar_of_another_day_moves_no_date(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let paper = citizen.paper("giay-khai-sinh", "KQ.G15.000031").await;
        let today = app.state.clock.now().vietnam_date();
        // The next week is off, save the Saturday, which is worked in exchange.
        for day in today.iter_days().skip(1).take(14) {
            let worked = chrono::Datelike::weekday(&day) == chrono::Weekday::Sat;
            let name = "Ngày thử";
            app.execute(&format!("delete from calendar_days where day = '{day}'"));
            app.execute(&format!("insert into calendar_days (day, name, is_worked) values ('{day}', '{name}', {worked})"));
        }
        let sent = open_feedback(&app, &citizen, &paper).await;
        let worked_before = today.iter_days().skip(1).take_while(|day| *day <= sent.item.due_on)
            .filter(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Sat && (*day - today).num_days() <= 14).count();
        assert_eq!(worked_before, 2, "{}", sent.item.due_on);
        assert!((sent.item.due_on - today).num_days() > 14);
        app.execute("delete from calendar_days");
        let later: FeedbackView = citizen.get(&path::feedback(sent.item.id)).await.ok(200);
        assert_eq!(later.item.due_on, sent.item.due_on);
        assert!(later.item.days_left > 5);
        app.advance(60 * 24 * 3600);
        let late = app.sign_in(Login::Citizen).await;
        let over: FeedbackView = late.get(&path::feedback(sent.item.id)).await.ok(200);
        assert!(over.item.days_left < -20, "{}", over.item.days_left);
    }
}

//! Answers of the electronic form asked for once more: only those are open, what stood there stays, and the rest is as it was filed.

use crate::processing::{GROUND, course, refuse, seen, step, told};
use crate::receipt::text_of;
use crate::supplement::{WORDS, ask, filled, open, send};
use crate::withdrawal::withdraw;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierStatus, DossierView, DraftView};
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::id::DossierId;
use motcua_shared::path;
use motcua_shared::processing::dto::{Course, DeskDossier};
use motcua_shared::processing::supplement::{Round, RoundAnswer, RoundState};
use motcua_shared::processing::withdrawal::WithdrawalWay;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, on_both, papers};
use serde_json::json;

/// "Đăng ký tạm trú".
const WITH_FORM: &str = "1.004194";

const DAY: u64 = 24 * 3600;

async fn type_in(client: &Client, draft: &DraftView, list: &[(&str, &str)]) -> Answer {
    let fields = list.iter();
    let fields = fields.map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let typed = TypedFields {
        version: draft.version,
        fields: fields.collect(),
    };
    client.patch(&path::draft_typed(draft.id), &typed).await
}

async fn ask_answers(desk: &Client, id: DossierId, version: u32, answers: &[(&str, &str)]) -> Answer {
    let answers = answers.iter();
    let answers: Vec<_> = answers
        .map(|(field, reason)| json!({ "field": field, "reason": reason }))
        .collect();
    let body = json!({ "version": version, "words": WORDS, "answers": answers });
    desk.post(&path::desk_dossier_part(id, "supplement"), &body).await
}

/// A filed registration of a rented room.
async fn filed(citizen: &Client) -> DossierView {
    filed_until(citizen, "1/12/2027").await
}

async fn filed_until(citizen: &Client, until: &str) -> DossierView {
    let draft = citizen.fill(&citizen.open(WITH_FORM).await, UNIT).await;
    let file = papers::sound("to-trinh");
    let file: UploadView = citizen
        .upload(file, "cho-o.pdf", Purpose::Component)
        .await
        .ok(201);
    let draft: DraftView = citizen.attach_upload(&draft, "cho-o", file.id).await.ok(200);
    let list = [
        ("answers.temporary_address", "12 Trần Phú"),
        ("answers.from", "1/12/2026"),
        ("answers.until", until),
        ("answers.housing", "rented"),
        ("answers.landlord_name", "Lê Văn Chủ"),
        ("answers.household", "self"),
        ("answers.promise", "true"),
    ];
    type_in(citizen, &draft, &list).await.ok::<TypedSaved>(200);
    let draft: DraftView = citizen.get(&path::draft(draft.id)).await.ok(200);
    citizen.submit(&draft).await.ok(200)
}

fn answer<'a>(dossier: &'a DossierView, name: &str) -> Option<&'a str> {
    let mut answers = dossier.answers.iter();
    answers
        .find(|one| one.name == name)
        .map(|one| one.answer.as_str())
}

fn of<'a>(round: &'a Round, field: &str) -> &'a RoundAnswer {
    round.answers.iter().find(|one| one.field == field).unwrap()
}

fn changed(one: &RoundAnswer) -> (Option<&str>, Option<&str>) {
    (one.old.as_deref(), one.new.as_deref())
}

on_both! {
    async fn a_wrong_answer_is_put_right_and_what_stood_there_stays(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = filed(&citizen).await;
        let id = dossier.id;
        let received: DeskDossier = step(&desk, id, "receipt", 1).await.ok(200);
        let due = received.due_on.unwrap();
        // Officers choose among the questions; a promise is given or not.
        let questions: Vec<&str> = received.questions.iter().map(|one| one.field.as_str()).collect();
        assert!(questions.contains(&"from") && questions.contains(&"landlord_phone"), "{questions:?}");
        assert!(!questions.contains(&"promise") && !questions.contains(&"members"), "{questions:?}");
        let phone = received.questions.iter().find(|one| one.field == "landlord_phone").unwrap();
        assert_eq!(phone.answer, None, "it was left out, and may be asked for");
        let answers = [
            ("from", "Ngày này chưa có hợp đồng thuê."),
            ("housing", "Hợp đồng ghi chỗ ở của gia đình."),
            ("temporary_address", "Xem lại số nhà."),
        ];
        let asked: DeskDossier = ask_answers(&desk, id, 2, &answers).await.ok(200);
        assert_eq!((asked.dossier.status, asked.due_on, asked.questions.len()), (DossierStatus::AwaitingSupplement, None, 0));
        let steps = course(&citizen, id).await.steps;
        assert!(steps.iter().any(|step| step.title.starts_with("Yêu cầu bổ sung 3 mục")), "{steps:?}");

        // Open are those, and what hangs on them; days stand there as people type them.
        let round = open(&citizen, id).await;
        assert_eq!((round.round.count(), round.draft.components.len()), (3, 0));
        assert_eq!(round.draft.answers.get("from").map(String::as_str), Some("01/12/2026"));
        assert_eq!(of(&round.round, "housing").old.as_deref(), Some("Thuê, mượn, ở nhờ"));
        let draft = round.draft;
        for closed in [("answers.person_name", "Người Khác"), ("answers.promise", "false"), ("owner.name", "X"), ("filer.phone", "0912345678"), ("unit_id", "")] {
            type_in(&citizen, &draft, &[("answers.from", "2/12/2026"), closed]).await.refused(409, ErrorCode::DraftIsSupplement);
        }
        // Wrong ones are kept and named; nothing is sent with them.
        let wrong = [("answers.from", "2/1/2028"), ("answers.housing", "own")];
        type_in(&citizen, &draft, &wrong).await.ok::<TypedSaved>(200);
        let draft = open(&citizen, id).await.draft;
        let paths: Vec<_> = draft.missing.iter().map(|one| (one.path.as_str(), one.code)).collect();
        assert_eq!(paths, [("answers.until", ErrorCode::DayBefore)]);
        assert_eq!(send(&citizen, id, &draft).await.faults(), [("answers.until".to_owned(), ErrorCode::DayBefore)]);
        assert_eq!(seen(&desk, id).await.dossier.answers, dossier.answers, "nothing of it is half there");
        let before = draft.clone();
        type_in(&citizen, &draft, &[("answers.until", "2/1/2029")]).await.ok::<TypedSaved>(200);
        let draft = open(&citizen, id).await.draft;
        assert_eq!(draft.missing, []);
        send(&citizen, id, &before).await.refused(409, ErrorCode::ContentChanged);
        for _ in 0..2 {
            let sent: Course = send(&citizen, id, &draft).await.ok(200);
            assert_eq!(sent.rounds[0].state, RoundState::Supplied);
        }
        assert_eq!(app.count("dossier_events where act = 'supply'"), 1);

        // What is asked for was changed or confirmed, what hung on it went, and the rest stands as it was.
        let now = seen(&desk, id).await;
        assert_eq!((now.dossier.status, now.due_on), (DossierStatus::Received, Some(due)));
        let [round] = now.rounds.as_slice() else { panic!("{:?}", now.rounds) };
        assert_eq!(changed(of(round, "from")), (Some("01/12/2026"), Some("02/01/2028")));
        assert_eq!(changed(of(round, "temporary_address")), (Some("12 Trần Phú"), Some("12 Trần Phú")), "confirmed");
        assert_eq!(changed(of(round, "until")), (Some("01/12/2027"), Some("02/01/2029")));
        assert_eq!((changed(of(round, "landlord_name")), &of(round, "landlord_name").reason), ((Some("Lê Văn Chủ"), None), &None));
        assert_eq!(round.answers.iter().map(|one| one.reason.is_some()).collect::<Vec<_>>(), [true, true, true, false, false]);
        assert_eq!((answer(&now.dossier, "from"), answer(&now.dossier, "landlord_name")), (Some("02/01/2028"), None));
        assert_eq!(answer(&now.dossier, "promise"), Some("Có"));
        assert_eq!(answer(&now.dossier, "person_name"), answer(&dossier, "person_name"));
        assert_eq!(now.dossier.digest, dossier.digest, "what was filed then is proved as before");
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_no_answer_of_the_dossier_is_not_asked_for(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let id = filed(&citizen).await.id;
        for field in ["promise", "members", "khong-co", "", "cho-o"] {
            let answer = ask_answers(&desk, id, 1, &[("from", "Sai."), (field, "Sai.")]).await;
            assert_eq!(answer.faults(), [("answers.1.field".to_owned(), ErrorCode::NotAChoice)], "{field}");
        }
        let wrong = ask_answers(&desk, id, 1, &[("from", " "), ("from", "Sai.")]).await;
        assert_eq!(wrong.faults(), [("answers.0.reason".to_owned(), ErrorCode::Required)]);
        let twice = ask_answers(&desk, id, 1, &[("from", "Sai."), ("from", "Sai.")]).await;
        assert_eq!(twice.faults(), [("answers.1.field".to_owned(), ErrorCode::StandsTwice)]);
        let none = ask_answers(&desk, id, 1, &[]).await;
        assert_eq!(none.faults(), [("parts".to_owned(), ErrorCode::Required)]);
        let without_form = app.agency_with_papers().await.filed(PROCEDURE, UNIT).await;
        let answer = ask_answers(&desk, without_form.id, 1, &[("from", "Sai.")]).await;
        assert_eq!(answer.faults(), [("answers.0.field".to_owned(), ErrorCode::NotAChoice)]);
        assert_eq!(app.count("dossier_supplements") + app.count("dossier_supplement_answers"), 0);
    }

    async fn an_answer_may_be_asked_for_twice_and_the_receipt_begins_with_the_first(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = filed(&citizen).await;
        let id = dossier.id;
        for (number, address) in ["14 Trần Phú", "16 Trần Phú"].into_iter().enumerate() {
            let words = format!("{WORDS} Lần {number}.");
            let version = seen(&desk, id).await.version;
            let body = json!({ "version": version, "words": words, "answers": [{ "field": "temporary_address", "reason": "Sai số nhà." }] });
            let answer = desk.post(&path::desk_dossier_part(id, "supplement"), &body).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let draft = open(&citizen, id).await.draft;
            type_in(&citizen, &draft, &[("answers.temporary_address", address)]).await.ok::<TypedSaved>(200);
            let draft = open(&citizen, id).await.draft;
            assert_eq!(send(&citizen, id, &draft).await.status, 200);
        }
        let rounds = seen(&desk, id).await.rounds;
        let of_round = |at: usize| changed(of(&rounds[at], "temporary_address"));
        assert_eq!(of_round(0), (Some("12 Trần Phú"), Some("14 Trần Phú")));
        assert_eq!(of_round(1), (Some("14 Trần Phú"), Some("16 Trần Phú")));
        let first = "select old_answer as value from dossier_supplement_answers order by supplement_id";
        assert_eq!(app.query(first), ["12 Trần Phú", "14 Trần Phú"]);
        let receipt = text_of(&citizen.get(&path::dossier_receipt(id)).await.body);
        for part in ["Địa chỉ đăng ký tạm trú 12 Trần Phú", "14 Trần Phú (trước đó: 12 Trần Phú)", "16 Trần Phú (trước đó: 14 Trần Phú)"] {
            assert!(receipt.contains(part), "{part}: {receipt}");
        }
    }

    async fn before_it_is_received_no_time_stands_still_and_it_waits_to_be_received_again(app) {
        let agency = app.agency_with_papers().await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let id = dossier.id;
        let parts = [("to-trinh", "Ký nhầm người."), ("minh-chung", "Cần minh chứng.")];
        let asked: DeskDossier = ask(&desk, id, 1, WORDS, &parts).await.ok(200);
        assert_eq!((asked.dossier.status, asked.due_on), (DossierStatus::AwaitingSupplement, None));
        step(&desk, id, "receipt", 2).await.refused(409, ErrorCode::DossierMovedOn);
        app.advance(3 * DAY);
        let (agency, desk) = (app.sign_in(Login::Agency).await, app.sign_in(Login::Staff).await);
        let draft = filled(&agency, id).await;
        let sent: Course = send(&agency, id, &draft).await.ok(200);
        assert_eq!((sent.due, sent.rounds[0].state), (None, RoundState::Supplied));
        let now = seen(&desk, id).await;
        assert_eq!((now.dossier.status, now.due_on, now.version), (DossierStatus::Submitted, None, 3));
        assert!(told(&app).last().unwrap().contains("supplied-early"), "{:?}", told(&app));
        let received: DeskDossier = step(&desk, id, "receipt", 3).await.ok(200);
        assert_eq!((received.due_on, received.dossier.status), (now.due_if_received, DossierStatus::Received), "its whole time runs");
    }

    async fn a_day_that_came_meanwhile_is_confirmed_as_it_was_filed(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let id = filed_until(&citizen, "1/1/2027").await.id;
        ask_answers(&desk, id, 1, &[("until", "Hợp đồng ghi ngày khác.")]).await.ok::<DeskDossier>(200);
        // Long after the day until which the person lived there.
        app.advance(60 * DAY);
        let citizen = app.sign_in(Login::Citizen).await;
        let round = open(&citizen, id).await;
        assert_eq!(round.filed.get("until").map(String::as_str), Some("2027-01-01"));
        assert_eq!(round.draft.missing, [], "nobody did anything wrong");
        type_in(&citizen, &round.draft, &[("answers.until", "2/1/2027")]).await.ok::<TypedSaved>(200);
        let other = open(&citizen, id).await.draft;
        assert_eq!(send(&citizen, id, &other).await.faults(), [("answers.until".to_owned(), ErrorCode::DayPast)]);
        type_in(&citizen, &other, &[("answers.until", "1-1-2027")]).await.ok::<TypedSaved>(200);
        let draft = open(&citizen, id).await.draft;
        let sent: Course = send(&citizen, id, &draft).await.ok(200);
        assert_eq!(changed(of(&sent.rounds[0], "until")), (Some("01/01/2027"), Some("01/01/2027")));
    }

    async fn what_nobody_received_yet_ends_as_if_nothing_had_been_asked_for(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let desk = app.sign_in(Login::Staff).await;
        let [first, second, third] = [filed(&citizen).await.id, filed(&citizen).await.id, filed(&citizen).await.id];
        step(&desk, third, "receipt", 1).await.ok::<DeskDossier>(200);
        for (id, version) in [(first, 1), (second, 1), (third, 2)] {
            ask_answers(&desk, id, version, &[("from", "Sai ngày.")]).await.ok::<DeskDossier>(200);
        }
        // Taken back at once, and the round with it.
        assert_eq!(course(&citizen, first).await.may_withdraw, Some(WithdrawalWay::AtOnce));
        withdraw(&citizen, first, "ask").await.refused(409, ErrorCode::WithdrawalMovedOn);
        let done: Course = withdraw(&citizen, first, "at-once").await.ok(200);
        assert_eq!((done.may_withdraw, done.rounds[0].state), (None, RoundState::Ended));
        assert_eq!(seen(&desk, first).await.dossier.status, DossierStatus::Stopped);
        // What was received is asked for.
        assert_eq!(course(&citizen, third).await.may_withdraw, Some(WithdrawalWay::Ask));
        withdraw(&citizen, third, "at-once").await.refused(409, ErrorCode::WithdrawalMovedOn);
        // Nobody answers: refused is what was never received, stopped what was.
        refuse(&desk, second, 2, GROUND).await.refused(409, ErrorCode::SupplementOpen);
        app.advance(60 * DAY);
        let desk = app.sign_in(Login::Staff).await;
        let refused: DeskDossier = refuse(&desk, second, 2, GROUND).await.ok(200);
        let stopped: DeskDossier = refuse(&desk, third, 3, GROUND).await.ok(200);
        assert_eq!((refused.dossier.status, stopped.dossier.status), (DossierStatus::Refused, DossierStatus::Stopped));
        assert_eq!(refused.rounds[0].state, RoundState::Ended);
        app.assert_files_and_rows_agree().await;
    }
}

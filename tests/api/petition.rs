//! "Phản ánh, kiến nghị": what people write, what the province's desk and units do with it, and who sees what of it.

use crate::feedback::unit;
use crate::officers;
use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::PetitionId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::petition::dto::{
    DeskPetition, PetitionAct, PetitionGround, PetitionItem, PetitionOfficer, PetitionState, PetitionView,
};
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const WORDS: &str = "Tôi chờ từ 7 giờ đến 10 giờ mà quầy số 3 không có người.";

/// What somebody writes.
pub fn written() -> Value {
    json!({
        "kind": "conduct", "title": " Chờ lâu \n ở quầy ", "words": WORDS, "may_publish": true, "shows_name": false,
    })
}

/// Sends it under a key.
pub async fn send(client: &Client, body: &Value, key: &str) -> Answer {
    let request = client.request(Method::POST, path::PETITIONS);
    Answer::of(request.header(path::IDEMPOTENCY_HEADER, key).json(body)).await
}

pub async fn sent(client: &Client) -> PetitionView {
    send(client, &written(), &new_key()).await.ok(201)
}

/// What an officer does, over a version, with more.
pub async fn act(desk: &Client, id: PetitionId, part: &str, version: u32, more: Value) -> Answer {
    let mut body = more;
    body["version"] = json!(version);
    desk.post(&path::desk_petition_part(id, part), &body).await
}

/// The other officer, at the unit above which there is none.
pub async fn at_province(app: &TestApp) -> Client {
    moves(app, Login::OtherStaff, "H21");
    app.sign_in(Login::OtherStaff).await
}

pub fn moves(app: &TestApp, who: Login, code: &str) {
    app.execute(&format!(
        "update accounts set unit_id = (select id from units where code = '{code}') where login = '{}'",
        who.name()
    ));
}

pub async fn received(app: &TestApp, writer: &Client, desk: &Client) -> PetitionId {
    let id = sent(writer).await.item.id;
    let view: DeskPetition = act(desk, id, "receipt", 1, json!({})).await.ok(200);
    assert_eq!(
        (view.petition.item.state, view.petition.item.version),
        (PetitionState::Received, 2)
    );
    assert!(view.is_desk && !view.is_here && app.count("petitions") > 0);
    id
}

pub async fn route(app: &TestApp, desk: &Client, id: PetitionId, version: u32, more: Value) -> Answer {
    let mut body = more;
    body["unit_id"] = json!(unit(app, UNIT));
    act(desk, id, "route", version, body).await
}

/// A petition that the unit [`UNIT`] has answered; its version is 4.
pub async fn answered(app: &TestApp, writer: &Client, desk: &Client, staff: &Client) -> PetitionId {
    let id = received(app, writer, desk).await;
    assert_eq!(route(app, desk, id, 2, json!({})).await.status, 200);
    let answer = json!({ "words": "Quầy số 3 từ nay có hai người trực." });
    let view: DeskPetition = act(staff, id, "answer", 3, answer).await.ok(200);
    assert_eq!(view.petition.item.state, PetitionState::Answered);
    id
}

pub fn shown() -> Value {
    json!({ "title": "Chờ lâu ở quầy", "question": "Quầy số 3 vắng người buổi sáng.", "answer": "Từ nay có hai người trực." })
}

/// What the writer was told.
fn told(app: &TestApp) -> Vec<String> {
    app.query("select content as value from messages where kind = 'petition' order by id")
}

async fn queue(desk: &Client) -> Vec<PetitionId> {
    let page: Page<PetitionItem> = desk.get(path::DESK_PETITIONS).await.ok(200);
    page.items.into_iter().map(|item| item.id).collect()
}

on_both! {
    async fn a_petition_goes_from_its_writer_over_the_desk_to_a_unit_and_back(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let staff = app.sign_in(Login::Staff).await;
        let mut body = written();
        body["unit_id"] = json!(unit(&app, UNIT));
        let key = new_key();
        let first: PetitionView = send(&writer, &body, &key).await.ok(201);
        let id = first.item.id;
        assert_eq!((first.item.title.as_str(), first.item.state), ("Chờ lâu ở quầy", PetitionState::Sent));
        assert_eq!((first.item.days_left, first.named_unit.as_deref()), (Some(15), Some("Ủy ban nhân dân xã Tuy Phước")));
        let [step] = first.steps.as_slice() else { panic!("{:?}", first.steps) };
        assert_eq!((step.act, step.name.as_deref()), (PetitionAct::Send, Some("Nguyễn Thị Mẫu")));
        // The same again is the same; the same key for something else is a mistake.
        let again: PetitionView = send(&writer, &body, &key).await.ok(201);
        assert_eq!(again, first);
        send(&writer, &written(), &key).await.refused(409, ErrorCode::IdempotencyMismatch);
        assert_eq!((app.count("petitions"), app.count("petition_steps")), (1, 1));

        // The unit that is named has nothing of it before the desk hands it over.
        assert_eq!((queue(&staff).await, queue(&desk).await), (vec![], vec![id]));
        staff.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        let seen: DeskPetition = desk.get(&path::desk_petition(id)).await.ok(200);
        assert_eq!(seen.writer.as_deref(), Some("Nguyễn Thị Mẫu"));
        let seen: DeskPetition = act(&desk, id, "receipt", 1, json!({})).await.ok(200);
        assert_eq!(seen.petition.item.version, 2);

        // One question; while it waits the time stands.
        let ask = json!({ "words": "Ngày nào?" });
        let seen: DeskPetition = act(&desk, id, "question", 2, ask.clone()).await.ok(200);
        assert_eq!((seen.petition.item.days_left, seen.was_asked), (None, true));
        app.advance(7 * 24 * 3600);
        // Sessions have ended meanwhile.
        let (writer, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::OtherStaff).await);
        let staff = app.sign_in(Login::Staff).await;
        let reply = |version: u32| json!({ "version": version, "words": " Thứ Hai. " });
        writer.post(&path::petition_part(id, "reply"), &reply(2)).await.refused(409, ErrorCode::VersionConflict);
        let view: PetitionView = writer.post(&path::petition_part(id, "reply"), &reply(3)).await.ok(200);
        assert_eq!((view.item.state, view.item.days_left), (PetitionState::Received, Some(15)));
        assert!(view.item.due_on > first.item.due_on);
        act(&desk, id, "question", 4, ask).await.refused(409, ErrorCode::PetitionAskedBefore);

        // The unit reads what was written, and not who wrote it.
        let routed: DeskPetition = route(&app, &desk, id, 4, json!({ "words": "Xem giúp." })).await.ok(200);
        assert_eq!(routed.petition.item.unit_name.as_deref(), Some("Ủy ban nhân dân xã Tuy Phước"));
        assert_eq!(queue(&staff).await, [id]);
        let answer = staff.get(&path::desk_petition(id)).await;
        assert!(!answer.text().contains("Nguyễn Thị Mẫu"), "{}", answer.text());
        let seen: DeskPetition = answer.ok(200);
        assert_eq!((seen.petition.words.as_str(), seen.is_here, seen.is_desk), (WORDS, true, false));
        let said: Vec<_> = seen.petition.steps.iter().filter_map(|step| step.words.as_deref()).collect();
        assert_eq!(said, ["Ngày nào?", "Thứ Hai.", "Xem giúp."]);
        // It hands the petition back with words that the writer does not read, and sees it no more.
        act(&staff, id, "return", 5, json!({ "words": " " })).await.refused(422, ErrorCode::CheckFields);
        let back = json!({ "words": "Quầy này của phường khác." });
        let seen: DeskPetition = act(&staff, id, "return", 5, back).await.ok(200);
        assert_eq!((seen.petition.item.state, seen.petition.item.unit_name), (PetitionState::Received, None));
        staff.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        let seen = writer.get(&path::petition(id)).await;
        assert!(!seen.text().contains("phường khác") && !seen.text().contains("Xem giúp"), "{}", seen.text());
        assert!(!seen.text().contains("Cán bộ"), "{}", seen.text());

        assert_eq!(route(&app, &desk, id, 6, json!({})).await.status, 200);
        let done = json!({ "words": "Quầy số 3 từ nay có hai người trực." });
        let seen: DeskPetition = act(&staff, id, "answer", 7, done).await.ok(200);
        assert_eq!(seen.petition.item.state, PetitionState::Answered);
        let view: PetitionView = writer.get(&path::petition(id)).await.ok(200);
        let last = view.steps.last().unwrap();
        assert_eq!(last.words.as_deref(), Some("Quầy số 3 từ nay có hai người trực."));
        assert_eq!((last.unit.as_deref(), last.name.as_deref()), (Some("Ủy ban nhân dân xã Tuy Phước"), None));
        let acts: Vec<_> = view.steps.iter().map(|step| step.act.as_str()).collect();
        assert_eq!(acts, ["send", "receive", "ask", "reply", "route", "pass-back", "route", "answer"]);
        let over: Page<PetitionItem> = staff.get(&format!("{}?over=true", path::DESK_PETITIONS)).await.ok(200);
        assert_eq!((over.items[0].id, over.items[0].days_left), (id, None));
        assert!(queue(&desk).await.is_empty());
        let told = told(&app);
        let news: Vec<bool> = ["received", "asked", "answered"].iter().zip(&told).map(|(news, told)| told.contains(news)).collect();
        assert_eq!((news, told.len()), (vec![true; 3], 3), "{told:?}");
        for (action, count) in [("sent", 1), ("received", 1), ("asked", 1), ("replied", 1), ("routed", 2), ("passed-back", 1), ("answered", 1)] {
            assert_eq!(app.count(&format!("audit_entries where action = 'petition-{action}'")), count, "{action}");
        }
    }

    async fn one_petition_sent_several_times_at_once_is_one_and_codes_differ(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let other = app.sign_in(Login::Agency).await;
        let (body, key) = (written(), new_key());
        let answers = join_all((0..5).map(|_| send(&writer, &body, &key))).await;
        let ids: BTreeSet<_> = answers.iter().map(|answer| answer.ok::<PetitionView>(201).item.id).collect();
        assert_eq!((ids.len(), app.count("petitions")), (1, 1));
        let keys = [new_key(), new_key(), new_key(), new_key()];
        let more = join_all(keys.iter().enumerate().map(|(place, key)| {
            send(if place % 2 == 0 { &writer } else { &other }, &body, key)
        })).await;
        let codes: BTreeSet<_> = more.iter().map(|answer| answer.ok::<PetitionView>(201).item.code).collect();
        assert_eq!(codes.len(), 4);
    }

    async fn what_cannot_be_written_is_refused_and_leaves_nothing(app) {
        let writer = app.sign_in(Login::Agency).await;
        let dossier = app.agency_with_papers().await.filed(PROCEDURE, UNIT).await;
        let stranger = app.sign_in(Login::Citizen).await;
        let with = |field: &str, value: Value| {
            let mut body = written();
            body[field] = value;
            body
        };
        let cases = [
            ("title", json!(" "), ErrorCode::Required),
            ("title", json!("x".repeat(151)), ErrorCode::TooLong),
            ("words", json!(""), ErrorCode::Required),
            ("words", json!("x".repeat(4001)), ErrorCode::TooLong),
            ("unit_id", json!(dossier.id), ErrorCode::NotAChoice),
            ("dossier_code", json!("H21.101-990101-9999"), ErrorCode::PetitionDossierUnknown),
            ("dossier_code", json!("x".repeat(101)), ErrorCode::PetitionDossierUnknown),
        ];
        for (field, value, code) in cases {
            let answer = send(&writer, &with(field, value), &new_key()).await;
            assert_eq!(answer.faults(), [(field.to_owned(), code)], "{}", answer.text());
        }
        // A dossier of somebody else is as unknown as one that never was.
        let theirs = with("dossier_code", json!(dossier.code));
        let unknown = with("dossier_code", json!("H21.101-990101-9999"));
        let refusals = [send(&stranger, &theirs, &new_key()).await, send(&stranger, &unknown, &new_key()).await];
        let [one, other] = refusals.map(|answer| (answer.status, answer.problem().errors));
        assert_eq!(one, other);
        assert_eq!((app.count("petitions"), app.count("petition_steps")), (0, 0));
        // Its own, however the code is typed; the unit does not read it unless it may know who wrote.
        let typed = dossier.code.to_lowercase().replace('-', " ");
        let view: PetitionView = send(&writer, &with("dossier_code", json!(typed)), &new_key()).await.ok(201);
        assert_eq!(view.dossier.map(|known| (known.id, known.code)), Some((dossier.id, dossier.code.clone())));
        let (desk, staff) = (at_province(&app).await, app.sign_in(Login::Staff).await);
        let id = view.item.id;
        act(&desk, id, "receipt", 1, json!({})).await.ok::<DeskPetition>(200);
        assert!(route(&app, &desk, id, 2, json!({})).await.text().contains(&dossier.code));
        let seen = staff.get(&path::desk_petition(id)).await;
        assert!(!seen.text().contains(&dossier.code), "{}", seen.text());
        app.execute("update petitions set shows_name = true");
        let seen: DeskPetition = staff.get(&path::desk_petition(id)).await.ok(200);
        assert!(seen.writer.is_some() && seen.petition.dossier.is_some());
    }

    async fn an_account_sends_so_many_a_day(app) {
        let writer = app.sign_in(Login::Citizen).await;
        for _ in 0..5 {
            sent(&writer).await;
        }
        let (body, keys) = (written(), [new_key(), new_key()]);
        let answers = join_all(keys.iter().map(|key| send(&writer, &body, key))).await;
        for answer in answers {
            answer.refused(429, ErrorCode::TooManyRequests);
        }
        // Somebody else is not held up, and a day later it goes on.
        sent(&app.sign_in(Login::OtherCitizen).await).await;
        app.advance(24 * 3600 + 1);
        sent(&app.sign_in(Login::Citizen).await).await;
    }

    async fn nobody_else_sees_a_petition_or_does_anything_with_it(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let (desk, staff) = (at_province(&app).await, app.sign_in(Login::Staff).await);
        let id = received(&app, &writer, &desk).await;
        let stranger = app.sign_in(Login::OtherCitizen).await;
        stranger.get(&path::petition(id)).await.refused(404, ErrorCode::NotFound);
        stranger.post(&path::petition_part(id, "withdrawal"), &json!({ "version": 2 })).await.refused(404, ErrorCode::NotFound);
        stranger.get(&path::desk_petition(id)).await.refused(403, ErrorCode::NotAllowed);
        act(&staff, id, "answer", 2, json!({ "words": "Có." })).await.refused(404, ErrorCode::NotFound);
        assert_eq!(route(&app, &desk, id, 2, json!({})).await.status, 200);
        // The unit does what is its own; the desk does not answer in its place.
        let deeds = [
            ("refusal", json!({ "ground": "insulting" })),
            ("question", json!({ "words": "Ngày nào?" })),
            ("route", json!({ "unit_id": unit(&app, "H21.102") })),
            ("publication", shown()),
            ("removal", json!({})),
            ("receipt", json!({})),
        ];
        for (part, body) in deeds {
            act(&staff, id, part, 3, body).await.refused(403, ErrorCode::NotAllowed);
        }
        let officers = format!("{}?unit={}", path::desk_petition_part(id, "officers"), unit(&app, UNIT));
        staff.get(&officers).await.refused(403, ErrorCode::NotAllowed);
        act(&desk, id, "answer", 3, json!({ "words": "Có." })).await.refused(403, ErrorCode::NotAllowed);
        act(&desk, id, "return", 3, json!({ "words": "Không." })).await.refused(403, ErrorCode::NotAllowed);
        // An officer of another unit, also of the province, and one without a role.
        moves(&app, Login::OtherStaff, "H21.09");
        desk.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        app.execute("delete from staff_roles where account_id = (select id from accounts where login = 'canbotuyphuoc')");
        staff.get(&path::desk_petition(id)).await.refused(403, ErrorCode::NotAllowed);
        staff.get(path::DESK_PETITIONS).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(app.count("petitions where state = 'routed' and version = 3"), 1);
    }

    async fn the_officer_whom_it_is_about_never_sees_it(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let (desk, staff) = (at_province(&app).await, app.sign_in(Login::Staff).await);
        let id = received(&app, &writer, &desk).await;
        let officers = |code: &str| format!("{}?unit={}", path::desk_petition_part(id, "officers"), unit(&app, code));
        let found: Vec<PetitionOfficer> = desk.get(&officers(UNIT)).await.ok(200);
        let about = app.account(Login::Staff);
        assert!(found.iter().any(|officer| officer.id == about), "{found:?}");
        // Only an officer of that unit.
        let wrong = json!({ "officer_id": app.account(Login::OtherStaff) });
        let answer = route(&app, &desk, id, 2, wrong).await;
        assert_eq!(answer.faults(), [("officer_id".to_owned(), ErrorCode::NotAChoice)]);
        let routed: DeskPetition = route(&app, &desk, id, 2, json!({ "officer_id": about })).await.ok(200);
        assert_eq!(routed.officer_names, ["Cán bộ một cửa Tuy Phước (mẫu)"]);

        assert!(queue(&staff).await.is_empty());
        staff.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        act(&staff, id, "answer", 3, json!({ "words": "Không có gì." })).await.refused(404, ErrorCode::NotFound);
        // A colleague sees it, and not whom it is about.
        moves(&app, Login::OtherStaff, UNIT);
        assert_eq!(queue(&desk).await, [id]);
        let seen: DeskPetition = desk.get(&path::desk_petition(id)).await.ok(200);
        assert!(seen.officer_names.is_empty() && seen.is_here && !seen.is_desk);
        // Handed back and routed anew without a name, it does not come to the officer after all.
        act(&desk, id, "return", 3, json!({ "words": "Việc của tỉnh." })).await.ok::<DeskPetition>(200);
        moves(&app, Login::OtherStaff, "H21");
        route(&app, &desk, id, 4, json!({})).await.ok::<DeskPetition>(200);
        staff.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        // Nor when somebody else is named as well.
        let administrator = app.sign_in(Login::Administrator).await;
        let place = officers::unit(&administrator, UNIT).await;
        let colleague = officers::add(&administrator, &officers::new_officer(Some(&place), &["desk"])).await;
        let named: DeskPetition = route(&app, &desk, id, 5, json!({ "officer_id": colleague.id })).await.ok(200);
        assert_eq!(named.officer_names, ["Cán bộ một cửa Tuy Phước (mẫu)", colleague.form.name.as_str()]);
        staff.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        moves(&app, Login::OtherStaff, UNIT);
        // Another account of the same person sees nothing, nor does the officer at the desk of the province.
        app.execute(
            "update accounts set person_id = (select person_id from accounts where login = '001099000002')
             where login in ('canbotuyphuoc', 'canboquynhon')",
        );
        desk.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        assert!(queue(&desk).await.is_empty());
        moves(&app, Login::Staff, "H21");
        staff.get(&path::desk_petition(id)).await.refused(404, ErrorCode::NotFound);
        let over: Page<PetitionItem> = staff.get(&format!("{}?over=true", path::DESK_PETITIONS)).await.ok(200);
        assert!(over.items.is_empty() && queue(&staff).await.is_empty());
    }

    async fn nobody_decides_on_what_they_wrote_themselves(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let id = sent(&writer).await.item.id;
        app.execute(
            "update accounts set person_id = (select person_id from accounts where login = '001099000001') where login = 'canboquynhon'",
        );
        assert!(queue(&desk).await.is_empty());
        act(&desk, id, "receipt", 1, json!({})).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_refusal_says_a_ground_of_the_list(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let id = received(&app, &writer, &desk).await;
        act(&desk, id, "refusal", 2, json!({ "ground": "boring" })).await.refused(400, ErrorCode::BadRequest);
        let words = json!({ "ground": "own-law", "words": "Hãy gửi theo Luật Khiếu nại." });
        let seen: DeskPetition = act(&desk, id, "refusal", 2, words.clone()).await.ok(200);
        assert_eq!(seen.petition.item.state, PetitionState::Refused);
        act(&desk, id, "refusal", 3, words).await.refused(409, ErrorCode::VersionConflict);
        let view: PetitionView = writer.get(&path::petition(id)).await.ok(200);
        let last = view.steps.last().unwrap();
        assert_eq!((last.ground, last.words.as_deref()), (Some(PetitionGround::OwnLaw), Some("Hãy gửi theo Luật Khiếu nại.")));
        assert!(told(&app)[1].contains("refused"), "{:?}", told(&app));
        // Who was asked and never replied holds nothing up.
        let id = received(&app, &writer, &desk).await;
        act(&desk, id, "question", 2, json!({ "words": "Ở đâu?" })).await.ok::<DeskPetition>(200);
        let words = json!({ "ground": "nothing-to-look-into" });
        act(&desk, id, "refusal", 3, words).await.ok::<DeskPetition>(200);
    }

    async fn of_two_who_act_at_once_one_does(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let id = sent(&writer).await.item.id;
        let both = join_all((0..4).map(|_| act(&desk, id, "receipt", 1, json!({})))).await;
        let mut statuses: Vec<u16> = both.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409, 409]);
        both.iter().filter(|answer| answer.status == 409).for_each(|answer| {
            answer.refused(409, ErrorCode::VersionConflict);
        });
        let both = join_all((0..2).map(|_| route(&app, &desk, id, 2, json!({})))).await;
        let mut statuses: Vec<u16> = both.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        assert_eq!((app.count("petition_steps"), told(&app).len()), (3, 1));
    }

    async fn a_petition_is_taken_back_while_nobody_has_it(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let id = sent(&writer).await.item.id;
        let back = |version: u32| json!({ "version": version });
        let view: PetitionView = writer.post(&path::petition_part(id, "withdrawal"), &back(1)).await.ok(200);
        assert_eq!(view.item.state, PetitionState::Withdrawn);
        act(&desk, id, "receipt", 2, json!({})).await.refused(409, ErrorCode::VersionConflict);
        let id = received(&app, &writer, &desk).await;
        let late = writer.post(&path::petition_part(id, "withdrawal"), &back(2)).await;
        late.refused(409, ErrorCode::VersionConflict);
    }

    async fn the_desk_routes_anew_what_a_dissolved_unit_had(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let id = received(&app, &writer, &desk).await;
        assert_eq!(route(&app, &desk, id, 2, json!({})).await.status, 200);
        app.execute(&format!("update units set valid_to = '2026-01-01' where code = '{UNIT}'"));
        assert_eq!(queue(&desk).await, [id], "it is not lost");
        let gone = route(&app, &desk, id, 3, json!({})).await.faults();
        assert_eq!(gone, [("unit_id".to_owned(), ErrorCode::NotAChoice)], "nor lost again");
        let body = json!({ "unit_id": unit(&app, "H21.103") });
        let seen: DeskPetition = act(&desk, id, "route", 3, body).await.ok(200);
        assert_eq!(seen.petition.item.unit_name.as_deref(), Some("Ủy ban nhân dân phường Hoài Nhơn"));
    }

    async fn what_is_late_stays_late_and_comes_first(app) {
        let writer = app.sign_in(Login::Citizen).await;
        let desk = at_province(&app).await;
        let old = received(&app, &writer, &desk).await;
        app.advance(60 * 24 * 3600);
        let (writer, desk) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::OtherStaff).await);
        let new = sent(&writer).await.item.id;
        let page: Page<PetitionItem> = desk.get(path::DESK_PETITIONS).await.ok(200);
        let ids: Vec<_> = page.items.iter().map(|item| item.id).collect();
        assert_eq!(ids, [old, new]);
        assert!(page.items[0].days_left.unwrap() < 0 && page.items[1].days_left == Some(15));
        // A question does not make it younger.
        act(&desk, old, "question", 2, json!({ "words": "Ở đâu?" })).await.ok::<DeskPetition>(200);
        let reply = json!({ "version": 3, "words": "Ở quầy số 3." });
        let view: PetitionView = writer.post(&path::petition_part(old, "reply"), &reply).await.ok(200);
        assert_eq!(view.item.due_on, page.items[0].due_on);
    }
}

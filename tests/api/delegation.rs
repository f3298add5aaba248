//! "Ủy quyền giải quyết": an officer works on dossiers in the place of another one, and only while that holds.

use crate::feedback::unit;
use crate::processing::{refuse, step};
use chrono::{Days, NaiveDate};
use futures::future::join;
use motcua_shared::delegation::dto::{Colleague, DelegationState, DelegationView};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, DelegationId, DossierId};
use motcua_shared::identity::account::OtherAccount;
use motcua_shared::identity::dto::SessionView;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::processing::dto::{DeskDossier, DeskDossierItem, StateCount};
use motcua_shared::time::write_day;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use serde_json::{Value, json};

const DELEGATOR: &str = "Cán bộ một cửa Tuy Phước (mẫu)";
const DELEGATE: &str = "Cán bộ một cửa Quy Nhơn (mẫu)";
const SIGNED: &str = "Cán bộ một cửa Quy Nhơn (mẫu) thay Cán bộ một cửa Tuy Phước (mẫu)";
const ABOVE: &str = "H21";

/// Moves the officer of the other unit; sessions stay, as nothing but the row changes.
fn put(app: &TestApp, code: &str) {
    let unit = unit(app, code);
    app.execute(&format!(
        "update accounts set unit_id = '{unit}' where login = 'canboquynhon'"
    ));
}

/// The officer of the other unit, moved to the unit above the first.
pub async fn delegate(app: &TestApp) -> Client {
    put(app, ABOVE);
    app.sign_in(Login::OtherStaff).await
}

fn day(app: &TestApp, later: u64) -> String {
    let today: NaiveDate = app.state.clock.now().vietnam_date();
    write_day(today.checked_add_days(Days::new(later)).unwrap())
}

fn body(app: &TestApp) -> Value {
    json!({
        "delegate_id": app.account(Login::OtherStaff),
        "from": day(app, 0), "until": day(app, 6), "reason": "Nghỉ phép năm",
    })
}

async fn give(by: &Client, body: &Value) -> Answer {
    by.post(path::DELEGATIONS, body).await
}

pub async fn given(app: &TestApp, by: &Client) -> DelegationView {
    give(by, &body(app)).await.ok(201)
}

pub async fn withdraw(by: &Client, id: DelegationId) -> Answer {
    by.post(&path::delegation_withdrawal(id), &json!({})).await
}

async fn listed(by: &Client) -> Vec<DelegationView> {
    let page: Page<DelegationView> = by.get(path::DELEGATIONS).await.ok(200);
    page.items
}

async fn take(client: &Client, id: DelegationId) -> Answer {
    let offered: AccountId = AccountId::from_uuid(id.uuid());
    client
        .post(
            path::ACCOUNT_SWITCH,
            &json!({ "account_id": offered, "delegation_id": id }),
        )
        .await
}

/// The client with the session that came of an answer.
fn with_session(client: &Client, answer: &Answer) -> Client {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let cookies = answer.headers.get_all("set-cookie").iter();
    let mut cookies = cookies.filter_map(|value| Some(value.to_str().ok()?.split(';').next()?.to_owned()));
    let mut next = client.clone();
    next.cookie = cookies.find(|one| one.starts_with("motcua-session"));
    assert_ne!(next.cookie, client.cookie);
    next
}

pub async fn taken(client: &Client, id: DelegationId) -> Client {
    let answer = take(client, id).await;
    with_session(client, &answer)
}

async fn back(app: &TestApp, acting: &Client) -> Client {
    let own = json!({ "account_id": app.account(Login::OtherStaff) });
    let answer = acting.post(path::ACCOUNT_SWITCH, &own).await;
    with_session(acting, &answer)
}

async fn queue(desk: &Client) -> Vec<DossierId> {
    let page: Page<DeskDossierItem> = desk.get(path::DESK_DOSSIERS).await.ok(200);
    page.items.iter().map(|item| item.id).collect()
}

async fn session(client: &Client) -> SessionView {
    client.get(path::SESSION).await.ok(200)
}

on_both! {
    async fn an_officer_works_for_another_one_and_everything_says_so(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let own = delegate(&app).await;
        own.get(&path::desk_dossier(dossier.id)).await.refused(404, ErrorCode::NotFound);
        let found: Vec<Colleague> = desk.post(path::DELEGATION_COLLEAGUES, &json!({ "name": "quy nhon" })).await.ok(200);
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [app.account(Login::OtherStaff)]);
        let given = given(&app, &desk).await;
        assert_eq!((given.delegator.name.as_str(), given.delegate.name.as_str()), (DELEGATOR, DELEGATE));
        assert_eq!((given.state, given.given_by, given.procedures, given.may_withdraw), (DelegationState::Running, None, None, true));
        // Both heard that it began.
        let told = app.query("select phone as value from messages where kind = 'delegation' order by phone");
        assert_eq!(told, ["0900000005", "0900000006"]);
        let offered: Vec<OtherAccount> = own.get(path::ACCOUNT_OTHERS).await.ok(200);
        let told: Vec<_> = offered.iter().map(|one| (one.id, one.name.as_str(), one.unit.as_deref(), one.delegation_id)).collect();
        assert_eq!(told, [(app.account(Login::Staff), DELEGATOR, Some("Ủy ban nhân dân xã Tuy Phước"), Some(given.id))]);
        // Nobody else takes it, and its giver does not either.
        take(&desk, given.id).await.refused(404, ErrorCode::NotFound);

        let before = session(&own).await;
        let acting = taken(&own, given.id).await;
        own.get(path::DESK_DOSSIERS).await.refused(401, ErrorCode::SignInNeeded);
        let now = session(&acting).await;
        let shown = now.acting_for.unwrap();
        assert_eq!((shown.id, shown.name.as_str(), shown.unit.as_str(), shown.holds), (given.id, DELEGATOR, "Ủy ban nhân dân xã Tuy Phước", true));
        assert_eq!((now.account.unwrap().id, now.ends_at), (app.account(Login::OtherStaff), before.ends_at));

        // What is done is the unit's, and bears both names: for officers, in the owner's log, in the thread, in the audit log.
        assert_eq!(queue(&acting).await, [dossier.id]);
        assert_eq!(acting.get(&path::dossier_file(dossier.id, "to-trinh")).await.status, 200);
        let received: DeskDossier = step(&acting, dossier.id, "receipt", 1).await.ok(200);
        let by = &received.steps.last().unwrap().by;
        assert!(by.contains(SIGNED) && by.contains("Tuy Phước, "), "{by}");
        let message = json!({ "words": "Đã tiếp nhận hồ sơ." });
        let sent = acting.request(reqwest::Method::POST, &path::dossier_messages(dossier.id));
        let sent = Answer::of(sent.header(path::IDEMPOTENCY_HEADER, "uy-quyen-1").json(&message)).await;
        assert!(sent.status < 300, "{}", sent.text());
        let names = format!("actor_name = '{SIGNED}' and unit_name = 'Ủy ban nhân dân xã Tuy Phước'");
        assert_eq!(app.count(&format!("dossier_events where {names}")), 1);
        assert_eq!(app.count(&format!("paper_events where actor = 'officer' and actor_name = '{SIGNED}'")), 1);
        let of_act = format!("audit_entries where account_id = '{}' and subject_id = '{}'", app.account(Login::OtherStaff), dossier.id);
        let marked = format!("{of_act} and detail like '%{SIGNED}%' and detail like '%{}%'", given.id);
        assert!(app.count(&of_act) >= 3);
        assert_eq!(app.count(&marked), app.count(&of_act));

        // For another officer one works on dossiers, and does nothing else.
        for address in [path::DESK, path::DELEGATIONS, path::DESK_CLAIMS, path::DOSSIERS] {
            acting.get(address).await.refused(403, ErrorCode::DelegationCovers);
        }
        // Nor is what was delegated delegated further.
        give(&acting, &body(&app)).await.refused(403, ErrorCode::DelegationCovers);
        withdraw(&acting, given.id).await.refused(403, ErrorCode::DelegationCovers);

        let own = back(&app, &acting).await;
        assert_eq!(session(&own).await.acting_for, None);
        assert_eq!(queue(&own).await, []);
        own.get(&path::desk_dossier(dossier.id)).await.refused(404, ErrorCode::NotFound);
        for action in ["delegation-given", "delegation-taken", "delegation-left"] {
            assert_eq!(app.count(&format!("audit_entries where action = '{action}' and subject_id = '{}'", given.id)), 1, "{action}");
        }
        assert_eq!(listed(&own).await.len(), 1, "the delegate reads what was given");
        withdraw(&own, given.id).await.refused(403, ErrorCode::NotAllowed);
    }

    async fn an_open_session_is_refused_from_the_moment_on_at_which_it_ends(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let mut own = delegate(&app).await;
        let ends = |id: DelegationId| format!("update delegations set from_on = '2026-01-01', until_on = '2026-01-02' where id = '{id}'");
        let by_day = given(&app, &desk).await.id;
        let acting = taken(&own, by_day).await;
        assert_eq!(queue(&acting).await, [dossier.id]);
        app.execute(&ends(by_day));
        refused(&app, &acting, dossier.id).await;
        own = back(&app, &acting).await;
        take(&own, by_day).await.refused(403, ErrorCode::DelegationEnded);
        assert_eq!(listed(&desk).await[0].state, DelegationState::Over);

        // Withdrawn while it is worked by; withdrawing once more changes nothing.
        let withdrawn = given(&app, &desk).await.id;
        let acting = taken(&own, withdrawn).await;
        for _ in 0..2 {
            let view: DelegationView = withdraw(&desk, withdrawn).await.ok(200);
            assert_eq!((view.state, view.may_withdraw), (DelegationState::Withdrawn, false));
        }
        assert_eq!(app.count("messages where kind = 'delegation'"), 6, "two that began, one that was withdrawn, for two each");
        refused(&app, &acting, dossier.id).await;
        own = back(&app, &acting).await;

        // And as soon as one of the two has not what it rests on.
        let id = given(&app, &desk).await.id;
        let acting = taken(&own, id).await;
        let (staff, other) = (app.account(Login::Staff), app.account(Login::OtherStaff));
        for (ends, begins) in [
            (format!("update accounts set status = 'suspended' where id = '{staff}'"), format!("update accounts set status = 'active' where id = '{staff}'")),
            (format!("update accounts set unit_id = '{}' where id = '{staff}'", unit(&app, "H21.102")), format!("update accounts set unit_id = '{}' where id = '{staff}'", unit(&app, UNIT))),
            (format!("delete from staff_roles where account_id = '{staff}'"), format!("insert into staff_roles values ('{staff}', 'desk')")),
            (format!("update accounts set unit_id = '{}' where id = '{other}'", unit(&app, UNIT)), format!("update accounts set unit_id = '{}' where id = '{other}'", unit(&app, ABOVE))),
        ] {
            app.execute(&ends);
            refused(&app, &acting, dossier.id).await;
            app.execute(&begins);
            assert_eq!(queue(&acting).await, [dossier.id], "{begins}");
        }
        // Signing out works in any case.
        withdraw(&desk, id).await.ok::<DelegationView>(200);
        assert_eq!(acting.delete(path::SESSION).await.status, 204);
        assert_eq!(app.count("dossiers where status = 'submitted' and version = 1"), 1, "nothing was done");
    }

    async fn an_administrator_who_suspends_or_moves_one_of_the_two_ends_it_for_good(app) {
        let desk = app.sign_in(Login::Staff).await;
        let own = delegate(&app).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let id = given(&app, &desk).await.id;
        let acting = taken(&own, id).await;
        let suspend = async |suspended: bool| {
            let address = path::staff_account(app.account(Login::Staff));
            let view: Value = administrator.get(&address).await.ok(200);
            let body = json!({ "version": view["version"], "suspended": suspended });
            administrator.put(&path::staff_suspension(app.account(Login::Staff)), &body).await.ok::<Value>(200);
        };
        suspend(true).await;
        acting.get(path::DESK_DOSSIERS).await.refused(403, ErrorCode::DelegationEnded);
        suspend(false).await;
        acting.get(path::DESK_DOSSIERS).await.refused(403, ErrorCode::DelegationEnded);
        let own = back(&app, &acting).await;
        assert_eq!(listed(&own).await[0].state, DelegationState::RightsLost);
        assert_eq!(app.count(&format!("audit_entries where action = 'delegation-ended' and subject_id = '{id}'")), 1);
        // The delegate moves: the sessions of the account end, and so does the delegation.
        let desk = app.sign_in(Login::Staff).await;
        let second = given(&app, &desk).await.id;
        let address = path::staff_account(app.account(Login::OtherStaff));
        let mut view: Value = administrator.get(&address).await.ok(200);
        for code in ["H21.102", ABOVE] {
            view["form"]["unit_id"] = json!(unit(&app, code));
            let body = json!({ "version": view["version"], "form": view["form"] });
            view = administrator.put(&address, &body).await.ok(200);
        }
        let own = app.sign_in(Login::OtherStaff).await;
        take(&own, second).await.refused(403, ErrorCode::DelegationEnded);
        assert_eq!(app.count("delegations where ended_at is not null and end_cause = 'rights'"), 2);
    }

    async fn only_an_officer_of_the_desk_near_by_can_be_chosen_and_nobody_twice(app) {
        let desk = app.sign_in(Login::Staff).await;
        let field = |answer: Answer| answer.faults();
        let not_a_choice = [("delegate_id".to_owned(), ErrorCode::NotAChoice)];
        // A unit beside the own one.
        assert_eq!(field(give(&desk, &body(&app)).await), not_a_choice);
        let near: Vec<Colleague> = desk.post(path::DELEGATION_COLLEAGUES, &json!({})).await.ok(200);
        assert_eq!(near.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Nguyễn Văn Mẫu"]);
        put(&app, ABOVE);
        for (spoils, mends) in [
            ("update accounts set status = 'suspended' where login = 'canboquynhon'", "update accounts set status = 'active' where login = 'canboquynhon'"),
            ("update staff_roles set account_id = (select id from accounts where login = 'quantri') where account_id = (select id from accounts where login = 'canboquynhon')", "update staff_roles set account_id = (select id from accounts where login = 'canboquynhon') where account_id = (select id from accounts where login = 'quantri')"),
        ] {
            app.execute(spoils);
            assert_eq!(field(give(&desk, &body(&app)).await), not_a_choice, "{spoils}");
            app.execute(mends);
        }
        for login in [Login::Citizen, Login::Administrator] {
            let mut wrong = body(&app);
            wrong["delegate_id"] = json!(app.account(login));
            assert_eq!(field(give(&desk, &wrong).await), not_a_choice, "{login:?}");
        }
        let mut oneself = body(&app);
        oneself["delegate_id"] = json!(app.account(Login::Staff));
        give(&desk, &oneself).await.refused(422, ErrorCode::DelegationToOneself);
        // Nor to another account of the same person.
        app.execute("update accounts set person_id = (select person_id from accounts where login = 'canbotuyphuoc') where login = 'lanhdaotuyphuoc'");
        oneself["delegate_id"] = json!(app.query("select id as value from accounts where login = 'lanhdaotuyphuoc'")[0]);
        give(&desk, &oneself).await.refused(422, ErrorCode::DelegationToOneself);
        // Everything that is wrong is said at once.
        let empty = json!({ "from": "", "until": "31-12-2026", "reason": " ", "procedures": [] });
        let told = field(give(&desk, &empty).await);
        assert_eq!(told, [
            ("delegate_id".to_owned(), ErrorCode::Required), ("from".to_owned(), ErrorCode::Required), ("until".to_owned(), ErrorCode::NotADate),
            ("reason".to_owned(), ErrorCode::Required), ("procedures".to_owned(), ErrorCode::Required),
        ]);
        for (name, value, code) in [
            ("from", json!("2026-01-01"), ErrorCode::DayPast), ("until", json!("2026-01-01"), ErrorCode::DayBefore),
            ("until", json!(day(&app, 366)), ErrorCode::SpanTooLong), ("procedures", json!(["9.999999.H08"]), ErrorCode::NotAChoice),
        ] {
            let mut wrong = body(&app);
            wrong[name] = value;
            let told = field(give(&desk, &wrong).await);
            assert!(told.contains(&(name.to_owned(), code)), "{name}: {told:?}");
        }
        // Nobody gives what is another's, and whoever is no officer has nothing here.
        let mut anothers = body(&app);
        anothers["delegator_id"] = json!(app.account(Login::OtherStaff));
        give(&desk, &anothers).await.refused(403, ErrorCode::NotAllowed);
        give(&app.sign_in(Login::Citizen).await, &body(&app)).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(app.count("delegations"), 0);

        // Two at once: one of them.
        let again = body(&app);
        let (one, two) = join(give(&desk, &again), give(&desk, &again)).await;
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [201, 409], "{} {}", one.text(), two.text());
        for (from, until) in [(6, 8), (2, 3), (0, 20)] {
            let mut within = body(&app);
            within["from"] = json!(day(&app, from));
            within["until"] = json!(day(&app, until));
            give(&desk, &within).await.refused(409, ErrorCode::DelegationOverlaps);
        }
        let mut after = body(&app);
        after["from"] = json!(day(&app, 7));
        after["until"] = json!(day(&app, 9));
        assert_eq!(give(&desk, &after).await.status, 201);
        // What was withdrawn is in nobody's way.
        let running = listed(&desk).await.into_iter().find(|one| one.state == DelegationState::Running).unwrap();
        withdraw(&desk, running.id).await.ok::<DelegationView>(200);
        assert_eq!(give(&desk, &body(&app)).await.status, 201);
        let stranger: DelegationId = DelegationId::from_uuid(app.account(Login::Staff).uuid());
        withdraw(&desk, stranger).await.refused(404, ErrorCode::NotFound);
        withdraw(&app.sign_in(Login::Administrator).await, running.id).await.ok::<DelegationView>(200);
    }

    async fn dossiers_of_a_procedure_that_is_not_named_do_not_exist(app) {
        let agency = app.agency_with_papers().await;
        let dossier = agency.filed(PROCEDURE, UNIT).await;
        let desk = app.sign_in(Login::Staff).await;
        let own = delegate(&app).await;
        let mut named = body(&app);
        named["procedures"] = json!(["1.012378.H08", "1.012387.H08", "1.012378.H08"]);
        let given: DelegationView = give(&desk, &named).await.ok(201);
        let codes: Vec<String> = given.procedures.unwrap().into_iter().map(|one| one.code).collect();
        assert_eq!(codes, ["1.012378.H08", "1.012387.H08"]);
        let acting = taken(&own, given.id).await;
        let find = json!({ "find": dossier.code });
        let found = async |client: &Client| {
            let page: Page<DeskDossierItem> = client.post(path::DESK_DOSSIER_SEARCHES, &find).await.ok(200);
            let named: Page<DeskDossierItem> = client.post(path::DESK_DOSSIER_SEARCHES, &json!({ "find": "hoa mai", "limit": 1 })).await.ok(200);
            (page.items.len(), named.items.len())
        };
        let waiting = async |client: &Client| {
            let counts: Vec<StateCount> = client.get(path::DESK_COUNTS).await.ok(200);
            counts.iter().map(|one| one.count).sum::<u32>()
        };
        assert_eq!((queue(&acting).await, found(&acting).await, waiting(&acting).await), (vec![], (0, 0), 0));
        assert_eq!((queue(&desk).await, found(&desk).await, waiting(&desk).await), (vec![dossier.id], (1, 1), 1));
        for address in [
            path::desk_dossier(dossier.id), path::dossier(dossier.id), path::dossier_file(dossier.id, "to-trinh"),
            path::dossier_messages(dossier.id), path::desk_charge(dossier.id),
        ] {
            acting.get(&address).await.refused(404, ErrorCode::NotFound);
        }
        step(&acting, dossier.id, "receipt", 1).await.refused(404, ErrorCode::NotFound);
        refuse(&acting, dossier.id, 1, "Hồ sơ chưa đúng quy định hiện hành.").await.refused(404, ErrorCode::NotFound);
        let own = back(&app, &acting).await;
        withdraw(&desk, given.id).await.ok::<DelegationView>(200);
        named["procedures"] = json!([PROCEDURE]);
        let given: DelegationView = give(&desk, &named).await.ok(201);
        let acting = taken(&own, given.id).await;
        assert_eq!((queue(&acting).await, found(&acting).await, waiting(&acting).await), (vec![dossier.id], (1, 1), 1));
        assert_eq!(step(&acting, dossier.id, "receipt", 1).await.status, 200);
    }

    async fn an_administrator_gives_one_for_an_officer_who_is_away_and_none_to_themselves(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let own = delegate(&app).await;
        let found: Vec<Colleague> = administrator.post(path::DELEGATION_COLLEAGUES, &json!({ "name": "tuy phuoc" })).await.ok(200);
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [app.account(Login::Staff)]);
        let mut wanted = body(&app);
        assert_eq!(give(&administrator, &wanted).await.faults(), [("delegator_id".to_owned(), ErrorCode::Required)]);
        wanted["delegator_id"] = json!(app.account(Login::Staff));
        let mut to_oneself = wanted.clone();
        to_oneself["delegate_id"] = json!(app.account(Login::Administrator));
        give(&administrator, &to_oneself).await.refused(422, ErrorCode::DelegationToOneself);
        // Nor by another account of their own.
        app.execute("update accounts set person_id = (select person_id from accounts where login = 'canboquynhon') where login = 'quantri'");
        give(&administrator, &wanted).await.refused(422, ErrorCode::DelegationToOneself);
        app.execute("update accounts set person_id = null where login = 'quantri'");
        wanted["delegator_id"] = json!(app.account(Login::Citizen));
        assert_eq!(give(&administrator, &wanted).await.faults(), [("delegator_id".to_owned(), ErrorCode::NotAChoice)]);
        wanted["delegator_id"] = json!(app.account(Login::Staff));
        let given: DelegationView = give(&administrator, &wanted).await.ok(201);
        assert_eq!(given.given_by.as_deref(), Some("Quản trị cổng (mẫu)"));
        assert_eq!(app.count(&format!("audit_entries where action = 'delegation-given' and account_id = '{}'", app.account(Login::Administrator))), 1);
        let acting = taken(&own, given.id).await;
        assert_eq!(queue(&acting).await, []);
        // The officer who is back withdraws what was given in their place.
        let desk = app.sign_in(Login::Staff).await;
        assert!(listed(&desk).await[0].may_withdraw);
        withdraw(&desk, given.id).await.ok::<DelegationView>(200);
        acting.get(path::DESK_DOSSIERS).await.refused(403, ErrorCode::DelegationEnded);
        assert_eq!(listed(&administrator).await.len(), 1);
    }

    async fn it_begins_by_itself_and_both_are_told_once(app) {
        let desk = app.sign_in(Login::Staff).await;
        let own = delegate(&app).await;
        let mut later = body(&app);
        later["from"] = json!(day(&app, 1));
        let given: DelegationView = give(&desk, &later).await.ok(201);
        assert_eq!(given.state, DelegationState::Coming);
        take(&own, given.id).await.refused(403, ErrorCode::DelegationEnded);
        motcua_server::delegation::job::tell_begun(&app.state).await.unwrap();
        assert_eq!(app.count("messages where kind = 'delegation'"), 0);
        app.advance(24 * 3600);
        for _ in 0..2 {
            motcua_server::delegation::job::tell_begun(&app.state).await.unwrap();
            assert_eq!(app.count("messages where kind = 'delegation'"), 2);
        }
        let own = app.sign_in(Login::OtherStaff).await;
        let acting = taken(&own, given.id).await;
        assert_eq!(session(&acting).await.acting_for.unwrap().id, given.id);
        // One that was withdrawn before its first day is told as withdrawn, and never as begun.
        let mut next = body(&app);
        (next["from"], next["until"]) = (json!(day(&app, 8)), json!(day(&app, 9)));
        let desk = app.sign_in(Login::Staff).await;
        let given: DelegationView = give(&desk, &next).await.ok(201);
        withdraw(&desk, given.id).await.ok::<DelegationView>(200);
        assert_eq!(app.count("messages where kind = 'delegation'"), 4);
        app.advance(9 * 24 * 3600);
        motcua_server::delegation::job::tell_begun(&app.state).await.unwrap();
        assert_eq!(app.count("messages where kind = 'delegation'"), 4);
    }
}

/// Everything but the way back says that the delegation ended.
async fn refused(app: &TestApp, acting: &Client, id: DossierId) {
    for address in [
        path::DESK_DOSSIERS.to_owned(),
        path::desk_dossier(id),
        path::dossier_file(id, "to-trinh"),
        path::ACCOUNT.to_owned(),
    ] {
        acting
            .get(&address)
            .await
            .refused(403, ErrorCode::DelegationEnded);
    }
    step(acting, id, "receipt", 1)
        .await
        .refused(403, ErrorCode::DelegationEnded);
    let told = session(acting).await;
    assert!(!told.acting_for.unwrap().holds);
    assert_eq!(told.account.unwrap().id, app.account(Login::OtherStaff));
    let offered: Vec<OtherAccount> = acting.get(path::ACCOUNT_OTHERS).await.ok(200);
    assert_eq!(offered, []);
}

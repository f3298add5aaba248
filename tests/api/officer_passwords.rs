//! Officers sign in with a password for a time: a link sets it, a day per unit ends it, and an account can be closed for ever.

use crate::feedback::unit as unit_id;
use crate::officers::{add, change, new_officer, search, suspend, unit, view};
use chrono::{Days, NaiveDate};
use motcua_server::identity::staff::closing;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, UnitId};
use motcua_shared::identity::desk::LinkOpened;
use motcua_shared::identity::dto::{AccountKind, Challenge, SessionView};
use motcua_shared::identity::staff::{OfficerAction, OfficerView, StaffUnit};
use motcua_shared::path;
use motcua_shared::time::{Timestamp, write_day};
use motcua_tests::app::UNIT;
use motcua_tests::{Answer, Client, Login, TestApp, on_both};
use serde_json::{Value, json};

const PASSWORD: &str = "Thuyền về bến 8!";
const ABOVE: &str = "H21";

fn today(app: &TestApp) -> NaiveDate {
    app.state.clock.now().vietnam_date()
}

fn day(app: &TestApp, later: u64) -> NaiveDate {
    today(app).checked_add_days(Days::new(later)).unwrap()
}

/// Lets time pass until so many seconds before a day begins in Viet Nam.
fn advance_before(app: &TestApp, day: NaiveDate, seconds: i64) {
    let left = Timestamp::vietnam_midnight(day).unix_seconds() - app.state.clock.now().unix_seconds();
    app.advance(u64::try_from(left - seconds).unwrap());
}

async fn close(by: &Client, app: &TestApp, code: &str, day: Option<NaiveDate>) -> Answer {
    let unit = UnitId::parse(&unit_id(app, code)).unwrap();
    let body = json!({ "closes_on": day.map(write_day).unwrap_or_default() });
    by.put(&path::staff_closing(unit), &body).await
}

async fn closed(by: &Client, app: &TestApp, code: &str, day: Option<NaiveDate>) -> Vec<StaffUnit> {
    close(by, app, code, day).await.ok(200)
}

fn of<'a>(app: &TestApp, tree: &'a [StaffUnit], code: &str) -> &'a StaffUnit {
    let id = UnitId::parse(&unit_id(app, code)).unwrap();
    tree.iter().find(|unit| unit.id == id).unwrap()
}

/// An officer with a name to sign in with.
async fn named(app: &TestApp, administrator: &Client) -> OfficerView {
    let place = unit(administrator, UNIT).await;
    let mut body = new_officer(Some(&place), &["desk"]);
    body["form"]["login"] = json!("Van.Moi");
    let made = add(administrator, &body).await;
    assert_eq!((made.form.login.as_str(), made.has_password), ("van.moi", false));
    assert_eq!(app.count("accounts where login = 'vanmoi'"), 1);
    made
}

async fn reset(by: &Client, id: AccountId) -> Answer {
    by.post(&path::staff_password_link(id), &json!({})).await
}

/// The secret of the link that was sent last.
fn last_link(app: &TestApp) -> String {
    let sent = app.query("select content as value from messages where kind = 'password-link' and content is not null order by id desc limit 1");
    let notice: Value = serde_json::from_str(&sent[0]).unwrap();
    notice["url"]
        .as_str()
        .unwrap()
        .split_once('#')
        .unwrap()
        .1
        .to_owned()
}

async fn open(app: &TestApp, link: &str) -> Answer {
    app.nobody()
        .post(path::PASSWORD_LINKS, &json!({ "token": link }))
        .await
}

async fn set(app: &TestApp, link: &str) -> Answer {
    let body = json!({ "flow": link, "password": PASSWORD });
    app.nobody().post(path::PASSWORD_LINK_PASSWORD, &body).await
}

/// An officer who set a password by a link.
async fn with_password(app: &TestApp, administrator: &Client) -> OfficerView {
    let made = named(app, administrator).await;
    assert_eq!(reset(administrator, made.id).await.status, 200);
    assert_eq!(set(app, &last_link(app)).await.status, 204);
    view(administrator, made.id).await
}

async fn sign_in(app: &TestApp, login: &str) -> (Client, SessionView) {
    let mut client = app.nobody();
    let challenge: Challenge = client.password(login, PASSWORD).await.ok(200);
    let code = app.last_code();
    let session = client.code(&challenge, &code).await.ok(200);
    (client, session)
}

async fn remove(by: &Client, view: &OfficerView) -> Answer {
    by.post(&path::staff_removal(view.id), &json!({ "version": view.version }))
        .await
}

fn told(app: &TestApp) -> Vec<String> {
    app.query("select phone as value from messages where kind = 'password-closes' order by id")
}

on_both! {
    async fn a_link_sets_the_password_once_and_another_link_ends_it(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let made = named(&app, &administrator).await;
        let sent: OfficerView = reset(&administrator, made.id).await.ok(200);
        assert_eq!((sent.events[0].action, sent.has_password), (OfficerAction::PasswordReset, false));
        assert_eq!(app.query("select phone as value from messages where kind = 'password-link'"), ["0912000044"]);
        let link = last_link(&app);
        assert!(!serde_json::to_string(&sent).unwrap().contains(&link), "who has it sent does not see it");
        let opened: LinkOpened = open(&app, &link).await.ok(200);
        assert!(opened.is_officer);
        assert_eq!(set(&app, &link).await.status, 204);
        set(&app, &link).await.refused(409, ErrorCode::FlowGone);
        let (client, session) = sign_in(&app, "VAN.MOI").await;
        let account = session.account.unwrap();
        assert_eq!((account.kind, account.id), (AccountKind::Staff, made.id));
        assert!(view(&administrator, made.id).await.has_password);
        // The password that was there opens nothing from the moment on in which another link is sent, and what it opened ends.
        app.advance(61);
        assert_eq!(reset(&administrator, made.id).await.status, 200);
        client.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
        app.nobody().password("van.moi", PASSWORD).await.refused(401, ErrorCode::SignInFailed);
        reset(&administrator, made.id).await.refused(429, ErrorCode::TooManyRequests);
        app.advance(73 * 3600);
        open(&app, &last_link(&app)).await.refused(409, ErrorCode::FlowGone);
    }

    async fn a_link_is_worth_nothing_after_a_suspension_or_without_a_name(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let made = named(&app, &administrator).await;
        assert_eq!(reset(&administrator, made.id).await.status, 200);
        let link = last_link(&app);
        let gone: OfficerView = suspend(&administrator, &view(&administrator, made.id).await, true).await.ok(200);
        open(&app, &link).await.refused(409, ErrorCode::FlowGone);
        reset(&administrator, made.id).await.refused(403, ErrorCode::AccountSuspended);
        let back: OfficerView = suspend(&administrator, &gone, false).await.ok(200);
        set(&app, &link).await.refused(409, ErrorCode::FlowGone);
        let taken = change(&administrator, &back, |form| form["login"] = json!("Canbo.Tuyphuoc")).await;
        assert_eq!(taken.faults(), [("login".to_owned(), ErrorCode::LoginTaken)]);
        let number = change(&administrator, &back, |form| form["login"] = json!("001099000011")).await;
        assert_eq!(number.faults(), [("login".to_owned(), ErrorCode::NotALogin)]);
        let nameless: OfficerView = change(&administrator, &back, |form| form["login"] = json!("")).await.ok(200);
        app.advance(61);
        reset(&administrator, made.id).await.refused(409, ErrorCode::LoginNeeded);
        let unreached: OfficerView = change(&administrator, &nameless, |form| {
            form["login"] = json!("van.moi");
            form["phone"] = json!("");
        }).await.ok(200);
        reset(&administrator, unreached.id).await.refused(409, ErrorCode::NoContact);
        let mailed: OfficerView = change(&administrator, &unreached, |form| form["email"] = json!("moi@vi-du.vn")).await.ok(200);
        assert_eq!(reset(&administrator, mailed.id).await.status, 200);
        assert_eq!(app.count("messages where kind = 'password-link' and email = 'moi@vi-du.vn'"), 1);
        // Nobody gets another password by themselves, and nobody sends themselves a link.
        reset(&administrator, app.account(Login::Administrator)).await.refused(403, ErrorCode::OwnRights);
    }

    async fn a_password_ends_at_midnight_in_viet_nam_and_so_does_what_it_opened(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        with_password(&app, &administrator).await;
        let first = day(&app, 2);
        closed(&administrator, &app, UNIT, Some(first)).await;
        advance_before(&app, first, 60);
        let (client, _) = sign_in(&app, "van.moi").await;
        let mut late = app.nobody();
        let challenge: Challenge = late.password("van.moi", PASSWORD).await.ok(200);
        assert_eq!(challenge.closed_from, Some(first));
        let code = app.last_code();
        let other = app.sign_in(Login::OtherStaff).await;
        advance_before(&app, first, 1);
        assert_eq!(client.get(path::DESK).await.status, 200);
        advance_before(&app, first, 0);
        client.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
        let problem = late.code(&challenge, &code).await.refused(403, ErrorCode::StaffPasswordClosed);
        assert!(problem.title.contains("VNeID"), "{}", problem.title);
        let asked = app.nobody();
        asked.password("van.moi", "sai hoàn toàn").await.refused(401, ErrorCode::SignInFailed);
        asked.password("van.moi", PASSWORD).await.refused(403, ErrorCode::StaffPasswordClosed);
        assert_eq!(other.get(path::DESK).await.status, 200, "another unit");
        app.sign_in(Login::Citizen).await;
        let administrator = app.sign_in(Login::Administrator).await;
        let officer = search(&administrator, json!({ "name": "le van moi" })).await;
        assert_eq!(officer, ["Le Van Moi"]);
        let id = AccountId::parse(&app.query("select id as value from accounts where login = 'vanmoi'")[0]).unwrap();
        reset(&administrator, id).await.refused(403, ErrorCode::StaffPasswordClosed);
    }

    async fn a_unit_below_closes_no_later_than_the_one_above(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let ten = day(&app, 10);
        closed(&administrator, &app, ABOVE, Some(ten)).await;
        let late = close(&administrator, &app, UNIT, Some(day(&app, 11))).await;
        assert_eq!(late.faults(), [("closes_on".to_owned(), ErrorCode::ClosingAfterUpper)]);
        let tree = closed(&administrator, &app, UNIT, Some(day(&app, 5))).await;
        assert_eq!((of(&app, &tree, UNIT).closes_on, of(&app, &tree, UNIT).closed_from), (Some(day(&app, 5)), Some(day(&app, 5))));
        assert_eq!((of(&app, &tree, "H21.102").closes_on, of(&app, &tree, "H21.102").closed_from), (None, Some(ten)));
        let tree = closed(&administrator, &app, ABOVE, Some(day(&app, 2))).await;
        assert_eq!(of(&app, &tree, UNIT).closed_from, Some(day(&app, 2)), "an earlier one above holds below");
        let tree = closed(&administrator, &app, ABOVE, None).await;
        assert_eq!(of(&app, &tree, UNIT).closed_from, Some(day(&app, 5)));
        assert_eq!(of(&app, &tree, "H21.102").closed_from, None);
        let odd = json!({ "closes_on": "20/12" });
        let unit = UnitId::parse(&unit_id(&app, UNIT)).unwrap();
        assert_eq!(administrator.put(&path::staff_closing(unit), &odd).await.faults(), [("closes_on".to_owned(), ErrorCode::NotADate)]);
        assert_eq!(app.count("audit_entries where action = 'staff-password-closing'"), 4);
    }

    async fn a_day_that_is_there_ends_at_once_what_passwords_opened(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let (desk, other) = (app.sign_in(Login::Staff).await, app.sign_in(Login::OtherStaff).await);
        let vneid = app.sign_in(Login::Staff).await;
        let newest = format!("(select id from sessions where account_id = '{}' order by id desc limit 1)", app.account(Login::Staff));
        app.execute(&format!("update sessions set method = 'oidc' where id = {newest}"));
        closed(&administrator, &app, UNIT, Some(today(&app))).await;
        desk.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(vneid.get(path::DESK).await.status, 200, "opened by an electronic identity");
        assert_eq!(other.get(path::DESK).await.status, 200);
        // Whoever works in no unit goes by the highest.
        assert_eq!(close(&administrator, &app, ABOVE, Some(day(&app, 1))).await.status, 200);
        assert_eq!(administrator.get(path::STAFF_TREE).await.status, 200);
        assert_eq!(close(&administrator, &app, ABOVE, Some(today(&app))).await.status, 200);
        administrator.get(path::STAFF_TREE).await.refused(401, ErrorCode::SignInNeeded);
    }

    async fn whoever_is_not_bound_is_told_twice_and_once_each_time(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        named(&app, &administrator).await;
        let first = day(&app, 20);
        closed(&administrator, &app, ABOVE, Some(first)).await;
        let keep = async || closing::job::keep(&app.state).await.unwrap();
        assert_eq!(keep().await, 0, "too early");
        advance_before(&app, day(&app, 6), 0);
        assert_eq!((keep().await, keep().await), (1, 0));
        assert_eq!(told(&app), ["0912000044"], "the others are bound");
        app.advance(10 * 24 * 3600);
        assert_eq!(keep().await, 0);
        app.advance(24 * 3600);
        assert_eq!((keep().await, keep().await), (1, 0));
        assert_eq!(told(&app).len(), 2);
        app.advance(3 * 24 * 3600);
        assert_eq!(keep().await, 0, "over");
        // The list of those who are still to come, and their number in the tree.
        let administrator = { app.execute("delete from password_closings"); app.sign_in(Login::Administrator).await };
        assert_eq!(search(&administrator, json!({ "bound": false })).await, ["Le Van Moi"]);
        assert_eq!(search(&administrator, json!({ "bound": true })).await.len(), 4);
        let tree: Vec<StaffUnit> = administrator.get(path::STAFF_TREE).await.ok(200);
        assert_eq!((of(&app, &tree, UNIT).unbound, of(&app, &tree, "H21.102").unbound), (1, 0));
    }

    async fn a_removed_account_is_closed_for_ever_and_what_it_did_keeps_its_name(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let desk = app.sign_in(Login::Staff).await;
        app.execute(&format!("update accounts set unit_id = '{}' where login = 'canboquynhon'", unit_id(&app, UNIT)));
        let delegation = json!({
            "delegate_id": app.account(Login::OtherStaff), "from": write_day(today(&app)),
            "until": write_day(day(&app, 6)), "reason": "Nghỉ phép năm",
        });
        assert_eq!(desk.post(path::DELEGATIONS, &delegation).await.status, 201);
        let id = app.account(Login::Staff);
        let seen = view(&administrator, id).await;
        let stale = json!({ "version": seen.version + 7 });
        administrator.post(&path::staff_removal(id), &stale).await.refused(409, ErrorCode::VersionConflict);
        assert_eq!(remove(&administrator, &seen).await.status, 204);
        desk.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
        administrator.get(&path::staff_account(id)).await.refused(404, ErrorCode::NotFound);
        remove(&administrator, &seen).await.refused(404, ErrorCode::NotFound);
        assert!(!search(&administrator, json!({})).await.contains(&seen.form.name));
        assert_eq!(app.count("delegations where ended_at is not null"), 1);
        app.nobody().password(Login::Staff.name(), motcua_server::demo::PASSWORD).await.refused(401, ErrorCode::SignInFailed);
        assert!(app.count(&format!("audit_entries where account_id = '{id}'")) > 0);
        assert_eq!(app.query(&format!("select name as value from accounts where id = '{id}'")), [seen.form.name]);
        // The person may come again, as somebody new.
        let place = unit(&administrator, UNIT).await;
        let again = json!({ "identity_number": seen.identity_number, "form": {
            "name": "Trần Văn Một", "birth_date": "1985-06-20", "roles": [], "unit_id": place.id, "login": Login::Staff.name(),
        } });
        let made: OfficerView = administrator.post(path::STAFF, &again).await.ok(201);
        assert_ne!(made.id, id);
        let own = view(&administrator, app.account(Login::Administrator)).await;
        remove(&administrator, &own).await.refused(403, ErrorCode::OwnRights);
    }
}

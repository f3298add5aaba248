//! Administrators look after officers: who is one, what they may do, and who stays administrator.

use crate::oidc::browser::Portal;
use crate::staff_sign_in::{refusal, sign_in};
use futures::future::join_all;
use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::desk::{DeskView, LookedUp, StaffRole};
use motcua_shared::identity::dto::{AccountKind, SessionView};
use motcua_shared::identity::staff::{OfficerAction, OfficerRow, OfficerView};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, TestApp, on_both, on_each};
use serde_json::{Value, json};

/// Somebody whom the sandbox's provider knows, by their card.
pub fn new_officer(unit: Option<&UnitView>, roles: &[&str]) -> Value {
    json!({
        "identity_number": "001 099 000 011",
        "form": {
            "name": "Le Van Moi", "birth_date": "1999-01-31", "roles": roles,
            "unit_id": unit.map(|unit| unit.id), "phone": "0912 000 044", "email": "",
        },
    })
}

pub async fn unit(client: &Client, code: &str) -> UnitView {
    let units: Vec<UnitView> = client.get(path::STAFF_UNITS).await.ok(200);
    units.into_iter().find(|unit| unit.code == code).unwrap()
}

pub async fn add(client: &Client, body: &Value) -> OfficerView {
    client.post(path::STAFF, body).await.ok(201)
}

pub async fn view(client: &Client, id: AccountId) -> OfficerView {
    client.get(&path::staff_account(id)).await.ok(200)
}

pub async fn change(client: &Client, view: &OfficerView, edit: impl FnOnce(&mut Value)) -> Answer {
    let mut form = serde_json::to_value(&view.form).unwrap();
    edit(&mut form);
    let body = json!({ "version": view.version, "form": form });
    client.put(&path::staff_account(view.id), &body).await
}

pub async fn suspend(client: &Client, view: &OfficerView, suspended: bool) -> Answer {
    let body = json!({ "version": view.version, "suspended": suspended });
    client.put(&path::staff_suspension(view.id), &body).await
}

pub async fn search(client: &Client, body: Value) -> Vec<String> {
    let page: Page<OfficerRow> = client.post(path::STAFF_SEARCHES, &body).await.ok(200);
    page.items.into_iter().map(|row| row.name).collect()
}

fn told(app: &TestApp) -> Vec<String> {
    app.query("select phone || ' ' || content as value from messages where kind = 'staff-rights' order by id")
}

fn actions(view: &OfficerView) -> Vec<OfficerAction> {
    view.events.iter().map(|event| event.action).collect()
}

/// Makes the officer of Quy Nhơn a second administrator.
fn promote(app: &TestApp) {
    app.execute("update accounts set kind = 'administrator', unit_id = null where login = 'canboquynhon'");
}

on_both! {
    async fn an_officer_is_added_changed_suspended_and_taken_up_again(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let (phuoc, nhon) = (unit(&administrator, "H21.101").await, unit(&administrator, "H21.102").await);
        let made = add(&administrator, &new_officer(Some(&phuoc), &["desk"])).await;
        assert_eq!((made.identity_number.as_str(), made.form.phone.as_str()), ("001099000011", "0912000044"));
        assert_eq!((made.unit.as_deref(), made.bound_at, made.own), (Some(phuoc.name.as_str()), None, false));
        assert_eq!((actions(&made), made.events[0].by.as_deref()), (vec![OfficerAction::Added], Some("Quản trị cổng (mẫu)")));
        // Told without delay, and once.
        assert!(told(&app).len() == 1 && told(&app)[0].starts_with("0912000044 ") && told(&app)[0].contains("added"), "{:?}", told(&app));
        // Nothing to sign in with but the electronic identity.
        assert_eq!(app.count(&format!("passwords where account_id = '{}'", made.id)), 0);
        // The same again finds what is there.
        let again = administrator.post(path::STAFF, &new_officer(Some(&phuoc), &[])).await;
        again.refused(409, ErrorCode::OfficerExists);
        // A person in charge of two units has two accounts (seed 004, step 7), of one person.
        add(&administrator, &new_officer(Some(&nhon), &[])).await;
        assert_eq!(app.count("accounts where identifier = '001099000011'"), 2);
        assert_eq!(app.count("person_numbers where number = '001099000011'"), 1);

        let changed: OfficerView = change(&administrator, &made, |form| {
            form["unit_id"] = json!(nhon.id);
            form["roles"] = json!([]);
            form["name"] = json!("Lê Văn Mới");
            form["phone"] = json!("0912000045");
        }).await.ok(200);
        assert_eq!((changed.form.roles.as_slice(), changed.unit.as_deref()), (&[][..], Some(nhon.name.as_str())));
        assert_eq!(changed.form.name, "Lê Văn Mới");
        assert_eq!(actions(&changed), [OfficerAction::Changed, OfficerAction::Added]);
        assert_eq!(changed.events[1].unit, phuoc.name);
        // Both phones hear of it: one of them may be in other hands.
        let heard: Vec<String> = told(&app).into_iter().filter(|line| line.contains("changed")).collect();
        assert_eq!(heard.len(), 2, "{heard:?}");
        // The same again is no change, an older version is a conflict.
        let same: OfficerView = change(&administrator, &changed, |_| ()).await.ok(200);
        assert_eq!(same.version, changed.version);
        change(&administrator, &made, |_| ()).await.refused(409, ErrorCode::VersionConflict);

        let gone: OfficerView = suspend(&administrator, &changed, true).await.ok(200);
        assert!(gone.suspended);
        let twice: OfficerView = suspend(&administrator, &gone, true).await.ok(200);
        assert_eq!(twice.events.len(), gone.events.len());
        let back: OfficerView = suspend(&administrator, &twice, false).await.ok(200);
        assert_eq!(actions(&back)[..2], [OfficerAction::Resumed, OfficerAction::Suspended]);
        let kinds: Vec<bool> = ["suspended", "resumed"].iter().map(|kind| told(&app).iter().any(|line| line.contains(kind))).collect();
        assert_eq!(kinds, [true, true]);
    }

    async fn other_rights_hold_at_once_and_end_what_was_open(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let officer = app.sign_in(Login::Staff).await;
        let _: DeskView = officer.get(path::DESK).await.ok(200);
        let view = view(&administrator, app.account(Login::Staff)).await;
        assert_eq!(view.form.roles, [StaffRole::Desk]);
        // Another phone ends nothing.
        let view: OfficerView = change(&administrator, &view, |form| form["email"] = json!("a@vi-du.vn")).await.ok(200);
        assert_eq!(officer.get(path::DESK).await.status, 200);
        let view: OfficerView = change(&administrator, &view, |form| form["roles"] = json!([])).await.ok(200);
        officer.get(path::DESK).await.refused(401, ErrorCode::SignInNeeded);
        let officer = app.sign_in(Login::Staff).await;
        let number = json!({ "identity_number": "001099000001" });
        officer.post(path::DESK_LOOKUPS, &number).await.refused(403, ErrorCode::NotAllowed);
        let view: OfficerView = change(&administrator, &view, |form| form["roles"] = json!(["administrator"])).await.ok(200);
        assert_eq!((view.unit, view.form.unit_id), (None, None));
        let promoted = app.sign_in(Login::Staff).await;
        promoted.get(path::DESK).await.refused(403, ErrorCode::NotAllowed);
        assert_eq!(promoted.get(path::STAFF_UNITS).await.status, 200);
        let suspended: OfficerView = suspend(&administrator, &self::view(&administrator, view.id).await, true).await.ok(200);
        promoted.get(path::STAFF_UNITS).await.refused(401, ErrorCode::SignInNeeded);
        assert!(suspended.suspended);
        app.nobody().password(Login::Staff.name(), motcua_server::demo::PASSWORD).await.refused(401, ErrorCode::SignInFailed);
    }

    async fn nobody_changes_their_own_rights_and_the_last_administrator_stays(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let own = view(&administrator, app.account(Login::Administrator)).await;
        assert!(own.own);
        let phuoc = unit(&administrator, "H21.101").await;
        let demote = |form: &mut Value| {
            form["roles"] = json!([]);
            form["unit_id"] = json!(phuoc.id);
        };
        change(&administrator, &own, demote).await.refused(403, ErrorCode::OwnRights);
        suspend(&administrator, &own, true).await.refused(403, ErrorCode::OwnRights);
        // With another one there it is still not oneself who does it.
        promote(&app);
        change(&administrator, &own, demote).await.refused(403, ErrorCode::OwnRights);
        let other = app.sign_in(Login::OtherStaff).await;
        let seen = view(&other, own.id).await;
        let demoted: OfficerView = change(&other, &seen, demote).await.ok(200);
        assert_eq!(demoted.unit.as_deref(), Some(phuoc.name.as_str()));
        administrator.get(path::STAFF_UNITS).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(app.count("accounts where kind = 'administrator' and status = 'active'"), 1);
    }

    async fn of_two_administrators_who_take_each_others_rights_one_stays(app) {
        promote(&app);
        for round in 0..6 {
            app.execute("update accounts set kind = 'administrator', unit_id = null, status = 'active' where login in ('quantri', 'canboquynhon')");
            let (first, second) = (app.sign_in(Login::Administrator).await, app.sign_in(Login::OtherStaff).await);
            let seen_second = view(&first, app.account(Login::OtherStaff)).await;
            let seen_first = view(&second, app.account(Login::Administrator)).await;
            let phuoc = unit(&first, "H21.101").await;
            let acts = |client: Client, seen: OfficerView, ends: bool| {
                let unit_id = phuoc.id;
                async move {
                    match ends {
                        true => suspend(&client, &seen, true).await.status,
                        false => change(&client, &seen, |form| {
                            form["roles"] = json!([]);
                            form["unit_id"] = json!(unit_id);
                        }).await.status,
                    }
                }
            };
            let statuses = join_all([acts(first, seen_second, round % 2 == 0), acts(second, seen_first, round % 3 == 0)]).await;
            assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
            assert!(statuses.iter().all(|status| [200, 401, 403].contains(status)), "{statuses:?}");
            assert_eq!(app.count("accounts where kind = 'administrator' and status = 'active'"), 1, "round {round}");
        }
    }

    async fn the_same_officer_is_not_added_twice_at_once(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let phuoc = unit(&administrator, "H21.101").await;
        let body = new_officer(Some(&phuoc), &["desk"]);
        let answers = join_all((0..4).map(|_| administrator.post(path::STAFF, &body))).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [201, 409].contains(status)), "{statuses:?}");
        assert_eq!(app.count("accounts where identifier = '001099000011'"), 1);
    }

    async fn a_mistyped_number_is_found_and_nobody_else_is_changed(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let phuoc = unit(&administrator, "H21.101").await;
        let mut body = new_officer(Some(&phuoc), &[]);
        body["identity_number"] = json!("001099000001");
        let answer = administrator.post(path::STAFF, &body).await;
        answer.refused(422, ErrorCode::PersonDiffers);
        assert!(!answer.text().contains("Mẫu"), "{}", answer.text());
        body["form"]["name"] = json!("NGUYEN THI MAU");
        administrator.post(path::STAFF, &body).await.refused(422, ErrorCode::PersonDiffers);
        body["form"]["birth_date"] = json!("1999-05-19");
        let made = add(&administrator, &body).await;
        assert_eq!(app.query("select name as value from accounts where login = '001099000001'"), ["Nguyễn Thị Mẫu"]);
        assert_eq!(made.form.name, "NGUYEN THI MAU");
        // Her own account is as it was, and so is the number's.
        app.sign_in(Login::Citizen).await;
    }

    async fn every_wrong_field_is_named_and_an_administrator_is_nothing_besides(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let body = json!({ "identity_number": "12", "form": { "name": "1", "birth_date": "15/02/1990", "roles": [], "phone": "1", "email": "x" } });
        let faults = administrator.post(path::STAFF, &body).await.faults();
        let paths: Vec<&str> = faults.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["identity_number", "name", "birth_date", "unit_id", "phone", "email"]);
        let phuoc = unit(&administrator, "H21.101").await;
        let both = administrator.post(path::STAFF, &new_officer(Some(&phuoc), &["administrator", "desk"])).await;
        assert_eq!(both.faults(), [("roles".to_owned(), ErrorCode::NotAChoice)]);
        let mut nowhere = new_officer(None, &[]);
        nowhere["form"]["unit_id"] = json!("01890000-0000-7000-8000-000000000001");
        let nowhere = administrator.post(path::STAFF, &nowhere).await;
        assert_eq!(nowhere.faults(), [("unit_id".to_owned(), ErrorCode::NotAChoice)]);
        let unknown = administrator.get(&path::staff_account(app.account(Login::Citizen))).await;
        unknown.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("audit_entries where action like 'staff-%'"), 0);
    }

    async fn officers_are_found_by_name_number_unit_role_and_state_page_by_page(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let phuoc = unit(&administrator, "H21.101").await;
        let made = add(&administrator, &new_officer(None, &["administrator"])).await;
        assert_eq!(search(&administrator, json!({ "name": "van MỚI" })).await, ["Le Van Moi"]);
        assert_eq!(search(&administrator, json!({ "identity_number": "001 099 000 011" })).await, ["Le Van Moi"]);
        assert_eq!(search(&administrator, json!({ "unit_id": phuoc.id })).await, ["Nguyễn Văn Mẫu", "Cán bộ một cửa Tuy Phước (mẫu)"]);
        assert_eq!(search(&administrator, json!({ "role": "administrator" })).await, ["Le Van Moi", "Quản trị cổng (mẫu)"]);
        assert_eq!(search(&administrator, json!({ "role": "desk" })).await.len(), 3);
        assert_eq!(search(&administrator, json!({ "suspended": true })).await, [""; 0]);
        assert_eq!(search(&administrator, json!({ "name": "a".repeat(60_000) })).await, [""; 0]);
        let _: OfficerView = suspend(&administrator, &made, true).await.ok(200);
        assert_eq!(search(&administrator, json!({ "suspended": true })).await, ["Le Van Moi"]);
        let wrong = administrator.post(path::STAFF_SEARCHES, &json!({ "identity_number": "1" })).await;
        assert_eq!(wrong.faults(), [("identity_number".to_owned(), ErrorCode::NotAnIdentityNumber)]);
        for i in 0..21 {
            let mut body = new_officer(Some(&phuoc), &[]);
            body["identity_number"] = json!(format!("0010990001{i:02}"));
            add(&administrator, &body).await;
        }
        let first: Page<OfficerRow> = administrator.post(path::STAFF_SEARCHES, &json!({})).await.ok(200);
        assert_eq!((first.items.len(), first.previous.is_none()), (20, true));
        assert_eq!(first.items[0].identity_number, "001••••••120");
        let next: Page<OfficerRow> = administrator.post(path::STAFF_SEARCHES, &json!({ "cursor": first.next })).await.ok(200);
        assert_eq!((next.items.len(), next.next), (6, None));
    }
}

on_each! {
    async fn the_person_reaches_the_account_by_their_electronic_identity_and_it_is_theirs(backend) {
        let portal = Portal::start(backend).await;
        let administrator = portal.app.sign_in(Login::Administrator).await;
        let phuoc = unit(&administrator, "H21.101").await;
        let made = add(&administrator, &new_officer(Some(&phuoc), &["desk"])).await;
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "moi").await, "/can-bo");
        let account = browser.session().await.account.unwrap();
        assert_eq!((account.id, account.kind, account.assurance_level), (made.id, AccountKind::Staff, 3));
        assert_eq!(browser.client().get(path::DESK).await.status, 200);
        let bound = view(&administrator, made.id).await;
        // The name is now as the provider writes it, and no longer the administrator's to write.
        assert!(bound.bound_at.is_some() && bound.form.name != "Le Van Moi", "{}", bound.form.name);
        assert_eq!(actions(&bound), [OfficerAction::Bound, OfficerAction::Added]);
        let kept: OfficerView = change(&administrator, &bound, |form| {
            form["name"] = json!("Ai Khác");
            form["email"] = json!("a@vi-du.vn");
        }).await.ok(200);
        assert_eq!(kept.form.name, bound.form.name);
        // A second time binds nothing more; as a citizen the same person is somebody else.
        let mut again = portal.browser();
        assert_eq!(sign_in(&mut again, "moi").await, "/can-bo");
        assert_eq!(portal.app.count("audit_entries where action = 'staff-bound'"), 1);
        let mut own = portal.browser();
        assert_eq!(own.sign_in("moi").await, "/");
        assert_eq!(own.session().await.account.unwrap().kind, AccountKind::Citizen);
    }

    async fn whoever_has_the_number_but_not_the_name_or_the_day_stays_out(backend) {
        let portal = Portal::start(backend).await;
        let administrator = portal.app.sign_in(Login::Administrator).await;
        let phuoc = unit(&administrator, "H21.101").await;
        let mut body = new_officer(Some(&phuoc), &["desk"]);
        body["form"]["birth_date"] = json!("1991-02-15");
        let made = add(&administrator, &body).await;
        let mut browser = portal.browser();
        assert_eq!(sign_in(&mut browser, "moi").await, refusal(ErrorCode::StaffPersonDiffers));
        // Signing in as a citizen first, which writes their real name to the person, opens nothing either.
        let mut own = portal.browser();
        assert_eq!(own.sign_in("moi").await, "/");
        assert_eq!(sign_in(&mut portal.browser(), "moi").await, refusal(ErrorCode::StaffPersonDiffers));
        assert_eq!(portal.app.count(&format!("sessions where account_id = '{}'", made.id)), 0);
        // Put right, it opens.
        let _: OfficerView = change(&administrator, &made, |form| form["birth_date"] = json!("1999-01-31")).await.ok(200);
        assert_eq!(sign_in(&mut portal.browser(), "moi").await, "/can-bo");
    }

    async fn look_ups_of_one_officer_have_a_limit_by_the_hour(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.staff_lookups_per_hour = 3).await;
        let desk = app.sign_in(Login::Staff).await;
        let number = json!({ "identity_number": "001099000001" });
        let look = async || desk.post(path::DESK_LOOKUPS, &number).await;
        for _ in 0..2 {
            let _: LookedUp = look().await.ok(200);
        }
        app.advance(600);
        let _: LookedUp = look().await.ok(200);
        for _ in 0..2 {
            let refused = look().await.refused(429, ErrorCode::TooManyLookups);
            assert!(refused.title.contains("3 số") && (2990..=3000).contains(&refused.retry_after.unwrap()), "{refused:?}");
        }
        // Written down once, although it was tried twice; what was refused was not looked up.
        assert_eq!(app.count("audit_entries where action = 'lookups-limited'"), 1);
        assert_eq!(app.count("audit_entries where action = 'account-looked-up'"), 3);
        // A colleague is not held up, and an hour after the first two there is room for two.
        let colleague = app.sign_in(Login::OtherStaff).await;
        let _: LookedUp = colleague.post(path::DESK_LOOKUPS, &number).await.ok(200);
        app.execute("update sessions set seen_at = seen_at");
        app.advance(3000);
        let desk = app.sign_in(Login::Staff).await;
        let look = async || desk.post(path::DESK_LOOKUPS, &number).await;
        for _ in 0..2 {
            let _: LookedUp = look().await.ok(200);
        }
        look().await.refused(429, ErrorCode::TooManyLookups);
        assert_eq!(app.count("staff_lookups"), 4);
    }

    async fn many_look_ups_at_once_do_not_pass_the_limit(backend) {
        let app = TestApp::start_with(backend, |config| config.identity.staff_lookups_per_hour = 3).await;
        let desk = app.sign_in(Login::Staff).await;
        let number = json!({ "identity_number": "001099000001" });
        let answers = join_all((0..8).map(|_| desk.post(path::DESK_LOOKUPS, &number))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
        assert_eq!(app.count("audit_entries where action = 'lookups-limited'"), 1);
        let session: SessionView = desk.get(path::SESSION).await.ok(200);
        assert_eq!(session.account.unwrap().kind, AccountKind::Staff);
    }
}

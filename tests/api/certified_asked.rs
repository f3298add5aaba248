//! Asking for a certified copy, days on which an office receives people, and who sets them.

use crate::certified::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::page::Page;
use motcua_shared::path::{self};
use motcua_shared::vault::certified::{CopyState, CopyView, OfficeSettings, OfficesView};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Login, on_both};
use serde_json::json;

on_both! {
    async fn places_of_a_half_day_are_counted(app) {
        let _ = ready(&app).await;
        let owner = app.sign_in(Login::Citizen).await;
        let offices: OfficesView = owner.get(path::CERTIFYING_OFFICES).await.ok(200);
        let of = offices.offices.iter().find(|office| office.unit.code == "H21.101").unwrap();
        let morning = of.slots[0];
        assert_eq!((of.slots.len(), morning.left, of.slots[1].left), (60, 2, 1));
        let mut body = asked(&app);
        body["appointment"] = json!({ "day": morning.day, "half": morning.half });
        let all = (0..5).map(|_| ask(&owner, &body));
        let answers = futures::future::join_all(all).await;
        let fine = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(fine, 2, "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.refused(409, ErrorCode::SlotFull);
        }
        let offices: OfficesView = owner.get(path::CERTIFYING_OFFICES).await.ok(200);
        let of = offices.offices.iter().find(|office| office.unit.code == "H21.101").unwrap();
        assert_ne!((of.slots[0].day, of.slots[0].half), (morning.day, morning.half), "full");
        for day in ["2020-01-06", "2099-01-05"] {
            body["appointment"]["day"] = json!(day);
            ask(&owner, &body).await.refused(422, ErrorCode::DayNotOffered);
        }
        // Calling off makes room again.
        let list: Page<CopyView> = owner.get(path::CERTIFIED_COPIES).await.ok(200);
        let first = &list.items[0];
        let cancel = json!({ "version": first.version });
        let address = path::certified_copy_part(first.id, "cancellation");
        let gone: CopyView = owner.post(&address, &cancel).await.ok(200);
        assert_eq!(gone.state, CopyState::Cancelled);
        owner.post(&address, &json!({ "version": gone.version })).await.refused(409, ErrorCode::StepNotPossible);
        body["appointment"]["day"] = json!(morning.day);
        let _: CopyView = ask(&owner, &body).await.ok(201);
    }

    async fn who_does_not_come_is_marked_the_day_after(app) {
        let _ = ready(&app).await;
        let owner = app.sign_in(Login::Citizen).await;
        let offices: OfficesView = owner.get(path::CERTIFYING_OFFICES).await.ok(200);
        let slot = offices.offices[0].slots[0];
        let mut body = asked(&app);
        body["appointment"] = json!({ "day": slot.day, "half": slot.half });
        let view: CopyView = ask(&owner, &body).await.ok(201);
        app.advance(DAY);
        assert_eq!(motcua_server::vault::certified::job::mark_missed(&app.state).await.unwrap(), 0, "that day itself");
        app.advance(DAY);
        assert_eq!(motcua_server::vault::certified::job::mark_missed(&app.state).await.unwrap(), 1);
        assert_eq!(motcua_server::vault::certified::job::mark_missed(&app.state).await.unwrap(), 0);
        let owner = app.sign_in(Login::Citizen).await;
        let seen: CopyView = owner.get(&path::certified_copy(view.id)).await.ok(200);
        assert_eq!(seen.state, CopyState::Missed);
    }

    async fn what_is_asked_for_is_checked_and_repeating_is_harmless(app) {
        let desk = ready(&app).await;
        let owner = app.sign_in(Login::Citizen).await;
        let right = asked(&app);
        let key = new_key();
        let first: CopyView = ask_with(&owner, &right, &key).await.ok(201);
        let again: CopyView = ask_with(&owner, &right, &key).await.ok(201);
        assert_eq!(first, again);
        for (field, other) in [("description", json!("Bằng tốt nghiệp")), ("pages", json!(4)), ("category_code", json!("KQ.G15.000032"))] {
            let mut body = right.clone();
            body[field] = other;
            ask_with(&owner, &body, &key).await.refused(409, ErrorCode::IdempotencyMismatch);
        }
        for (field, value, code) in [
            ("category_code", json!("KQ.G15.000021"), ErrorCode::NotAChoice),
            ("category_code", json!("KQ.G99.999999"), ErrorCode::NotAChoice),
            ("description", json!(" \u{200B}\u{202E}"), ErrorCode::Required),
            ("description", json!("ế".repeat(301)), ErrorCode::TooLong),
            ("pages", json!(0), ErrorCode::NotAChoice),
            ("pages", json!(1001), ErrorCode::NotAChoice),
            ("unit_id", json!(app.account(Login::Staff)), ErrorCode::NotAChoice),
        ] {
            let mut wrong = right.clone();
            wrong[field] = value;
            assert_eq!(ask(&owner, &wrong).await.faults(), [(field.to_owned(), code)]);
        }
        // Others see nothing of it: another owner, another unit, and the desk is not the owner.
        let other = app.sign_in(Login::OtherCitizen).await;
        other.get(&path::certified_copy(first.id)).await.refused(404, ErrorCode::NotFound);
        let elsewhere = app.sign_in(Login::OtherStaff).await;
        elsewhere.get(&path::desk_copy(first.id)).await.refused(404, ErrorCode::NotFound);
        desk.get(&path::certified_copy(first.id)).await.refused(403, ErrorCode::NotAllowed);
        // An officer without a desk who does not sign there either.
        app.execute(&format!("delete from staff_roles where account_id = '{}'", app.account(Login::Staff)));
        app.execute("delete from certifying_signers");
        desk.get(&path::desk_copy(first.id)).await.refused(403, ErrorCode::NotAllowed);
        desk.get(path::DESK_COPIES).await.refused(403, ErrorCode::NotAllowed);
        // Nobody fills the office's list alone.
        for _ in 1..10 {
            let _: CopyView = ask(&owner, &right).await.ok(201);
        }
        ask(&owner, &right).await.refused(429, ErrorCode::TooManyOpen);
    }

    async fn the_desk_asks_for_whoever_stands_there(app) {
        let desk = ready(&app).await;
        let mut body = asked_at_desk();
        let view: CopyView = at_desk(&desk, &body).await.ok(201);
        assert_eq!((view.owner.as_str(), view.at_desk), ("Nguyễn Thị Mẫu", true));
        assert_eq!(app.count("audit_entries where action = 'account-looked-up'"), 1);
        body["identity_number"] = json!("052203000099");
        let faults = at_desk(&desk, &body).await.faults();
        assert_eq!(faults, [("identity_number".to_owned(), ErrorCode::NotFound)]);
        body["is_present"] = json!(false);
        let faults = at_desk(&desk, &body).await.faults();
        assert_eq!(faults, [("is_present".to_owned(), ErrorCode::ConsentNeeded)]);
    }

    async fn offices_are_set_by_administrators_and_nothing_wrong_is_kept(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let address = format!("{}/{}", path::CERTIFYING_OFFICES, unit(&app, "H21.102"));
        let right = office(SEAL, app.account(Login::OtherStaff));
        for (field, value, path) in [
            ("identifier", json!(""), "identifier"),
            ("identifier", json!("H21.101"), "identifier"),
            ("place", json!(" "), "place"),
            ("weekdays", json!([0, 8]), "weekdays"),
            ("morning", json!(1001), "morning"),
            ("signers", json!([]), "signers"),
            ("signers", json!([{ "account_id": app.account(Login::Staff), "title": "x" }]), "signers.0.account_id"),
            ("signers", json!([{ "account_id": app.account(Login::OtherStaff), "title": "" }]), "signers.0.title"),
        ] {
            let mut wrong = right.clone();
            wrong[field] = value;
            let faults = administrator.put(&address, &wrong).await.faults();
            assert_eq!(faults[0].0, path, "{faults:?}");
        }
        let desk = app.sign_in(Login::OtherStaff).await;
        desk.get(path::DESK_OFFICE).await.refused(404, ErrorCode::NotFound);
        let set: OfficeSettings = administrator.put(&address, &right).await.ok(200);
        let read: OfficeSettings = administrator.get(&address).await.ok(200);
        assert_eq!(set, read);
        assert_eq!(desk.get(path::DESK_OFFICE).await.ok::<OfficeSettings>(200), set);
        // Who left the unit signs no more.
        app.execute(&format!("update accounts set status = 'suspended' where login = '{}'", Login::OtherStaff.name()));
        let read: OfficeSettings = administrator.get(&address).await.ok(200);
        assert!(read.signers.is_empty());
    }
}

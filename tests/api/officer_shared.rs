//! "Tài khoản có dấu hiệu dùng chung": signs from what is stored, and what an administrator found.

use crate::officers::{add, change, new_officer, unit};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::staff::{OfficerView, SharedAccount, SharedSign};
use motcua_shared::path;
use motcua_tests::app::UNIT;
use motcua_tests::{Client, Login, TestApp, on_both};
use serde_json::{Value, json};

async fn made(administrator: &Client, number: &str, name: &str, phone: &str) -> OfficerView {
    let place = unit(administrator, UNIT).await;
    let mut body = new_officer(Some(&place), &[]);
    body["identity_number"] = json!(number);
    body["form"]["name"] = json!(name);
    body["form"]["phone"] = json!(phone);
    add(administrator, &body).await
}

async fn signs(administrator: &Client, id: AccountId) -> Vec<SharedSign> {
    let list: Vec<SharedAccount> = administrator.get(path::STAFF_SHARED).await.ok(200);
    let found = list.into_iter().find(|account| account.id == id);
    found.map(|account| account.signs).unwrap_or_default()
}

fn said(note: &str) -> Value {
    json!({ "note": note })
}

/// Lets a second session of the officer have been opened elsewhere.
fn elsewhere(app: &TestApp, id: AccountId) {
    let first = format!("(select min(id) from sessions where account_id = '{id}')");
    app.execute(&format!(
        "update sessions set address = '10.0.0.7', device = 'Firefox' where id = {first}"
    ));
    app.execute(&format!(
        "update sessions set address = '10.0.0.9', device = 'Chrome' where account_id = '{id}' and id <> {first}"
    ));
}

on_both! {
    async fn names_phones_and_places_give_signs_and_a_person_with_two_accounts_gives_none(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let office = made(&administrator, "001099000011", "Văn thư", "0912000044").await;
        let other = made(&administrator, "001099000012", "Trần Thị Hai", "0912000044").await;
        let alone = made(&administrator, "001099000013", "Nguyễn Văn Thư", "0912000046").await;
        assert_eq!(signs(&administrator, office.id).await, [SharedSign::NoName, SharedSign::SamePhone]);
        assert_eq!(signs(&administrator, other.id).await, [SharedSign::SamePhone]);
        assert_eq!(signs(&administrator, alone.id).await, []);
        let place = unit(&administrator, "H21.102").await;
        let second = json!({ "identity_number": "001099000013", "form": {
            "name": "Nguyễn Văn Thư", "birth_date": "1999-01-31", "roles": [], "unit_id": place.id, "phone": "0912000046",
        } });
        let second: OfficerView = administrator.post(path::STAFF, &second).await.ok(201);
        assert_eq!(signs(&administrator, second.id).await, [], "one person, one phone");
        // Two sessions in one office are none; two places at once are.
        let _one = app.sign_in(Login::OtherStaff).await;
        let _two = app.sign_in(Login::OtherStaff).await;
        let id = app.account(Login::OtherStaff);
        let before = signs(&administrator, id).await;
        elsewhere(&app, id);
        app.execute(&format!("update sessions set seen_at = (select max(created_at) from sessions) where account_id = '{id}'"));
        let after = signs(&administrator, id).await;
        assert!(!before.contains(&SharedSign::AtOnce) && after.contains(&SharedSign::AtOnce), "{before:?} {after:?}");
    }

    async fn what_was_looked_into_stays_so_until_there_is_another_sign(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let office = made(&administrator, "001099000011", "Văn thư", "0912000044").await;
        let path_of = path::staff_shared_note(office.id);
        let empty = administrator.put(&path_of, &said(" ")).await;
        assert_eq!(empty.faults(), [("note".to_owned(), ErrorCode::Required)]);
        let list: Vec<SharedAccount> = administrator.put(&path_of, &said("Đã tạo tài khoản riêng")).await.ok(200);
        let of = |list: &[SharedAccount]| list.iter().find(|account| account.id == office.id).unwrap().note.clone();
        assert_eq!(of(&list).unwrap().note, "Đã tạo tài khoản riêng");
        assert_eq!(list.last().unwrap().id, office.id, "behind those that wait");
        made(&administrator, "001099000012", "Trần Thị Hai", "0912000044").await;
        let list: Vec<SharedAccount> = administrator.get(path::STAFF_SHARED).await.ok(200);
        assert_eq!(of(&list), None, "another sign");
        let _: OfficerView = change(&administrator, &office, |form| {
            form["name"] = json!("Lê Thị Ba");
            form["phone"] = json!("0912000049");
        }).await.ok(200);
        assert_eq!(signs(&administrator, office.id).await, []);
        administrator.put(&path_of, &said("x")).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("audit_entries where action = 'staff-shared-noted'"), 1);
    }
}

//! What is written down of an officer beside who they are and what they may do (seed 004, "THÔNG TIN CÁN BỘ").

use motcua_shared::catalogue::dto::UnitView;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::Sex;
use motcua_shared::identity::staff::{OfficerRow, OfficerView};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Client, Login, TestApp, on_both};
use serde_json::{Value, json};

async fn phuoc(client: &Client) -> UnitView {
    let units: Vec<UnitView> = client.get(path::STAFF_UNITS).await.ok(200);
    units.into_iter().find(|unit| unit.code == "H21.101").unwrap()
}

fn form(unit: &UnitView) -> Value {
    json!({
        "name": "Lê Văn Mới", "birth_date": "1999-01-31", "roles": ["desk"], "unit_id": unit.id,
        "phone": "0912000044", "email": "moi@vi-du.vn ; moi.le@vi-du.vn", "position": " Phó  Trưởng phòng ",
        "sex": "male", "card_issued_on": "2021-03-25", "card_issued_by": "Cục CS QLHC về TTXH",
        "landline": "(0269) 3824 100", "reception_place": "Quầy 3", "represents_unit": true,
    })
}

async fn put(client: &Client, view: &OfficerView, form: Value) -> motcua_tests::Answer {
    let body = json!({ "version": view.version, "form": form });
    client.put(&path::staff_account(view.id), &body).await
}

/// Addresses that were told, by e-mail.
fn mailed(app: &TestApp) -> Vec<String> {
    app.query(
        "select email as value from messages where kind = 'staff-rights' and email is not null order by id",
    )
}

on_both! {
    async fn a_record_is_kept_shown_and_changed(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let unit = phuoc(&administrator).await;
        let body = json!({ "identity_number": "001099000011", "form": form(&unit) });
        let made: OfficerView = administrator.post(path::STAFF, &body).await.ok(201);
        let kept = &made.form;
        assert_eq!((kept.position.as_str(), kept.sex), ("Phó Trưởng phòng", Some(Sex::Male)));
        assert_eq!((kept.card_issued_on.as_str(), kept.card_issued_by.as_str()), ("2021-03-25", "Cục CS QLHC về TTXH"));
        assert_eq!((kept.landline.as_str(), kept.reception_place.as_str()), ("02693824100", "Quầy 3"));
        assert_eq!((kept.email.as_str(), kept.represents_unit), ("moi@vi-du.vn; moi.le@vi-du.vn", true));
        // Told at each of them.
        assert_eq!(mailed(&app), ["moi@vi-du.vn", "moi.le@vi-du.vn"]);
        let page: Page<OfficerRow> = administrator.post(path::STAFF_SEARCHES, &json!({ "unit_id": unit.id })).await.ok(200);
        assert_eq!(page.items[0].position, "Phó Trưởng phòng");

        // What stands there is no change, and a position alone is one that ends no session.
        let same: OfficerView = put(&administrator, &made, serde_json::to_value(kept).unwrap()).await.ok(200);
        assert_eq!(same.version, made.version);
        let mut other = serde_json::to_value(kept).unwrap();
        other["position"] = json!("Trưởng phòng");
        other["landline"] = json!("");
        let changed: OfficerView = put(&administrator, &made, other).await.ok(200);
        assert_eq!((changed.form.position.as_str(), changed.form.landline.as_str()), ("Trưởng phòng", ""));
        assert_eq!(changed.events.len(), 2);

        // Who works nowhere represents nobody.
        let mut promoted = serde_json::to_value(&changed.form).unwrap();
        promoted["roles"] = json!(["administrator"]);
        let promoted: OfficerView = put(&administrator, &changed, promoted).await.ok(200);
        assert!(!promoted.form.represents_unit && promoted.form.position == "Trưởng phòng");
    }

    async fn accounts_from_before_have_an_empty_record_and_stay_as_they_are(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let view: OfficerView = administrator.get(&path::staff_account(app.account(Login::Staff))).await.ok(200);
        assert_eq!((view.form.position.as_str(), view.form.sex, view.form.represents_unit), ("", None, false));
        let officer = app.sign_in(Login::Staff).await;
        let mut form = serde_json::to_value(&view.form).unwrap();
        form["position"] = json!("Công chức Văn phòng – Thống kê");
        let _: OfficerView = put(&administrator, &view, form).await.ok(200);
        assert_eq!(officer.get(path::DESK).await.status, 200, "a position is no right");
    }

    async fn what_cannot_be_on_a_card_or_is_no_number_is_named(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let unit = phuoc(&administrator).await;
        let with = |field: &str, value: Value| {
            let mut form = form(&unit);
            form[field] = value;
            json!({ "identity_number": "001099000011", "form": form })
        };
        for (field, value, code) in [
            ("card_issued_on", json!("1999-01-30"), ErrorCode::NotACardDay),
            ("card_issued_on", json!("2999-01-30"), ErrorCode::NotACardDay),
            ("card_issued_on", json!("30/01/2020"), ErrorCode::NotADate),
            ("landline", json!("0912000044"), ErrorCode::NotALandline),
            ("email", json!("moi@vi-du.vn; moi"), ErrorCode::NotAnEmail),
            ("position", json!("a".repeat(201)), ErrorCode::TooLong),
        ] {
            let answer = administrator.post(path::STAFF, &with(field, value)).await;
            assert_eq!(answer.faults(), [(field.to_owned(), code)]);
        }
        administrator.post(path::STAFF, &with("sex", json!("khác"))).await.refused(400, ErrorCode::BadRequest);
        assert_eq!(app.count("accounts where identifier = '001099000011'"), 0);
    }
}

//! The list of support software: read by everybody, kept by administrators.

use motcua_shared::error::ErrorCode;
use motcua_shared::identity::software::{OperatingSystem, SupportSoftwareList};
use motcua_shared::path;
use motcua_tests::{Client, Login, on_both};
use serde_json::{Value, json};

async fn list(client: &Client) -> SupportSoftwareList {
    client.get(path::SUPPORT_SOFTWARE).await.ok(200)
}

fn one(name: &str, url: &str) -> Value {
    json!({ "os": "linux", "name": name, "url": url })
}

on_both! {
    async fn it_begins_with_what_the_letter_names(app) {
        let begun = list(&app.nobody()).await;
        let names: Vec<_> = begun.entries.iter().map(|entry| (entry.os, entry.name.as_str())).collect();
        assert!(names.contains(&(OperatingSystem::Windows, "VNPT-CA Plugin")));
        assert!(names.contains(&(OperatingSystem::Macos, "VNPT-CA Plugin")));
        assert!(names.contains(&(OperatingSystem::Windows, "VGCA Sign Service")));
    }

    async fn an_administrator_writes_it_anew_and_nobody_else_does(app) {
        let before = list(&app.nobody()).await;
        let body = json!({ "state": before.state, "entries": [one("  Phần  mềm A ", "https://vi-du.vn/a"), one("B", "")] });
        for login in [Login::Agency, Login::Citizen, Login::Staff] {
            let client = app.sign_in(login).await;
            client.put(path::SUPPORT_SOFTWARE, &body).await.refused(403, ErrorCode::NotAllowed);
        }
        app.nobody().put(path::SUPPORT_SOFTWARE, &body).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(list(&app.nobody()).await, before);

        let administrator = app.sign_in(Login::Administrator).await;
        let written: SupportSoftwareList = administrator.put(path::SUPPORT_SOFTWARE, &body).await.ok(200);
        assert_eq!(written.entries[0].name, "Phần mềm A");
        assert_eq!(written.entries[1].url, None);
        assert_eq!(list(&app.nobody()).await, written);
        assert_eq!(app.count("audit_entries where action = 'support-software-changed'"), 1);
        // The same again, because the answer was lost.
        let again: SupportSoftwareList = administrator.put(path::SUPPORT_SOFTWARE, &body).await.ok(200);
        assert_eq!(again, written);
        assert_eq!(app.count("audit_entries where action = 'support-software-changed'"), 1);
        // Another one, from a list that is no longer the list.
        let stale = json!({ "state": before.state, "entries": [] });
        administrator.put(path::SUPPORT_SOFTWARE, &stale).await.refused(409, ErrorCode::VersionConflict);
        let empty = json!({ "state": written.state, "entries": [] });
        let emptied: SupportSoftwareList = administrator.put(path::SUPPORT_SOFTWARE, &empty).await.ok(200);
        assert_eq!(emptied.entries, []);
    }

    async fn every_wrong_field_of_every_entry_is_named(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        let state = list(&administrator).await.state;
        let body = json!({ "state": state, "entries": [one("A", "http://vi-du.vn"), one(" ", "javascript:alert(1)"), one(&"x".repeat(101), "")] });
        let faults = administrator.put(path::SUPPORT_SOFTWARE, &body).await.faults();
        let expected = [
            ("entries.0.url", ErrorCode::NotAnAddress),
            ("entries.1.name", ErrorCode::Required),
            ("entries.1.url", ErrorCode::NotAnAddress),
            ("entries.2.name", ErrorCode::TooLong),
        ];
        assert_eq!(faults, expected.map(|(path, code)| (path.to_owned(), code)));
        let many: Vec<Value> = (0..41).map(|_| one("A", "")).collect();
        let body = json!({ "state": state, "entries": many });
        assert_eq!(administrator.put(path::SUPPORT_SOFTWARE, &body).await.status, 422);
        let unknown = json!({ "state": state, "entries": [{ "os": "beos", "name": "A" }] });
        assert_eq!(administrator.put(path::SUPPORT_SOFTWARE, &unknown).await.status, 400);
    }
}

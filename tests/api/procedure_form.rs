//! The electronic form of a procedure as administrators keep it: looked at before it is written, put in, and taken out again.

use crate::procedures::{change, import, kept};
use motcua_shared::catalogue::form::FormSchema;
use motcua_shared::catalogue::keep::KeptProcedure;
use motcua_shared::catalogue::report::ImportReport;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::app::UNIT;
use motcua_tests::{Answer, Client, Login, on_both, papers};
use reqwest::Method;
use serde_json::{Value, json};

/// A procedure without a form.
const COPIES: &str = "2.000635";

async fn look(client: &Client, file: impl Into<reqwest::Body>) -> Answer {
    Answer::of(client.request(Method::POST, path::FORM_CHECK).body(file)).await
}

fn form() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": "Tờ khai cấp bản sao",
        "properties": {
            "whose": { "title": "Cấp cho ai", "type": "string", "format": "person-name", "x-order": 1 },
            "copies": { "title": "Số bản", "type": "integer", "minimum": 1, "maximum": 20, "x-order": 2 }
        },
        "required": ["whose", "copies"],
        "unevaluatedProperties": false
    })
}

on_both! {
    async fn a_file_is_looked_at_and_every_fault_is_told_with_its_place(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let read: FormSchema = look(&admin, form().to_string()).await.ok(200);
        assert_eq!(read.title, "Tờ khai cấp bản sao");
        let mut odd = form();
        odd["properties"]["whose"]["pattern"] = json!("^a");
        odd["properties"]["copies"]["type"] = json!("number");
        odd["required"] = json!(["nobody"]);
        let answer = look(&admin, odd.to_string()).await;
        let problem = answer.refused(422, ErrorCode::CheckFields);
        let said = |path: &str| problem.errors.iter().find(|error| error.path == path).unwrap();
        let unknown = said("properties.whose.pattern");
        assert_eq!(unknown.code, ErrorCode::FormKeywordUnknown);
        assert!(unknown.title.contains("“pattern”") && unknown.title.contains("maxLength"), "{}", unknown.title);
        let kind = said("properties.copies.type");
        assert!(kind.title.contains("string, integer, boolean"), "{}", kind.title);
        let broken = look(&admin, "{\n \"title\": \"a\" \"b\"}").await;
        let problem = broken.refused(422, ErrorCode::CheckFields);
        assert!(problem.errors[0].title.contains("dòng 2"), "{}", problem.errors[0].title);
        for file in ["", "null", "[1]", "\"x\"", "\u{feff}", "{\"title\":\"\\ud800\"}"] {
            look(&admin, file).await.refused(422, ErrorCode::CheckFields);
        }
        look(&admin, vec![0xff, 0xfe, 0x00]).await.refused(422, ErrorCode::CheckFields);
        look(&admin, " ".repeat(600_000)).await.refused(413, ErrorCode::BodyTooLarge);
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        look(&admin, deep).await.refused(422, ErrorCode::CheckFields);
        let seen = kept(&admin, COPIES).await;
        assert_eq!(seen.definition.form, None, "nothing was written");
    }

    async fn a_form_that_nobody_can_answer_or_that_never_ends_is_refused_in_every_way_in(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let mut odd = form();
        odd["properties"]["whose"]["maxLength"] = json!(1);
        odd["properties"]["copies"]["x-from"] = json!("filer-phone");
        let choice = json!({ "const": "a", "title": "A" });
        odd["properties"]["why"] = json!({ "title": "Lý do", "type": "string", "oneOf": [choice, choice] });
        let told = [
            ("properties.copies.x-from", ErrorCode::FormKnown),
            ("properties.whose.maxLength", ErrorCode::FormTooShort),
            ("properties.why.oneOf.1.const", ErrorCode::StandsTwice),
            ("properties.why.oneOf.1.title", ErrorCode::StandsTwice),
        ];
        let answer = look(&admin, odd.to_string()).await;
        let problem = answer.refused(422, ErrorCode::CheckFields);
        let found: Vec<_> = problem.errors.iter().map(|error| (error.path.as_str(), error.code)).collect();
        assert_eq!(found, told);
        assert!(problem.errors[1].title.contains("ít nhất là 2"), "{}", problem.errors[1].title);
        let twice = form().to_string().replacen("\"properties\":{", "\"properties\":{\"whose\":{},", 1);
        let answer = look(&admin, twice).await;
        let problem = answer.refused(422, ErrorCode::CheckFields);
        assert!(problem.errors.iter().any(|error| error.path == "properties.whose" && error.code == ErrorCode::StandsTwice));
        let mut endless = form();
        for at in 0..10_000 {
            endless["properties"][format!("f{at}")] = json!({ "title": "a", "type": "string" });
        }
        let text = endless.to_string();
        assert!(text.len() < 512 * 1024);
        let large = ("properties".to_owned(), ErrorCode::FormTooLarge);
        assert_eq!(look(&admin, text).await.faults(), [large]);
        // Written and imported it is refused as well, each fault with its place.
        let seen = kept(&admin, COPIES).await;
        let read = |form: &Value| serde_json::from_value::<FormSchema>(form.clone()).unwrap();
        let answer = change(&admin, &seen, |definition| definition.form = Some(read(&endless))).await;
        assert_eq!(answer.faults(), [("form.properties".to_owned(), ErrorCode::FormTooLarge)]);
        let answer = change(&admin, &seen, |definition| definition.form = Some(read(&odd))).await;
        let written: Vec<_> = told.iter().map(|(path, code)| (format!("form.{path}"), *code)).collect();
        assert_eq!(answer.faults(), written);
        let mut record = serde_json::to_value(&seen.definition).unwrap();
        for (form, said) in [(odd, "form.properties.whose.maxLength: "), (endless, "form.properties: Ở đây có 10002 mục")] {
            record["form"] = form;
            let report: ImportReport = import(&admin, "", &record.to_string()).await.ok(200);
            let [refused] = report.odd.as_slice() else { panic!("{report:?}") };
            assert!(refused.refused && refused.words.contains(said), "{}", refused.words);
        }
        record["form"] = form();
        let twice = record.to_string().replacen("\"copies\":{", "\"copies\":{},\"copies\":{", 1);
        let report: ImportReport = import(&admin, "", &twice).await.ok(200);
        assert!(report.odd[0].words.contains("form.properties.copies: "), "{}", report.odd[0].words);
        let now = kept(&admin, COPIES).await;
        assert_eq!((now.id, now.definition.form), (seen.id, None), "nothing was written");
    }

    async fn a_form_is_put_in_asked_and_taken_out_and_dossiers_keep_theirs(app) {
        let (admin, citizen) = (app.sign_in(Login::Administrator).await, app.sign_in(Login::Citizen).await);
        let filed = async |citizen: &Client, answers: &[(&str, &str)]| -> DossierView {
            let draft = citizen.open(COPIES).await;
            let sent: UploadView = citizen.upload(papers::picture(), "a.png", Purpose::Component).await.ok(201);
            let draft: DraftView = citizen.attach_upload(&draft, "to-khai", sent.id).await.ok(200);
            let draft = citizen.fill(&draft, UNIT).await;
            let draft = if answers.is_empty() { draft } else { citizen.answer(&draft, answers).await };
            citizen.submit(&draft).await.ok(200)
        };
        let before = filed(&citizen, &[]).await;
        let open = citizen.open(COPIES).await;
        let read: FormSchema = look(&admin, form().to_string()).await.ok(200);
        let seen = kept(&admin, COPIES).await;
        let with: KeptProcedure = change(&admin, &seen, |definition| definition.form = Some(read.clone())).await.ok(200);
        assert_eq!(with.definition.form.as_ref(), Some(&read));
        assert_eq!(with.versions.len(), seen.versions.len() + 1);
        // The same again is no new version.
        let again: KeptProcedure = change(&admin, &with, |_| {}).await.ok(200);
        assert_eq!((again.id, again.versions.len()), (with.id, with.versions.len()));
        // What was filed says what it said, and the open draft says that its procedure changed.
        let old: DossierView = citizen.get(&path::dossier(before.id)).await.ok(200);
        assert_eq!(old.answers, []);
        let told: DraftView = citizen.get(&path::draft(open.id)).await.ok(200);
        assert!(told.missing.iter().any(|error| error.code == ErrorCode::ProcedureChanged), "{:?}", told.missing);
        let asked = filed(&citizen, &[("whose", "Lê Thị An"), ("copies", "3")]).await;
        assert_eq!(asked.answers.len(), 2);
        let without: KeptProcedure = change(&admin, &again, |definition| definition.form = None).await.ok(200);
        assert_eq!(without.definition.form, None);
        let shown: DossierView = citizen.get(&path::dossier(asked.id)).await.ok(200);
        assert_eq!(shown.answers, asked.answers, "a dossier keeps the form that it was filed with");
        // What the check refuses is refused when it is written as well, with its place.
        let mut odd = read;
        odd.is_open = true;
        let answer = change(&admin, &without, |definition| definition.form = Some(odd)).await;
        assert_eq!(answer.faults(), [("form.unevaluatedProperties".to_owned(), ErrorCode::FormOpen)]);
    }
}

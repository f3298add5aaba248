//! Procedures as administrators keep them: versions, imports of the national catalogue, exports.

use futures::future::join_all;
use motcua_shared::catalogue::dto::{
    Component, FieldCount, ProcedureDefinition, ProcedureListItem, ProcedureView, Reception,
};
use motcua_shared::catalogue::keep::{KeptProcedure, KeptProcedureItem, Origin, WriteProcedure};
use motcua_shared::catalogue::report::{ImportReport, Oddity};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{DraftView, OpenDraft};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_tests::{Answer, Client, Login, on_both};
use reqwest::Method;

const MARRIAGE: &str = "1.000894";
const PRAISE: &str = "1.012373.H08";

/// Takes a file in, or tries to.
pub async fn import(client: &Client, options: &str, file: &str) -> Answer {
    let address = format!("{}?name=t.json{options}", path::CATALOGUE_IMPORT);
    Answer::of(client.request(Method::POST, &address).body(file.to_owned())).await
}

pub async fn kept(client: &Client, code: &str) -> KeptProcedure {
    client.get(&path::kept_procedure(code)).await.ok(200)
}

pub async fn change(
    client: &Client,
    seen: &KeptProcedure,
    edit: impl FnOnce(&mut ProcedureDefinition),
) -> Answer {
    let mut definition = seen.definition.clone();
    edit(&mut definition);
    let body = WriteProcedure {
        replaces: Some(seen.id),
        definition,
    };
    client
        .put(&path::kept_procedure(&seen.definition.code), &body)
        .await
}

fn header(id: &str, code: &str, name: &str) -> String {
    serde_json::json!({
        "id": id, "code": code, "codeNotation": code, "name": name, "categories": ["Hàng không"],
        "departments": ["Sở Xây dựng"], "departmentPromulgate": "Bộ Xây dựng",
        "formalityTargetType": ["Công dân Việt Nam"], "state": "ACTIVE", "type": "STANDARD"
    })
    .to_string()
}

fn full(id: &str, code: &str, name: &str) -> String {
    serde_json::json!({"code": "OK", "data": {
        "id": id, "code": code, "codeNotation": code, "name": name,
        "categoriesDetails": [{"name": "Hàng không"}], "isProvince": true,
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "executionMethods": [{"submissionMethod": "ONLINE", "processingTime": 7.5, "processingTimeUnit": "WORKING_DAY", "fees": []}],
        "executionCases": [{"name": "", "profileComponents": [{"code": "TP.1", "name": "Đơn", "originalQty": 1, "copyQty": 0}]}],
        "resultsDetails": [{"code": "KQ.G04.000001", "name": "Giấy phép"}],
        "returningMethods": [{"value": ["ONLINE"]}]
    }})
    .to_string()
}

async fn found(client: &Client, words: &str) -> Vec<ProcedureListItem> {
    let page: Page<ProcedureListItem> = client
        .get(&format!("{}?q={words}", path::PROCEDURES))
        .await
        .ok(200);
    page.items
}

on_both! {
    async fn every_record_of_a_national_file_is_taken_in_or_named(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let lines = [
            // Only its blank tells it from the third: two procedures, one code.
            header("a", " 1.900001", "Thả diều thứ nhất"),
            "{broken".to_owned(),
            header("b", "1.900001", "Thả diều thứ hai"),
            header("c", "1.9000022", "Mã lạ"),
            header("d", "1.900003", " "),
            r#"{"hello": 1}"#.to_owned(),
            header("e", "1.000894", "Đăng ký kết hôn"),
        ];
        let file = lines.join("\n");
        let tried: ImportReport = import(&admin, "&check=true", &file).await.ok(200);
        assert_eq!(app.count("procedure_sources"), 0, "trying writes nothing");
        let report: ImportReport = import(&admin, "", &file).await.ok(200);
        assert_eq!(report, tried, "trying says what is done");
        assert!(report.adds_up());
        assert_eq!((report.read, report.added, report.kept, report.refused), (7, 3, 1, 3));
        let refused: Vec<(&str, Oddity)> =
            report.odd.iter().filter(|odd| odd.refused).map(|odd| (odd.at.as_str(), odd.what)).collect();
        let expected = [("t.json:2", Oddity::Unreadable), ("t.json:5", Oddity::NoName), ("t.json:6", Oddity::NoRecord)];
        assert_eq!(refused, expected);
        let nobody = app.nobody();
        for (code, name) in [("1.900001-2", "Thả diều thứ nhất"), ("1.900001", "Thả diều thứ hai"), ("1.9000022", "Mã lạ")] {
            let one: ProcedureView = nobody.get(&path::procedure(code)).await.ok(200);
            assert_eq!((one.definition.name.as_str(), one.definition.reception), (name, Reception::Information));
        }
        // What was delivered with the portal stays, and the record is kept beside it.
        let marriage = kept(&admin, MARRIAGE).await;
        assert_eq!((marriage.definition.reception, marriage.has_source), (Reception::Online, true));
        let source = admin.get(&path::procedure_source("1.900001-2")).await;
        assert_eq!(source.body.as_ref(), lines[0].as_bytes(), "byte by byte");
        // Once more, in another order: nothing new, no code changes its procedure.
        let mut turned = lines.to_vec();
        turned.reverse();
        let again: ImportReport = import(&admin, "", &turned.join("\n")).await.ok(200);
        assert_eq!((again.added, again.changed, again.unchanged, again.kept, again.refused), (0, 0, 3, 1, 3));
        let one: ProcedureView = nobody.get(&path::procedure("1.900001-2")).await.ok(200);
        assert_eq!(one.definition.name, "Thả diều thứ nhất");
    }

    async fn a_full_record_follows_a_header_and_a_header_never_takes_it_back(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let _: ImportReport = import(&admin, "", &header("a", "1.900001", "Thả diều")).await.ok(200);
        let report: ImportReport = import(&admin, "", &full("a", "1.900001", "Thả diều")).await.ok(200);
        assert_eq!((report.read, report.changed), (1, 1));
        let back: ImportReport = import(&admin, "", &header("a", "1.900001", "Thả diều")).await.ok(200);
        assert_eq!((back.read, back.kept), (1, 1));
        let one: ProcedureView = app.nobody().get(&path::procedure("1.900001")).await.ok(200);
        assert_eq!(one.definition.components.len(), 1);
        assert_eq!(kept(&admin, "1.900001").await.versions.len(), 2);
        let source = admin.get(&path::procedure_source("1.900001")).await;
        assert!(source.body.starts_with(b"{\"code\":\"OK\""), "the fullest record");
    }

    async fn what_cannot_be_filed_here_can_be_read_and_not_opened(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let _: ImportReport = import(&admin, "", &full("a", "1.900001", "Thả diều")).await.ok(200);
        let citizen = app.sign_in(Login::Citizen).await;
        let body = OpenDraft { procedure_code: "1.900001".to_owned() };
        let open = Answer::of(citizen.request(Method::POST, path::DRAFTS).header(path::IDEMPOTENCY_HEADER, "k1-0123456789abcdef").json(&body)).await;
        open.refused(409, ErrorCode::ProcedureNotReceived);
        let items = found(&app.nobody(), "tha%20dieu").await;
        assert_eq!((items.len(), items[0].reception), (1, Reception::Information));
        let only_online: Page<ProcedureListItem> =
            app.nobody().get(&format!("{}?q=tha%20dieu&online=true", path::PROCEDURES)).await.ok(200);
        assert_eq!(only_online.items, []);
        // An administrator completes it, and it is received.
        let seen = kept(&admin, "1.900001").await;
        change(&admin, &seen, |definition| definition.reception = Reception::Online).await.ok::<KeptProcedure>(200);
        let _: DraftView = citizen.open("1.900001").await;
    }

    async fn a_procedure_that_ended_while_its_draft_was_filled_in_is_named(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PRAISE).await;
        let draft = agency.fill(&draft, "H21.101").await;
        assert_eq!(draft.missing, []);
        let admin = app.sign_in(Login::Administrator).await;
        let seen = kept(&admin, PRAISE).await;
        change(&admin, &seen, |definition| definition.reception = Reception::Ended).await.ok::<KeptProcedure>(200);
        let draft: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(draft.missing[0].code, ErrorCode::ProcedureNotReceived);
        agency.submit(&draft).await.refused(422, ErrorCode::CheckFields);
        assert_eq!(app.count("dossiers"), 0);
        assert!(found(&app.nobody(), PRAISE).await.is_empty());
        // Taken up again, the draft goes on.
        let seen = kept(&admin, PRAISE).await;
        assert_eq!(seen.versions.len(), 2);
        change(&admin, &seen, |definition| definition.reception = Reception::Online).await.ok::<KeptProcedure>(200);
        let draft: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(draft.missing, []);
    }

    async fn two_administrators_do_not_write_over_each_other(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let seen = kept(&admin, PRAISE).await;
        let edits = (0..8).map(|number| {
            let (admin, seen) = (admin.clone(), seen.clone());
            async move { change(&admin, &seen, |definition| definition.field = format!("Lĩnh vực {number}")).await.status }
        });
        let mut answers = join_all(edits).await;
        answers.sort_unstable();
        assert_eq!(answers, [200, 409, 409, 409, 409, 409, 409, 409]);
        let now = kept(&admin, PRAISE).await;
        assert_eq!(now.versions.len(), 2);
        assert_eq!((now.versions[0].origin, now.versions[0].is_current), (Origin::Administrator, true));
        assert!(now.versions[0].author.is_some() && now.versions[1].author.is_none());
        assert_eq!(app.query("select action as value from audit_entries where action = 'procedure-changed'").len(), 1);
        change(&admin, &seen, |definition| definition.field = "Cũ".to_owned()).await.refused(409, ErrorCode::VersionConflict);
    }

    async fn a_procedure_with_many_parts_is_saved_on_its_page(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let seen = kept(&admin, PRAISE).await;
        let saved = change(&admin, &seen, |one| {
            let part = one.components[0].clone();
            one.components.extend((0..150).map(|number| Component {
                id: format!("them-{number}"),
                name: "Giấy tờ có tên dài ".repeat(20),
                required: false,
                ..part.clone()
            }));
        })
        .await;
        assert_eq!(saved.status, 200, "{}", saved.text());
        let huge = change(&admin, &kept(&admin, PRAISE).await, |one| one.legal_grounds = vec!["ă".repeat(1_100_000)]).await;
        huge.refused(413, ErrorCode::BodyTooLarge);
    }

    async fn what_makes_no_sense_is_refused_field_by_field_and_nothing_is_written(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let seen = kept(&admin, PRAISE).await;
        let refused = |path: &'static str, code: ErrorCode, edit: fn(&mut ProcedureDefinition)| {
            let (admin, seen) = (admin.clone(), seen.clone());
            async move {
                let problem = change(&admin, &seen, edit).await.refused(422, ErrorCode::CheckFields);
                assert!(problem.errors.iter().any(|error| error.path == path && error.code == code), "{path}: {problem:?}");
            }
        };
        refused("name", ErrorCode::Required, |one| one.name = " \u{200b}".to_owned()).await;
        refused("name", ErrorCode::TooLong, |one| one.name = "ă".repeat(2_001)).await;
        refused("cases", ErrorCode::Required, |one| one.cases.clear()).await;
        refused("levels", ErrorCode::Required, |one| one.levels.clear()).await;
        refused("cases.0.fee", ErrorCode::NotWithin, |one| one.cases[0].fee = -1).await;
        refused("cases.1.id", ErrorCode::StandsTwice, |one| one.cases.push(one.cases[0].clone())).await;
        refused("components.0.accepts", ErrorCode::NotAChoice, |one| one.components[0].accepts = vec!["KQ.X".to_owned()]).await;
        refused("components.0.only_for", ErrorCode::NotAChoice, |one| one.components[0].only_for = vec!["khong-co".to_owned()]).await;
        refused("components.0.max_age_months", ErrorCode::NotWithin, |one| one.components[0].max_age_months = Some(0)).await;
        refused("components.0.id", ErrorCode::NotACode, |one| one.components[0].id = "a/b".to_owned()).await;
        refused("code", ErrorCode::NotAChoice, |one| one.code = "1.999999".to_owned()).await;
        assert_eq!(kept(&admin, PRAISE).await.versions.len(), 1);
        let new = WriteProcedure { replaces: None, definition: seen.definition.clone() };
        admin.put(&path::kept_procedure(PRAISE), &new).await.refused(409, ErrorCode::VersionConflict);
    }

    async fn what_is_exported_is_imported_again_and_changes_nothing(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let _: ImportReport = import(&admin, "", &full("a", "1.900001", "Thả diều")).await.ok(200);
        let ours = admin.get(path::CATALOGUE_EXPORT).await;
        let all = admin.get(&format!("{}?all=true", path::CATALOGUE_EXPORT)).await;
        let read = |answer: &Answer| serde_json::from_slice::<Vec<ProcedureDefinition>>(&answer.body).unwrap();
        assert_eq!(read(&all).len(), read(&ours).len() + 1);
        let text = String::from_utf8(all.body.to_vec()).unwrap();
        let same: ImportReport = import(&admin, "", &text).await.ok(200);
        assert_eq!((same.unchanged, same.added + same.changed + same.kept + same.refused), (same.read, 0));
        let edited = text.replacen("Thủ tục tặng Giấy khen", "Tặng Giấy khen", 1);
        let report: ImportReport = import(&admin, "", &edited).await.ok(200);
        assert_eq!((report.changed, report.unchanged), (1, report.read - 1));
        for wrong in ["", "[]", "no json", r#"[{"hello": 1}]"#, "\u{0}"] {
            import(&admin, "", wrong).await.refused(422, ErrorCode::NotACatalogue);
        }
    }

    async fn a_record_of_the_nation_does_not_stand_beside_the_procedure_of_this_portal(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let file = [header("a", "1.012373", "Tặng Giấy khen theo công trạng"), header("b", "1.900001", "Tặng Giấy khen bay")].join("\n");
        let _: ImportReport = import(&admin, "", &file).await.ok(200);
        let codes: Vec<String> = found(&app.nobody(), "giay%20khen").await.into_iter().map(|item| item.code).collect();
        assert!(codes.iter().any(|code| code == PRAISE) && codes.iter().all(|code| code != "1.012373"), "{codes:?}");
        assert_eq!(codes.last().map(String::as_str), Some("1.900001"), "what is filed here comes first");
        let all: Page<KeptProcedureItem> =
            admin.get(&format!("{}?q=012373", path::KEPT_PROCEDURES)).await.ok(200);
        assert_eq!(all.items.len(), 2, "administrators see both");
        let national: Page<KeptProcedureItem> =
            admin.get(&format!("{}?origin=national", path::KEPT_PROCEDURES)).await.ok(200);
        assert_eq!(national.items.len(), 2);
    }

    async fn lists_are_turned_page_by_page_and_narrowed_by_field(app) {
        let admin = app.sign_in(Login::Administrator).await;
        let lines: Vec<String> = (0..25).map(|at| header(&format!("id{at}"), &format!("1.9000{at:02}"), &format!("Diều số {at:02}"))).collect();
        let _: ImportReport = import(&admin, "", &lines.join("\n")).await.ok(200);
        let nobody = app.nobody();
        let fields: Vec<FieldCount> = nobody.get(path::PROCEDURE_FIELDS).await.ok(200);
        assert!(fields.contains(&FieldCount { name: "Hàng không".to_owned(), procedures: 25 }), "{fields:?}");
        for base in [format!("{}?field=H%C3%A0ng%20kh%C3%B4ng&limit=10", path::PROCEDURES), format!("{}?q=dieu%20so&limit=10", path::PROCEDURES)] {
            let mut codes: Vec<String> = Vec::new();
            let mut cursor = String::new();
            loop {
                let page: Page<ProcedureListItem> = nobody.get(&format!("{base}{cursor}")).await.ok(200);
                assert_eq!(page.total, Some(25));
                codes.extend(page.items.into_iter().map(|item| item.code));
                let Some(next) = page.next else { break };
                cursor = format!("&cursor={next}");
            }
            let mut alone = codes.clone();
            alone.sort();
            alone.dedup();
            assert_eq!((codes.len(), alone.len()), (25, 25));
        }
        for cursor in ["x", "1", "9999999999.a", "%00.a"] {
            let answer = nobody.get(&format!("{}?cursor={cursor}", path::PROCEDURES)).await;
            answer.refused(422, ErrorCode::NotAChoice);
        }
    }
}

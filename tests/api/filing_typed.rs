//! The draft saves itself: what is typed is kept, right or wrong, and nothing that changed elsewhere is overwritten.

use crate::after::copying;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::acting::Ground;
use motcua_shared::filing::copy::CopiedDraft;
use motcua_shared::filing::dto::{DossierView, DraftView};
use motcua_shared::filing::typed::{TypedFields, TypedSaved};
use motcua_shared::path;
use motcua_shared::time::format_date;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::answers::MARITAL_STATUS;
use motcua_tests::app::{PROCEDURE, UNIT};
use motcua_tests::client::{Answer, new_key};
use motcua_tests::{Client, Login, on_both, papers};
use serde_json::json;
use std::collections::BTreeMap;

/// A procedure of citizens with an electronic form.
const WITH_FORM: &str = "1.004194";

fn fields(version: u32, list: &[(&str, &str)]) -> TypedFields {
    let fields: BTreeMap<String, String> = list
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    TypedFields { version, fields }
}

async fn typed(client: &Client, draft: &DraftView, version: u32, list: &[(&str, &str)]) -> Answer {
    client
        .patch(&path::draft_typed(draft.id), &fields(version, list))
        .await
}

async fn read(client: &Client, draft: &DraftView) -> DraftView {
    client.get(&path::draft(draft.id)).await.ok(200)
}

fn missing(draft: &DraftView) -> Vec<(&str, ErrorCode)> {
    draft
        .missing
        .iter()
        .map(|error| (error.path.as_str(), error.code))
        .collect()
}

on_both! {
    async fn what_is_typed_is_kept_right_or_wrong(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let saved: TypedSaved = typed(&agency, &draft, 1, &[("filer.phone", "0912"), ("filer.email", "nobody")]).await.ok(200);
        assert_eq!((saved.version, saved.behind), (2, false));
        let seen = read(&agency, &draft).await;
        assert_eq!((seen.filer.phone.as_str(), seen.filer.email.as_deref()), ("0912", Some("nobody")));
        assert!(missing(&seen).contains(&("filer.phone", ErrorCode::NotAPhone)), "{:?}", seen.missing);
        assert!(missing(&seen).contains(&("filer.email", ErrorCode::NotAnEmail)));
        let right = [("filer.phone", "0912 345 678"), ("filer.email", "")];
        typed(&agency, &draft, saved.version, &right).await.ok::<TypedSaved>(200);
        let seen = read(&agency, &draft).await;
        assert_eq!((seen.filer.phone.as_str(), seen.filer.email), ("0912345678", None));
        assert_eq!(seen.version, 3);
    }

    async fn two_devices_keep_both_and_the_same_field_is_asked_about(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        typed(&agency, &draft, 1, &[("filer.address", "12 Trần Phú")]).await.ok::<TypedSaved>(200);
        // Another field, seen before that: nothing is in its way.
        let other: TypedSaved = typed(&agency, &draft, 1, &[("filer.email", "b@example.vn")]).await.ok(200);
        assert_eq!((other.version, other.behind), (3, true));
        let answer = typed(&agency, &draft, 1, &[("filer.address", "7 Lê Lợi"), ("filer.phone", "0912345678")]).await;
        let problem = answer.refused(409, ErrorCode::VersionConflict);
        let [error] = problem.errors.as_slice() else { panic!("{problem:?}") };
        assert_eq!((error.path.as_str(), error.code), ("filer.address", ErrorCode::ChangedElsewhere));
        assert_eq!(error.params.get("now").map(String::as_str), Some("12 Trần Phú"));
        let seen = read(&agency, &draft).await;
        assert_eq!(seen.filer.address.as_deref(), Some("12 Trần Phú"));
        assert_eq!(seen.filer.email.as_deref(), Some("b@example.vn"));
        assert_eq!(seen.filer.phone, draft.filer.phone, "all of it or nothing");
        // With the version that shows what is there, it is what the person wants.
        typed(&agency, &draft, 3, &[("filer.address", "7 Lê Lợi")]).await.ok::<TypedSaved>(200);
    }

    async fn the_same_edit_again_after_a_lost_answer_changes_nothing(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let edit = [("filer.phone", "0912.345.678"), ("filer.address", " Thôn\u{202e} 3 ")];
        let first: TypedSaved = typed(&agency, &draft, 1, &edit).await.ok(200);
        let again: TypedSaved = typed(&agency, &draft, 1, &edit).await.ok(200);
        assert_eq!((first.version, again.version), (2, 2));
        assert_eq!(read(&agency, &draft).await.filer.address.as_deref(), Some("Thôn 3"));
    }

    async fn what_cannot_be_typed_is_refused_and_nothing_is_kept(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        for (path, text, code) in [
            ("filer.name", "Người khác", ErrorCode::NotAChoice),
            ("filer.identifier", "1", ErrorCode::NotAChoice),
            ("digest", "x", ErrorCode::NotAChoice),
            ("answers.nothing", "x", ErrorCode::NotAChoice),
            ("unit_id", "00000000-0000-0000-0000-000000000000", ErrorCode::UnitNotReceiving),
            ("case_id", "khac", ErrorCode::NotAChoice),
            ("for_another", "maybe", ErrorCode::NotAChoice),
            ("acting.ground", "mine", ErrorCode::NotAChoice),
            ("delivery.method", "by-pigeon", ErrorCode::NotAChoice),
            ("delivery.address", "x", ErrorCode::NotAChoice),
        ] {
            let answer = typed(&agency, &draft, 1, &[("filer.address", "đã gõ"), (path, text)]).await;
            answer.refused(422, ErrorCode::CheckFields);
            assert_eq!(answer.faults(), [(path.to_owned(), code)], "{path}");
        }
        let long = "x".repeat(1_001);
        let answer = typed(&agency, &draft, 1, &[("filer.address", &long)]).await;
        assert_eq!(answer.faults(), [("filer.address".to_owned(), ErrorCode::TooLong)]);
        let many: Vec<String> = (0..201).map(|number| format!("answers.a{number}")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|path| (path.as_str(), "")).collect();
        typed(&agency, &draft, 1, &many).await.refused(422, ErrorCode::CheckFields);
        assert_eq!(read(&agency, &draft).await, draft);
        let citizen = app.sign_in(Login::Citizen).await;
        typed(&citizen, &draft, 1, &[("filer.address", "x")]).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_day_follows_the_one_before_it_and_not_too_late(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open(WITH_FORM).await;
        let mut version = draft.version;
        for (from, until, wrong) in [
            ("1/12/2026", "30/11/2026", Some((ErrorCode::DayBefore, "Hãy chọn ngày không sớm hơn “Tạm trú từ ngày”."))),
            ("1/12/2026", "1/12/2026", None),
            ("29/2/2028", "28/2/2030", None),
            ("1/12/2026", "2/12/2028", Some((ErrorCode::SpanTooLong, "Hãy chọn ngày trong vòng 24 tháng kể từ “Tạm trú từ ngày”."))),
            ("1/12/2026", "1/12/2028", None),
        ] {
            let days = [("answers.from", from), ("answers.until", until)];
            let saved: TypedSaved = typed(&citizen, &draft, version, &days).await.ok(200);
            version = saved.version;
            let seen = read(&citizen, &draft).await;
            let said = seen.missing.iter().find(|error| error.path == "answers.until");
            assert_eq!(said.map(|error| (error.code, error.title.as_str())), wrong, "{from} {until}");
        }
    }

    async fn what_cannot_be_is_named_kept_and_not_filed(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let today = app.state.clock.now().vietnam_date();
        let tomorrow = today.succ_opt().unwrap();
        let draft = citizen.open("1.001193").await;
        assert_eq!(draft.today, today, "the browser looks with the day of the server");
        let odd = [
            ("child_born_on", format_date(tomorrow)),
            ("child_name", "a1<>!".to_owned()),
            ("mother_known", "yes".to_owned()),
            ("mother_name", "Tra\u{302}\u{300}n Thị Mẹ 😀".to_owned()),
            ("mother_identifier", "001099000001".to_owned()),
            ("father_known", "yes".to_owned()),
            ("father_identifier", "001 099 000 001".to_owned()),
        ];
        let list: Vec<(&str, &str)> = odd.iter().map(|(name, answer)| (*name, answer.as_str())).collect();
        let seen = citizen.answer(&draft, &list).await;
        let said = |seen: &DraftView, name: &str| {
            let path = format!("answers.{name}");
            seen.missing.iter().find(|error| error.path == path).map(|error| (error.code, error.title.clone()))
        };
        let day = format!("Hãy chọn ngày không muộn hơn hôm nay, {}.", format_date(today));
        assert_eq!(said(&seen, "child_born_on"), Some((ErrorCode::DayAhead, day)));
        assert_eq!(said(&seen, "child_name").unwrap().0, ErrorCode::NameHasSigns);
        assert_eq!(said(&seen, "mother_name").unwrap().0, ErrorCode::NameHasSigns);
        let (code, sentence) = said(&seen, "father_identifier").unwrap();
        assert_eq!(code, ErrorCode::SameAnswer);
        assert!(sentence.contains("“Số định danh cá nhân của mẹ”"), "{sentence}");
        // Kept as it was typed, composed and with what was wrong.
        assert_eq!(seen.answers["child_name"], "a1<>!");
        assert_eq!(seen.answers["mother_name"], "Trần Thị Mẹ 😀");
        citizen.submit(&seen).await.refused(422, ErrorCode::CheckFields);
        let right = [("child_born_on", format_date(today)), ("child_name", "Lê Thị An".to_owned()), ("father_identifier", "001099000002".to_owned())];
        let list: Vec<(&str, &str)> = right.iter().map(|(name, answer)| (*name, answer.as_str())).collect();
        let seen = citizen.answer(&seen, &list).await;
        for (name, _) in &right {
            assert_eq!(said(&seen, name), None, "{name}");
        }
        // By programs all of it is right or nothing is written, in whichever form of letters it comes.
        let whole = |name: &str| {
            let answers = json!({ "child_name": name });
            json!({ "version": seen.version, "answers": answers })
        };
        let answer = citizen.patch(&path::draft(draft.id), &whole("An 2")).await;
        assert!(answer.faults().contains(&("answers.child_name".to_owned(), ErrorCode::NameHasSigns)), "{}", answer.text());
        let answer = citizen.patch(&path::draft(draft.id), &whole("Le\u{302} An")).await;
        assert!(answer.faults().iter().all(|(path, _)| path != "answers.child_name"), "{}", answer.text());
    }

    async fn the_day_that_bounds_an_answer_is_the_day_it_is_filed(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let today = app.state.clock.now().vietnam_date();
        let draft = citizen.open("1.001193").await;
        let tomorrow = format_date(today.succ_opt().unwrap());
        let seen = citizen.answer(&draft, &[("child_born_on", &tomorrow)]).await;
        assert!(missing(&seen).contains(&("answers.child_born_on", ErrorCode::DayAhead)));
        app.advance(24 * 3600);
        let citizen = app.sign_in(Login::Citizen).await;
        let seen = read(&citizen, &draft).await;
        assert!(!missing(&seen).iter().any(|(path, _)| *path == "answers.child_born_on"), "{:?}", seen.missing);
        // A stay that is over is none to register.
        let stay = citizen.open(WITH_FORM).await;
        let days = [("from", "1/1/2020"), ("until", "1/2/2020")];
        let seen = citizen.answer(&stay, &days).await;
        assert!(missing(&seen).contains(&("answers.until", ErrorCode::DayPast)), "{:?}", seen.missing);
    }

    async fn a_copy_of_an_old_dossier_takes_over_what_cannot_be_any_more_and_names_it(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open("1.004873").await;
        let draft = citizen.fill(&draft, UNIT).await;
        let draft = citizen.answer(&draft, MARITAL_STATUS).await;
        let dossier: DossierView = citizen.submit(&draft).await.ok(200);
        // As it was filed before names were looked at.
        let filed = app.query(&format!("select answers as value from dossiers where id = '{}'", dossier.id)).remove(0);
        let old = filed.replace("Lê Văn An", "Le Van An 1<>");
        assert_ne!(filed, old);
        app.execute(&format!("update dossiers set answers = '{old}' where id = '{}'", dossier.id));
        let shown: DossierView = citizen.get(&path::dossier(dossier.id)).await.ok(200);
        assert!(shown.answers.iter().any(|one| one.answer == "Le Van An 1<>"), "a filed dossier stays as it was");
        let copied: CopiedDraft = copying(&citizen, dossier.id, &new_key()).await.ok(201);
        assert_eq!(copied.draft.answers["person_name"], "Le Van An 1<>");
        assert!(missing(&copied.draft).contains(&("answers.person_name", ErrorCode::NameHasSigns)), "{:?}", copied.draft.missing);
    }

    async fn whose_matter_it_is_needs_no_phone_but_no_wrong_one(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open(WITH_FORM).await;
        let child = [
            ("for_another", "true"),
            ("owner.name", "Lê Thị Con"),
            ("owner.identifier", "001099000002"),
            ("owner.phone", " "),
            ("acting.ground", "guardian"),
        ];
        let saved: TypedSaved = typed(&citizen, &draft, draft.version, &child).await.ok(200);
        let seen = read(&citizen, &draft).await;
        let of_parties: Vec<_> = missing(&seen).into_iter().filter(|(path, _)| path.starts_with("owner")).collect();
        assert_eq!(of_parties, []);
        assert_eq!(seen.owner.phone, "");
        typed(&citizen, &draft, saved.version, &[("owner.phone", "12")]).await.ok::<TypedSaved>(200);
        let seen = read(&citizen, &draft).await;
        assert!(missing(&seen).contains(&("owner.phone", ErrorCode::NotAPhone)), "what is given is looked at");
    }

    async fn for_another_the_ground_is_named_and_filed(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.fill(&agency.open(PROCEDURE).await, UNIT).await;
        let other = [
            ("for_another", "true"),
            ("owner.name", "Trường THCS Hoa Mai"),
            ("owner.identifier", "9990077"),
            ("owner.phone", "0912345678"),
        ];
        let saved: TypedSaved = typed(&agency, &draft, draft.version, &other).await.ok(200);
        let seen = read(&agency, &draft).await;
        assert_eq!(missing(&seen), [("acting.ground", ErrorCode::Required)]);
        let ground: TypedSaved = typed(&agency, &draft, saved.version, &[("acting.ground", "other")]).await.ok(200);
        assert_eq!(missing(&read(&agency, &draft).await), [("acting.note", ErrorCode::Required)]);
        // One's own after all: what was typed about the other stays, and is not filed.
        let own: TypedSaved = typed(&agency, &draft, ground.version, &[("for_another", "false")]).await.ok(200);
        let seen = read(&agency, &draft).await;
        assert_eq!((seen.owner.name.as_str(), seen.other.name.as_str()), (seen.filer.name.as_str(), "Trường THCS Hoa Mai"));
        assert_eq!(missing(&seen), []);
        let back = [("for_another", "true"), ("acting.note", " Theo văn bản 12/UBND ")];
        typed(&agency, &draft, own.version, &back).await.ok::<TypedSaved>(200);
        let seen = read(&agency, &draft).await;
        let dossier: DossierView = agency.submit(&seen).await.ok(200);
        assert_eq!(dossier.owner.name, "Trường THCS Hoa Mai");
        let acting = dossier.acting.unwrap();
        assert_eq!((acting.ground, acting.note.as_deref()), (Some(Ground::Other), Some("Theo văn bản 12/UBND")));
        typed(&agency, &draft, seen.version, &[("filer.phone", "1")]).await.refused(409, ErrorCode::DraftSubmitted);
    }

    async fn the_form_is_filled_with_what_is_known_and_checked(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open(WITH_FORM).await;
        assert_eq!(draft.answers.get("person_name"), Some(&draft.filer.name));
        assert_eq!(draft.answers.get("person_identifier"), Some(&draft.filer.identifier));
        let asked = missing(&draft);
        assert!(asked.contains(&("answers.temporary_address", ErrorCode::Required)), "{asked:?}");
        assert!(!asked.iter().any(|(path, _)| *path == "answers.landlord_name"), "hangs on an answer");
        let list = [
            ("answers.temporary_address", "<b>12</b> Trần Phú 🏠 e\u{302}\u{301}"),
            ("answers.from", "31/02/2026"),
            ("answers.housing", "rented"),
            ("answers.household", "family"),
        ];
        let saved: TypedSaved = typed(&citizen, &draft, 1, &list).await.ok(200);
        let seen = read(&citizen, &draft).await;
        let asked = missing(&seen);
        assert!(asked.contains(&("answers.from", ErrorCode::NotADate)));
        assert!(asked.contains(&("answers.landlord_name", ErrorCode::Required)));
        assert!(asked.contains(&("answers.members", ErrorCode::Required)));
        assert_eq!(seen.answers.get("temporary_address").map(String::as_str), Some("<b>12</b> Trần Phú 🏠 ế"));
        // Longer than the form takes is kept as it was typed, and named; longer than anything is, too, before it is kept.
        let long = "x".repeat(10_000);
        let saved: TypedSaved = typed(&citizen, &draft, saved.version, &[("answers.members", &long)]).await.ok(200);
        let seen = read(&citizen, &draft).await;
        let fault = seen.missing.iter().find(|error| error.path == "answers.members").unwrap();
        assert_eq!((fault.code, fault.params.get("max").map(String::as_str)), (ErrorCode::TooLong, Some("2000")));
        let longer = "x".repeat(10_001);
        let answer = typed(&citizen, &draft, saved.version, &[("answers.members", &longer)]).await;
        assert_eq!(answer.faults(), [("answers.members".to_owned(), ErrorCode::TooLong)]);
    }

    async fn the_answers_are_filed_as_they_were_shown(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.fill(&citizen.open(WITH_FORM).await, UNIT).await;
        let file = citizen.upload(papers::sound("to-trinh"), "cho-o.pdf", Purpose::Component).await.ok::<UploadView>(201);
        let draft: DraftView = citizen.attach_upload(&draft, "cho-o", file.id).await.ok(200);
        let list = [
            ("answers.temporary_address", "12 Trần Phú"),
            ("answers.from", "1/12/2026"),
            ("answers.until", "2027-12-01"),
            ("answers.housing", "rented"),
            ("answers.landlord_name", "Lê Văn Chủ"),
            ("answers.landlord_phone", "0912 345 678"),
            ("answers.household", "self"),
            ("answers.members", "của lúc trước"),
            ("answers.promise", "true"),
        ];
        typed(&citizen, &draft, draft.version, &list).await.ok::<TypedSaved>(200);
        let seen = read(&citizen, &draft).await;
        assert_eq!(missing(&seen), []);
        assert_ne!(seen.digest, draft.digest, "what is filed is what was shown, answers included");
        citizen.submit(&draft).await.refused(409, ErrorCode::ContentChanged);
        let dossier: DossierView = citizen.submit(&seen).await.ok(200);
        let answer = |name: &str| dossier.answers.iter().find(|one| one.name == name).map(|one| one.answer.as_str());
        assert_eq!(answer("from"), Some("01/12/2026"));
        assert_eq!(answer("housing"), Some("Thuê, mượn, ở nhờ"));
        assert_eq!(answer("landlord_phone"), Some("0912345678"));
        assert_eq!(answer("promise"), Some("Có"));
        assert_eq!(answer("members"), None, "not asked, so not filed");
    }

    async fn what_is_known_of_the_owner_follows_the_owner(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open(WITH_FORM).await;
        let other = [("for_another", "true"), ("owner.name", "Lê Thị Con"), ("owner.identifier", "001099000002")];
        let saved: TypedSaved = typed(&citizen, &draft, 1, &other).await.ok(200);
        let seen = read(&citizen, &draft).await;
        assert_eq!(seen.answers.get("person_name").map(String::as_str), Some("Lê Thị Con"));
        // The person's own answer is theirs.
        let own: TypedSaved = typed(&citizen, &draft, saved.version, &[("answers.person_name", "Lê Thị Con Út")]).await.ok(200);
        typed(&citizen, &draft, own.version, &[("owner.name", "Lê Thị Hai")]).await.ok::<TypedSaved>(200);
        let seen = read(&citizen, &draft).await;
        assert_eq!(seen.answers.get("person_name").map(String::as_str), Some("Lê Thị Con Út"));
    }

    async fn a_draft_that_nobody_goes_on_with_is_told_of_and_goes_with_its_files(app) {
        const DAY: u64 = 24 * 3600;
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let file = agency.uploaded_for("to-trinh", Purpose::Component).await;
        agency.attach_upload(&draft, "to-trinh", file.id).await.ok::<DraftView>(200);
        let kept = agency.open(PROCEDURE).await;
        app.advance(75 * DAY);
        motcua_server::filing::service::forget_ended_drafts(&app.state).await.unwrap();
        assert_eq!(app.count("messages where kind = 'draft-ends'"), 0, "not yet");
        app.advance(2 * DAY);
        for _ in 0..2 {
            motcua_server::filing::service::forget_ended_drafts(&app.state).await.unwrap();
        }
        assert_eq!(app.count("messages where kind = 'draft-ends'"), 2, "told once of each");
        let agency = app.sign_in(Login::Agency).await;
        typed(&agency, &kept, kept.version, &[("filer.address", "vẫn điền tiếp")]).await.ok::<TypedSaved>(200);
        app.advance(14 * DAY);
        motcua_server::filing::service::forget_ended_drafts(&app.state).await.unwrap();
        let agency = app.sign_in(Login::Agency).await;
        agency.get(&path::draft(draft.id)).await.refused(404, ErrorCode::NotFound);
        assert_eq!(read(&agency, &kept).await.filer.address.as_deref(), Some("vẫn điền tiếp"));
        app.run_jobs().await;
        app.assert_files_and_rows_agree().await;
        assert!(app.settled_paths(0).await.is_empty(), "its file went with it");
    }

    async fn an_account_that_was_suspended_meanwhile_writes_nothing(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        app.execute(&format!("update accounts set status = 'suspended' where id = '{}'", app.account(Login::Agency)));
        let answer = typed(&agency, &draft, 1, &[("filer.address", "x")]).await;
        assert!(matches!(answer.status, 401 | 403), "{}", answer.text());
        assert_eq!(app.count("drafts where version = 1"), 1);
    }
}

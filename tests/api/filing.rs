//! From an open draft to the filed dossier.

use motcua_shared::catalogue::dto::HalfDays;
use motcua_shared::catalogue::time_limit::TimeLimit;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::{
    AttachedBy, DossierListItem, DossierStatus, DossierView, DraftListItem, DraftView, Party, Suggestion,
};
use motcua_shared::id::PaperId;
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperView;
use motcua_shared::vault::rule::Fit;
use motcua_tests::answers::MARRIAGE;
use motcua_tests::app::{FITTING, PROCEDURE, UNIT};
use motcua_tests::client::{new_key, seen};
use motcua_tests::{Client, Login, on_both, papers, seed};
use serde_json::json;

/// What is attached to a component, by whom.
fn attached(draft: &DraftView, component: &str) -> Option<AttachedBy> {
    draft
        .components
        .iter()
        .find(|one| one.component_id == component)?
        .attachment
        .as_ref()
        .map(|attachment| attachment.attached_by)
}

fn fitting(draft: &DraftView, component: &str) -> u32 {
    let found = draft.components.iter().find(|one| one.component_id == component);
    found.unwrap().fitting
}

async fn suggestions(client: &Client, draft: &DraftView, component: &str) -> Vec<Suggestion> {
    client
        .get(&path::draft_suggestions(draft.id, component))
        .await
        .ok(200)
}

async fn times_used(client: &Client, id: PaperId) -> u32 {
    client
        .get(&path::paper(id))
        .await
        .ok::<PaperView>(200)
        .item
        .times_used
}

on_both! {
    async fn a_draft_opens_filled_in_with_what_is_known(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        assert_eq!((draft.version, draft.dossier_id), (1, None));
        assert_eq!((draft.filer.identifier.as_str(), draft.filer.phone.as_str()), ("9990001", "0900000001"));
        assert_eq!(draft.filer, draft.owner);
        assert_eq!(draft.case_id.as_deref(), Some("thong-thuong"), "the only case is chosen");
        assert_eq!((draft.unit.clone(), draft.delivery.clone()), (None, None));
        assert_eq!(draft.components.len(), 4);
        let read: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(read, draft);
        let list: Vec<DraftListItem> = agency.get(path::DRAFTS).await.ok(200);
        assert_eq!(list.iter().map(|item| item.id).collect::<Vec<_>>(), [draft.id]);
    }

    async fn the_only_fitting_paper_is_attached_by_the_portal(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        for (component, ..) in FITTING {
            assert_eq!(attached(&draft, component), Some(AttachedBy::Portal), "{component}");
            assert_eq!(fitting(&draft, component), 1, "{component}");
        }
        assert_eq!((attached(&draft, "minh-chung"), fitting(&draft, "minh-chung")), (None, 0));
    }

    async fn of_two_fitting_papers_the_person_chooses(app) {
        let agency = app.sign_in(Login::Agency).await;
        let first = agency.paper("to-trinh", "KQ.H21.910001").await;
        let second = agency.paper("hai-chu-ky-nguoi-va-co-quan", "KQ.H21.910001").await;
        let draft = agency.open(PROCEDURE).await;
        assert_eq!((attached(&draft, "to-trinh"), fitting(&draft, "to-trinh")), (None, 2));
        let offered: Vec<PaperId> = suggestions(&agency, &draft, "to-trinh").await.iter().map(|one| one.paper.id).collect();
        assert_eq!(offered, [second.item.id, first.item.id], "newest first");
        let draft: DraftView = agency.attach_paper(&draft, "to-trinh", first.item.id).await.ok(200);
        assert_eq!(attached(&draft, "to-trinh"), Some(AttachedBy::Person));
    }

    async fn a_paper_put_into_the_vault_meanwhile_is_found_by_looking_again(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        agency.paper("to-trinh", "KQ.H21.910001").await;
        let draft: DraftView = agency.post(&path::draft_match(draft.id), &json!({})).await.ok(200);
        assert_eq!(attached(&draft, "to-trinh"), Some(AttachedBy::Portal));
        let again: DraftView = agency.post(&path::draft_match(draft.id), &json!({})).await.ok(200);
        assert_eq!(again, draft, "nothing new, nothing changed");
    }

    async fn what_the_person_took_away_stays_away(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let address = format!("{}?version={}", path::draft_component(draft.id, "to-trinh"), draft.version);
        let draft: DraftView = agency.delete(&address).await.ok(200);
        assert_eq!(attached(&draft, "to-trinh"), None);
        let draft: DraftView = agency.post(&path::draft_match(draft.id), &json!({})).await.ok(200);
        assert_eq!((attached(&draft, "to-trinh"), fitting(&draft, "to-trinh")), (None, 1));
        agency.delete(&address).await.refused(409, ErrorCode::VersionConflict);
    }

    async fn hidden_papers_are_never_offered(app) {
        let agency = app.sign_in(Login::Agency).await;
        agency.paper("to-trinh", "KQ.H21.910001").await;
        app.execute("update papers set is_visible = false");
        let draft = agency.open(PROCEDURE).await;
        assert_eq!((attached(&draft, "to-trinh"), fitting(&draft, "to-trinh")), (None, 0));
        assert_eq!(suggestions(&agency, &draft, "to-trinh").await, []);
    }

    async fn papers_of_the_right_category_are_offered_before_those_of_a_similar_name(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let account = app.account(Login::Citizen);
        let right = seed::papers(&app, account, "KQ.H21.910008", 2);
        let similar = seed::papers(&app, account, "KQ.G15.000038", 1);
        seed::papers(&app, account, "KQ.G15.000031", 1);
        // Its declaration is called so, among other words.
        app.execute("update paper_categories set name = 'Trích lục hộ tịch' where code = 'KQ.G15.000038'");
        let draft = citizen.open("2.000635").await;
        let offered: Vec<(PaperId, Fit)> = suggestions(&citizen, &draft, "to-khai")
            .await
            .iter()
            .map(|one| (one.paper.id, one.fit))
            .collect();
        assert_eq!(
            offered,
            [(right[1], Fit::Category), (right[0], Fit::Category), (similar[0], Fit::SimilarName)]
        );
        citizen.get(&path::draft_suggestions(draft.id, "khong-co")).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_file_of_the_device_is_attached_and_taken_away_again(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let draft = citizen.open("1.000894").await;
        let sent: UploadView = citizen.upload(papers::picture(), "CCCD.png", Purpose::Component).await.ok(201);
        let answer = citizen.attach_upload(&draft, "giay-to-tuy-than", sent.id).await;
        let with: DraftView = answer.ok(200);
        assert_eq!(attached(&with, "giay-to-tuy-than"), Some(AttachedBy::Person));
        let repeated: DraftView = citizen.attach_upload(&draft, "giay-to-tuy-than", sent.id).await.ok(200);
        assert_eq!(repeated, with, "the answer was lost and the request came again");
        citizen.attach_upload(&with, "tinh-trang-hon-nhan", sent.id).await.refused(409, ErrorCode::UploadGone);
        app.assert_files_and_rows_agree().await;
        let citizen = app.sign_in(Login::Citizen).await;
        let address = format!("{}?version={}", path::draft_component(draft.id, "giay-to-tuy-than"), with.version);
        let without: DraftView = citizen.delete(&address).await.ok(200);
        assert_eq!(attached(&without, "giay-to-tuy-than"), None);
        app.run_jobs().await;
        assert_eq!(app.count("stored_files"), 0, "what nothing stands on goes");
        app.assert_files_and_rows_agree().await;
    }

    async fn an_unsigned_file_cannot_stand_where_a_signed_one_is_asked_for(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        for (bytes, name) in [(papers::bad("chua-ky"), "chua-ky.pdf"), (papers::picture(), "anh.png")] {
            let sent: UploadView = agency.upload(bytes, name, Purpose::Component).await.ok(201);
            let problem = agency
                .attach_upload(&draft, "to-trinh", sent.id)
                .await
                .refused(422, ErrorCode::ComponentUnsigned);
            assert_eq!(problem.errors[0].path, "file");
        }
        let read: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(read.version, draft.version);
        assert_eq!(app.count("stored_files"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_not_there_or_not_the_own_cannot_be_attached(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let draft = agency.open(PROCEDURE).await;
        let paper = other.paper("to-trinh", "KQ.H21.910001").await;
        let upload = other.uploaded("bien-ban-hop").await;
        agency.attach_paper(&draft, "to-trinh", paper.item.id).await.refused(404, ErrorCode::NotFound);
        agency.attach_upload(&draft, "to-trinh", upload.id).await.refused(409, ErrorCode::UploadGone);
        let own = agency.uploaded("bao-cao-thanh-tich").await;
        agency.attach_upload(&draft, "khong-co", own.id).await.refused(404, ErrorCode::NotFound);
        let evil = agency.attach_upload(&draft, "a%00b", own.id).await;
        assert!(evil.status < 500, "{}", evil.text());
        assert_eq!(app.count("draft_components"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_change_made_elsewhere_is_not_overwritten(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let newer = agency.fill(&draft, UNIT).await;
        assert_eq!(newer.version, draft.version + 1);
        let change = json!({ "version": draft.version, "case_id": "thong-thuong" });
        agency.patch(&path::draft(draft.id), &change).await.refused(409, ErrorCode::VersionConflict);
        let paper = newer.components[0].attachment.clone().unwrap().paper_id.unwrap();
        agency.attach_paper(&draft, "to-trinh", paper).await.refused(409, ErrorCode::VersionConflict);
    }

    async fn every_wrong_choice_is_named_by_its_path_and_nothing_is_written(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let change = json!({
            "version": draft.version,
            "unit_id": uuid::Uuid::now_v7(),
            "case_id": "khong-co",
            "owner": { "name": "", "identifier": " ", "phone": "123", "address": "x".repeat(301) },
            "filer": { "name": "Kẻ mạo danh", "identifier": "1", "phone": "" },
            "delivery": { "method": "by-post" },
        });
        let answer = agency.patch(&path::draft(draft.id), &change).await;
        answer.refused(422, ErrorCode::CheckFields);
        let expected = [
            ("unit_id", ErrorCode::UnitNotReceiving),
            ("case_id", ErrorCode::NotAChoice),
            ("filer.phone", ErrorCode::Required),
            ("owner.name", ErrorCode::Required),
            ("owner.identifier", ErrorCode::Required),
            ("owner.phone", ErrorCode::NotAPhone),
            ("owner.address", ErrorCode::TooLong),
            ("delivery.address", ErrorCode::Required),
        ];
        assert_eq!(answer.faults(), expected.map(|(path, code)| (path.to_owned(), code)));
        let read: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert_eq!(read, draft);
    }

    async fn too_long_an_email_names_its_own_limit(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let owner = Party { email: Some("e".repeat(255)), identifier: "1".repeat(36), ..draft.owner.clone() };
        let answer = agency.patch(&path::draft(draft.id), &json!({ "version": draft.version, "owner": owner })).await;
        let limits: Vec<(String, String)> = answer
            .problem()
            .errors
            .into_iter()
            .map(|field| (field.path, field.params["max"].clone()))
            .collect();
        assert_eq!(
            limits,
            [
                ("owner.identifier".to_owned(), "35".to_owned()),
                ("owner.email".to_owned(), "254".to_owned())
            ]
        );
    }

    async fn the_filer_is_always_the_account(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let filer = Party {
            name: "Kẻ mạo danh".to_owned(),
            identifier: "6666666".to_owned(),
            phone: "+84 912.345.678".to_owned(),
            email: Some("lien-he@example.vn".to_owned()),
            address: None,
        };
        let changed: DraftView = agency
            .patch(&path::draft(draft.id), &json!({ "version": draft.version, "filer": filer }))
            .await
            .ok(200);
        assert_eq!((changed.filer.name, changed.filer.identifier), (draft.filer.name, draft.filer.identifier));
        assert_eq!((changed.filer.phone.as_str(), changed.filer.email.as_deref()), ("0912345678", Some("lien-he@example.vn")));
    }

    async fn a_typed_phone_hears_of_dossiers_until_enough_went_there_today(app) {
        let agency = app.agency_with_papers().await;
        let typed = Party { name: String::new(), identifier: String::new(), phone: "0912345678".to_owned(), email: None, address: None };
        let file = async || {
            let draft = agency.open(PROCEDURE).await;
            let draft: DraftView = agency
                .patch(&path::draft(draft.id), &json!({ "version": draft.version, "filer": typed }))
                .await
                .ok(200);
            let draft = agency.fill(&draft, UNIT).await;
            let _: DossierView = agency.submit(&draft).await.ok(200);
            app.query("select phone as value from messages order by id desc limit 1").remove(0)
        };
        assert_eq!(file().await, "0912345678");
        // What went to the account's own phone does not count.
        app.execute("update messages set phone = '0900000001'");
        let row = "'{n}', kind, account_id, language, '0912345678', refused, tries, round, attempts, 'sent', created_at, expires_at";
        for n in 0..39 {
            app.execute(&format!(
                "insert into messages (id, kind, account_id, language, phone, refused, tries, round, attempts, status, created_at, expires_at) \
                 select {} from messages where kind = 'dossier-submitted' and status = 'queued' and phone = '0900000001'",
                row.replace("{n}", &format!("00000000-0000-7000-8000-0000000000{n:02}")),
            ));
        }
        assert_eq!(file().await, "0912345678", "the fortieth");
        assert_eq!(file().await, "0900000001", "then the account's own, which is proved");
    }

    async fn everything_that_is_missing_is_named_when_filing(app) {
        let agency = app.sign_in(Login::Agency).await;
        let draft = agency.open(PROCEDURE).await;
        let answer = agency.submit(&draft).await;
        answer.refused(422, ErrorCode::CheckFields);
        let expected = [
            ("unit_id", ErrorCode::Required),
            ("components.to-trinh", ErrorCode::ComponentMissing),
            ("components.bao-cao", ErrorCode::ComponentMissing),
            ("components.bien-ban", ErrorCode::ComponentMissing),
            ("delivery.method", ErrorCode::Required),
        ]
        .map(|(path, code)| (path.to_owned(), code));
        assert_eq!(answer.faults(), expected);
        let told: Vec<_> = draft.missing.iter().map(|fault| (fault.path.clone(), fault.code)).collect();
        assert_eq!(told, expected, "the wizard knew");
    }

    async fn a_dossier_is_filed_with_code_receipt_and_uses_counted(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        assert_eq!(draft.missing, []);
        let dossier: DossierView = agency.submit(&draft).await.ok(200);
        let day = app.state.clock.now().vietnam_date().format("%y%m%d").to_string();
        assert_eq!(dossier.code, format!("{UNIT}-{day}-0001"));
        assert_eq!((dossier.status, dossier.digest.clone()), (DossierStatus::Submitted, draft.digest.clone()));
        assert_eq!(dossier.components.iter().filter(|one| one.attachment.is_some()).count(), 3);
        for component in &dossier.components {
            if let Some(attachment) = &component.attachment {
                assert_eq!(times_used(&agency, attachment.paper_id.unwrap()).await, 1);
            }
        }
        assert_eq!((app.count("paper_uses"), app.count("dossiers"), app.count("dossier_components")), (3, 1, 3));
        let message = app.query("select phone || content as value from messages order by id desc limit 1").remove(0);
        assert!(message.contains(&dossier.code) && message.contains("0900000001"));
        let list: Page<DossierListItem> = agency.get(path::DOSSIERS).await.ok(200);
        assert_eq!(list.items.iter().map(|item| item.id).collect::<Vec<_>>(), [dossier.id]);
        assert_eq!(agency.get(path::DRAFTS).await.ok::<Vec<DraftListItem>>(200), []);
        let again: DossierView = agency.submit(&draft).await.ok(200);
        assert_eq!(again, dossier, "filing again gives the same dossier");
        let read: DossierView = agency.get(&path::dossier(dossier.id)).await.ok(200);
        assert_eq!(read, dossier);
    }

    async fn a_filed_draft_changes_no_more(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let paper = draft.components[0].attachment.clone().unwrap().paper_id.unwrap();
        let _: DossierView = agency.submit(&draft).await.ok(200);
        let draft: DraftView = agency.get(&path::draft(draft.id)).await.ok(200);
        assert!(draft.components.iter().all(|one| one.attachment.is_none()), "what was attached is the dossier's");
        let change = json!({ "version": draft.version, "case_id": "thong-thuong" });
        agency.patch(&path::draft(draft.id), &change).await.refused(409, ErrorCode::DraftSubmitted);
        agency.attach_paper(&draft, "to-trinh", paper).await.refused(409, ErrorCode::DraftSubmitted);
        let component = format!("{}?version={}", path::draft_component(draft.id, "to-trinh"), draft.version);
        agency.delete(&component).await.refused(409, ErrorCode::DraftSubmitted);
        agency.delete(&path::draft(draft.id)).await.refused(404, ErrorCode::NotFound);
        assert_eq!(app.count("drafts"), 1);
    }

    async fn only_what_was_seen_is_filed(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let draft = agency.fill(&draft, UNIT).await;
        let mut stale = seen(&draft);
        stale.digest = "0".repeat(64);
        agency.post(&path::draft_submit(draft.id), &stale).await.refused(409, ErrorCode::ContentChanged);
        let mut stale = seen(&draft);
        stale.version -= 1;
        agency.post(&path::draft_submit(draft.id), &stale).await.refused(409, ErrorCode::ContentChanged);
        let change = json!({ "version": draft.version, "delivery": { "method": "online" } });
        let changed: DraftView = agency.patch(&path::draft(draft.id), &change).await.ok(200);
        assert_ne!(changed.digest, draft.digest);
        agency.submit(&draft).await.refused(409, ErrorCode::ContentChanged);
        assert_eq!(app.count("dossiers"), 0);
        let _: DossierView = agency.submit(&changed).await.ok(200);
    }

    async fn a_draft_can_be_thrown_away(app) {
        let agency = app.agency_with_papers().await;
        let draft = agency.open(PROCEDURE).await;
        let answer = agency.delete(&path::draft(draft.id)).await;
        assert_eq!((answer.status, answer.body.len()), (204, 0));
        agency.get(&path::draft(draft.id)).await.refused(404, ErrorCode::NotFound);
        agency.delete(&path::draft(draft.id)).await.refused(404, ErrorCode::NotFound);
        assert_eq!((app.count("drafts"), app.count("draft_components"), app.count("papers")), (0, 0, 3));
    }

    async fn a_draft_is_nobody_elses(app) {
        let (agency, other) = (app.agency_with_papers().await, app.sign_in(Login::OtherAgency).await);
        let draft = agency.open(PROCEDURE).await;
        let address = path::draft(draft.id);
        other.get(&address).await.refused(404, ErrorCode::NotFound);
        other.delete(&address).await.refused(404, ErrorCode::NotFound);
        other.submit(&draft).await.refused(404, ErrorCode::NotFound);
        other.post(&path::draft_match(draft.id), &json!({})).await.refused(404, ErrorCode::NotFound);
        assert_eq!(other.get(path::DRAFTS).await.ok::<Vec<DraftListItem>>(200), []);
    }

    async fn a_procedure_is_opened_only_by_those_it_is_for(app) {
        let (agency, citizen) = (app.sign_in(Login::Agency).await, app.sign_in(Login::Citizen).await);
        citizen.opening(PROCEDURE, &new_key()).await.refused(403, ErrorCode::ApplicantNotAllowed);
        agency.opening("1.000894", &new_key()).await.refused(403, ErrorCode::ApplicantNotAllowed);
        agency.opening("9.999999", &new_key()).await.refused(404, ErrorCode::NotFound);
        assert!(agency.opening("9\0", &new_key()).await.status < 500);
        let keyless = agency.post(path::DRAFTS, &json!({ "procedure_code": PROCEDURE })).await;
        assert_eq!(keyless.faults(), [("idempotency-key".to_owned(), ErrorCode::Required)]);
        assert_eq!(app.count("drafts"), 0);
    }

    async fn opening_with_the_same_key_gives_the_same_draft(app) {
        let agency = app.sign_in(Login::Agency).await;
        let key = new_key();
        let first: DraftView = agency.opening(PROCEDURE, &key).await.ok(201);
        let again: DraftView = agency.opening(PROCEDURE, &key).await.ok(201);
        assert_eq!(first, again);
        agency.opening("1.012378.H08", &key).await.refused(409, ErrorCode::IdempotencyMismatch);
        assert_eq!(app.count("drafts"), 1);
    }

    async fn fifty_drafts_are_enough(app) {
        let agency = app.sign_in(Login::Agency).await;
        for _ in 0..50 {
            agency.open(PROCEDURE).await;
        }
        agency.opening(PROCEDURE, &new_key()).await.refused(429, ErrorCode::TooManyDrafts);
        assert_eq!(agency.get(path::DRAFTS).await.ok::<Vec<DraftListItem>>(200).len(), 50);
    }

    async fn a_citizen_files_a_marriage(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let status = citizen.paper("giay-xac-nhan-tinh-trang-hon-nhan", "KQ.G15.000038").await;
        let draft = citizen.open("1.000894").await;
        assert_eq!((attached(&draft, "tinh-trang-hon-nhan"), draft.case_id.as_deref()), (Some(AttachedBy::Portal), None));
        let card: UploadView = citizen.upload(papers::picture(), "CCCD.png", Purpose::Component).await.ok(201);
        let draft: DraftView = citizen.attach_upload(&draft, "giay-to-tuy-than", card.id).await.ok(200);
        let draft = citizen.fill(&draft, UNIT).await;
        let draft = citizen.answer(&draft, MARRIAGE).await;
        assert_eq!(draft.case_id.as_deref(), Some("khong-xac-minh"));
        let dossier: DossierView = citizen.submit(&draft).await.ok(200);
        assert_eq!(dossier.working_time, TimeLimit::Working(HalfDays(2)));
        assert_eq!(dossier.procedure_code, "1.000894");
        assert!(dossier.code.starts_with(&format!("{UNIT}-")));
        assert_eq!(times_used(&citizen, status.item.id).await, 1);
        let file = citizen.get(&path::dossier_file(dossier.id, "giay-to-tuy-than")).await;
        assert_eq!((file.status, file.body.clone(), file.header("content-type")), (200, papers::picture(), Some("image/png")));
        citizen.get(&path::dossier_file(dossier.id, "to-khai")).await.refused(404, ErrorCode::NotFound);
        app.assert_files_and_rows_agree().await;
    }
}

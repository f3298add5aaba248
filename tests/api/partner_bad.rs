//! Another system that is down, slow or lies, and people who ask it for what is not theirs.

use crate::partner::{BIRTH, DECISION, DIPLOMA, look, shown, start, start_with, take, taken};
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::vault::dto::PaperPage;
use motcua_shared::vault::partner::{PartnerState, PartnerVaultView};
use motcua_tests::{Login, on_both, on_each};
use serde_json::json;

on_each! {
    async fn somebody_elses_paper_is_not_there(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        for id in [DECISION, "QN/1999/999999", "../../v1/papers/list", "x\u{0}", ""] {
            take(&client, id).await.refused(404, ErrorCode::NotFound);
        }
        assert_eq!(sandbox.partner_asked().await.2, 0);
        assert_eq!((app.count("papers"), app.count("partner_papers")), (0, 0));
        // What one account took is no other account's.
        let agency = app.sign_in(Login::Agency).await;
        let paper = taken(&agency, DECISION).await;
        client.get(&path::paper(paper.item.id)).await.refused(404, ErrorCode::NotFound);
        take(&client, DECISION).await.refused(404, ErrorCode::NotFound);
    }

    async fn nobody_asks_whose_identity_is_not_verified(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        app.execute(&format!(
            "update accounts set assurance_level = 1 where login = '{}'",
            Login::Citizen.name()
        ));
        let partners: Vec<PartnerVaultView> = client.get(path::PARTNER_VAULTS).await.ok(200);
        assert!(!partners[0].is_open);
        let problem = look(&client).await.refused(403, ErrorCode::PartnerNeedsIdentity);
        assert!(problem.title.contains("Kho Quy Nhơn"), "{}", problem.title);
        take(&client, BIRTH).await.refused(403, ErrorCode::PartnerNeedsIdentity);
        for login in [Login::Staff, Login::Administrator] {
            let officer = app.sign_in(login).await;
            officer.get(path::PARTNER_VAULTS).await.refused(403, ErrorCode::NotAllowed);
            look(&officer).await.refused(403, ErrorCode::NotAllowed);
            take(&officer, BIRTH).await.refused(403, ErrorCode::NotAllowed);
        }
        app.nobody().get(path::PARTNER_VAULTS).await.refused(401, ErrorCode::SignInNeeded);
        look(&app.nobody()).await.refused(401, ErrorCode::SignInNeeded);
        assert_eq!(sandbox.partner_asked().await, (0, 0, 0));
    }

    async fn a_list_that_lies_is_not_shown(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        for fault in ["garbage", "long-list", "other-request", "other-owner"] {
            sandbox.partner(&json!({ "fault": fault })).await;
            let answer = look(&client).await;
            let problem = answer.refused(502, ErrorCode::PartnerWrong);
            assert!(problem.title.starts_with("Kho Quy Nhơn"), "{fault}: {}", problem.title);
            assert!(!answer.text().contains("9990001"), "{fault}");
        }
        sandbox.partner(&json!({ "fault": "none" })).await;
        assert_eq!(look(&client).await.status, 200, "one that answers wrongly is asked again at once");
    }

    async fn a_file_that_is_not_what_was_announced_does_not_stay(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        for (fault, status, code) in [
            ("other-file", 502, ErrorCode::PartnerWrong),
            ("endless-file", 502, ErrorCode::PartnerWrong),
            ("other-owner", 502, ErrorCode::PartnerWrong),
            ("other-paper", 502, ErrorCode::PartnerWrong),
            ("huge-file", 413, ErrorCode::FileTooLarge),
            ("not-pdf", 422, ErrorCode::FileNotPdf),
            ("broken-file", 503, ErrorCode::PartnerDown),
        ] {
            sandbox.partner(&json!({ "fault": fault })).await;
            let answer = take(&client, BIRTH).await;
            let problem = answer.problem();
            assert_eq!((answer.status, problem.code), (status, code), "{fault}: {}", problem.title);
            assert_eq!((app.count("papers"), app.count("uploads")), (0, 0), "{fault}");
        }
        sandbox.partner(&json!({ "fault": "none" })).await;
        assert_eq!(shown(&client, BIRTH).await.state, PartnerState::Untaken);
        taken(&client, BIRTH).await;
        app.assert_files_and_rows_agree().await;
    }

    async fn one_that_is_down_is_left_alone_and_hurts_nothing_else(backend) {
        let (app, sandbox) = start_with(backend, |config, _| {
            config.vault.partners[0].patience_seconds = 1;
        }).await;
        let client = app.sign_in(Login::Citizen).await;
        for fault in ["down", "slow", "redirect"] {
            sandbox.partner(&json!({ "fault": fault })).await;
            let (before, _, _) = sandbox.partner_asked().await;
            for _ in 0..4 {
                let problem = look(&client).await.refused(503, ErrorCode::PartnerDown);
                assert!(problem.retry_after.is_some(), "{fault}");
                assert!(problem.title.contains("Kho Quy Nhơn"), "{}", problem.title);
            }
            assert_eq!(sandbox.partner_asked().await.0 - before, 2, "{fault}: two tries, then a pause");
            take(&client, BIRTH).await.refused(503, ErrorCode::PartnerDown);
            assert_eq!(sandbox.partner_asked().await.1, 0, "{fault}");
            let own: PaperPage = client.get(path::PAPERS).await.ok(200);
            assert_eq!(own.total, 0);
            sandbox.partner(&json!({ "fault": "none" })).await;
            look(&client).await.refused(503, ErrorCode::PartnerDown);
            app.advance(21);
            assert_eq!(look(&client).await.status, 200, "{fault}: asked again after the pause");
        }
    }

    async fn files_that_always_break_off_are_left_alone_while_the_list_is_shown(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        sandbox.partner(&json!({ "fault": "broken-file" })).await;
        for _ in 0..4 {
            take(&client, BIRTH).await.refused(503, ErrorCode::PartnerDown);
        }
        let (_, described, fetched) = sandbox.partner_asked().await;
        assert_eq!((described, fetched), (4, 2), "two tries, then a pause");
        sandbox.partner(&json!({ "fault": "none" })).await;
        assert_eq!(look(&client).await.status, 200);
        app.advance(21);
        assert_eq!(take(&client, BIRTH).await.status, 200);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_of_one_person_that_breaks_off_closes_no_other(backend) {
        let (app, sandbox) = start(backend).await;
        let (citizen, agency) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::Agency).await);
        sandbox.partner(&json!({ "fault": "broken-file" })).await;
        for _ in 0..3 {
            for id in [BIRTH, DIPLOMA] {
                take(&citizen, id).await.refused(503, ErrorCode::PartnerDown);
            }
        }
        sandbox.partner(&json!({ "fault": "none" })).await;
        taken(&agency, DECISION).await;
        take(&citizen, BIRTH).await.refused(503, ErrorCode::PartnerDown);
        app.advance(21);
        taken(&citizen, BIRTH).await;
    }

    async fn a_day_on_which_nothing_was_issued_is_left_open_and_stops_nobody(backend) {
        let (app, sandbox) = start(backend).await;
        let client = app.sign_in(Login::Citizen).await;
        sandbox.partner(&json!({ "fault": "odd-day" })).await;
        assert_eq!(shown(&client, BIRTH).await.issued_on, None);
        assert_eq!(taken(&client, BIRTH).await.item.issued_on, None);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_that_becomes_no_paper_does_not_wait(backend) {
        let (app, _sandbox) = start_with(backend, |config, _| {
            config.vault.partners[0].category_code = "KQ.KHONG.CO".to_owned();
        }).await;
        let client = app.sign_in(Login::Citizen).await;
        for _ in 0..3 {
            take(&client, DIPLOMA).await.refused(500, ErrorCode::Internal);
            assert_eq!(app.count("uploads"), 0);
        }
        assert_eq!(app.settled_paths(0).await, [] as [String; 0]);
        app.assert_files_and_rows_agree().await;
    }

    async fn one_that_cannot_be_reached_or_does_not_know_us_is_down(backend) {
        let (app, sandbox) = start_with(backend, |config, _| {
            config.vault.partners[0].secret_key = Some("sai".to_owned().into());
        }).await;
        let client = app.sign_in(Login::Citizen).await;
        look(&client).await.refused(503, ErrorCode::PartnerDown);
        assert_eq!(sandbox.partner_asked().await.0, 1);
        let (app, sandbox) = start_with(backend, |config, _| {
            config.vault.partners[0].url = "http://127.0.0.1:9".to_owned();
        }).await;
        let client = app.sign_in(Login::Citizen).await;
        look(&client).await.refused(503, ErrorCode::PartnerDown);
        assert_eq!(sandbox.partner_asked().await, (0, 0, 0));
    }
}

on_both! {
    async fn without_a_partner_there_is_none(app) {
        let client = app.sign_in(Login::Citizen).await;
        let partners: Vec<PartnerVaultView> = client.get(path::PARTNER_VAULTS).await.ok(200);
        assert_eq!(partners, []);
        look(&client).await.refused(404, ErrorCode::NotFound);
        take(&client, BIRTH).await.refused(404, ErrorCode::NotFound);
    }
}

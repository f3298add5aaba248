//! The one box of the vault finds a paper by its file and by who signed it, whatever becomes of both.

use motcua_server::job::registry::hourly;
use motcua_shared::path;
use motcua_shared::signature::report::Verdict;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::{PaperPage, PaperView, ReplaceFile};
use motcua_tests::{Client, Login, TestApp, on_both, papers};
use serde_json::json;

async fn found(client: &Client, q: &str) -> u64 {
    let page: PaperPage = client.post(path::PAPER_SEARCH, &json!({ "q": q })).await.ok(200);
    page.total
}

/// A paper whose file has this name.
async fn named(client: &Client, file: &str, name: &str) -> PaperView {
    let sent: UploadView = client
        .upload(papers::sound(file), name, Purpose::Vault)
        .await
        .ok(201);
    client.add(sent.id, "KQ.H21.910007").await.ok(201)
}

/// The jobs of a portal that verified these bytes again and found something else.
async fn judged(app: &TestApp, sha256: &str, edit: &str) {
    app.execute(&format!(
        "update signature_reports set trust = 'newer', report = {edit} where sha256 = '{sha256}'"
    ));
    app.execute(&format!(
        "insert into jobs (id, kind, payload, run_after, attempts, state, created_at) select '01990000-0000-7000-8000-{:012}', \
         'signature.judged', '{{\"sha256\":\"{sha256}\"}}', created_at, 0, 'waiting', created_at from accounts limit 1",
        app.count("jobs") + 1
    ));
    app.run_jobs().await;
}

on_both! {
    async fn by_the_name_of_the_file_and_by_each_signer_without_marks(app) {
        let agency = app.sign_in(Login::Agency).await;
        let paper = named(&agency, "hai-chu-ky-nguoi-va-co-quan", "Bản quét (lần 2) – Đợt 1.pdf").await;
        named(&agency, "quyet-dinh-cong-nhan", "khac.pdf").await;
        let signers: Vec<String> = paper.report.signatures.iter().map(|one| one.signer.clone().unwrap().common_name).collect();
        assert!(signers.len() == 2 && signers[0] != signers[1], "{signers:?}");
        for q in ["Bản quét", "ban QUET lan 2", "dot-1.pdf", &signers[0], &signers[1], &format!("{} quet", signers[0])] {
            assert_eq!(found(&agency, q).await, 1, "{q}");
        }
        assert_eq!(found(&agency, "ban quet lan 3").await, 0);
        // Not by the columns that are asked for by themselves.
        for column in ["name", "summary", "owner_name", "code"] {
            let page: PaperPage = agency.post(path::PAPER_SEARCH, &json!({ column: "quet" })).await.ok(200);
            assert_eq!(page.total, 0, "{column}");
        }
        // What is said of it anew leaves both.
        let body = json!({
            "version": paper.item.version, "category_code": paper.item.category_code, "name": "Tên khác",
            "is_visible": true, "is_shared": false,
        });
        let _: PaperView = agency.put(&path::paper(paper.item.id), &body).await.ok(200);
        assert_eq!((found(&agency, "ten khac quet").await, found(&agency, &signers[0]).await), (1, 1));
    }

    async fn a_replaced_file_is_found_under_its_own_name_and_signer(app) {
        let agency = app.sign_in(Login::Agency).await;
        let paper = named(&agency, "to-trinh", "cu-ky-1.pdf").await;
        let before = paper.item.signed_by.clone().unwrap();
        let sent: UploadView = agency.upload(papers::sound("quyet-dinh-cong-nhan"), "moi-2.pdf", Purpose::Vault).await.ok(201);
        let request = ReplaceFile { version: paper.item.version, upload_id: sent.id, note: None };
        let now: PaperView = agency.post(&path::paper_replacement(paper.item.id), &request).await.ok(200);
        let signer = now.item.signed_by.clone().unwrap();
        assert_ne!(before, signer);
        assert_eq!((found(&agency, "moi-2").await, found(&agency, &signer).await), (1, 1));
        assert_eq!((found(&agency, "cu-ky-1").await, found(&agency, &before).await), (0, 0));
    }

    async fn whom_a_new_verification_names_and_why_it_is_undecided_reaches_the_lists(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let paper = named(&agency, "quyet-dinh-cong-nhan", "quyet-dinh.pdf").await;
        named(&other, "quyet-dinh-cong-nhan", "ban-cua-toi.pdf").await;
        assert_eq!(paper.item.signed_by.as_deref(), Some("SỞ NỘI VỤ"));
        hourly(&app.state).await;
        app.run_jobs().await;
        assert_eq!(found(&agency, "so noi vu").await, 1);
        let open = |reason: &str| format!(
            "replace(replace(report, 'SỞ NỘI VỤ', 'SỞ KHOA HỌC'), '\"verdict\":\"TOTAL-PASSED\",\"reasons\":[]', \
             '\"verdict\":\"INDETERMINATE\",\"reasons\":[\"{reason}\"]')"
        );
        judged(&app, &paper.sha256, &open("revocation-unknown")).await;
        // Whosever vault the bytes lie in; what was said of the paper stays.
        for (client, file) in [(&agency, "quyet-dinh"), (&other, "ban-cua-toi")] {
            assert_eq!((found(client, "so khoa hoc").await, found(client, "so noi vu").await, found(client, file).await), (1, 0, 1));
        }
        let shown = async || {
            let page: PaperPage = agency.get(path::PAPERS).await.ok(200);
            let one: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
            assert_eq!(page.items[0].lacks_revocation, one.item.lacks_revocation);
            (page.items[0].verdict, page.items[0].lacks_revocation)
        };
        assert_eq!(shown().await, (Verdict::Indeterminate, true));
        judged(&app, &paper.sha256, "replace(report, 'revocation-unknown', 'expired-without-proof-of-time')").await;
        assert_eq!(shown().await, (Verdict::Indeterminate, false), "it is not revocation that is unknown");
    }

    async fn an_authoritys_paper_keeps_the_name_that_its_owner_had_given_the_file(app) {
        let agency = app.agency_with_papers().await;
        let own = named(&agency, "quyet-dinh-cong-nhan", "ban-toi-tu-quet.pdf").await;
        let desk = app.sign_in(Login::Staff).await;
        let dossier = crate::processing::in_process(&agency, &desk).await;
        let sent = desk.uploaded("quyet-dinh-cong-nhan").await;
        let result = crate::processing::said(sent.id, crate::processing::DECISION);
        assert_eq!(crate::processing::give_back(&desk, dossier.id, 3, &[result]).await.status, 200);
        let now: PaperView = agency.get(&path::paper(own.item.id)).await.ok(200);
        assert_eq!(now.item.file_name, "ban-toi-tu-quet.pdf");
        assert_eq!((found(&agency, "toi tu quet tang giay khen").await, found(&agency, "so noi vu").await), (1, 1));
    }
}

//! Checking a file without keeping it, and opening a paper as it was signed.

use bytes::Bytes;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::signature::dto::FileCheck;
use motcua_shared::signature::report::{CheckResult, Question, Verdict};
use motcua_shared::signature::words;
use motcua_shared::text::Lang;
use motcua_tests::client::{Answer, Client};
use motcua_tests::{Backend, Login, TestApp, on_both, on_each, papers};
use reqwest::Method;
use std::process::Command;

async fn check(client: &Client, bytes: Bytes, name: &str) -> Answer {
    let name: String =
        percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC).collect();
    let request = client
        .request(Method::POST, path::SIGNATURE_CHECKS)
        .header("content-type", "application/octet-stream")
        .header(path::FILE_NAME_HEADER, name)
        .body(bytes);
    Answer::of(request).await
}

/// The text of a PDF in one line, where poppler is there to read it.
fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, pdf).unwrap();
    let output = Command::new("pdftotext")
        .arg("-layout")
        .arg(&file)
        .arg("-")
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

on_both! {
    async fn anybody_may_have_a_file_checked_and_nothing_of_it_is_kept(app) {
        let stranger = app.nobody();
        let bytes = papers::sound("to-trinh");
        let found: FileCheck = check(&stranger, bytes.clone(), "Tờ trình.pdf").await.ok(200);
        let statement = &found.statement;
        assert_eq!((statement.file_name.as_str(), statement.size), ("Tờ trình.pdf", bytes.len() as u64));
        assert_eq!(statement.report.verdict, Verdict::TotalPassed);
        for question in [Question::IsSound, Question::IsTrusted, Question::IsUnchanged] {
            assert_eq!(statement.report.answer(question), CheckResult::Pass, "{question:?}");
        }
        assert_eq!(app.count("uploads") + app.count("stored_files"), 0);
        assert!(app.settled_paths(0).await.is_empty());
    }

    async fn what_is_wrong_is_said_and_what_is_no_paper_is_said_too(app) {
        let stranger = app.nobody();
        let changed: FileCheck = check(&stranger, papers::bad("sua-sau-khi-ky"), "a.pdf").await.ok(200);
        assert_eq!(changed.statement.report.answer(Question::IsUnchanged), CheckResult::Fail);
        assert_eq!(changed.statement.report.answer(Question::IsTrusted), CheckResult::Pass, "never mixed");
        let broken: FileCheck = check(&stranger, papers::bad("sai-mot-byte"), "a.pdf").await.ok(200);
        assert_eq!(broken.statement.report.answer(Question::IsUnchanged), CheckResult::Fail);
        let none: FileCheck = check(&stranger, papers::picture(), "a.png").await.ok(200);
        assert_eq!(none.statement.report.verdict, Verdict::Unreadable);
        check(&stranger, Bytes::new(), "a.pdf").await.refused(422, ErrorCode::FileEmpty);
        check(&stranger, papers::sound("to-trinh"), "../a.pdf").await.refused(422, ErrorCode::FileNameHasPath);
    }

    async fn why_a_signer_is_not_trusted_is_told_in_one_sentence(app) {
        let stranger = app.nobody();
        for (paper, answer, headline) in [
            ("chung-thu-bi-thu-hoi", "Không. Chứng thư bị thu hồi từ ngày ", "Chưa thể tin chữ ký này: "),
            ("het-han-khong-dau-thoi-gian", "Chưa kết luận được. Chứng thư hết hạn ngày ", "Chưa kết luận được: "),
            ("ky-sau-khi-het-han", "Không. Chứng thư hết hạn ngày ", "Chưa thể tin chữ ký này: "),
            ("gia-mao-ten-co-quan-cap", "Chưa kết luận được. Nơi cấp chứng thư chưa được công nhận.", "Không xác định được người ký"),
        ] {
            let found: FileCheck = check(&stranger, papers::bad(paper), "a.pdf").await.ok(200);
            let report = &found.statement.report;
            let told = words::answer(report, Question::IsTrusted, Lang::Vi);
            assert!(told.starts_with(answer), "{paper}: {told}");
            let sentence = words::headline(report, Lang::Vi);
            assert!(sentence.starts_with(headline), "{paper}: {sentence}");
            let printed = stranger.post(path::SIGNATURE_CHECK_REPORTS, &found).await;
            assert_eq!(printed.status, 200, "the server knows its own statement again");
            let Some(text) = text_of(&printed.body) else { continue };
            assert!(text.contains(&told), "{paper}: {text}");
        }
    }

    async fn a_report_is_printed_of_what_the_server_found_and_of_nothing_else(app) {
        let stranger = app.nobody();
        let mut found: FileCheck = check(&stranger, papers::bad("chua-ky"), "Tờ trình.pdf").await.ok(200);
        let printed = stranger.post(path::SIGNATURE_CHECK_REPORTS, &found).await;
        assert_eq!((printed.status, printed.header("content-type")), (200, Some("application/pdf")));
        assert!(printed.body.starts_with(b"%PDF-"));
        assert!(printed.header("content-disposition").unwrap().contains("-kiem-tra.pdf"));
        let again = stranger.post(path::SIGNATURE_CHECK_REPORTS, &found).await;
        assert_eq!(printed.body, again.body, "the same bytes every time");

        found.statement.report.verdict = Verdict::TotalPassed;
        let altered = stranger.post(path::SIGNATURE_CHECK_REPORTS, &found).await;
        altered.refused(422, ErrorCode::StatementNotOurs);
        let nothing = stranger.post(path::SIGNATURE_CHECK_REPORTS, &serde_json::json!({})).await;
        nothing.refused(422, ErrorCode::StatementNotOurs);
    }

    async fn the_report_about_a_paper_is_its_owners(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
        let address = path::paper_report(paper.item.id, Lang::En);
        let printed = agency.get(&address).await;
        assert_eq!(printed.status, 200);
        assert!(printed.body.starts_with(b"%PDF-"));
        let vietnamese = agency.get(&path::paper_report(paper.item.id, Lang::Vi)).await;
        assert_ne!(vietnamese.body.len(), printed.body.len(), "in the language of the page");
        other.get(&address).await.refused(404, ErrorCode::NotFound);
    }

    async fn a_paper_opens_as_it_was_when_each_signature_was_made(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let paper = agency.paper("hai-chu-ky-nguoi-va-co-quan", "KQ.H21.910001").await;
        let whole = papers::sound("hai-chu-ky-nguoi-va-co-quan");
        let mut lengths = Vec::new();
        for number in 1..=paper.report.signatures.len() {
            let address = path::paper_as_signed(paper.item.id, number);
            let answer = agency.get(&address).await;
            assert_eq!(answer.status, 200);
            assert!(whole.starts_with(&answer.body), "the first bytes of the file and nothing else");
            let trimmed = answer.body.trim_ascii_end();
            assert!(trimmed.ends_with(b"%%EOF"), "a whole revision");
            lengths.push(answer.body.len());
            other.get(&address).await.refused(404, ErrorCode::NotFound);
        }
        assert_eq!(lengths.len(), 2);
        assert!(lengths[0] < lengths[1] && lengths[1] == whole.len(), "{lengths:?}");
        for number in [0, 3] {
            agency.get(&path::paper_as_signed(paper.item.id, number)).await.refused(404, ErrorCode::NotFound);
        }
    }
}

on_each! {
    async fn one_address_may_not_ask_too_often_nor_send_too_much(backend) {
        let app = small(backend).await;
        let stranger = app.nobody();
        let large = Bytes::from(vec![b'%'; 1_000_001]);
        check(&stranger, large, "a.pdf").await.refused(413, ErrorCode::FileTooLarge);
        check(&stranger, papers::picture(), "a.png").await.ok::<FileCheck>(200);
        let answer = check(&stranger, papers::picture(), "a.png").await;
        answer.refused(429, ErrorCode::TooManyRequests);
        assert!(answer.header("retry-after").is_some());
    }
}

async fn small(backend: Backend) -> TestApp {
    TestApp::start_with(backend, |config| {
        config.upload.max_bytes = 1_000_000;
        config.signature.visits_per_minute = 2;
    })
    .await
}

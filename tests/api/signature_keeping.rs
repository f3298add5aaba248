//! The long life of stored papers: verified again, and proven by what is kept beside them.

use motcua_server::job::registry::hourly;
use motcua_server::signature::job::care;
use motcua_shared::path;
use motcua_shared::signature::Reason;
use motcua_shared::signature::dto::CurrentReport;
use motcua_shared::signature::report::{CheckResult, Question, TimeSource, Verdict};
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperView;
use motcua_tests::client::Client;
use motcua_tests::sandbox::{self, Sandbox};
use motcua_tests::{Backend, Login, TestApp, on_each, papers};
use std::path::{Path, PathBuf};

const TEN_YEARS: u64 = 10 * 365 * 24 * 3600;

/// A portal with trust folders of its own, and a timestamp authority if there is an address.
async fn portal(backend: Backend, trust: &Path, timestamp_url: &str) -> TestApp {
    copy(&sandbox::folder().join("trust"), trust);
    let (folder, url): (PathBuf, String) = (trust.to_owned(), timestamp_url.to_owned());
    TestApp::start_with(backend, move |config| {
        config.signature.sandbox_trust = vec![folder];
        config.signature.timestamp_url = url;
    })
    .await
}

/// Sends a sound paper that proves no time.
async fn without_timestamp(agency: &Client) -> UploadView {
    let bytes = papers::read("corpus/no-timestamp.pdf");
    agency
        .upload(bytes, "khong-dau-thoi-gian.pdf", Purpose::Vault)
        .await
        .ok(201)
}

/// Ten years later: signed in anew, with nothing but the roots in the trust folders.
async fn after_ten_years(app: &TestApp, trust: &Path, paper: &PaperView) -> CurrentReport {
    app.advance(TEN_YEARS);
    for part in ["crls", "intermediates"] {
        std::fs::remove_dir_all(trust.join(part)).unwrap();
    }
    hourly(&app.state).await;
    let agency = app.sign_in(Login::Agency).await;
    let paper: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
    paper.current.unwrap()
}

on_each! {
    async fn a_paper_without_a_timestamp_of_its_own_is_proven_in_ten_years(backend) {
        let authority = Sandbox::start();
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path(), &format!("{}/tsa", authority.url)).await;
        let agency = app.sign_in(Login::Agency).await;
        let sent = without_timestamp(&agency).await;
        let added: PaperView = agency.add(sent.id, "KQ.H21.910001").await.ok(201);
        assert_eq!(added.report.signatures[0].trusted_time, None);
        // Judged first, then stamped.
        assert_eq!((care(&app.state).await.unwrap(), care(&app.state).await.unwrap()), (2, 0));
        let paper: PaperView = agency.get(&path::paper(added.item.id)).await.ok(200);
        let current = paper.current.unwrap();
        let stamped_at = current.stamped_at.unwrap();
        assert!(current.evidence > 1, "{}", current.evidence);
        let signature = &current.report.signatures[0];
        assert_eq!((signature.trusted_time, signature.time_source), (Some(stamped_at), Some(TimeSource::Receiver)));

        let later = after_ten_years(&app, trust.path(), &added).await;
        assert_eq!((later.report.verdict, later.stamped_at), (Verdict::TotalPassed, Some(stamped_at)), "{:?}", later.report);
        assert!(later.report.warnings.contains(&Reason::ExpiredSince));
    }

    async fn without_an_authority_it_is_not_and_that_is_said(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path(), "").await;
        let agency = app.sign_in(Login::Agency).await;
        let sent = without_timestamp(&agency).await;
        let added: PaperView = agency.add(sent.id, "KQ.H21.910001").await.ok(201);
        assert_eq!(care(&app.state).await.unwrap(), 1);
        let later = after_ten_years(&app, trust.path(), &added).await;
        assert_eq!((later.report.verdict, later.stamped_at), (Verdict::Indeterminate, None));
        assert!(later.report.reasons.contains(&Reason::ExpiredWithoutProofOfTime), "{:?}", later.report.reasons);
        assert_eq!(later.report.answer(Question::IsUnchanged), CheckResult::Pass);
    }

    async fn a_paper_with_a_timestamp_of_its_own_needs_only_what_is_kept(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path(), "").await;
        let added = app.sign_in(Login::Agency).await.paper("to-trinh", "KQ.H21.910001").await;
        assert_eq!(care(&app.state).await.unwrap(), 1);
        let later = after_ten_years(&app, trust.path(), &added).await;
        assert_eq!(later.report.verdict, Verdict::TotalPassed, "{:?}", later.report);
        assert!(later.evidence > 0);
    }

    async fn what_is_missing_at_intake_is_brought_and_then_kept(backend) {
        let (trust, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        copy(&sandbox::folder().join("trust"), trust.path());
        // The lists lie where a fetch would have put them: what the sandbox's certificates name has no address.
        for list in std::fs::read_dir(trust.path().join("crls")).unwrap().map(Result::unwrap) {
            let address = format!("http://ca.sandbox.invalid/pki/pub/crl/{}\0", list.file_name().to_str().unwrap());
            let name = motcua_server::secret::sha256_hex(address.as_bytes());
            std::fs::rename(list.path(), cache.path().join(format!("{name}.crl"))).unwrap();
        }
        let (folder, kept) = (trust.path().to_owned(), cache.path().to_owned());
        let app = TestApp::start_with(backend, move |config| {
            config.signature.sandbox_trust = vec![folder];
            config.signature.fetch_hosts = vec!["ca.sandbox.invalid".to_owned()];
            config.signature.cache = kept;
        })
        .await;
        let agency = app.sign_in(Login::Agency).await;
        let added = agency.paper("to-trinh", "KQ.H21.910001").await;
        assert_eq!((added.report.verdict, added.report.reasons), (Verdict::Indeterminate, vec![Reason::RevocationUnknown]));
        assert_eq!((care(&app.state).await.unwrap(), care(&app.state).await.unwrap()), (1, 0));
        let current = async || -> CurrentReport {
            let paper: PaperView = agency.get(&path::paper(added.item.id)).await.ok(200);
            paper.current.unwrap()
        };
        let now = current().await;
        assert_eq!((now.report.verdict, now.evidence), (Verdict::TotalPassed, 3), "{:?}", now.report);
        drop(cache);
        app.execute("update signature_reports set trust = 'another'");
        hourly(&app.state).await;
        assert_eq!(current().await.report, now.report);
    }

    async fn evidence_goes_with_the_last_paper_that_stands_on_it(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path(), "").await;
        app.sign_in(Login::Agency).await.paper("to-trinh", "KQ.H21.910001").await;
        care(&app.state).await.unwrap();
        hourly(&app.state).await;
        let kept = app.count("signature_evidence");
        assert!(kept > 0);
        app.execute("delete from signature_reports");
        hourly(&app.state).await;
        assert_eq!(app.count("signature_evidence"), 0);
    }

    async fn an_authority_that_does_not_answer_is_asked_again_later(backend) {
        let trust = tempfile::tempdir().unwrap();
        // Nobody listens on the port of a listener that is gone.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let app = portal(backend, trust.path(), &format!("http://127.0.0.1:{port}/tsa")).await;
        let agency = app.sign_in(Login::Agency).await;
        let added = agency.paper("to-trinh", "KQ.H21.910001").await;
        // Judged, then asked for a timestamp.
        for (seconds, expected) in [(0, 2), (30, 0), (31, 1), (61, 0), (60, 1)] {
            app.advance(seconds);
            assert_eq!(care(&app.state).await.unwrap(), expected, "{seconds} s later");
        }
        let agency = app.sign_in(Login::Agency).await;
        let paper: PaperView = agency.get(&path::paper(added.item.id)).await.ok(200);
        let current = paper.current.unwrap();
        assert_eq!((current.report.verdict, current.stamped_at), (Verdict::TotalPassed, None));
    }

    async fn papers_that_came_in_before_there_was_an_authority_are_stamped_when_there_is_one(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal(backend, trust.path(), "").await;
        let agency = app.sign_in(Login::Agency).await;
        let added = agency.paper("to-trinh", "KQ.H21.910001").await;
        care(&app.state).await.unwrap();
        let authority = Sandbox::start();
        let mut state = app.state.clone();
        let mut config = (*state.config).clone();
        config.signature.timestamp_url = format!("{}/tsa", authority.url);
        state.config = config.into();
        motcua_server::signature::job::start_care(&state).await.unwrap();
        assert_eq!((care(&state).await.unwrap(), care(&state).await.unwrap()), (1, 0));
        let paper: PaperView = agency.get(&path::paper(added.item.id)).await.ok(200);
        assert!(paper.current.unwrap().stamped_at.is_some());
    }
}

on_each! {
    async fn what_was_valid_when_it_was_put_in_is_told_beside_what_it_is_now(backend) {
        let trust = tempfile::tempdir().unwrap();
        copy(&sandbox::folder().join("trust"), trust.path());
        let folder = trust.path().to_owned();
        let app = TestApp::start_with(backend, move |config| config.signature.sandbox_trust = vec![folder]).await;
        let agency = app.sign_in(Login::Agency).await;
        let added = agency.paper("to-trinh", "KQ.H21.910001").await;
        assert_eq!((added.report.verdict, &added.current), (Verdict::TotalPassed, &None));
        hourly(&app.state).await;
        let first: PaperView = agency.get(&path::paper(added.item.id)).await.ok(200);
        let first = first.current.unwrap();
        assert_eq!(first.report.verdict, Verdict::TotalPassed);
        app.advance(3600);
        let agency = app.sign_in(Login::Agency).await;
        let read = async || -> PaperView { agency.get(&path::paper(added.item.id)).await.ok(200) };
        hourly(&app.state).await;
        assert_eq!(read().await.current.unwrap(), first, "nothing changed, so nothing was verified anew");

        // The operator no longer trusts the authority.
        std::fs::remove_dir_all(trust.path().join("roots")).unwrap();
        hourly(&app.state).await;
        let paper = read().await;
        assert_eq!(paper.report.verdict, Verdict::TotalPassed, "the verdict of that day stays");
        let current = paper.current.unwrap().report;
        assert_eq!(current.verdict, Verdict::Indeterminate);
        assert!(current.reasons.contains(&Reason::UntrustedIssuer), "{:?}", current.reasons);
        assert_eq!(current.answer(Question::IsUnchanged), CheckResult::Pass);
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

//! Verdicts over time: stores that cannot be read, authorities that do not answer, and judgings that come too late.

use crate::signature_today::{lists_come_in, portal_with, revoked, with};
use futures::future::join;
use motcua_server::job;
use motcua_server::job::registry::hourly;
use motcua_server::signature::job::care;
use motcua_shared::path;
use motcua_shared::signature::dto::CurrentReport;
use motcua_shared::signature::report::Verdict;
use motcua_shared::vault::dto::PaperView;
use motcua_tests::app::FITTING;
use motcua_tests::{Client, Login, TestApp, on_each};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// An authority that says nothing to whoever asks: it hangs up at once, or leaves everybody waiting until they are let go.
struct Silent {
    url: String,
    asked: Arc<Mutex<Vec<Option<TcpStream>>>>,
}

impl Silent {
    fn start(hangs_up: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let lines = Arc::clone(&asked);
        std::thread::spawn(move || {
            for line in listener.incoming() {
                let line = line.ok().filter(|_| !hangs_up);
                lines.lock().unwrap().push(line);
            }
        });
        Self { url, asked }
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    fn let_go(&self) {
        self.asked
            .lock()
            .unwrap()
            .iter_mut()
            .for_each(|line| *line = None);
    }
}

/// Waits for something that is bound to come.
async fn until(what: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come");
}

async fn current(agency: &Client, paper: &PaperView) -> CurrentReport {
    let paper: PaperView = agency.get(&path::paper(paper.item.id)).await.ok(200);
    paper.current.unwrap()
}

/// Where the bytes of a paper lie.
fn stored(app: &TestApp, paper: &PaperView) -> PathBuf {
    let paths = app.stored_paths().into_iter();
    let mut found = paths.filter(|path| path.ends_with(&paper.sha256));
    app.folder().join("files").join(found.next().unwrap())
}

on_each! {
    async fn a_store_that_cannot_be_read_leaves_the_verdict_and_its_time_and_is_asked_again(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal_with(backend, trust.path(), "").await;
        let agency = app.sign_in(Login::Agency).await;
        let paper = revoked(&agency).await;
        hourly(&app.state).await;
        let first = current(&agency, &paper).await;
        assert_eq!(first.report.verdict, Verdict::Indeterminate);

        app.advance(3600);
        let (place, away) = (app.folder().join("files/stored"), app.folder().join("away"));
        std::fs::rename(&place, &away).unwrap();
        lists_come_in(&app, trust.path()).await;
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(current(&agency, &paper).await, first, "nothing was verified, and nothing else is said");
        // Not in every look, but not in a month either.
        hourly(&app.state).await;
        assert_eq!(app.count("signature_reports where retry_at is not null and retries = 1"), 1);

        std::fs::rename(&away, &place).unwrap();
        app.advance(3600);
        hourly(&app.state).await;
        app.run_jobs().await;
        let agency = app.sign_in(Login::Agency).await;
        let now = current(&agency, &paper).await;
        assert_eq!(now.report.verdict, Verdict::TotalFailed);
        assert!(now.verified_at > first.verified_at);
        assert_eq!(with(&agency, "TOTAL-FAILED").await.len(), 1);
        assert_eq!(app.count("signature_reports where retry_at is not null or retries <> 0"), 0);
    }

    async fn bytes_that_are_not_those_that_came_in_are_not_judged(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal_with(backend, trust.path(), "").await;
        let agency = app.sign_in(Login::Agency).await;
        let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
        hourly(&app.state).await;
        let first = current(&agency, &paper).await;
        let place = stored(&app, &paper);
        let whole = std::fs::read(&place).unwrap();
        std::fs::write(&place, &whole[..whole.len() / 2]).unwrap();
        lists_come_in(&app, trust.path()).await;
        assert_eq!(current(&agency, &paper).await, first, "half a file says nothing of the whole");
        std::fs::write(&place, &whole).unwrap();
        app.advance(3600);
        hourly(&app.state).await;
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(current(&agency, &paper).await.report.verdict, Verdict::TotalPassed);
    }

    async fn an_older_judging_does_not_overwrite_a_newer_one(backend) {
        let (authority, trust) = (Silent::start(false), tempfile::tempdir().unwrap());
        let app = portal_with(backend, trust.path(), &authority.url).await;
        let agency = app.sign_in(Login::Agency).await;
        let paper = revoked(&agency).await;
        let state = app.state.clone();
        let slow = actix_web::rt::spawn(async move { care(&state).await.unwrap() });
        until(|| authority.asked() == 1).await;
        // Meanwhile another server knows more.
        app.advance(1);
        lists_come_in(&app, trust.path()).await;
        let newer = current(&agency, &paper).await;
        assert_eq!(newer.report.verdict, Verdict::TotalFailed);
        authority.let_go();
        slow.await.unwrap();
        app.run_jobs().await;
        assert_eq!(current(&agency, &paper).await, newer);
        assert_eq!(with(&agency, "TOTAL-FAILED").await.len(), 1);
        // What it could not do is still to be done.
        assert_eq!(app.count("signature_reports where care_at is not null"), 1);
    }

    async fn an_authority_that_hangs_holds_up_nobodys_first_verdict(backend) {
        let (authority, trust) = (Silent::start(false), tempfile::tempdir().unwrap());
        let app = portal_with(backend, trust.path(), &authority.url).await;
        let agency = app.sign_in(Login::Agency).await;
        for (_, category, name) in FITTING {
            agency.paper(name, category).await;
        }
        let caring = actix_web::rt::spawn(job::care::run(app.state.clone()));
        until(|| authority.asked() == 1).await;
        for name in ["giay-khai-sinh", "quyet-dinh-cong-nhan"] {
            agency.paper(name, "KQ.H21.910004").await;
        }
        until(|| app.count("signature_reports where trust <> ''") == 5).await;
        // Ten seconds each it would have been; a slow machine may have got to the second.
        assert!(authority.asked() <= 2, "{}", authority.asked());
        caring.abort();
        authority.let_go();
    }

    async fn an_authority_that_does_not_answer_is_left_alone_for_a_while(backend) {
        let (authority, trust) = (Silent::start(true), tempfile::tempdir().unwrap());
        let app = portal_with(backend, trust.path(), &authority.url).await;
        let agency = app.agency_with_papers().await;
        agency.paper("giay-khai-sinh", "KQ.H21.910004").await;
        care(&app.state).await.unwrap();
        assert_eq!(app.count("signature_reports where trust <> ''"), 4);
        assert_eq!(authority.asked(), 2);
        // After the pause one question is enough to find that out.
        app.advance(3600);
        care(&app.state).await.unwrap();
        assert_eq!(authority.asked(), 3);
        assert_eq!(app.count("signature_reports where care_at is not null"), 4, "none is forgotten");
    }

    async fn of_two_servers_one_looks_after_a_paper(backend) {
        let trust = tempfile::tempdir().unwrap();
        let app = portal_with(backend, trust.path(), "").await;
        app.agency_with_papers().await;
        let (first, second) = join(care(&app.state), care(&app.state)).await;
        assert_eq!(first.unwrap() + second.unwrap(), 3);
    }
}

//! Files that two deal with at the same time: the bytes of one that was taken stay, whoever comes late.

use bytes::Bytes;
use futures::future::{BoxFuture, join};
use motcua_server::error::AppError;
use motcua_server::files::Stored;
use motcua_server::state::AppState;
use motcua_server::upload::job::forget_unused;
use motcua_server::upload::resumable::domain::Part;
use motcua_server::upload::resumable::{service as resumable, store};
use motcua_server::upload::service::{self as upload, Scanner, Verdict};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::UploadId;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperView;
use motcua_tests::tus::id_of;
use motcua_tests::{Answer, Backend, Client, Login, TestApp, on_both, papers};
use reqwest::Method;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// A file of which every byte has come and that nobody judges: as it is when a server stops behind the last piece.
async fn unjudged(app: &TestApp, client: &Client, bytes: &Bytes) -> String {
    let address = client.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
    let last = bytes.len() - 1;
    assert_eq!(client.append(&address, 0, &bytes[..last]).await.status, 204);
    let id = id_of(&address);
    let part = Part {
        object: format!("{id}.last"),
        start: last as u64,
        size: 1,
    };
    let files = &app.state.files;
    files
        .put_part(&part.object, vec![bytes.slice(last..)])
        .await
        .unwrap();
    let advanced = app
        .state
        .db
        .write(move |conn| store::advance(conn, id, &part))
        .await;
    assert!(advanced.unwrap());
    address
}

/// An antivirus that stops the server which asks it, all of it, until that may go on: what SIGSTOP does.
struct Stopping {
    asked: Sender<()>,
    goes_on: Mutex<Receiver<()>>,
}

impl Scanner for Stopping {
    fn scan<'a>(&'a self, _: Stored) -> BoxFuture<'a, anyhow::Result<Verdict>> {
        Box::pin(async move {
            self.asked.send(()).unwrap();
            self.goes_on.lock().unwrap().recv().unwrap();
            Ok(Verdict::Clean)
        })
    }
}

/// Another server, which stopped while it judges a file.
struct Stopped {
    go_on: Sender<()>,
    thread: JoinHandle<Result<UploadView, AppError>>,
}

impl Stopped {
    fn while_judging(app: &TestApp, login: Login, id: UploadId) -> Self {
        let (asked, is_asked) = channel();
        let (go_on, goes_on) = channel();
        let goes_on = Mutex::new(goes_on);
        let antivirus: Arc<dyn Scanner> = Arc::new(Stopping { asked, goes_on });
        let state = AppState {
            antivirus: Some(antivirus),
            ..app.state.clone()
        };
        let account = app.account(login);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let result = resumable::outcome(&state, account, id).await;
                // What it spawned goes on in a server that runs.
                for _ in 0..200 {
                    let staged = state.files.list_staged().await.unwrap();
                    if staged.iter().all(|object| object.name == id.to_string()) {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                result
            })
        });
        is_asked.recv_timeout(Duration::from_secs(30)).unwrap();
        Self { go_on, thread }
    }

    fn goes_on(self) -> Result<UploadView, AppError> {
        self.go_on.send(()).unwrap();
        self.thread.join().unwrap()
    }
}

/// An antivirus that takes its time; the server goes on meanwhile.
struct Slow(tokio::sync::Semaphore);

impl Scanner for Slow {
    fn scan<'a>(&'a self, _: Stored) -> BoxFuture<'a, anyhow::Result<Verdict>> {
        Box::pin(async move {
            self.0.acquire().await?.forget();
            Ok(Verdict::Clean)
        })
    }
}

on_both! {
    async fn a_server_that_stopped_while_it_judged_leaves_the_file_to_the_one_that_took_over(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let address = unjudged(&app, &agency, &bytes).await;
        let stopped = Stopped::while_judging(&app, Login::Agency, id_of(&address));
        app.advance(121);
        let taken: UploadView = agency.get(&address).await.ok(200);
        let late = stopped.goes_on().unwrap();
        assert_eq!((late.id, &late.sha256), (taken.id, &taken.sha256), "the same answer");
        app.assert_files_and_rows_agree().await;
        let agency = app.sign_in(Login::Agency).await;
        let paper: PaperView = agency.add(taken.id, "KQ.H21.910001").await.ok(201);
        assert_eq!(agency.get(&path::paper_file(paper.item.id)).await.body, bytes);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_server_that_comes_late_brings_back_nothing_that_was_used_or_called_off(app) {
        let agency = app.sign_in(Login::Agency).await;
        for is_used in [true, false] {
            let bytes = papers::sound(if is_used { "to-trinh" } else { "bien-ban-hop" });
            let address = unjudged(&app, &agency, &bytes).await;
            let stopped = Stopped::while_judging(&app, Login::Agency, id_of(&address));
            if is_used {
                app.advance(121);
                let taken: UploadView = agency.get(&address).await.ok(200);
                assert_eq!(agency.add(taken.id, "KQ.H21.910001").await.status, 201);
                assert_eq!(stopped.goes_on().unwrap().id, taken.id);
            } else {
                assert_eq!(Answer::of(agency.tus(Method::DELETE, &address)).await.status, 204);
                assert_eq!(stopped.goes_on().unwrap_err().code, ErrorCode::NotFound);
            }
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn who_judges_for_long_keeps_the_claim(app) {
        let agency = app.sign_in(Login::Agency).await;
        let address = unjudged(&app, &agency, &papers::sound("to-trinh")).await;
        let (id, account) = (id_of(&address), app.account(Login::Agency));
        let slow = Arc::new(Slow(tokio::sync::Semaphore::new(0)));
        let antivirus: Arc<dyn Scanner> = Arc::clone(&slow) as Arc<dyn Scanner>;
        let state = AppState { antivirus: Some(antivirus), ..app.state.clone() };
        let judging = actix_web::rt::spawn(async move { resumable::outcome(&state, account, id).await });
        let until = || app.query("select cast(judged_until as text) as value from resumable_uploads where judged_until is not null");
        let mut seen = Vec::new();
        for _ in 0..4 {
            for _ in 0..600 {
                if !until().is_empty() && until() != seen {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert_ne!(until(), seen, "renewed");
            seen = until();
            app.advance(70);
        }
        let now = app.state.clock.now();
        let later = motcua_server::clock::after(now, 120);
        // 280 s after the first claim, and 70 s after the last renewal.
        let claimed = app.state.db.write(move |conn| store::claim_judging(conn, id, now, later)).await;
        assert!(!claimed.unwrap());
        slow.0.add_permits(1);
        assert_eq!(judging.await.unwrap().unwrap().id, id);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_called_off_while_it_is_judged_is_gone_or_was_taken(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        for _ in 0..12 {
            let address = unjudged(&app, &agency, &bytes).await;
            let ending = agency.tus(Method::DELETE, &address);
            let (asked, ended) = join(agency.get(&address), Answer::of(ending)).await;
            assert!([200, 404].contains(&asked.status), "{}", asked.text());
            assert_eq!(ended.status, 204);
            agency.get(&address).await.refused(404, ErrorCode::NotFound);
        }
        assert_eq!((app.count("uploads"), app.count("resumable_uploads")), (0, 0));
        app.assert_files_and_rows_agree().await;
    }

    async fn who_hangs_up_while_the_row_is_written_finds_the_file(app) {
        let account = app.account(Login::Agency);
        let bytes = papers::sound("to-trinh");
        let chunks = [Ok::<_, std::io::Error>(bytes)];
        let mut stream = futures::stream::iter(chunks);
        let staged = upload::take_in(&app.state, Purpose::Vault, &mut stream).await.unwrap();
        let held = app.hold(match app.backend {
            Backend::Sqlite => "select 1",
            Backend::Postgres => "lock table uploads in share mode",
        });
        let writing = upload::fetched(&app.state, account, "a.pdf", Purpose::Vault, staged);
        // Long enough to be judged, and no longer than a transaction waits.
        let hung_up = tokio::time::timeout(Duration::from_secs(3), writing).await;
        assert!(hung_up.is_err(), "the row was to wait");
        held.commit();
        for _ in 0..400 {
            if app.count("uploads") == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(app.count("uploads"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_put_to_use_while_it_is_forgotten_keeps_its_bytes(app) {
        let agency = app.sign_in(Login::Agency).await;
        let sent = agency.uploaded("to-trinh").await;
        app.advance(25 * 3600);
        let held = app.hold(&format!("update uploads set used_for = 'x' where id = '{}'", sent.id));
        let state = app.state.clone();
        let forgetting = actix_web::rt::spawn(async move { forget_unused(&state).await });
        app.wait_for_locks(1).await;
        held.commit();
        forgetting.await.unwrap().unwrap();
        assert!(app.state.files.read_staged(sent.id).await.is_ok(), "it was not this one's to forget");
    }
}

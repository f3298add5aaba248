//! Sending files: once, whole, under a plain name.

use bytes::Bytes;
use futures::future::join_all;
use motcua_server::upload::service::{claim, keep};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::path::{self, FILE_NAME_HEADER, IDEMPOTENCY_HEADER};
use motcua_shared::upload::dto::{MediaType, Purpose, UploadView};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Backend, Client, Login, TestApp, on_both, on_each, papers};

/// A request whose file name arrives as it is written here.
fn named(client: &Client, encoded: &str) -> reqwest::RequestBuilder {
    client
        .request(reqwest::Method::POST, &format!("{}?purpose=vault", path::UPLOADS))
        .header("content-type", "application/octet-stream")
        .header(FILE_NAME_HEADER, encoded)
        .header(IDEMPOTENCY_HEADER, new_key())
        .body(papers::sound("to-trinh"))
}

/// One row and its file; nothing refers to them in these tests, so the hourly job would let them go.
async fn assert_stored(app: &TestApp, sha256: &str) {
    let path = format!("stored/{}/{sha256}", &sha256[..2]);
    assert_eq!(
        (app.settled_paths(1).await, app.count("stored_files")),
        (vec![path], 1)
    );
}

on_both! {
    async fn a_sound_paper_is_received_with_its_report(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let view: UploadView = agency.upload(bytes.clone(), " Tờ trình số 12.pdf ", Purpose::Vault).await.ok(201);
        assert_eq!(view.file_name, "Tờ trình số 12.pdf");
        assert_eq!((view.size, view.media_type), (bytes.len() as u64, MediaType::Pdf));
        assert_eq!(view.sha256, motcua_server::secret::sha256_hex(&bytes));
        let report = view.report.unwrap();
        assert_eq!(report.signatures.len(), 1);
        assert_eq!(app.stored_paths(), [format!("staging/{}", view.id)]);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_component_may_be_a_picture_or_an_unsigned_pdf_but_a_paper_may_not(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let view: UploadView = citizen.upload(papers::picture(), "anh.png", Purpose::Component).await.ok(201);
        assert_eq!((view.media_type, view.report), (MediaType::Png, None));
        let _: UploadView = citizen.upload(papers::bad("chua-ky"), "chua-ky.pdf", Purpose::Component).await.ok(201);
        for purpose in [Purpose::Vault, Purpose::SignedComponent] {
            citizen.upload(papers::picture(), "anh.png", purpose).await.refused(422, ErrorCode::FileNotPdf);
            citizen.upload(papers::bad("chua-ky"), "a.pdf", purpose).await.refused(422, ErrorCode::PaperUnsigned);
        }
        let program = Bytes::from_static(b"MZ\x90\x00 not a picture");
        citizen.upload(program, "anh.png", Purpose::Component).await.refused(422, ErrorCode::FileTypeNotTaken);
        let photograph = Bytes::from_static(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
        citizen.upload(photograph, "IMG_0001.HEIC", Purpose::Component).await.refused(422, ErrorCode::FileHeic);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_name_with_a_path_is_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        let long = "a".repeat(201);
        for (encoded, code) in [
            ("..%2F..%2Fa.pdf", ErrorCode::FileNameHasPath),
            ("../a.pdf", ErrorCode::FileNameHasPath),
            ("C%3A%5Ca.pdf", ErrorCode::FileNameHasPath),
            ("a%00.pdf", ErrorCode::FileNameHasPath),
            ("a%0D%0Ax-evil:1.pdf", ErrorCode::FileNameHasPath),
            ("a%7F.pdf", ErrorCode::FileNameHasPath),
            ("..", ErrorCode::FileNameHasPath),
            ("%FF%FE.pdf", ErrorCode::FileNameHasPath),
            ("%20%20", ErrorCode::Required),
            ("", ErrorCode::Required),
            (long.as_str(), ErrorCode::TooLong),
        ] {
            let answer = Answer::of(named(&agency, encoded)).await;
            let problem = answer.problem();
            assert_eq!((answer.status, problem.code), (422, code), "{encoded:.20}");
            assert_eq!(answer.faults(), [("file".to_owned(), code)], "{encoded:.20}");
        }
        let _: UploadView = Answer::of(named(&agency, &"%E1%BA%A5".repeat(200))).await.ok(201);
        assert_eq!(app.count("uploads"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_name_that_is_refused_is_told_even_when_the_file_is_large(app) {
        let agency = app.sign_in(Login::Agency).await;
        let request = named(&agency, "..%2Fa.pdf").body(vec![b'%'; 20_000_000]);
        Answer::of(request).await.refused(422, ErrorCode::FileNameHasPath);
    }

    async fn the_content_type_and_the_key_are_needed(app) {
        let agency = app.sign_in(Login::Agency).await;
        let send = || agency.request(reqwest::Method::POST, &format!("{}?purpose=vault", path::UPLOADS));
        let body = papers::sound("to-trinh");
        for kind in ["application/pdf", "multipart/form-data; boundary=x", "text/plain"] {
            let request = send()
                .header("content-type", kind)
                .header(FILE_NAME_HEADER, "a.pdf")
                .header(IDEMPOTENCY_HEADER, new_key())
                .body(body.clone());
            Answer::of(request).await.refused(415, ErrorCode::WrongContentType);
        }
        for key in [None, Some("short"), Some("with blank in it")] {
            let mut request = send()
                .header("content-type", "application/octet-stream")
                .header(FILE_NAME_HEADER, "a.pdf")
                .body(body.clone());
            if let Some(key) = key {
                request = request.header(IDEMPOTENCY_HEADER, key);
            }
            let answer = Answer::of(request).await;
            assert_eq!(answer.faults(), [("idempotency-key".to_owned(), ErrorCode::Required)]);
        }
        let purposeless = agency
            .request(reqwest::Method::POST, &format!("{}?purpose=anything", path::UPLOADS))
            .header("content-type", "application/octet-stream")
            .body(body);
        Answer::of(purposeless).await.refused(400, ErrorCode::BadRequest);
        assert_eq!(app.count("uploads"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn the_same_key_again_is_the_same_upload(app) {
        let agency = app.sign_in(Login::Agency).await;
        let key = new_key();
        let send = || agency.sending(papers::sound("to-trinh"), "to-trinh.pdf", Purpose::Vault, &key);
        let first: UploadView = Answer::of(send()).await.ok(201);
        let second: UploadView = Answer::of(send()).await.ok(201);
        assert_eq!(first, second);
        assert_eq!(app.count("uploads"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn the_same_key_with_another_file_name_or_purpose_is_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        let key = new_key();
        let _: UploadView = Answer::of(agency.sending(papers::sound("to-trinh"), "a.pdf", Purpose::Vault, &key)).await.ok(201);
        let other = agency.sending(papers::sound("bien-ban-hop"), "b.pdf", Purpose::Vault, &key);
        Answer::of(other).await.refused(409, ErrorCode::IdempotencyMismatch);
        let other = agency.sending(papers::sound("to-trinh"), "a.pdf", Purpose::Component, &key);
        Answer::of(other).await.refused(409, ErrorCode::IdempotencyMismatch);
        let other = agency.sending(papers::sound("to-trinh"), "b.pdf", Purpose::Vault, &key);
        Answer::of(other).await.refused(409, ErrorCode::IdempotencyMismatch);
        let size = papers::sound("to-trinh").len() as u64;
        let other = agency.beginning(size, "b.pdf", Purpose::Vault, &key);
        Answer::of(other).await.refused(409, ErrorCode::IdempotencyMismatch);
        assert_eq!(Answer::of(agency.beginning(size, "a.pdf", Purpose::Vault, &key)).await.status, 201);
        assert_eq!(app.count("uploads"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_key_belongs_to_its_account(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let key = new_key();
        let mine: UploadView = Answer::of(agency.sending(papers::sound("to-trinh"), "a.pdf", Purpose::Vault, &key)).await.ok(201);
        let theirs: UploadView = Answer::of(other.sending(papers::sound("bien-ban-hop"), "b.pdf", Purpose::Vault, &key)).await.ok(201);
        assert_ne!((mine.id, mine.sha256), (theirs.id, theirs.sha256));
    }

    async fn two_sends_with_one_key_at_the_same_time_are_one_upload(app) {
        let agency = app.sign_in(Login::Agency).await;
        let key = new_key();
        let sends = (0..4).map(|_| {
            Answer::of(agency.sending(papers::sound("to-trinh"), "to-trinh.pdf", Purpose::Vault, &key))
        });
        let ids: Vec<_> = join_all(sends)
            .await
            .iter()
            .map(|answer| answer.ok::<UploadView>(201).id)
            .collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
        assert_eq!(app.count("uploads"), 1);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_line_cut_in_the_middle_leaves_nothing_and_can_be_tried_again(app) {
        use std::io::Write;
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let key = new_key();
        for share in [0, bytes.len() / 2, bytes.len() - 1] {
            let head = format!(
                "POST {}?purpose=vault HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\norigin: {}\r\n{}: 1\r\n{}: a.pdf\r\n{}: {key}\r\n\
                 content-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
                path::UPLOADS,
                app.address,
                agency.cookie.as_deref().unwrap(),
                motcua_tests::client::ORIGIN,
                path::CLIENT_HEADER,
                FILE_NAME_HEADER,
                IDEMPOTENCY_HEADER,
                bytes.len(),
            );
            let mut line = std::net::TcpStream::connect(&app.address).unwrap();
            line.write_all(head.as_bytes()).unwrap();
            line.write_all(&bytes[..share]).unwrap();
            line.flush().unwrap();
            // The server is in the middle of receiving as soon as the file is there, or has nothing yet.
            if share > 0 {
                app.settled_paths(1).await;
            }
            drop(line);
        }
        assert_eq!(app.settled_paths(0).await, [] as [String; 0]);
        assert_eq!(app.count("uploads"), 0);
        let again = agency.sending(bytes, "a.pdf", Purpose::Vault, &key);
        let _: UploadView = Answer::of(again).await.ok(201);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_was_not_put_to_use_is_forgotten_after_a_day(app) {
        let agency = app.sign_in(Login::Agency).await;
        let unused = agency.uploaded("to-trinh").await;
        agency.paper("bien-ban-hop", "KQ.H21.910003").await;
        app.advance(24 * 3600 - 60);
        motcua_server::upload::job::forget_unused(&app.state).await.unwrap();
        assert_eq!(app.count("uploads where used_for is null"), 1);
        app.advance(120);
        motcua_server::upload::job::forget_unused(&app.state).await.unwrap();
        assert_eq!(app.count("uploads where used_for is null"), 0);
        assert_eq!(app.count("papers"), 1);
        app.assert_files_and_rows_agree().await;
        let agency = app.sign_in(Login::Agency).await;
        agency.add(unused.id, "KQ.H21.910001").await.refused(409, ErrorCode::UploadGone);
    }

    async fn what_lies_in_the_store_without_a_row_is_cleared_and_what_is_missing_is_told(app) {
        let agency = app.sign_in(Login::Agency).await;
        let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
        let files = app.folder().join("files");
        let stray = "00".repeat(32);
        std::fs::create_dir_all(files.join("stored/00")).unwrap();
        std::fs::create_dir_all(files.join("staging")).unwrap();
        std::fs::write(files.join("stored/00").join(&stray), b"x").unwrap();
        std::fs::write(files.join("staging").join(uuid::Uuid::now_v7().to_string()), b"x").unwrap();
        let found = motcua_server::upload::job::reconcile(&app.state).await.unwrap();
        assert_eq!(found, Default::default(), "what is young may belong to a request that still runs");
        app.advance(2 * 3600);
        std::fs::remove_file(files.join("stored").join(&paper.sha256[..2]).join(&paper.sha256)).unwrap();
        let found = motcua_server::upload::job::reconcile(&app.state).await.unwrap();
        assert_eq!(found.stray_staged, 1);
        assert_eq!(found.files_without_row, [stray]);
        assert_eq!(found.rows_without_file, [paper.sha256]);
        assert_eq!(app.count("stored_files"), 1, "rows are never touched");
    }

    async fn what_a_killed_server_wrote_half_is_cleared(app) {
        let files = app.folder().join("files");
        let half = ["staging", "parts", "sealed"].map(|place| {
            std::fs::create_dir_all(files.join(place)).unwrap();
            files.join(place).join(format!("{}#1", uuid::Uuid::now_v7()))
        });
        for path in &half {
            std::fs::write(path, b"x").unwrap();
        }
        motcua_server::upload::job::reconcile(&app.state).await.unwrap();
        assert!(half.iter().all(|path| path.exists()), "what is young may be being written");
        app.advance(2 * 3600);
        motcua_server::upload::job::reconcile(&app.state).await.unwrap();
        assert!(!half.iter().any(|path| path.exists()));
    }

    async fn a_request_that_fails_does_not_take_the_bytes_from_one_that_succeeds(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let (mine, theirs) = (agency.uploaded("to-trinh").await, other.uploaded("to-trinh").await);
        // The other agency stores the same file while this request fails.
        let failed = keep(&app.state, &mine, async move {
            assert_eq!(other.add(theirs.id, "KQ.H21.910001").await.status, 201);
            Err::<(), _>(ErrorCode::CheckFields.into())
        });
        assert!(failed.await.is_err());
        app.assert_files_and_rows_agree().await;
    }

    async fn bytes_that_a_failed_request_took_back_are_put_there_again(app) {
        let agency = app.sign_in(Login::Agency).await;
        let mine = agency.uploaded("to-trinh").await;
        let (file, now) = (mine.clone(), app.state.clock.now());
        // Another request that failed deletes the bytes just before this one is committed.
        let state = app.state.clone();
        let kept = keep(&app.state, &mine, async move {
            let aside = state.files.set_aside(&file.sha256).await?.unwrap();
            state.files.discard_aside(&aside).await?;
            state.db.write(move |conn| claim(conn, &file, "test", now)).await
        });
        assert!(kept.await.unwrap());
        assert_stored(&app, &mine.sha256).await;
    }

    async fn a_request_that_hangs_up_leaves_files_and_rows_in_agreement(app) {
        let agency = app.sign_in(Login::Agency).await;
        let mine = agency.uploaded("to-trinh").await;
        let (state, file, now) = (app.state.clone(), mine.clone(), app.state.clock.now());
        let (begun, mut has_begun) = tokio::sync::oneshot::channel();
        let state_of_request = app.state.clone();
        let whole = keep(&state_of_request, &mine, async move {
            begun.send(()).unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            state.db.write(move |conn| claim(conn, &file, "test", now)).await
        });
        // The request is dropped while its transaction runs.
        let dropped = tokio::select! {
            _ = whole => false,
            started = &mut has_begun => started.is_ok(),
        };
        assert!(dropped);
        while app.count("uploads where used_for = 'test'") == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_stored(&app, &mine.sha256).await;
    }

    async fn names_that_read_as_another_are_refused_and_a_picture_is_saved_as_one(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let turned = "a\u{202E}fdp.exe.pdf";
        citizen
            .upload(papers::sound("to-trinh"), turned, Purpose::Component)
            .await
            .refused(422, ErrorCode::FileNameHasPath);
        let sent: UploadView = citizen.upload(papers::picture(), "x.html", Purpose::Component).await.ok(201);
        let draft = citizen.open("2.000635").await;
        citizen.attach_upload(&draft, "to-khai", sent.id).await.ok::<DraftView>(200);
        let answer = citizen.get(&path::draft_file(draft.id, "to-khai")).await;
        assert!(answer.header("content-disposition").unwrap().ends_with("x.html.png"));
    }

    async fn administrators_send_no_files(app) {
        let administrator = app.sign_in(Login::Administrator).await;
        administrator.upload(papers::sound("to-trinh"), "a.pdf", Purpose::Vault).await.refused(403, ErrorCode::NotAllowed);
        app.assert_files_and_rows_agree().await;
    }
}

async fn small(backend: Backend) -> TestApp {
    TestApp::start_with(backend, |config| {
        config.upload.max_bytes = 1_000_000;
        config.upload.max_waiting = 2;
    })
    .await
}

on_each! {
    async fn a_file_that_is_too_large_is_refused_with_the_limit(backend) {
        let app = small(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        let mut bytes = b"%PDF-1.7\n".to_vec();
        bytes.resize(1_000_001, b' ');
        let problem = agency
            .upload(bytes.into(), "to.pdf", Purpose::Vault)
            .await
            .refused(413, ErrorCode::FileTooLarge);
        assert!(problem.title.contains("1 MB"), "{}", problem.title);
        let mut longer = b"%PDF-1.7\n".to_vec();
        longer.resize(30_000_000, b' ');
        // Far beyond the limit the server may hang up; it must not keep anything.
        let request = agency.sending(longer.into(), "to.pdf", Purpose::Vault, &new_key());
        if let Ok(answer) = Answer::try_of(request).await {
            answer.refused(413, ErrorCode::FileTooLarge);
        }
        assert_eq!(app.count("uploads"), 0);
        app.assert_files_and_rows_agree().await;
    }

    async fn few_files_may_wait_at_a_time(backend) {
        let app = small(backend).await;
        let agency = app.sign_in(Login::Agency).await;
        let first = agency.uploaded("to-trinh").await;
        agency.uploaded("bien-ban-hop").await;
        let bytes = papers::sound("bao-cao-thanh-tich");
        agency.upload(bytes, "a.pdf", Purpose::Vault).await.refused(429, ErrorCode::TooManyRequests);
        assert_eq!(agency.add(first.id, "KQ.H21.910001").await.status, 201);
        agency.uploaded("bao-cao-thanh-tich").await;
        app.assert_files_and_rows_agree().await;
    }
}

//! Files in pieces: what arrives is kept, wherever the line breaks, and nothing of it is mixed.

use bytes::Bytes;
use futures::future::join_all;
use motcua_server::upload::job::{forget_unused, reconcile};
use motcua_shared::error::ErrorCode;
use motcua_shared::path::{self, IDEMPOTENCY_HEADER};
use motcua_shared::upload::dto::{MediaType, Purpose, ScanState, UploadView};
use motcua_tests::client::new_key;
use motcua_tests::tus::{PIECE, cut_off, id_of, metadata, offset_of};
use motcua_tests::{Answer, Client, Login, TestApp, on_both, papers};
use reqwest::Method;

/// Waits until a line that broke has been noticed.
pub async fn settled_offset(client: &Client, address: &str, expected: usize) -> usize {
    for _ in 0..200 {
        if client.offset(address).await == expected {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    client.offset(address).await
}

/// A photograph of this many bytes that differs from byte to byte.
fn large(size: usize) -> Vec<u8> {
    let mut bytes = vec![
        0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 4, 0, 4, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1,
    ];
    let mut state = 1_u32;
    while bytes.len() < size {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        bytes.push(u8::try_from(state >> 24).unwrap());
    }
    bytes.truncate(size);
    bytes
}

async fn staged(app: &TestApp, address: &str) -> Bytes {
    app.state.files.read_staged(id_of(address)).await.unwrap()
}

on_both! {
    async fn a_paper_sent_in_pieces_is_the_paper(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let view = agency.sent_in_pieces(&bytes, " Tờ trình số 12.pdf ", Purpose::Vault, 10_007).await;
        assert_eq!(view.file_name, "Tờ trình số 12.pdf");
        assert_eq!((view.size, view.media_type, view.scan), (bytes.len() as u64, MediaType::Pdf, ScanState::Unscanned));
        assert_eq!(view.sha256, motcua_server::secret::sha256_hex(&bytes));
        assert_eq!(view.report.as_ref().unwrap().signatures.len(), 1);
        assert_eq!(app.settled_paths(1).await, [format!("staging/{}", view.id)]);
        let paper: motcua_shared::vault::dto::PaperView = agency.add(view.id, "KQ.H21.910001").await.ok(201);
        let file = agency.get(&path::paper_file(paper.item.id)).await;
        assert_eq!((file.status, file.body), (200, bytes));
        app.assert_files_and_rows_agree().await;
    }

    async fn the_address_says_how_much_has_come_and_until_when_it_waits(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        agency.append(&address, 0, &bytes[..5000]).await;
        let answer = Answer::of(agency.tus(Method::HEAD, &address)).await;
        assert_eq!((answer.status, offset_of(&answer)), (200, 5000));
        assert_eq!(answer.header("upload-length"), Some(bytes.len().to_string().as_str()));
        assert_eq!(answer.header("tus-resumable"), Some("1.0.0"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let expires = chrono::DateTime::parse_from_rfc2822(answer.header("upload-expires").unwrap()).unwrap();
        let hours = (expires.timestamp() - app.state.clock.now().unix_seconds()) / 3600;
        assert!((22..=24).contains(&hours), "{hours}");
        agency.get(&address).await.refused(409, ErrorCode::UploadUnfinished);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_tus_is_spoken_here_is_said_and_nothing_else_is_understood(app) {
        let agency = app.sign_in(Login::Agency).await;
        let offer = Answer::of(agency.request(Method::OPTIONS, path::RESUMABLE_UPLOADS)).await;
        assert_eq!(offer.status, 204);
        assert_eq!(offer.header("tus-version"), Some("1.0.0"));
        assert_eq!(offer.header("tus-max-size"), Some("50000000"));
        assert_eq!(offer.header("tus-extension"), Some("creation,creation-with-upload,termination,expiration"));
        let address = agency.begun(10, "a.pdf", Purpose::Vault).await;
        for version in [None, Some("0.2.2")] {
            let mut request = agency.request(Method::HEAD, &address);
            if let Some(version) = version {
                request = request.header("tus-resumable", version);
            }
            let answer = Answer::of(request).await;
            assert_eq!((answer.status, answer.header("tus-version")), (412, Some("1.0.0")));
            assert_eq!(answer.header("tus-resumable"), Some("1.0.0"), "also of a refusal");
        }
        // Where a proxy lets only GET and POST through.
        let piece = agency.tus(Method::POST, &address)
            .header("x-http-method-override", "PATCH")
            .header("content-type", PIECE)
            .header("upload-offset", 0)
            .body("%PDF-");
        assert_eq!(Answer::of(piece).await.status, 204);
        assert_eq!(agency.offset(&address).await, 5);
    }

    async fn announcements_that_make_no_sense_are_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        let good = metadata("a.pdf", Purpose::Vault);
        let long = metadata(&"a".repeat(201), Purpose::Vault);
        let turned = metadata("a\u{202E}fdp.exe.pdf", Purpose::Vault);
        let path_of_it = metadata("../../a.pdf", Purpose::Vault);
        for (length, metadata, status, code) in [
            ("", good.as_str(), 400, ErrorCode::BadRequest),
            ("-1", &good, 400, ErrorCode::BadRequest),
            ("1e3", &good, 400, ErrorCode::BadRequest),
            ("0", &good, 422, ErrorCode::FileEmpty),
            ("50000001", &good, 413, ErrorCode::FileTooLarge),
            ("18446744073709551615", &good, 413, ErrorCode::FileTooLarge),
            ("10", "", 400, ErrorCode::BadRequest),
            ("10", "filename YS5wZGY=", 400, ErrorCode::BadRequest),
            ("10", "purpose dmF1bHQ=", 422, ErrorCode::Required),
            ("10", &path_of_it, 422, ErrorCode::FileNameHasPath),
            ("10", &turned, 422, ErrorCode::FileNameHasPath),
            ("10", &long, 422, ErrorCode::TooLong),
        ] {
            let request = agency.tus(Method::POST, path::RESUMABLE_UPLOADS)
                .header("upload-length", length)
                .header("upload-metadata", metadata)
                .header(IDEMPOTENCY_HEADER, new_key());
            Answer::of(request).await.refused(status, code);
        }
        let keyless = agency.tus(Method::POST, path::RESUMABLE_UPLOADS)
            .header("upload-length", 10)
            .header("upload-metadata", good);
        assert_eq!(Answer::of(keyless).await.faults(), [("idempotency-key".to_owned(), ErrorCode::Required)]);
        assert_eq!(app.count("resumable_uploads"), 0);
    }

    async fn pieces_that_make_no_sense_are_refused(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        agency.append(&address, 0, &bytes[..2000]).await;
        for wrong in [0, 1999, 2001, bytes.len()] {
            agency.append(&address, wrong, &bytes[..10]).await.refused(409, ErrorCode::UploadOffset);
        }
        let mut longer = bytes[2000..].to_vec();
        longer.push(b' ');
        agency.append(&address, 2000, &longer).await.refused(413, ErrorCode::BodyTooLarge);
        let untyped = agency.tus(Method::PATCH, &address).header("upload-offset", 2000).body("x");
        Answer::of(untyped).await.refused(415, ErrorCode::WrongContentType);
        let unplaced = agency.tus(Method::PATCH, &address).header("content-type", PIECE).body("x");
        Answer::of(unplaced).await.refused(400, ErrorCode::BadRequest);
        let empty = agency.append(&address, 2000, b"").await;
        assert_eq!((empty.status, offset_of(&empty)), (204, 2000));
        assert_eq!(agency.append(&address, 2000, &bytes[2000..]).await.status, 204);
        assert_eq!(staged(&app, &address).await, bytes);
        app.assert_files_and_rows_agree().await;
    }

    async fn a_line_cut_in_the_middle_keeps_what_arrived(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let bytes = large(3_500_000);
        let address = citizen.begun(bytes.len(), "a.jpg", Purpose::Component).await;
        let mut offset = 0;
        // The third cut is behind whole segments, the last before the last byte.
        for end in [1, 700_001, 3_400_000, 3_499_999] {
            cut_off(&app, &citizen, &address, offset, bytes.len() - offset, &bytes[offset..end]);
            assert_eq!(settled_offset(&citizen, &address, end).await, end);
            offset = end;
            app.settled_paths(usize::try_from(app.count("upload_parts")).unwrap()).await;
        }
        assert_eq!(citizen.append(&address, offset, &bytes[offset..]).await.status, 204);
        let view: UploadView = citizen.get(&address).await.ok(200);
        assert_eq!(view.sha256, motcua_server::secret::sha256_hex(&bytes));
        app.assert_files_and_rows_agree().await;
    }

    async fn of_pieces_at_one_place_one_counts_and_bytes_are_never_mixed(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        for round in 0..5_u8 {
            let bytes = large(600_000);
            let address = citizen.begun(bytes.len(), "a.jpg", Purpose::Component).await;
            assert_eq!(citizen.append(&address, 0, &bytes[..100_000]).await.status, 204);
            // Each of them sends other bytes and another length from the same place.
            let pieces: Vec<Vec<u8>> = (0..6_u8).map(|one| vec![0x80 + one + round; 150_000 + usize::from(one) * 10_000]).collect();
            let sends = pieces.iter().map(|piece| citizen.append(&address, 100_000, piece));
            let answers = join_all(sends).await;
            let winners: Vec<usize> = (0..6).filter(|one| answers[*one].status == 204).collect();
            assert_eq!(winners.len(), 1, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
            for (one, answer) in answers.iter().enumerate() {
                if one != winners[0] {
                    answer.refused(409, ErrorCode::UploadOffset);
                }
            }
            let winner = &pieces[winners[0]];
            let offset = 100_000 + winner.len();
            assert_eq!(citizen.offset(&address).await, offset);
            assert_eq!(citizen.append(&address, offset, &bytes[offset..]).await.status, 204);
            let whole = [&bytes[..100_000], winner, &bytes[offset..]].concat();
            assert_eq!(staged(&app, &address).await, whole);
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn whatever_a_client_does_the_offset_is_what_has_come(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let mut state = 7_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % below
        };
        for _ in 0..6 {
            let bytes = large(2_000 + next(300_000));
            let address = citizen.begun(bytes.len(), "a.jpg", Purpose::Component).await;
            let mut come = 0;
            while come < bytes.len() {
                let from = if next(4) == 0 { next(bytes.len() + 10) } else { come };
                let length = 1 + next(80_000);
                let end = (come + length).min(bytes.len());
                if from != come {
                    citizen.append(&address, from, &bytes[come..end]).await.refused(409, ErrorCode::UploadOffset);
                } else if next(3) == 0 {
                    let cut = come + next(end - come + 1);
                    cut_off(&app, &citizen, &address, come, bytes.len() - come + 1, &bytes[come..cut]);
                    assert_eq!(settled_offset(&citizen, &address, cut).await, cut);
                    come = cut;
                } else {
                    let answer = citizen.append(&address, come, &bytes[come..end]).await;
                    assert_eq!((answer.status, offset_of(&answer)), (204, end), "{}", answer.text());
                    come = end;
                }
                assert_eq!(citizen.offset(&address).await, come);
            }
            let view: UploadView = citizen.get(&address).await.ok(200);
            assert_eq!(view.sha256, motcua_server::secret::sha256_hex(&bytes));
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn an_answer_that_was_lost_is_given_again(app) {
        let agency = app.sign_in(Login::Agency).await;
        let (good, bad) = (papers::sound("to-trinh"), papers::bad("sua-sau-khi-ky"));
        let address = agency.begun(good.len(), "a.pdf", Purpose::Vault).await;
        assert_eq!(agency.append(&address, 0, &good).await.status, 204);
        let first: UploadView = agency.get(&address).await.ok(200);
        assert_eq!(agency.get(&address).await.ok::<UploadView>(200), first);
        assert_eq!(agency.offset(&address).await, good.len());
        let repeated = agency.append(&address, good.len(), b"").await;
        assert_eq!((repeated.status, offset_of(&repeated)), (204, good.len()));

        let key = new_key();
        let begin = || agency.beginning(bad.len() as u64, "b.pdf", Purpose::Vault, &key);
        let address = Answer::of(begin()).await.header("location").unwrap().to_owned();
        let told = agency.append(&address, 0, &bad).await.refused(422, ErrorCode::PaperChanged);
        let again = agency.get(&address).await.refused(422, ErrorCode::PaperChanged);
        assert_eq!(told.title, again.title);
        assert_eq!(Answer::of(agency.tus(Method::HEAD, &address)).await.status, 422);
        agency.append(&address, bad.len(), b"").await.refused(422, ErrorCode::PaperChanged);
        Answer::of(begin()).await.refused(422, ErrorCode::PaperChanged);
        assert_eq!((app.count("uploads"), app.count("upload_parts")), (1, 0));
        app.assert_files_and_rows_agree().await;
    }

    async fn many_who_ask_for_the_judgement_at_once_get_one_upload(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        let last = bytes.len() - 1;
        assert_eq!(agency.append(&address, 0, &bytes[..last]).await.status, 204);
        let ends = join_all((0..4).map(|_| agency.append(&address, last, &bytes[last..]))).await;
        assert!(ends.iter().all(|answer| [204, 409].contains(&answer.status)));
        let asks = join_all((0..4).map(|_| agency.get(&address))).await;
        let views: Vec<UploadView> = asks.iter().map(|answer| answer.ok(200)).collect();
        assert!(views.iter().all(|view| *view == views[0]));
        assert_eq!((app.count("uploads"), app.count("resumable_uploads")), (1, 0));
        app.assert_files_and_rows_agree().await;
    }

    async fn a_server_that_stops_while_it_judges_is_taken_over_from(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        let last = bytes.len() - 1;
        agency.append(&address, 0, &bytes[..last]).await;
        // As it would be had the server stopped behind the last piece.
        let part = motcua_server::upload::resumable::domain::Part { object: "last".to_owned(), start: last as u64, size: 1 };
        app.state.files.put_part("last", vec![bytes.slice(last..)]).await.unwrap();
        let (id, now) = (id_of(&address), app.state.clock.now());
        let until = motcua_server::clock::after(now, 120);
        let taken = app.state.db.write(move |conn| {
            use motcua_server::upload::resumable::store;
            Ok((store::advance(conn, id, &part)?, store::claim_judging(conn, id, now, until)?))
        });
        assert_eq!(taken.await.unwrap(), (true, true));
        app.advance(121);
        assert_eq!(agency.get(&address).await.ok::<UploadView>(200).size, bytes.len() as u64);
        app.assert_files_and_rows_agree().await;
    }

    async fn the_first_bytes_decide_before_the_rest_is_sent(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let mut bomb = b"PK\x03\x04".to_vec();
        bomb.resize(2_000_000, 0);
        for name in ["don.docx", "don.pdf"] {
            for (purpose, code) in [(Purpose::Vault, ErrorCode::FileNotPdf), (Purpose::Component, ErrorCode::FileTypeNotTaken)] {
                let address = citizen.begun(40_000_000, name, purpose).await;
                citizen.append(&address, 0, &bomb).await.refused(422, code);
                citizen.append(&address, 0, &bomb).await.refused(422, code);
                assert_eq!(citizen.upload(bomb.clone().into(), name, purpose).await.refused(422, code).code, code);
            }
        }
        assert_eq!(app.settled_paths(0).await, [] as [String; 0]);
        assert_eq!(app.count("uploads"), 0);
    }

    async fn the_same_key_is_the_same_address(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let key = new_key();
        let begin = || Answer::of(agency.beginning(bytes.len() as u64, "a.pdf", Purpose::Vault, &key));
        let answers = join_all((0..4).map(|_| begin())).await;
        let address = answers[0].header("location").unwrap().to_owned();
        assert!(answers.iter().all(|answer| answer.header("location") == Some(&address)));
        agency.append(&address, 0, &bytes[..4000]).await;
        let again = begin().await;
        assert_eq!((again.header("location"), offset_of(&again)), (Some(address.as_str()), 4000));
        for (size, purpose) in [(bytes.len() as u64 + 1, Purpose::Vault), (bytes.len() as u64, Purpose::Component)] {
            let other = agency.beginning(size, "a.pdf", purpose, &key);
            Answer::of(other).await.refused(409, ErrorCode::IdempotencyMismatch);
        }
        let other = agency.beginning(bytes.len() as u64, "b.pdf", Purpose::Vault, &key);
        Answer::of(other).await.refused(409, ErrorCode::IdempotencyMismatch);
        agency.append(&address, 4000, &bytes[4000..]).await;
        let after = begin().await;
        assert_eq!((after.header("location"), offset_of(&after)), (Some(address.as_str()), bytes.len()));
        assert_eq!(app.count("resumable_uploads"), 0);
    }

    async fn the_first_piece_may_come_with_the_announcement(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let request = agency.beginning(bytes.len() as u64, "a.pdf", Purpose::Vault, &new_key())
            .header("content-type", PIECE)
            .body(bytes.clone());
        let answer = Answer::of(request).await;
        assert_eq!((answer.status, offset_of(&answer)), (201, bytes.len()));
        let view: UploadView = agency.get(answer.header("location").unwrap()).await.ok(200);
        assert_eq!(view.size, bytes.len() as u64);
    }

    async fn what_is_sent_belongs_to_its_account(app) {
        let (agency, other) = (app.sign_in(Login::Agency).await, app.sign_in(Login::OtherAgency).await);
        let bytes = papers::sound("to-trinh");
        let half = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        agency.append(&half, 0, &bytes[..3000]).await;
        let whole = agency.begun(bytes.len(), "b.pdf", Purpose::Vault).await;
        agency.append(&whole, 0, &bytes).await;
        let nobody = app.nobody();
        for address in [half.as_str(), whole.as_str()] {
            assert_eq!(Answer::of(other.tus(Method::HEAD, address)).await.status, 404);
            other.append(address, 3000, b"x").await.refused(404, ErrorCode::NotFound);
            other.get(address).await.refused(404, ErrorCode::NotFound);
            Answer::of(other.tus(Method::DELETE, address)).await.refused(404, ErrorCode::NotFound);
            nobody.append(address, 3000, b"x").await.refused(401, ErrorCode::SignInNeeded);
            let foreign = agency.bare(Method::PATCH, address)
                .header("tus-resumable", "1.0.0")
                .header("content-type", PIECE)
                .header("upload-offset", 3000)
                .body("x");
            Answer::of(foreign).await.refused(403, ErrorCode::CrossSite);
        }
        assert_eq!(agency.offset(&half).await, 3000);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_is_called_off_is_gone(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let half = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        agency.append(&half, 0, &bytes[..3000]).await;
        let whole = agency.begun(bytes.len(), "b.pdf", Purpose::Vault).await;
        agency.append(&whole, 0, &bytes).await;
        for address in [&half, &whole] {
            assert_eq!(Answer::of(agency.tus(Method::DELETE, address)).await.status, 204);
            assert_eq!(Answer::of(agency.tus(Method::DELETE, address)).await.status, 404);
            assert_eq!(Answer::of(agency.tus(Method::HEAD, address)).await.status, 404);
        }
        assert_eq!(app.settled_paths(0).await, [] as [String; 0]);
        let used = agency.sent_in_pieces(&bytes, "c.pdf", Purpose::Vault, 50_000).await;
        assert_eq!(agency.add(used.id, "KQ.H21.910001").await.status, 201);
        let late = agency.tus(Method::DELETE, &path::resumable_upload(used.id));
        Answer::of(late).await.refused(404, ErrorCode::NotFound);
        app.assert_files_and_rows_agree().await;
    }

    async fn what_never_ends_is_forgotten_with_its_pieces(app) {
        let agency = app.sign_in(Login::Agency).await;
        let bytes = papers::sound("to-trinh");
        let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
        agency.append(&address, 0, &bytes[..3000]).await;
        app.state.files.put_part("stray", vec![Bytes::from_static(b"x")]).await.unwrap();
        app.advance(2 * 3600);
        let found = reconcile(&app.state).await.unwrap();
        assert_eq!(found.stray_parts, 1);
        app.advance(22 * 3600 - 60);
        forget_unused(&app.state).await.unwrap();
        assert_eq!((app.count("resumable_uploads"), app.count("upload_parts")), (1, 1));
        app.advance(120);
        let agency = app.sign_in(Login::Agency).await;
        assert_eq!(Answer::of(agency.tus(Method::HEAD, &address)).await.status, 404, "before the clean-up, too");
        forget_unused(&app.state).await.unwrap();
        assert_eq!((app.count("resumable_uploads"), app.count("upload_parts")), (0, 0));
        assert_eq!(app.settled_paths(0).await, [] as [String; 0]);
    }
}

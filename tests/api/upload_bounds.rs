//! How much one account may send, and how large a picture may unfold.

use futures::future::join_all;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_tests::client::new_key;
use motcua_tests::{Answer, Backend, Client, Login, TestApp, on_both, on_each, papers};
use reqwest::Method;

/// A PNG that says to be this large, with next to nothing in it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = papers::picture().to_vec();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    bytes
}

async fn tight(backend: Backend, quota: u64, waiting: u32) -> TestApp {
    TestApp::start_with(backend, move |config| {
        config.upload.max_bytes = 1_000_000;
        config.upload.quota_bytes = quota;
        config.upload.max_waiting = waiting;
    })
    .await
}

on_both! {
    async fn a_picture_that_unfolds_to_billions_of_points_is_refused(app) {
        let citizen = app.sign_in(Login::Citizen).await;
        let problem = citizen
            .upload(png(30_000, 30_000).into(), "anh.png", Purpose::Component)
            .await
            .refused(422, ErrorCode::PictureTooLarge);
        assert!(problem.title.contains("70 triệu"), "{}", problem.title);
        let address = citizen.begun(png(1, 1).len(), "anh.png", Purpose::Component).await;
        citizen.append(&address, 0, &png(30_000, 30_000)).await.refused(422, ErrorCode::PictureTooLarge);
        // In pieces so small that the first says nothing.
        let bytes = png(30_000, 30_000);
        let address = citizen.begun(bytes.len(), "anh.png", Purpose::Component).await;
        citizen.append(&address, 0, &bytes[..10]).await;
        citizen.append(&address, 10, &bytes[10..]).await.refused(422, ErrorCode::PictureTooLarge);
        let _: UploadView = citizen.upload(png(8_000, 8_000).into(), "anh.png", Purpose::Component).await.ok(201);
        assert_eq!(app.count("uploads"), 1);
        app.assert_files_and_rows_agree().await;
    }
}

on_each! {
    async fn all_files_of_an_account_have_a_bound(backend) {
        let size = papers::sound("to-trinh").len() as u64;
        let app = tight(backend, 1_000_000.max(size * 3), 100).await;
        let agency = app.sign_in(Login::Agency).await;
        let quota = app.state.config.upload.quota_bytes;
        // One paper is kept, one waits, the rest is announced.
        agency.paper("to-trinh", "KQ.H21.910001").await;
        let waiting = agency.uploaded("bien-ban-hop").await;
        let left = quota - size - waiting.size;
        let begin = |size: u64| Answer::of(agency.beginning(size, "a.pdf", Purpose::Vault, &new_key()));
        let first = begin(left - 1).await;
        assert_eq!(first.status, 201, "{}", first.text());
        let problem = begin(2).await.refused(413, ErrorCode::QuotaReached);
        assert!(problem.title.contains("MB"), "{}", problem.title);
        assert_eq!(problem.errors[0].path, "file");
        agency.upload(papers::sound("to-trinh"), "b.pdf", Purpose::Vault).await.refused(413, ErrorCode::QuotaReached);
        // What is called off makes room again; what others send does not matter.
        let address = first.header("location").unwrap().to_owned();
        assert_eq!(Answer::of(agency.tus(Method::DELETE, &address)).await.status, 204);
        assert_eq!(begin(left).await.status, 201);
        let other = app.sign_in(Login::OtherAgency).await;
        other.uploaded("to-trinh").await;
        app.assert_files_and_rows_agree().await;
    }

    async fn a_file_that_is_attached_and_taken_away_counts_once_while_somebody_keeps_it(backend) {
        let size = papers::picture().len() as u64;
        let app = TestApp::start_with(backend, |config| {
            config.upload.max_bytes = size * 3;
            config.upload.quota_bytes = size * 3;
        })
        .await;
        let (citizen, other) = (app.sign_in(Login::Citizen).await, app.sign_in(Login::OtherCitizen).await);
        let attach = async |client: &Client| {
            let draft = client.open("2.000635").await;
            let sent: UploadView = client.upload(papers::picture(), "a.png", Purpose::Component).await.ok(201);
            client.attach_upload(&draft, "to-khai", sent.id).await.ok::<DraftView>(200);
            draft.id
        };
        attach(&other).await;
        for _ in 0..5 {
            let draft = attach(&citizen).await;
            assert_eq!(citizen.delete(&path::draft(draft)).await.status, 204);
            app.run_jobs().await;
        }
        attach(&citizen).await;
        app.assert_files_and_rows_agree().await;
    }

    async fn of_files_refused_in_pieces_only_the_newest_are_known(backend) {
        let app = tight(backend, 100_000_000, 5).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(2_000, 0);
        let mut last = String::new();
        for _ in 0..25 {
            last = citizen.begun(bytes.len(), "don.pdf", Purpose::Vault).await;
            citizen.append(&last, 0, &bytes).await.refused(422, ErrorCode::FileNotPdf);
        }
        assert_eq!(app.count("resumable_uploads"), 20);
        citizen.append(&last, 0, &bytes).await.refused(422, ErrorCode::FileNotPdf);
        assert_eq!(app.settled_paths(0).await, [] as [String; 0]);
    }

    async fn many_at_once_do_not_get_past_the_bounds(backend) {
        let app = tight(backend, 1_000_000, 100).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let keys: Vec<String> = (0..10).map(|_| new_key()).collect();
        let begins = keys.iter().map(|key| Answer::of(citizen.beginning(300_000, "a.pdf", Purpose::Component, key)));
        let answers = join_all(begins).await;
        let taken = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(taken, 3, "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());

        let app = tight(backend, 1_000_000, 2).await;
        let citizen = app.sign_in(Login::Citizen).await;
        let sends = (0..6).map(|_| citizen.upload(papers::picture(), "a.png", Purpose::Component));
        let taken = join_all(sends).await.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(taken, 2);
        let begin = citizen.beginning(10, "a.pdf", Purpose::Component, &new_key());
        Answer::of(begin).await.refused(429, ErrorCode::TooManyRequests);
        app.assert_files_and_rows_agree().await;
    }
}

//! Files in an S3-compatible store. `MOTCUA_TEST_S3` is the address of one whose contents do not matter; `.ci/api` starts
//! moto's where it is installed (`pip install 'moto[server]'`). Without one these tests are skipped and say so.

use crate::upload_pieces::settled_offset;
use motcua_server::upload::job::{Discrepancies, forget_unused, reconcile};
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DraftView;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperView;
use motcua_tests::client::new_key;
use motcua_tests::environment::variable;
use motcua_tests::tus::cut_off;
use motcua_tests::{Answer, Backend, Login, TestApp, papers};
use reqwest::Method;

const PROCEDURE: &str = "1.012373.H08";

/// An application whose files are in a bucket of its own.
async fn on_s3() -> Option<TestApp> {
    let Some(endpoint) = variable("MOTCUA_TEST_S3") else {
        eprintln!("SKIPPED: MOTCUA_TEST_S3 names no S3-compatible store");
        return None;
    };
    let bucket = format!("motcua-{}", new_key());
    let made = motcua_server::outbound::client()
        .no_proxy()
        .tls_certs_only([])
        .build()
        .unwrap();
    let made = made.put(format!("{endpoint}/{bucket}")).send().await.unwrap();
    assert!(made.status().is_success(), "{made:?}");
    let app = TestApp::start_with(Backend::Sqlite, move |config| {
        config.files.url = format!("s3://{bucket}/portal");
        let options = [
            ("endpoint", endpoint.as_str()),
            ("allow_http", "true"),
            ("region", "us-east-1"),
            ("access_key_id", "test"),
            ("secret_access_key", "test"),
            ("virtual_hosted_style_request", "false"),
        ];
        config.files.options = options
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned().into()))
            .collect();
    });
    Some(app.await)
}

#[actix_web::test]
async fn a_paper_comes_back_from_s3_as_it_was_sent() {
    let Some(app) = on_s3().await else { return };
    let agency = app.sign_in(Login::Agency).await;
    let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
    let answer = agency.get(&path::paper_file(paper.item.id)).await;
    assert_eq!((answer.status, answer.body), (200, papers::sound("to-trinh")));
    app.advance(2 * 3600);
    assert_eq!(reconcile(&app.state).await.unwrap(), Discrepancies::default());
}

#[actix_web::test]
async fn bytes_that_nothing_stands_on_leave_s3_and_missing_ones_are_told() {
    let Some(app) = on_s3().await else { return };
    let agency = app.sign_in(Login::Agency).await;
    let draft = agency.open(PROCEDURE).await;
    let sent = agency
        .uploaded_for("bien-ban-hop", Purpose::SignedComponent)
        .await;
    agency
        .attach_upload(&draft, "bien-ban", sent.id)
        .await
        .ok::<DraftView>(200);
    assert!(app.state.files.has_stored(&sent.sha256).await.unwrap());
    assert_eq!(agency.delete(&path::draft(draft.id)).await.status, 204);
    app.run_jobs().await;
    assert!(!app.state.files.has_stored(&sent.sha256).await.unwrap());

    let paper = agency.paper("to-trinh", "KQ.H21.910001").await;
    let aside = app.state.files.set_aside(&paper.sha256).await.unwrap().unwrap();
    app.state.files.discard_aside(&aside).await.unwrap();
    app.advance(2 * 3600);
    let found = reconcile(&app.state).await.unwrap();
    assert_eq!(found.rows_without_file, [paper.sha256]);
}

/// How much lies there: staged, in parts, kept.
async fn lying(app: &TestApp) -> (usize, usize, u64) {
    let files = &app.state.files;
    let (staged, parts) = (
        files.list_staged().await.unwrap(),
        files.list_parts().await.unwrap(),
    );
    (staged.len(), parts.len(), app.count("stored_files"))
}

#[actix_web::test]
async fn pieces_wait_in_s3_while_the_line_is_down_and_become_the_paper() {
    let Some(app) = on_s3().await else { return };
    let agency = app.sign_in(Login::Agency).await;
    let bytes = papers::sound("to-trinh");
    let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
    assert_eq!(agency.append(&address, 0, &bytes[..3_000]).await.status, 204);
    cut_off(
        &app,
        &agency,
        &address,
        3_000,
        bytes.len() - 3_000,
        &bytes[3_000..5_000],
    );
    assert_eq!(settled_offset(&agency, &address, 5_000).await, 5_000);
    agency
        .append(&address, 3_000, &bytes[3_000..])
        .await
        .refused(409, ErrorCode::UploadOffset);
    assert_eq!(lying(&app).await, (0, 2, 0));
    assert_eq!(agency.append(&address, 5_000, &bytes[5_000..]).await.status, 204);
    let view: UploadView = agency.get(&address).await.ok(200);
    assert_eq!(view.sha256, motcua_server::secret::sha256_hex(&bytes));
    let paper: PaperView = agency.add(view.id, "KQ.H21.910001").await.ok(201);
    assert_eq!(agency.get(&path::paper_file(paper.item.id)).await.body, bytes);
    for _ in 0..200 {
        if lying(&app).await == (0, 0, 1) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(lying(&app).await, (0, 0, 1), "nothing of the pieces is left");
}

#[actix_web::test]
async fn pieces_that_are_called_off_or_never_end_leave_s3() {
    let Some(app) = on_s3().await else { return };
    let agency = app.sign_in(Login::Agency).await;
    let bytes = papers::sound("to-trinh");
    let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
    assert_eq!(agency.append(&address, 0, &bytes[..3_000]).await.status, 204);
    assert_eq!(lying(&app).await, (0, 1, 0));
    assert_eq!(Answer::of(agency.tus(Method::DELETE, &address)).await.status, 204);
    assert_eq!(lying(&app).await, (0, 0, 0));
    let address = agency.begun(bytes.len(), "a.pdf", Purpose::Vault).await;
    assert_eq!(agency.append(&address, 0, &bytes[..3_000]).await.status, 204);
    app.advance(25 * 3600);
    forget_unused(&app.state).await.unwrap();
    assert_eq!(lying(&app).await, (0, 0, 0));
}

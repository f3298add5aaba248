//! What a file says of itself is read apart from the server and proposed, never guessed.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use motcua_shared::error::ErrorCode;
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::PaperReading;
use motcua_tests::{Login, TestApp, on_each};
use std::io::Write;

on_each! {
    async fn number_day_and_abstract_of_a_paper_are_proposed_to_its_sender_only(backend) {
        let reader = env!("CARGO_BIN_EXE_motcua-under-test");
        let app = TestApp::start_with(backend, |config| reader.clone_into(&mut config.vault.reader)).await;
        let agency = app.sign_in(Login::Agency).await;
        let sent = agency.uploaded("to-trinh").await;
        let read: PaperReading = agency.get(&path::upload_reading(sent.id)).await.ok(200);
        assert_eq!(read.decision_number.as_deref(), Some("12/TTr-UBND"));
        assert_eq!(read.issued_on, chrono::NaiveDate::from_ymd_opt(2026, 10, 5));
        assert_eq!(
            read.summary.as_deref(),
            Some("Đề nghị tặng Bằng khen cho tập thể có thành tích xuất sắc")
        );
        let other = app.sign_in(Login::OtherAgency).await;
        other.get(&path::upload_reading(sent.id)).await.refused(409, ErrorCode::UploadGone);
        agency.paper("quyet-dinh-cong-nhan", "KQ.H21.910001").await;
        let used = agency.uploaded("to-trinh").await;
        let _: serde_json::Value = agency.add(used.id, "KQ.H21.910001").await.ok(201);
        agency.get(&path::upload_reading(used.id)).await.refused(409, ErrorCode::UploadGone);
    }

    async fn a_file_that_brings_its_reader_down_says_nothing_and_harms_nothing(backend) {
        // Made before anybody is connected: on a busy machine it takes longer than a connection may be idle.
        let contents = [("swollen", swollen()), ("plain", text_of_a_page())];
        let reader = env!("CARGO_BIN_EXE_motcua-under-test");
        let app = TestApp::start_with(backend, |config| reader.clone_into(&mut config.vault.reader)).await;
        let citizen = app.sign_in(Login::Citizen).await;
        for (name, content) in contents {
            let bytes = pdf_with(&content);
            let sent: UploadView = citizen
                .upload(bytes.into(), &format!("{name}.pdf"), Purpose::Component)
                .await
                .ok(201);
            let read: PaperReading = citizen.get(&path::upload_reading(sent.id)).await.ok(200);
            let number = (name == "plain").then_some("7/QD-UBND");
            assert_eq!(read.decision_number.as_deref(), number, "{name}");
        }
    }
}

/// Two gigabytes of blanks in two megabytes.
fn swollen() -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..2048 {
        encoder.write_all(&blanks).unwrap();
    }
    encoder.finish().unwrap()
}

fn text_of_a_page() -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder
        .write_all(b"BT /F1 12 Tf 50 700 Td (So: 7/QD-UBND) Tj ET")
        .unwrap();
    encoder.finish().unwrap()
}

/// A page with this content.
fn pdf_with(content: &[u8]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let mut object = |pdf: &mut Vec<u8>, body: &[u8]| {
        places.push(pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n", places.len()).as_bytes());
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendobj\n");
    };
    object(&mut pdf, b"<< /Type /Catalog /Pages 2 0 R >>");
    object(&mut pdf, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    object(
        &mut pdf,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    );
    let mut stream = format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", content.len()).into_bytes();
    stream.extend_from_slice(content);
    stream.extend_from_slice(b"\nendstream");
    object(&mut pdf, &stream);
    object(
        &mut pdf,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding >> >>",
    );
    let start = pdf.len();
    pdf.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).as_bytes());
    for place in &places {
        pdf.extend_from_slice(format!("{place:010} 00000 n \n").as_bytes());
    }
    let size = places.len() + 1;
    pdf.extend_from_slice(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
    );
    pdf
}

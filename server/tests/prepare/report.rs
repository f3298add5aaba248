//! The report as a PDF: what it says can be read back, and it is the same every time.

use crate::{
    adding::{AGENCY, CLOCK, PERSON, agency, person, sign, verify},
    paper,
    peers::Bench,
    signer::now,
};
use motcua_server::signature::{Policy, RevocationMode, TrustStore, Verifier, prepare::Request, report_pdf};
use motcua_shared::{
    signature::{dto::CheckStatement, report::Verdict},
    text::Lang,
    time::Timestamp,
};
use std::path::PathBuf;

fn statement(paper: &[u8], name: &str) -> CheckStatement {
    let sum = ring::digest::digest(&ring::digest::SHA256, paper);
    CheckStatement {
        file_name: name.to_owned(),
        size: u64::try_from(paper.len()).unwrap(),
        sha256: sum.as_ref().iter().map(|byte| format!("{byte:02x}")).collect(),
        checked_at: now(),
        report: verify(paper),
    }
}

fn signed_by_all() -> Vec<u8> {
    let paper = sign(&PERSON, &paper::streams(), &person());
    let paper = sign(&AGENCY, &paper, &agency());
    sign(&CLOCK, &paper, &Request::timestamp())
}

/// Text without the breaks and spaces of the page.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_report_begins_with_one_sentence_and_names_every_signature_and_check() {
    let paper = signed_by_all();
    let pdf = report_pdf::render(&statement(&paper, "quyết định.pdf"), Lang::Vi).unwrap();
    let Some(text) = Bench::new().read("report-vi", &pdf) else {
        return;
    };
    let sum = statement(&paper, "").sha256;
    let in_table = text
        .lines()
        .any(|line| line.starts_with("Mã SHA-256") && line.contains(&sum));
    assert!(in_table, "the digest can be copied in one piece: {text}");
    let text = squeezed(&text);
    for expected in [
        "Báo cáo kiểm tra chữ ký số",
        "Tệp tin hợp lệ: Ủy ban nhân dân xã Bình Minh Mẫu ký ngày 01/06/2026, chưa bị sửa sau khi ký.",
        "quyết định.pdf",
        "Chữ ký 1: Nguyễn Văn Mẫu",
        "Chữ ký 2: Ủy ban nhân dân xã Bình Minh Mẫu",
        "Chữ ký 3: Máy chủ cấp dấu thời gian",
        "Chuỗi chứng thư đến gốc tin cậy Đạt",
        "ECDSA-P256, SHA-256",
        "Trang 1/",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in {text}");
    }
}

#[test]
fn the_report_speaks_english_too() {
    let pdf = report_pdf::render(&statement(&signed_by_all(), "decision.pdf"), Lang::En).unwrap();
    assert!(contains(&pdf, b"/Lang(en)"));
    if let Some(text) = Bench::new().read("report-en", &pdf) {
        assert!(squeezed(&text).contains("Digital signature report"));
    }
}

#[test]
fn the_report_is_tagged_archival_and_the_same_every_time() {
    let statement = statement(&signed_by_all(), "x.pdf");
    let pdf = report_pdf::render(&statement, Lang::Vi).unwrap();
    assert_eq!(report_pdf::render(&statement, Lang::Vi).unwrap(), pdf);
    for expected in [
        &b"/StructTreeRoot"[..],
        b"/Lang(vi)",
        b"/MarkInfo",
        b"<pdfaid:part>2</pdfaid:part>",
        b"<pdfuaid:part>1</pdfuaid:part>",
    ] {
        let expected_text = String::from_utf8_lossy(expected);
        assert!(contains(&pdf, expected), "{expected_text} is not there");
    }
}

#[test]
fn bad_news_and_strange_names_can_be_printed() {
    let mut changed = sign(&PERSON, &paper::table("", "", &[]), &person());
    let at = changed
        .windows(7)
        .position(|window| window == b"A paper")
        .unwrap();
    changed[at] = b'B';
    for (name, bytes) in [
        ("changed", changed),
        ("unsigned", paper::hybrid()),
        ("unreadable", b"%PNG".to_vec()),
    ] {
        let strange = format!("{name}-漢字\u{202E}\u{0}-{}.pdf", "rất dài ".repeat(60));
        let statement = statement(&bytes, &strange);
        assert_ne!(statement.report.verdict, Verdict::TotalPassed);
        let pdf = report_pdf::render(&statement, Lang::Vi).unwrap();
        if let Some(text) = Bench::new().read(&format!("report-{name}"), &pdf) {
            assert!(text.contains("??"), "letters that cannot be shown are marked");
        }
    }
}

#[test]
fn reports_about_real_papers_can_be_printed() {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    if !beside.join("real-pdfs").is_dir() {
        eprintln!("SKIPPED: real papers are not there, so no report about them is printed");
        return;
    }
    let store = TrustStore::load(&[beside.join("trust")]).unwrap().store;
    let verifier = Verifier::new(store, Policy::default(), RevocationMode::Prefer);
    let at = Timestamp::parse("2026-11-21T00:00:00Z").unwrap();
    for entry in std::fs::read_dir(beside.join("real-pdfs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "pdf") {
            continue;
        }
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let statement = CheckStatement {
            checked_at: at,
            report: verifier.verify(&bytes, at),
            ..statement(&bytes, &name)
        };
        let pdf = report_pdf::render(&statement, Lang::Vi).unwrap();
        Bench::new().read(&format!("report-real-{}", name.trim_end_matches(".pdf")), &pdf);
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

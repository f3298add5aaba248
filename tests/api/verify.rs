//! `motcua verify` as a program: exit status, shape of its lines, wrong usage.

use motcua_tests::sandbox;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

fn verify(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_motcua-under-test"))
        .arg("verify")
        .args(arguments)
        .output()
        .unwrap()
}

fn path(name: &str) -> String {
    sandbox::folder().join(name).display().to_string()
}

/// The JSON lines of a run.
fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn the_status_is_0_when_all_pass_1_when_some_do_not_and_2_when_something_cannot_be_read() {
    let (trust, good, bad) = (
        path("trust"),
        path("papers/to-trinh.pdf"),
        path("papers/hong/sua-sau-khi-ky.pdf"),
    );
    let base = ["--trust", &trust, "--revocation", "prefer", "--json"];
    let run = |files: &[&str]| verify(&[&base[..], files].concat());
    assert_eq!(run(&[&good]).status.code(), Some(0));
    assert_eq!(
        run(&[&good, &path("papers/giay-khai-sinh.pdf")]).status.code(),
        Some(0)
    );
    let mixed = run(&[&good, &bad]);
    assert_eq!((mixed.status.code(), lines(&mixed).len()), (Some(1), 2));
    for name in ["tep-rong", "khong-phai-pdf", "chua-ky", "dat-mat-khau"] {
        assert_eq!(
            run(&[&path(&format!("papers/hong/{name}.pdf"))]).status.code(),
            Some(1),
            "{name}"
        );
    }
    let missing = run(&[&good, "khong-co.pdf"]);
    assert_eq!(
        (missing.status.code(), lines(&missing).len()),
        (Some(2), 1),
        "the others are still judged"
    );
    assert!(String::from_utf8_lossy(&missing.stderr).contains("khong-co.pdf"));
    assert_eq!(
        run(&[&path("papers")]).status.code(),
        Some(2),
        "a folder is no file"
    );
    assert_eq!(run(&[]).status.code(), Some(2));
    assert_eq!(verify(&["--trust", "khong-co", &good]).status.code(), Some(2));
    assert_eq!(verify(&["--at", "hom-qua", &good]).status.code(), Some(2));
    assert_eq!(verify(&["--revocation", "maybe", &good]).status.code(), Some(2));
    assert_eq!(verify(&["--khong-co", &good]).status.code(), Some(2));
}

#[test]
fn a_line_has_the_keys_that_scripts_rely_on() {
    let (trust, file) = (path("trust"), path("papers/hai-chu-ky-nguoi-va-co-quan.pdf"));
    let output = verify(&["--trust", &trust, "--revocation", "prefer", "--json", &file]);
    let found = lines(&output);
    assert_eq!(
        keys(&found[0]),
        ["file", "reasons", "signatures", "verdict", "warnings"]
    );
    assert_eq!(
        (&found[0]["file"], &found[0]["verdict"]),
        (&Value::from(file), &Value::from("TOTAL-PASSED"))
    );
    let signatures = found[0]["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 2);
    let moment = regex::Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$").unwrap();
    for signature in signatures {
        for key in [
            "field",
            "verdict",
            "sub_indication",
            "signer",
            "digest",
            "algorithm",
            "claimed_time",
            "trusted_time",
            "covers_whole_document",
            "changes_after",
            "trust_anchor",
        ] {
            assert!(signature.get(key).is_some(), "{key}");
        }
        assert_eq!(
            keys(&signature["signer"]),
            ["common_name", "issuer", "organisation", "serial"]
        );
        let time = signature["trusted_time"].as_str().unwrap();
        assert!(moment.is_match(time), "{time}");
    }
    assert_eq!(signatures[0]["changes_after"], "permitted");
    assert_eq!(
        (
            &signatures[1]["changes_after"],
            &signatures[1]["covers_whole_document"]
        ),
        (&Value::from("none"), &Value::from(true))
    );
}

#[test]
fn without_revocation_data_require_is_undecided_and_prefer_warns() {
    let (trust, file) = (path("trust"), path("papers/to-trinh.pdf"));
    let bare = tempfile::tempdir().unwrap();
    for entry in ["roots", "intermediates"] {
        let target: PathBuf = bare.path().join(entry);
        std::fs::create_dir(&target).unwrap();
        for file in std::fs::read_dir(sandbox::folder().join("trust").join(entry)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), target.join(file.file_name())).unwrap();
        }
    }
    let bare = bare.path().display().to_string();
    let verdict = |arguments: &[&str]| {
        let output = verify(&[arguments, &["--json", &file]].concat());
        let line = lines(&output).remove(0);
        let reasons = format!("{} {}", line["reasons"], line["warnings"]);
        (
            line["verdict"].as_str().unwrap().to_owned(),
            reasons,
            output.status.code(),
        )
    };
    let (required, reasons, status) = verdict(&["--trust", &bare]);
    assert_eq!((required.as_str(), status), ("INDETERMINATE", Some(1)));
    assert!(reasons.contains("revocation-unknown"), "{reasons}");
    let (preferred, reasons, status) = verdict(&["--trust", &bare, "--revocation", "prefer"]);
    assert_eq!((preferred.as_str(), status), ("TOTAL-PASSED", Some(0)));
    assert!(reasons.contains("revocation-unknown"), "{reasons}");
    let (off, reasons, _) = verdict(&["--trust", &trust, "--revocation", "off"]);
    assert_eq!(off, "TOTAL-PASSED");
    assert!(reasons.contains("revocation-not-checked"), "{reasons}");
    let (untrusted, ..) = verdict(&[]);
    assert_eq!(untrusted, "INDETERMINATE");
    let (before_all, ..) = verdict(&["--trust", &trust, "--at", "2001-01-01T00:00:00Z"]);
    assert_ne!(before_all, "TOTAL-PASSED", "signed in the future");
}

#[test]
fn the_structure_is_what_the_browser_sees() {
    let (good, bad, unsigned) = (
        path("papers/to-trinh.pdf"),
        path("papers/hong/sua-sau-khi-ky.pdf"),
        path("papers/hong/chua-ky.pdf"),
    );
    let output = verify(&["--structure", "--json", &good, &bad, &unsigned]);
    assert_eq!(output.status.code(), Some(1));
    let found = lines(&output);
    for line in &found {
        assert_eq!(keys(line), ["file", "reasons", "signatures", "structure_ok"]);
    }
    let sound: Vec<bool> = found
        .iter()
        .map(|line| line["structure_ok"].as_bool().unwrap())
        .collect();
    assert_eq!(sound, [true, false, false]);
    assert_eq!(verify(&["--structure", &good]).status.code(), Some(0));
    // A foreign signer has a sound structure: trust is the server's business.
    assert_eq!(
        verify(&["--structure", &path("papers/hong/chung-thu-ngoai.pdf")])
            .status
            .code(),
        Some(0)
    );
}

#[test]
fn people_read_vietnamese_sentences() {
    let output = verify(&[
        "--trust",
        &path("trust"),
        "--revocation",
        "prefer",
        &path("papers/to-trinh.pdf"),
    ]);
    let text = String::from_utf8(output.stdout).unwrap();
    for words in [
        "chữ ký hợp lệ",
        "TOTAL-PASSED",
        "ỦY BAN NHÂN DÂN XÃ HOA MAI",
        "dấu thời gian tin cậy",
    ] {
        assert!(text.contains(words), "{text}");
    }
}

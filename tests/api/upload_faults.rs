//! Every bad file of the sandbox gets its own sentence and leaves nothing behind.

use motcua_shared::error::ErrorCode;
use motcua_shared::upload::dto::Purpose;
use motcua_tests::{Login, on_both, papers, sandbox};
use std::collections::BTreeSet;

const EXPECTED: [(&str, ErrorCode); 14] = [
    ("bi-cat-nua", ErrorCode::FileDamaged),
    ("byterange-vuot-cuoi-tep", ErrorCode::PaperSignatureBroken),
    ("chu-ky-mo-coi", ErrorCode::PaperSignatureLost),
    ("chua-ky", ErrorCode::PaperUnsigned),
    ("chung-thu-bi-thu-hoi", ErrorCode::PaperSignerRevoked),
    ("chung-thu-ngoai", ErrorCode::PaperUntrustedSigner),
    ("dat-mat-khau", ErrorCode::FileEncrypted),
    ("gia-mao-ten-co-quan-cap", ErrorCode::PaperUntrustedSigner),
    ("het-han-khong-dau-thoi-gian", ErrorCode::PaperSignerExpiredSince),
    ("khong-phai-pdf", ErrorCode::FileNotPdf),
    ("ky-sau-khi-het-han", ErrorCode::PaperSignerExpired),
    ("sai-mot-byte", ErrorCode::PaperChanged),
    ("sua-sau-khi-ky", ErrorCode::PaperChanged),
    ("tep-rong", ErrorCode::FileEmpty),
];

#[test]
fn every_bad_file_of_the_sandbox_is_expected_here() {
    let expected: BTreeSet<String> = EXPECTED.iter().map(|(name, _)| format!("{name}.pdf")).collect();
    let there: BTreeSet<String> = std::fs::read_dir(sandbox::folder().join("papers/hong"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, expected);
}

on_both! {
    async fn each_bad_file_is_refused_in_its_own_words_and_nothing_stays(app) {
        let agency = app.sign_in(Login::Agency).await;
        for purpose in [Purpose::Vault, Purpose::SignedComponent] {
            for (name, code) in EXPECTED {
                let answer = agency.upload(papers::bad(name), &format!("{name}.pdf"), purpose).await;
                assert_eq!((answer.status, answer.problem().code), (422, code), "{name}: {}", answer.text());
                let problem = answer.problem();
                assert!(!problem.title.is_ascii(), "{name}: a Vietnamese sentence: {}", problem.title);
                assert_eq!((problem.errors[0].path.as_str(), problem.errors[0].code), ("file", code), "{name}");
            }
        }
        assert_eq!((app.count("uploads"), app.count("stored_files")), (0, 0));
        app.assert_files_and_rows_agree().await;
    }

    async fn a_component_takes_unsigned_files_but_no_false_signatures(app) {
        let agency = app.sign_in(Login::Agency).await;
        for (name, code) in EXPECTED {
            let answer = agency.upload(papers::bad(name), "a.pdf", Purpose::Component).await;
            let code = match name {
                "chua-ky" => {
                    assert_eq!(answer.status, 201);
                    continue;
                }
                "khong-phai-pdf" => ErrorCode::FileTypeNotTaken,
                _ => code,
            };
            answer.refused(422, code);
        }
        app.assert_files_and_rows_agree().await;
    }

    async fn refusals_are_told_in_english_when_asked_for(app) {
        let agency = app.sign_in(Login::Agency).await;
        let mut titles = BTreeSet::new();
        for (name, code) in EXPECTED {
            let request = agency
                .sending(papers::bad(name), "a.pdf", Purpose::Vault, &motcua_tests::client::new_key())
                .header("accept-language", "en-GB,vi;q=0.5");
            let answer = motcua_tests::Answer::of(request).await;
            let problem = answer.refused(422, code);
            assert_eq!(answer.header("content-language"), Some("en"));
            assert!(problem.title.is_ascii() || problem.title.contains("Cơ yếu"), "{}", problem.title);
            titles.insert(problem.title);
        }
        assert_eq!(titles.len(), 12, "{titles:#?}");
    }
}

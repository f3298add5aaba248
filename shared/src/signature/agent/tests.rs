//! Messages as recorded from the makers' scripts, and replies as agents write them, right and wrong.

use super::*;
use crate::signature::agent::vgca::{Call, FileFunction, FileOrder, HandlerAnswer, MetaData, Reply};
use crate::signature::agent::vnpt::{Coded, Function, PdfLook};
use serde_json::{Value, json};

const NONCE: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde";

fn reply(text: &str) -> Reply {
    serde_json::from_str(text).unwrap()
}

#[test]
fn the_statement_is_this_text_and_no_other() {
    let challenge = TokenChallenge::new(NONCE, "https://dvc.example", TokenPurpose::SignIn).unwrap();
    assert_eq!(
        challenge.statement(),
        format!("motcua-token-challenge-v1\norigin=https://dvc.example\npurpose=sign-in\nnonce={NONCE}\n")
    );
}

#[test]
fn each_part_of_a_challenge_makes_another_statement() {
    let statement = |nonce, origin, purpose| TokenChallenge::new(nonce, origin, purpose).unwrap().statement();
    let other = &NONCE.replace('A', "B");
    let all = [
        statement(NONCE, "https://a.example", TokenPurpose::SignIn),
        statement(other, "https://a.example", TokenPurpose::SignIn),
        statement(NONCE, "https://b.example", TokenPurpose::SignIn),
        statement(NONCE, "https://a.example", TokenPurpose::Register),
        statement(NONCE, "https://a.example", TokenPurpose::Link),
    ];
    let different: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len());
}

#[test]
fn what_could_forge_a_line_is_no_challenge() {
    for (nonce, origin) in [
        ("short", "https://a.example"),
        (&NONCE.replace('A', "\n"), "https://a.example"),
        (&NONCE.replace('A', "+"), "https://a.example"),
        (NONCE, "https://a.example\npurpose=register"),
        (NONCE, "https://a .example"),
        (NONCE, "null"),
        (NONCE, ""),
    ] {
        let made = TokenChallenge::new(nonce, origin, TokenPurpose::SignIn);
        assert_eq!(made, Err(ChallengeError), "{nonce} {origin}");
    }
}

#[test]
fn the_words_of_purposes_are_those_of_json() {
    for purpose in [TokenPurpose::Register, TokenPurpose::SignIn, TokenPurpose::Link] {
        assert_eq!(serde_json::to_value(purpose).unwrap(), json!(purpose.as_str()));
    }
}

#[test]
fn vgca_is_asked_as_its_script_asks() {
    assert_eq!(
        (Call::version().path, Call::version().message.as_str()),
        ("/GetVersion", "GetVersion")
    );
    assert_eq!(
        (Call::certificate().path, Call::certificate().message.as_str()),
        ("/GetCertInfo", "get_cert_info")
    );
    let call = Call::sign_sha256("AAAA");
    let sent: Value = serde_json::from_str(&call.message).unwrap();
    assert_eq!(
        (call.path, sent),
        (
            "/SignMsg",
            json!({ "HashAlg": "SHA256", "HashValue": "AAAA", "Encode": "RSA" })
        )
    );
    assert_eq!(Call::sign_content("QQ==").message, "QQ==");
    let sent: Value = serde_json::from_str(&Call::verify("QQ==", "Ug==").message).unwrap();
    assert_eq!(sent, json!({ "Base64Content": "QQ==", "Signature": "Ug==" }));
}

#[test]
fn vgca_gets_the_parameters_of_a_file() {
    let mut order = FileOrder {
        file_upload_handler: "https://a.example/up",
        session_id: "",
        token: "",
        file_name: "https://a.example/down",
        meta_data: vec![MetaData {
            key: "token",
            value: "t",
        }],
        doc_number: None,
        issued_date: None,
    };
    let sent = |order: &FileOrder<'_>, function| {
        let call = Call::sign_file(function, order);
        (call.path, serde_json::from_str::<Value>(&call.message).unwrap())
    };
    let expected = json!({
        "FileUploadHandler": "https://a.example/up", "SessionId": "", "JWTToken": "", "FileName": "https://a.example/down",
        "MetaData": [{ "Key": "token", "Value": "t" }],
    });
    assert_eq!(sent(&order, FileFunction::Approved), ("/SignApproved", expected));
    (order.doc_number, order.issued_date) = (Some("12/QĐ"), Some("21/11/2026"));
    let (path, issued) = sent(&order, FileFunction::Issued);
    assert_eq!(
        (path, &issued["DocNumber"], &issued["IssuedDate"]),
        ("/SignIssued", &json!("12/QĐ"), &json!("21/11/2026"))
    );
    assert_eq!(sent(&order, FileFunction::Income).0, "/SignIncome");
    assert_eq!(sent(&order, FileFunction::Copy).0, "/SignCopy");
}

#[test]
fn the_handler_answers_with_a_boolean() {
    let answer = HandlerAnswer {
        status: true,
        message: String::new(),
        file_name: "a.pdf".to_owned(),
        file_server: "id".to_owned(),
    };
    let expected = json!({ "Status": true, "Message": "", "FileName": "a.pdf", "FileServer": "id" });
    assert_eq!(serde_json::to_value(answer).unwrap(), expected);
}

#[test]
fn vgca_replies_succeed_with_0_only() {
    for (text, expected) in [
        (r#"{"Status":0}"#, Ok(())),
        (r#"{"Status":"0"}"#, Ok(())),
        (
            r#"{"Status":40,"Message":"0x0028"}"#,
            Err(AgentFailure::Refused("40".to_owned())),
        ),
        (r#"{"Status":-1}"#, Err(AgentFailure::Refused("-1".to_owned()))),
        (
            r#"{"Status":true}"#,
            Err(AgentFailure::Refused("true".to_owned())),
        ),
        (
            r#"{"Error":"no","Status":500}"#,
            Err(AgentFailure::Refused("500".to_owned())),
        ),
        (r#"{"Status":null}"#, Err(AgentFailure::Unreadable)),
        (r#"{"Status":{"a":[1]}}"#, Err(AgentFailure::Unreadable)),
        (r#"{}"#, Err(AgentFailure::Unreadable)),
    ] {
        assert_eq!(reply(text).check(), expected, "{text}");
    }
}

#[test]
fn a_signature_with_a_certificate_is_bare_and_one_without_is_a_cms() {
    let raw = reply(r#"{"Status":0,"Signature":"AA==","CertBase64":"BB==","Extra":[1]}"#).signed();
    let expected = SignedText::Raw {
        signature: "AA==".to_owned(),
        certificate: "BB==".to_owned(),
    };
    assert_eq!(raw, Ok(expected));
    let cms = reply(r#"{"Status":0,"Signature":"AA=="}"#).signed();
    assert_eq!(
        cms,
        Ok(SignedText::Cms {
            cms: "AA==".to_owned()
        })
    );
    assert_eq!(
        reply(r#"{"Status":0,"CertBase64":"BB=="}"#).signed(),
        Err(AgentFailure::Unreadable)
    );
    assert_eq!(
        reply(r#"{"Status":2,"Signature":"AA=="}"#).signed(),
        Err(AgentFailure::Refused("2".to_owned()))
    );
}

#[test]
fn signed_without_a_name_at_the_server_means_not_handed_in() {
    assert_eq!(
        reply(r#"{"Status":0,"FileServer":"f1"}"#).handed_in(),
        Ok("f1".to_owned())
    );
    assert_eq!(
        reply(r#"{"Status":0,"FileServer":""}"#).handed_in(),
        Err(AgentFailure::NotHandedIn)
    );
    assert_eq!(
        reply(r#"{"Status":0}"#).handed_in(),
        Err(AgentFailure::NotHandedIn)
    );
}

#[test]
fn vnpt_is_asked_as_its_script_asks() {
    let sent: Value =
        serde_json::from_str(&vnpt::message(Function::Certificate, &["1", ""], "dvc.example")).unwrap();
    assert_eq!(
        sent,
        json!({ "functionID": 0, "funcCallback": "callbackDefault", "args": ["1", ""], "domain": "dvc.example" })
    );
    for (function, number) in [
        (Function::SignPdf, 2),
        (Function::SignCms, 4),
        (Function::SetLicence, 6),
        (Function::Check, 7),
        (Function::SignHash, 9),
        (Function::Version, 11),
        (Function::CheckToken, 34),
    ] {
        let sent: Value = serde_json::from_str(&vnpt::message(function, &[], "x")).unwrap();
        assert_eq!(sent["functionID"], json!(number));
    }
    let look = PdfLook {
        page: 1,
        llx: 2,
        lly: 3,
        urx: 4,
        ury: 5,
    };
    let look: Value = serde_json::from_str(&look.json()).unwrap();
    assert_eq!(look, json!({ "page": 1, "llx": 2, "lly": 3, "urx": 4, "ury": 5 }));
}

#[test]
fn a_vnpt_reply_is_split_at_its_last_star() {
    assert_eq!(vnpt::result("1*callbackDefault"), Ok("1"));
    assert_eq!(vnpt::result("a*b*callbackDefault"), Ok("a*b"));
    for rubbish in ["", "1", "1*", "*", "1*other", "<html>"] {
        assert_eq!(vnpt::result(rubbish), Err(AgentFailure::Unreadable), "{rubbish}");
    }
}

#[test]
fn the_codes_of_vnpt_have_their_meanings() {
    let coded = |text: &str| serde_json::from_str::<Coded>(text).unwrap();
    assert_eq!(
        coded(r#"{"code":0,"data":"x","error":""}"#).data(),
        Ok("x".to_owned())
    );
    for (code, failure) in [
        (2, AgentFailure::NoCertificate),
        (4, AgentFailure::NoCertificate),
        (11, AgentFailure::Cancelled),
        (3, AgentFailure::Refused("3".to_owned())),
        (10, AgentFailure::Refused("10".to_owned())),
    ] {
        let text = format!(r#"{{"code":{code},"data":"","error":"e"}}"#);
        assert_eq!(coded(&text).data(), Err(failure), "{code}");
    }
    assert_eq!(coded(r#"{"code":1}"#).licence(), Ok(()));
    assert_eq!(
        coded(r#"{"code":5}"#).licence(),
        Err(AgentFailure::LicenceRefused)
    );
}

#[test]
fn a_certificate_is_found_however_it_is_wrapped() {
    let certificate = format!("MII{}/+A==", "Ab9".repeat(200));
    let escaped = certificate.replace('/', "\\/");
    let twice = certificate.replace('/', "\\\\/");
    let broken = format!("{}\\r\\n{}", &certificate[..64], &certificate[64..]);
    for reply in [
        format!(r#"{{"CertInfo":"{certificate}"}}"#),
        format!(r#"{{"CertInfo":{{"A":"MIIshort","B":"{escaped}"}}}}"#),
        format!(r#"{{"data":"{{\"base64\":\"{twice}\"}}"}}"#),
        format!(r#"{{"CertInfo":"{broken}"}}"#),
    ] {
        assert_eq!(find_certificate(&reply).as_ref(), Some(&certificate), "{reply}");
    }
    assert_eq!(find_certificate(r#"{"CertInfo":{"Serial":"MIIA"}}"#), None);
    assert_eq!(find_certificate(""), None);
}

#[test]
fn every_failure_has_a_sentence_of_its_own() {
    let all = [
        AgentFailure::NotFound,
        AgentFailure::NoAnswer,
        AgentFailure::Unreadable,
        AgentFailure::Cancelled,
        AgentFailure::NoCertificate,
        AgentFailure::LicenceRefused,
        AgentFailure::NotHandedIn,
        AgentFailure::Refused(String::new()),
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(AgentFailure::code).collect();
    assert_eq!(codes.len(), all.len());
}

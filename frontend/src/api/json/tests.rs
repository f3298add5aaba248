//! What the reader reads, held against `serde_json`.

use super::*;
use motcua_shared::error::{ErrorCode, Problem};
use motcua_shared::page::Page;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What `serde_json` makes of the same text.
fn same<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) {
    let theirs = serde_json::from_str::<T>(text).ok();
    assert_eq!(from_str::<T>(text).ok(), theirs, "{text}");
}

#[test]
fn strings_with_every_escape_are_read_alike() {
    for text in [
        r#""""#,
        r#"  "Giấy khai sinh"  "#,
        r#""\"\\\/\b\f\n\r\t\u00e2\u1ea5""#,
        r#""\ud83d\ude00 \uD83D\uDE00""#,
        r#""\ud83d""#,
        r#""\ud83dx""#,
        r#""\ud83d\u0041""#,
        r#""\udc00""#,
        r#""\x""#,
        r#""\u12""#,
        "\"a\nb\"",
        "\"open",
        "\"a\" b",
        "",
    ] {
        same::<String>(text);
    }
}

#[test]
fn numbers_are_read_alike_but_for_fractions() {
    for text in [
        "0",
        "7",
        "-7",
        "007",
        "",
        "-",
        "18446744073709551615",
        "18446744073709551616",
        "x",
    ] {
        same::<u64>(text);
        same::<i64>(text);
        same::<u8>(text);
    }
    assert_eq!(from_str::<u64>("1.5"), Err(Broken));
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Plain,
    Holding(u8),
    Named { a: bool },
}

#[test]
fn lists_objects_options_and_enums_are_read_alike() {
    for text in [
        "[]", "[1,2]", "[1,]", "[,1]", "[1 2]", "[1", "{}", "null", "[null]",
    ] {
        same::<Vec<u8>>(text);
        same::<Vec<Option<u8>>>(text);
        same::<Option<Vec<u8>>>(text);
    }
    for text in [
        r#"{"a":"b"}"#,
        r#"{"a":"b",}"#,
        r#"{"a" "b"}"#,
        r#"{a:1}"#,
        "{",
        r#"{"a":"b"} x"#,
    ] {
        same::<BTreeMap<String, String>>(text);
    }
    for text in [
        r#""plain""#,
        r#"{"holding":3}"#,
        r#"{"named":{"a":true}}"#,
        r#"{"plain":null}"#,
        r#""odd""#,
    ] {
        same::<Kind>(text);
    }
}

#[test]
fn what_nobody_asked_for_is_passed_over() {
    let text =
        r#"{"items":[true],"new":{"a":["]}",{"b":1.5e3}],"c":null},"next":null,"previous":"p","total":3}"#;
    same::<Page<bool>>(text);
    let page: Page<bool> = from_str(text).unwrap();
    assert_eq!((page.items, page.total), (vec![true], Some(3)));
}

#[test]
fn a_problem_of_a_newer_server_is_read() {
    let text = r#"{"type":"t","title":"Có","status":422,"code":"of-tomorrow","request_id":"r",
        "errors":[{"path":"a","code":"required","title":"T","params":{"max":"3"}}],"retry_after":5}"#;
    same::<Problem>(text);
    assert_eq!(from_str::<Problem>(text).unwrap().code, ErrorCode::Unknown);
}

#[test]
fn depth_has_an_end() {
    let text = "[".repeat(100_000);
    assert!(from_str::<serde_json::Value>(&text).is_err());
}

#[test]
fn what_signing_agents_reply_is_read_alike() {
    use motcua_shared::signature::agent::vgca::Reply;
    use motcua_shared::signature::agent::vnpt::Coded;
    for text in [
        r#"{"Status":0,"Message":"","Signature":"AA==","CertBase64":"BB=="}"#,
        r#"{"Status":"0","FileServer":"{\"fileEntryId\":1}","DocumentNumber":null}"#,
        r#"{"Status":false,"Signature":{"a":[1,"b",{}]},"CertBase64":[1,[2]]}"#,
        r#"{"Status":-40,"CertInfo":{"Name":"Ủy ban","List":[{"x":null}]},"Error":"no"}"#,
        r#"{"Status":null}"#,
        "{}",
        "<html>502 Bad Gateway",
        "",
    ] {
        same::<Reply>(text);
    }
    for text in [
        r#"{"code":0,"data":"AA==","error":""}"#,
        r#"{"code":11,"data":null,"error":"cancelled"}"#,
        r#"{"code":0,"data":{"a":1}}"#,
        r#"{"data":""}"#,
        "1",
    ] {
        same::<Coded>(text);
    }
}

//! Tests of reading a form.

use super::*;
use proptest::prelude::*;
use serde_json::json;

fn form() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "title": "Tờ khai",
        "properties": {
            "name": { "title": "Họ tên", "type": "string", "format": "person-name", "x-order": 1 },
            "born_on": { "title": "Ngày sinh", "type": "string", "format": "date", "x-until": "today", "x-order": 2 },
            "promise": { "title": "Cam đoan", "type": "boolean", "const": true, "x-order": 3 }
        },
        "required": ["name", "promise"],
        "unevaluatedProperties": false
    })
}

fn faults(form: &Value) -> Vec<(String, ErrorCode)> {
    let read = read(form.to_string().as_bytes());
    let wrong = read.err().unwrap_or_default().into_iter();
    wrong.map(|fault| (fault.path, fault.code)).collect()
}

fn one(path: &str, code: ErrorCode) -> Vec<(String, ErrorCode)> {
    vec![(path.to_owned(), code)]
}

#[test]
fn a_form_is_read_with_and_without_the_mark_of_some_editors() {
    let text = form().to_string();
    assert!(read(text.as_bytes()).is_ok());
    assert!(read(format!("\u{feff}{text}").as_bytes()).is_ok());
}

#[test]
fn what_is_no_json_is_told_with_line_and_column() {
    let fault = read(b"{\n  \"title\": \"a\",,\n}").unwrap_err().remove(0);
    assert_eq!(fault.code, ErrorCode::FormNotJson);
    assert_eq!(fault.params["line"], "2");
    assert_eq!(faults(&json!([])), one("", ErrorCode::FormValueWrong));
    assert_eq!(read(b"").unwrap_err()[0].code, ErrorCode::FormNotJson);
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let mut odd = form();
    odd["properties"]["name"]["pattern"] = json!("^a");
    odd["properties"]["born_on"]["format"] = json!("day");
    odd["properties"]["promise"]["x-order"] = json!("ba");
    odd["title"] = json!(" ");
    let found = faults(&odd);
    for (path, code) in [
        ("properties.name.pattern", ErrorCode::FormKeywordUnknown),
        ("properties.born_on.format", ErrorCode::FormValueWrong),
        ("properties.promise.x-order", ErrorCode::FormValueWrong),
        ("title", ErrorCode::Required),
    ] {
        assert!(found.contains(&(path.to_owned(), code)), "{path}: {found:?}");
    }
    let wrong = read(odd.to_string().as_bytes()).unwrap_err();
    let unknown = wrong
        .iter()
        .find(|fault| fault.code == ErrorCode::FormKeywordUnknown)
        .unwrap();
    assert_eq!(unknown.params["keyword"], "pattern");
    assert!(
        unknown.params["known"].contains("maxLength"),
        "{:?}",
        unknown.params
    );
    let format = wrong
        .iter()
        .find(|fault| fault.path.ends_with(".format"))
        .unwrap();
    assert!(
        format.params["known"].contains("person-name"),
        "{:?}",
        format.params
    );
}

#[test]
fn what_follows_from_another_fault_is_not_told() {
    let mut odd = form();
    odd["properties"]["name"]["type"] = json!("number");
    assert_eq!(
        faults(&odd),
        one("properties.name.type", ErrorCode::FormValueWrong),
        "that it is required is right"
    );
}

#[test]
fn what_is_missing_or_leads_nowhere_is_named() {
    let mut odd = form();
    odd["properties"]["name"].as_object_mut().unwrap().remove("title");
    assert_eq!(
        faults(&odd),
        one("properties.name.title", ErrorCode::FormKeywordMissing)
    );
    let with = |change: &dyn Fn(&mut Value)| {
        let mut odd = form();
        change(&mut odd);
        faults(&odd)
    };
    assert_eq!(
        with(&|form| form["required"] = json!(["nobody"])),
        one("required", ErrorCode::FormRequired)
    );
    assert_eq!(
        with(&|form| form["properties"]["name"]["x-differs"] = json!("born_on")),
        one("properties.name.x-differs", ErrorCode::FormOtherField)
    );
    assert_eq!(
        with(&|form| form["properties"]["name"]["x-until"] = json!("today")),
        one("properties.name.x-until", ErrorCode::FormBound)
    );
    assert_eq!(
        with(&|form| form["properties"]["tên"] = json!({ "title": "a", "type": "string" })),
        one("properties.tên", ErrorCode::FormFieldName)
    );
    assert_eq!(
        with(&|form| form["properties"]["number"] = json!({ "title": "a", "type": "integer" })),
        one("properties.number", ErrorCode::FormKeywords)
    );
    assert_eq!(
        with(&|form| form["unevaluatedProperties"] = json!(true)),
        one("unevaluatedProperties", ErrorCode::FormOpen)
    );
    assert_eq!(
        with(&|form| form["$schema"] = json!("x")),
        one("$schema", ErrorCode::FormDialect)
    );
    let condition = json!([{
        "if": { "properties": { "name": { "const": "x" } }, "required": ["name"] },
        "then": { "properties": { "more": { "title": "a", "type": "string" } } }
    }]);
    assert_eq!(
        with(&|form| form["allOf"] = condition.clone()),
        one("allOf.0", ErrorCode::FormCondition)
    );
}

proptest! {
    /// Whatever is put in its place, there is an answer, and a refusal says where.
    #[test]
    fn a_value_of_any_kind_is_answered(
        path in proptest::sample::select(vec!["/title", "/type", "/properties", "/properties/name", "/properties/name/title",
            "/properties/name/format", "/properties/born_on/x-until", "/required", "/required/0", "/unevaluatedProperties"]),
        value in proptest::sample::select(vec![json!(null), json!(7), json!("x"), json!([]), json!({}), json!(true), json!([{}])]),
    ) {
        let mut odd = form();
        *odd.pointer_mut(path).unwrap() = value;
        if let Err(wrong) = read(odd.to_string().as_bytes()) {
            prop_assert!(!wrong.is_empty() && wrong.len() <= MOST_FAULTS);
        }
    }
}

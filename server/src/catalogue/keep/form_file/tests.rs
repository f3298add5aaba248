//! Tests of reading a form.

use super::*;
use crate::http::problem::sentence;
use motcua_shared::text::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};
use shape::{Keyword, Shape};

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
        one("required.0", ErrorCode::FormRequired)
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
        [
            (
                "properties.number.minimum".to_owned(),
                ErrorCode::FormKeywordMissing
            ),
            (
                "properties.number.maximum".to_owned(),
                ErrorCode::FormKeywordMissing
            )
        ]
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
        one("allOf.0.if.properties.name", ErrorCode::FormCondition)
    );
}

#[test]
fn a_key_that_stands_twice_is_named_wherever_it_is() {
    let text = form().to_string();
    for (from, to, path) in [
        (
            "\"title\":\"Tờ khai\"",
            "\"title\":\"Tờ khai\",\"title\":\"Khác\"",
            "title",
        ),
        (
            "\"properties\":{",
            "\"properties\":{\"name\":{\"title\":\"Tên\",\"type\":\"string\"},",
            "properties.name",
        ),
        (
            "\"x-order\":2",
            "\"x-order\":2,\"x-order\":2",
            "properties.born_on.x-order",
        ),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let wrong = read(changed.as_bytes()).unwrap_err();
        let told: Vec<_> = wrong.into_iter().map(|fault| (fault.path, fault.code)).collect();
        assert_eq!(told, one(path, ErrorCode::StandsTwice));
    }
}

#[test]
fn each_entry_of_a_list_is_named_by_its_own_place() {
    let choice = |value: Value| json!({ "const": value, "title": "Chữ" });
    let mut odd = form();
    odd["properties"]["purpose"] = json!({
        "title": "Mục đích", "type": "string",
        "oneOf": [choice(json!(1)), choice(json!("b")), 7, choice(json!(null)), choice(json!("b "))],
    });
    odd["required"] = json!([1, "name", 2]);
    let wrong = faults(&odd);
    let places: Vec<&str> = wrong.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        places,
        [
            "properties.purpose.oneOf.0.const",
            "properties.purpose.oneOf.2",
            "properties.purpose.oneOf.3.const",
            "required.0",
            "required.2",
        ]
    );
}

#[test]
fn nothing_is_kept_for_the_next_time() {
    let mut odd = form();
    odd.as_object_mut().unwrap().remove("title");
    odd.as_object_mut().unwrap().remove("$schema");
    odd["properties"]["name"] = json!({ "pattern": "a", "maxLength": "b", "x-order": -1 });
    odd["properties"]["copies"] =
        json!({ "title": "Số", "type": "integer", "minimum": 1.5, "x-until": "tomorrow" });
    odd["properties"]["born_on"]["maxLength"] = json!(4);
    odd["required"] = json!(["name", "nobody"]);
    odd["unevaluatedProperties"] = json!(true);
    let mut wrong = faults(&odd);
    wrong.sort();
    let mut all: Vec<(String, ErrorCode)> = [
        ("$schema", ErrorCode::FormKeywordMissing),
        ("title", ErrorCode::FormKeywordMissing),
        ("properties.name.title", ErrorCode::FormKeywordMissing),
        ("properties.name.type", ErrorCode::FormKeywordMissing),
        ("properties.name.pattern", ErrorCode::FormKeywordUnknown),
        ("properties.name.maxLength", ErrorCode::FormValueWrong),
        ("properties.name.x-order", ErrorCode::FormValueWrong),
        ("properties.copies.minimum", ErrorCode::FormValueWrong),
        ("properties.copies.x-until", ErrorCode::FormValueWrong),
        ("properties.born_on.maxLength", ErrorCode::FormTooShort),
        ("required.1", ErrorCode::FormRequired),
        ("unevaluatedProperties", ErrorCode::FormOpen),
    ]
    .map(|(path, code)| (path.to_owned(), code))
    .into();
    all.sort();
    assert_eq!(wrong, all);
}

#[test]
fn what_leads_to_a_field_that_cannot_be_read_is_not_told() {
    let mut odd = form();
    odd["properties"]["place"] = json!({ "title": "Nơi", "type": "string", "oneOf": "home" });
    odd["allOf"] = json!([{
        "if": { "properties": { "place": { "const": "home" } }, "required": ["place"] },
        "then": { "properties": { "town": { "title": "Xã", "type": "string" } }, "required": ["town"] }
    }]);
    odd["properties"]["registered_on"] =
        json!({ "title": "Ngày", "type": "string", "format": "date", "x-after": { "field": "born_on" } });
    odd["properties"]["born_on"]["format"] = json!("day");
    let told = faults(&odd);
    let wrong = |path: &str| (path.to_owned(), ErrorCode::FormValueWrong);
    assert_eq!(
        told,
        [
            wrong("properties.born_on.format"),
            wrong("properties.place.oneOf")
        ]
    );
}

#[test]
fn a_hostile_file_is_told_no_more_than_it_may_be() {
    let many = |field: &dyn Fn(usize) -> String| {
        let fields: Vec<String> = (0..6_000).map(field).collect();
        let text = form().to_string();
        read(
            text.replacen(
                "\"properties\":{",
                &format!("\"properties\":{{{},", fields.join(",")),
                1,
            )
            .as_bytes(),
        )
        .unwrap_err()
    };
    let fine = many(&|at| format!("\"f{at}\":{{\"title\":\"a\",\"type\":\"string\"}}"));
    assert_eq!(fine.len(), 1);
    assert_eq!(
        (fine[0].path.as_str(), fine[0].code),
        ("properties", ErrorCode::FormTooLarge)
    );
    assert_eq!(
        (fine[0].params["count"].as_str(), fine[0].params["max"].as_str()),
        ("6003", "300")
    );
    for odd in ["0", "{}", "{\"title\":1,\"kind\":2}"] {
        assert_eq!(many(&|at| format!("\"f{at}\":{odd}")).len(), MOST_FAULTS, "{odd}");
    }
    assert_eq!(
        many(&|_| "\"f\":{\"title\":\"a\",\"type\":\"string\"}".to_owned()).len(),
        MOST_FAULTS
    );
}

/// Every sentence is one of ours, in the words of whoever writes a form: none names a type of a program.
#[test]
fn no_sentence_speaks_the_language_of_the_program() {
    let foreign = [
        "u16",
        "u32",
        "i64",
        "struct",
        "variant",
        "expected",
        "invalid",
        "sequence",
        "null",
        "map",
        "FormSchema",
        "Property",
    ];
    let mut seen = 0;
    for path in PLACES {
        for value in VALUES
            .iter()
            .map(|text| serde_json::from_str::<Value>(text).unwrap())
        {
            let mut odd = rich();
            *odd.pointer_mut(path).unwrap() = value;
            for fault in read(odd.to_string().as_bytes()).err().unwrap_or_default() {
                for lang in [Lang::Vi, Lang::En] {
                    let said = sentence(fault.code, &fault.params, lang);
                    let odd = foreign.iter().find(|word| said.contains(**word));
                    assert!(odd.is_none() && !said.contains('{'), "{said}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

/// A form with every keyword.
fn rich() -> Value {
    let mut form = form();
    form["properties"]["copies"] = json!({
        "title": "Số bản", "description": "Số", "type": "integer", "minimum": 1, "maximum": 5, "x-section": "Mục",
    });
    form["properties"]["place"] = json!({
        "title": "Nơi", "type": "string", "oneOf": [{ "const": "home", "title": "Trong nước" }],
    });
    form["properties"]["note"] = json!({
        "title": "Khác", "type": "string", "maxLength": 90, "x-multiline": true, "x-from": "filer-name",
    });
    form["properties"]["until"] = json!({
        "title": "Đến", "type": "string", "format": "date", "x-since": "today",
        "x-after": { "field": "born_on", "most-months": 3 },
    });
    form["properties"]["mother"] =
        json!({ "title": "Mẹ", "type": "string", "format": "person-name", "x-differs": "name" });
    form["allOf"] = json!([{
        "if": { "properties": { "place": { "const": "home" } }, "required": ["place"] },
        "then": { "properties": { "town": { "title": "Xã", "type": "string" } }, "required": ["town"] }
    }]);
    form
}

const PLACES: [&str; 24] = [
    "/$schema",
    "/title",
    "/type",
    "/properties",
    "/properties/name",
    "/properties/name/title",
    "/properties/name/format",
    "/properties/copies/minimum",
    "/properties/copies/x-section",
    "/properties/note/maxLength",
    "/properties/note/x-multiline",
    "/properties/note/x-from",
    "/properties/promise/const",
    "/properties/promise/x-order",
    "/properties/born_on/x-until",
    "/properties/until/x-after",
    "/properties/until/x-after/most-months",
    "/properties/mother/x-differs",
    "/properties/place/oneOf",
    "/properties/place/oneOf/0",
    "/allOf",
    "/allOf/0/if/properties/place/const",
    "/allOf/0/then/required",
    "/unevaluatedProperties",
];

const VALUES: [&str; 12] = [
    "7",
    "-1",
    "1.5",
    "1e300",
    "\"x\"",
    "\"\"",
    "[]",
    "[1]",
    "{}",
    "{\"a\":1}",
    "true",
    "false",
];

#[test]
fn a_form_with_every_keyword_is_read() {
    assert_eq!(faults(&rich()), []);
}

/// The names of the keywords of a table.
fn names(shape: Shape) -> Vec<&'static str> {
    let Shape::Keywords(known) = shape else {
        panic!("{shape:?}")
    };
    known.iter().map(|keyword: &Keyword| keyword.name).collect()
}

/// The table and what is read into: whatever one takes the other takes.
#[test]
fn the_table_knows_every_keyword_and_no_other() {
    use motcua_shared::catalogue::form::Property;
    fn known<T: serde::de::DeserializeOwned>() -> Vec<String> {
        let said = serde_json::from_value::<T>(json!({ "?": 1 }))
            .err()
            .unwrap()
            .to_string();
        said.split('`').skip(3).step_by(2).map(str::to_owned).collect()
    }
    assert_eq!(known::<FormSchema>(), names(shape::FORM));
    assert_eq!(known::<Property>(), names(shape::FIELD));
    let Shape::Keywords(keywords) = shape::FIELD else {
        panic!()
    };
    for keyword in keywords {
        let Shape::One(values) = keyword.shape else {
            continue;
        };
        let field = |value: &str| {
            let mut field = json!({ "title": "a", "type": "string" });
            field[keyword.name] = json!(value);
            serde_json::from_value::<Property>(field)
        };
        assert!(
            values.iter().all(|value| field(value).is_ok()),
            "{}",
            keyword.name
        );
        let said = field("?").unwrap_err().to_string();
        assert_eq!(said.matches('`').count() / 2, values.len() + 1, "{said}");
    }
}

proptest! {
    /// What the walk takes is read, and what is read without a fault of the walk is what stands there.
    #[test]
    fn the_walk_and_the_reading_agree(
        path in proptest::sample::select(PLACES.to_vec()), value in proptest::sample::select(VALUES.to_vec()),
    ) {
        let mut odd = rich();
        *odd.pointer_mut(path).unwrap() = serde_json::from_str(value).unwrap();
        let node: Node = serde_json::from_str(&odd.to_string()).unwrap();
        let mut walk = Walk::default();
        let mended = walk.mend(&node, shape::FORM);
        let read = serde_json::from_value::<FormSchema>(odd.clone());
        prop_assert!(serde_json::from_value::<FormSchema>(mended).is_ok(), "{} {}", path, value);
        match read {
            // An empty list of choices is none to the program, and no schema to others.
            Ok(_) if path.ends_with("oneOf") => {}
            read => prop_assert_eq!(read.is_ok(), walk.faults.is_empty(), "{} {}", path, value),
        }
    }

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

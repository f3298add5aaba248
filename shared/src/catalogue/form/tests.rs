//! Tests of the form.

use super::*;
use crate::error::ErrorCode;

/// The day of these tests.
fn today() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn form() -> FormSchema {
    serde_json::from_str(include_str!("sample.json")).unwrap()
}

fn answers(list: &[(&str, &str)]) -> Answers {
    list.iter()
        .map(|(name, answer)| ((*name).to_owned(), (*answer).to_owned()))
        .collect()
}

fn names(form: &FormSchema, given: &[(&str, &str)]) -> Vec<String> {
    let given = answers(given);
    form.asked(&given)
        .into_iter()
        .map(|one| one.name.to_owned())
        .collect()
}

#[test]
fn a_field_is_asked_when_its_condition_holds() {
    let form = form();
    assert_eq!(form.faults(), []);
    let always = ["child_name", "born_on", "place", "copies", "promise"];
    assert_eq!(names(&form, &[]), always);
    assert_eq!(names(&form, &[("place", "home")]), always);
    let abroad = [
        "child_name",
        "born_on",
        "place",
        "country",
        "city_known",
        "copies",
        "promise",
    ];
    assert_eq!(names(&form, &[("place", " abroad ")]), abroad);
    let city = [
        "child_name",
        "born_on",
        "place",
        "country",
        "city_known",
        "city",
        "copies",
        "promise",
    ];
    assert_eq!(names(&form, &[("place", "abroad"), ("city_known", "yes")]), city);
    // The answer that opened it is gone: so is what hung on it.
    assert_eq!(names(&form, &[("place", "home"), ("city_known", "yes")]), always);
}

#[test]
fn answers_are_cleaned_and_what_is_not_asked_is_left_out() {
    let given = answers(&[
        ("child_name", "  Lê  An "),
        ("born_on", "5/6/2026"),
        ("place", "home"),
        ("city", "Paris"),
        ("copies", "02"),
        ("promise", "true"),
        ("other", "x"),
    ]);
    let clean = answers(&[
        ("child_name", "Lê An"),
        ("born_on", "2026-06-05"),
        ("place", "home"),
        ("copies", "2"),
        ("promise", "true"),
    ]);
    assert_eq!(form().check(&given, today()), Ok(clean));
}

#[test]
fn every_wrong_answer_is_named() {
    let given = answers(&[
        ("born_on", "31/02/2026"),
        ("place", "moon"),
        ("copies", "51"),
        ("promise", "false"),
    ]);
    let wrong = form().check(&given, today()).unwrap_err();
    let wrong: Vec<(&str, ErrorCode)> = wrong.iter().map(|(name, code)| (name.as_str(), *code)).collect();
    assert_eq!(
        wrong,
        [
            ("child_name", ErrorCode::Required),
            ("born_on", ErrorCode::NotADate),
            ("place", ErrorCode::NotAChoice),
            ("copies", ErrorCode::NotInRange),
            ("promise", ErrorCode::Required),
        ]
    );
}

#[test]
fn a_schema_that_the_portal_cannot_show_is_refused() {
    let text = include_str!("sample.json");
    let odd = text.replacen("\"maxLength\": 100", "\"pattern\": \"^a\"", 1);
    assert!(serde_json::from_str::<FormSchema>(&odd).is_err());
    let faults = |from: &str, to: &str| {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        let form: FormSchema = serde_json::from_str(&changed).unwrap();
        form.faults()
            .into_iter()
            .map(|(path, _)| path)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        faults(
            "\"unevaluatedProperties\": false",
            "\"unevaluatedProperties\": true"
        ),
        ["unevaluatedProperties"]
    );
    assert_eq!(faults("2020-12", "2019-09"), ["$schema"]);
    assert_eq!(
        faults("\"required\": [\"place\"]", "\"required\": []"),
        ["allOf.0.if.required"]
    );
    assert_eq!(
        faults("{ \"const\": \"abroad\" }", "{ \"const\": \"elsewhere\" }"),
        ["allOf.0.if.properties.place.const"]
    );
    assert_eq!(
        faults("\"city\"", "\"copies\""),
        ["allOf.1.then.properties.copies"]
    );
    assert_eq!(
        faults("\"required\": [\"country\"]", "\"required\": [\"land\"]"),
        ["allOf.0.then.required.0"]
    );
}

#[test]
fn a_day_may_follow_only_another_day_of_the_form() {
    let text = include_str!("sample.json");
    let with = |after: &str| -> FormSchema {
        let mut form: serde_json::Value = serde_json::from_str(text).unwrap();
        form["properties"]["born_on"]["x-after"] = serde_json::from_str(after).unwrap();
        form["properties"]["registered_on"] =
            serde_json::json!({ "title": "Ngày đăng ký", "type": "string", "format": "date" });
        serde_json::from_value(form).unwrap()
    };
    assert_eq!(with(r#"{"field":"registered_on","most-months":1}"#).faults(), []);
    for wrong in [
        r#"{"field":"born_on"}"#,
        r#"{"field":"place"}"#,
        r#"{"field":"nowhere"}"#,
    ] {
        let path = "properties.born_on.x-after".to_owned();
        assert_eq!(with(wrong).faults(), [(path, FormFault::Other)], "{wrong}");
    }
    let path = "properties.born_on.x-after.most-months".to_owned();
    let never = with(r#"{"field":"registered_on","most-months":0}"#);
    assert_eq!(never.faults(), [(path, FormFault::Range(1, 65_535))]);
}

/// The sample with a further keyword at a field.
fn with(field: &str, keyword: &str, value: serde_json::Value) -> FormSchema {
    let mut form: serde_json::Value = serde_json::from_str(include_str!("sample.json")).unwrap();
    form["properties"]["mother"] = serde_json::json!({ "title": "Số của mẹ", "type": "string", "format": "identity-number", "x-order": 9 });
    form["properties"]["father"] = serde_json::json!({ "title": "Số của cha", "type": "string", "format": "identity-number", "x-order": 10 });
    form["properties"][field][keyword] = value;
    serde_json::from_value(form).unwrap()
}

#[test]
fn a_day_may_not_lie_ahead_or_not_behind() {
    let fault = |keyword: &str, day: &str| {
        let form = with("born_on", keyword, "today".into());
        assert_eq!(form.faults(), []);
        let given = answers(&[
            ("child_name", "An"),
            ("born_on", day),
            ("place", "home"),
            ("promise", "true"),
        ]);
        let said = form.check(&given, today()).err();
        said.map(|wrong| wrong.into_iter().map(|(_, code)| code).collect::<Vec<_>>())
    };
    assert_eq!(fault("x-until", "20/11/2026"), None);
    assert_eq!(fault("x-until", "21/11/2026"), Some(vec![ErrorCode::DayAhead]));
    assert_eq!(fault("x-since", "20/11/2026"), None);
    assert_eq!(fault("x-since", "19/11/2026"), Some(vec![ErrorCode::DayPast]));
    // What is no day at all is said to be none.
    assert_eq!(fault("x-until", "31/2/2027"), Some(vec![ErrorCode::NotADate]));
    let form = with("born_on", "x-until", "today".into());
    let said = form.params("born_on", ErrorCode::DayAhead, today());
    assert_eq!(said, [("today", "20/11/2026".to_owned())]);
}

#[test]
fn two_people_have_two_numbers_however_they_are_typed() {
    let form = with("father", "x-differs", "mother".into());
    assert_eq!(form.faults(), []);
    let check = |mother: &str, father: &str| {
        let given = answers(&[
            ("child_name", "An"),
            ("born_on", "1/1/2026"),
            ("place", "home"),
            ("promise", "true"),
            ("mother", mother),
            ("father", father),
        ]);
        form.check(&given, today()).err()
    };
    assert_eq!(check("001099000001", "001099000002"), None);
    assert_eq!(check("", ""), None);
    let same = Some(vec![("father".to_owned(), ErrorCode::SameAnswer)]);
    assert_eq!(check("001099000001", "001 099 000 001"), same);
    let said = form.params("father", ErrorCode::SameAnswer, today());
    assert_eq!(said, [("other", "Số của mẹ".to_owned())]);
}

#[test]
fn a_keyword_that_says_nothing_is_refused() {
    for (field, keyword, value) in [
        ("child_name", "x-until", "today"),
        ("place", "x-since", "today"),
        ("father", "x-differs", "father"),
        ("father", "x-differs", "nobody"),
        ("father", "x-differs", "child_name"),
        ("place", "x-differs", "place"),
        ("copies", "x-differs", "promise"),
    ] {
        let path = format!("properties.{field}.{keyword}");
        let faults = with(field, keyword, value.into()).faults();
        let fault = match keyword {
            "x-differs" => FormFault::Other,
            _ => FormFault::Bound,
        };
        assert_eq!(faults, [(path, fault)], "{value}");
    }
    let odd = include_str!("sample.json").replacen("\"x-order\": 2", "\"x-until\": \"tomorrow\"", 1);
    assert!(serde_json::from_str::<FormSchema>(&odd).is_err());
}

#[test]
fn a_person_has_a_name_and_what_was_typed_is_kept_beside_its_fault() {
    let form = with("child_name", "format", "person-name".into());
    assert_eq!(form.faults(), []);
    let check = |name: &str| {
        let given = answers(&[
            ("child_name", name),
            ("born_on", "1/1/2026"),
            ("place", "home"),
            ("promise", "true"),
        ]);
        form.check(&given, today())
    };
    assert_eq!(check(" Lê  Thị\tAn ").unwrap()["child_name"], "Lê Thị An");
    for (name, code) in [
        ("a1<>!", ErrorCode::NameHasSigns),
        ("x", ErrorCode::NotAName),
        (&"a".repeat(101), ErrorCode::TooLong),
        ("", ErrorCode::Required),
    ] {
        assert_eq!(check(name), Err(vec![("child_name".to_owned(), code)]), "{name}");
    }
}

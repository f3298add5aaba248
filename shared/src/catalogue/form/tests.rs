//! Tests of the form.

use super::*;

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
    assert_eq!(form().check(&given), Ok(clean));
}

#[test]
fn every_wrong_answer_is_named() {
    let given = answers(&[
        ("born_on", "31/02/2026"),
        ("place", "moon"),
        ("copies", "51"),
        ("promise", "false"),
    ]);
    let wrong = form().check(&given).unwrap_err();
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
        ["allOf.0"]
    );
    assert_eq!(
        faults("{ \"const\": \"abroad\" }", "{ \"const\": \"elsewhere\" }"),
        ["allOf.0"]
    );
    assert_eq!(faults("\"city\"", "\"copies\""), ["properties.copies"]);
}

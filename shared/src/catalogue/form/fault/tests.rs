//! Tests of what is wrong with a form itself.

use super::*;

/// What is said of the sample after a change.
fn said(change: impl FnOnce(&mut serde_json::Value)) -> Vec<(String, FormFault)> {
    let mut form: serde_json::Value = serde_json::from_str(include_str!("../sample.json")).unwrap();
    change(&mut form);
    serde_json::from_value::<FormSchema>(form).unwrap().faults()
}

#[test]
fn what_nobody_can_answer_is_refused() {
    use FormFault as Fault;
    use serde_json::json;
    let place = "properties.place";
    let field = |name: &str, keyword: &str, value: serde_json::Value| {
        said(|form| form["properties"][name][keyword] = value)
    };
    let choices = |list: &[(&str, &str)]| {
        let list: Vec<_> = list
            .iter()
            .map(|(value, title)| json!({"const": value, "title": title}))
            .collect();
        let mut faults = field("place", "oneOf", list.into());
        faults.retain(|(path, _)| path.starts_with(place));
        faults
    };
    let one = |path: String, fault| vec![(path, fault)];
    // Choices that are there twice, or that no cleaned answer equals.
    assert_eq!(choices(&[("abroad", "A"), ("b", "B")]), []);
    assert_eq!(
        choices(&[("abroad", "A"), ("abroad", "B")]),
        one(format!("{place}.oneOf.1.const"), Fault::Twice)
    );
    assert_eq!(
        choices(&[("abroad", "A"), ("b", " A ")]),
        one(format!("{place}.oneOf.1.title"), Fault::Twice)
    );
    assert_eq!(
        choices(&[("abroad", "A"), ("b", "\u{200b}")]),
        one(format!("{place}.oneOf.1.title"), Fault::Empty)
    );
    for odd in ["", " b", "b  c", "b\u{200b}", "e\u{301}"] {
        let found = choices(&[("abroad", "A"), (odd, "B")]);
        assert_eq!(
            found,
            one(format!("{place}.oneOf.1.const"), Fault::Choice),
            "{odd:?}"
        );
    }
    // Room for what is to be answered.
    assert_eq!(field("place", "maxLength", json!(6)), []);
    assert_eq!(
        field("place", "maxLength", json!(5)),
        one(format!("{place}.maxLength"), Fault::TooShort(6))
    );
    let long = "x".repeat(400);
    assert_eq!(
        choices(&[("abroad", "A"), (&long, "B")]),
        one(format!("{place}.maxLength"), Fault::TooShort(400)),
        "without a length there is room for 300"
    );
    for (format, least) in [
        ("date", 10),
        ("phone", 10),
        ("identity-number", 12),
        ("email", 6),
        ("person-name", 2),
    ] {
        let with = |max: usize| {
            said(|form| {
                form["properties"]["child_name"]["format"] = json!(format);
                form["properties"]["child_name"]["maxLength"] = json!(max);
            })
        };
        assert_eq!(with(least), [], "{format}");
        let path = "properties.child_name.maxLength".to_owned();
        assert_eq!(with(least - 1), one(path, Fault::TooShort(least)), "{format}");
    }
    let path = "properties.child_name.maxLength".to_owned();
    assert_eq!(
        field("child_name", "maxLength", json!(0)),
        one(path.clone(), Fault::Range(1, 10_000))
    );
    assert_eq!(
        field("child_name", "maxLength", json!(10_001)),
        one(path, Fault::Range(1, 10_000))
    );
    // Keywords that do not go together.
    assert_eq!(
        field("place", "format", json!("email")),
        one(format!("{place}.format"), Fault::Keywords)
    );
    for (name, keyword, value) in [
        ("copies", "format", json!("date")),
        ("copies", "oneOf", json!([{"const": "a", "title": "A"}])),
        ("copies", "maxLength", json!(9)),
        ("copies", "minimum", json!(51)),
        ("copies", "const", json!(true)),
        ("copies", "x-multiline", json!(true)),
        ("promise", "minimum", json!(1)),
        ("promise", "maximum", json!(1)),
        ("promise", "const", json!(false)),
        ("child_name", "const", json!(true)),
    ] {
        let path = format!("properties.{name}.{keyword}");
        assert_eq!(field(name, keyword, value), one(path, Fault::Keywords));
    }
    let bare = said(|form| form["properties"]["copies"] = json!({"title": "Số", "type": "integer"}));
    let missing = |keyword: &'static str| (format!("properties.copies.{keyword}"), Fault::Missing(keyword));
    assert_eq!(bare, [missing("minimum"), missing("maximum")]);
    // Words that are none.
    for keyword in ["title", "description", "x-section"] {
        let path = format!("properties.copies.{keyword}");
        assert_eq!(field("copies", keyword, json!(" ")), one(path, Fault::Empty));
    }
}

#[test]
fn what_is_known_stands_only_where_it_is_an_answer() {
    use serde_json::json;
    let known = |known: &str, field: serde_json::Value| {
        said(|form| {
            form["properties"]["child_name"] = field;
            form["properties"]["child_name"]["title"] = json!("Mục");
            form["properties"]["child_name"]["x-from"] = json!(known);
        })
    };
    let text = |format: &str| json!({"type": "string", "format": format});
    let free = json!({"type": "string"});
    for (name, format) in [
        ("filer-name", Some("person-name")),
        ("owner-name", Some("person-name")),
        ("filer-identifier", Some("identity-number")),
        ("owner-identifier", Some("identity-number")),
        ("filer-phone", Some("phone")),
        ("filer-address", None),
        ("owner-address", None),
    ] {
        assert_eq!(known(name, free.clone()), []);
        for other in ["person-name", "identity-number", "phone", "email", "date"] {
            let is_refused = !known(name, text(other)).is_empty();
            assert_eq!(is_refused, Some(other) != format, "{name} {other}");
        }
        let choice = json!({"type": "string", "oneOf": [{"const": "a", "title": "A"}]});
        for odd in [
            json!({"type": "integer", "minimum": 0, "maximum": 9}),
            json!({"type": "boolean"}),
            choice,
        ] {
            let path = "properties.child_name.x-from".to_owned();
            assert_eq!(known(name, odd), [(path, FormFault::Known)], "{name}");
        }
    }
}

#[test]
fn a_condition_that_no_answer_leads_to_is_refused() {
    use serde_json::json;
    let condition = |field: &str, adds: &str| {
        let choices = json!([{"const": "yes", "title": "Có"}, {"const": "no", "title": "Không"}]);
        json!({
            "if": {"properties": {field: {"const": "yes"}}, "required": [field]},
            "then": {"properties": {adds: {"title": "Mục", "type": "string", "oneOf": choices}}}
        })
    };
    let with = |conditions: &[serde_json::Value]| {
        said(|form| {
            let list = form["allOf"].as_array_mut().unwrap();
            list.extend_from_slice(conditions);
        })
    };
    // In whichever order they stand.
    assert_eq!(with(&[condition("b", "c"), condition("city_known", "b")]), []);
    let circle = with(&[condition("b", "c"), condition("c", "b"), condition("d", "d")]);
    let never = |at: usize| (format!("allOf.{at}.if"), FormFault::Never);
    assert_eq!(circle, [never(2), never(3), never(4)]);
    // Each of the other ways to name no answer, with its place.
    for (when, place) in [
        (json!({"properties": {}, "required": []}), "properties"),
        (
            json!({"properties": {"copies": {"const": "1"}}, "required": ["copies"]}),
            "properties.copies",
        ),
        (
            json!({"properties": {"nobody": {"const": "1"}}, "required": ["nobody"]}),
            "properties.nobody",
        ),
        (
            json!({"properties": {"place": {"const": "x"}}, "required": ["place"]}),
            "properties.place.const",
        ),
        (
            json!({"properties": {"place": {"const": "home"}}, "required": ["copies"]}),
            "required",
        ),
    ] {
        let mut odd = condition("place", "b");
        odd["if"] = when;
        let path = format!("allOf.2.if.{place}");
        assert_eq!(with(&[odd]), [(path, FormFault::Condition)]);
    }
    let mut empty = condition("city_known", "b");
    empty["then"]["properties"] = json!({});
    assert_eq!(
        with(&[empty]),
        [("allOf.2.then.properties".to_owned(), FormFault::Empty)]
    );
}

#[test]
fn a_list_of_what_must_be_answered_names_each_asked_field_once() {
    let found = said(|form| form["required"] = serde_json::json!(["place", "nobody", "place", "city"]));
    let at = |at: usize, fault| (format!("required.{at}"), fault);
    assert_eq!(
        found,
        [
            at(1, FormFault::Required),
            at(2, FormFault::Twice),
            at(3, FormFault::Required)
        ]
    );
}

#[test]
fn a_form_has_an_end() {
    use serde_json::json;
    let with = |fields: usize, conditions: usize| {
        said(|form| {
            for at in 0..fields {
                form["properties"][format!("f{at}")] = json!({"title": "Mục", "type": "string"});
            }
            for at in 0..conditions {
                let condition = json!({
                    "if": {"properties": {"place": {"const": "home"}}, "required": ["place"]},
                    "then": {"properties": {format!("c{at}"): {"title": "", "type": "string"}}}
                });
                form["allOf"].as_array_mut().unwrap().push(condition);
            }
        })
    };
    // The sample has eight fields.
    assert_eq!(with(MOST_FIELDS - 8, 0), []);
    let many = |path: &str, count| vec![(path.to_owned(), FormFault::TooLarge(count))];
    assert_eq!(with(MOST_FIELDS - 7, 0), many("properties", MOST_FIELDS + 1));
    assert_eq!(with(0, MOST_FIELDS), many("properties", MOST_FIELDS + 8));
    let empty = said(|form| {
        let condition = json!({
            "if": {"properties": {"place": {"const": "home"}}, "required": ["place"]},
            "then": {"properties": {}}
        });
        form["allOf"] = vec![condition; MOST_FIELDS + 1].into();
    });
    assert_eq!(empty, many("allOf", MOST_FIELDS + 1));
}

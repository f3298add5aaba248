//! The electronic forms as a peer reads them: what we take is valid by JSON Schema, what we refuse is not, save what JSON
//! Schema cannot say: it compares no answer with another one, nor with the day.

use chrono::NaiveDate;
use jsonschema::{Draft, Validator};
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::form::{Answers, FormSchema, Format, PropertyKind, parse_person_name};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::person::parse_email;
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The files with the delivered procedures.
const FILES: [&str; 2] = [
    include_str!("../../server/catalogue/citizen-procedures.json"),
    include_str!("../../server/catalogue/procedures.json"),
];

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

fn delivered() -> impl Iterator<Item = ProcedureDefinition> {
    FILES
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<ProcedureDefinition>>(text).unwrap())
}

struct Form {
    code: String,
    schema: FormSchema,
    peer: Validator,
}

/// Letters of a person's name in a form that says nothing else.
const LONGEST_NAME: usize = 100;

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let form = |procedure: ProcedureDefinition| {
        let schema = procedure.form?;
        let peer = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("phone", |text| parse_phone(text).is_ok())
            // A format of ours: a name, and of no more letters than papers have room for.
            .with_format("person-name", |text| {
                parse_person_name(text).is_ok_and(|name| name.chars().count() <= LONGEST_NAME)
            })
            .with_format("identity-number", |text| parse_identity_number(text).is_ok())
            .with_format("email", |text| {
                parse_email(text).is_ok_and(|email| email.is_some())
            })
            .build(&serde_json::to_value(&schema).unwrap())
            .unwrap();
        Some(Form {
            code: procedure.code,
            schema,
            peer,
        })
    };
    delivered().filter_map(form).collect()
});

/// Answers as a JSON document, each of the type of its field where it can be.
fn instance(form: &FormSchema, answers: &Answers) -> Value {
    let value = |name: &str, answer: &str| match form.find(name).map(|property| property.kind) {
        Some(PropertyKind::Integer) => answer
            .parse::<i64>()
            .map_or_else(|_| json!(answer), |number| json!(number)),
        Some(PropertyKind::Boolean) => answer
            .parse::<bool>()
            .map_or_else(|_| json!(answer), |is| json!(is)),
        _ => json!(answer),
    };
    let asked = form.asked(answers);
    let asked = asked
        .iter()
        .filter_map(|one| Some((one.name, answers.get(one.name)?)));
    let map: Map<String, Value> = asked
        .map(|(name, answer)| (name.to_owned(), value(name, answer)))
        .collect();
    Value::Object(map)
}

/// Some answers of a form, right and wrong.
fn answers() -> impl Strategy<Value = (usize, Answers)> {
    (0..FORMS.len()).prop_flat_map(|at| {
        let form = &FORMS[at].schema;
        let fields: Vec<_> = form
            .all()
            .map(|(name, property)| {
                let mut texts: Vec<String> = property
                    .choices
                    .iter()
                    .map(|choice| choice.value.clone())
                    .collect();
                let further: &[&str] = match property.kind {
                    PropertyKind::Boolean => &["true", "false", "maybe"],
                    PropertyKind::Integer => &["0", "7", "-1", "999999999999", "x", "1.5"],
                    PropertyKind::String if texts.is_empty() => &[
                        "Lê Văn An",
                        "a1<>!",
                        "2026-11-20",
                        "2026-12-01",
                        "5/6/1975",
                        "31/02/2026",
                        "0912345678",
                        "001099000001",
                        "001099000002",
                        "an@example.vn",
                    ],
                    PropertyKind::String => &["khác"],
                };
                texts.extend(further.iter().map(|text| (*text).to_owned()));
                texts.push("x".repeat(property.longest() as usize + 1));
                let name = name.to_owned();
                (
                    Just(name),
                    proptest::option::weighted(0.85, proptest::sample::select(texts)),
                )
            })
            .collect();
        let answers = fields.prop_map(|fields| {
            fields
                .into_iter()
                .filter_map(|(name, answer)| Some((name, answer?)))
                .collect::<Answers>()
        });
        (Just(at), answers)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_we_take_is_valid_and_what_we_refuse_is_not((at, answers) in answers()) {
        let Form { code, schema, peer } = &FORMS[at];
        match schema.check(&answers, today()) {
            Ok(clean) => {
                let document = instance(schema, &clean);
                let wrong: Vec<String> = peer.iter_errors(&document).map(|error| error.to_string()).collect();
                prop_assert!(wrong.is_empty(), "{code}: {document} {wrong:?}");
            }
            Err(wrong) => {
                let beyond = [
                    ErrorCode::DayBefore,
                    ErrorCode::SpanTooLong,
                    ErrorCode::DayAhead,
                    ErrorCode::DayPast,
                    ErrorCode::SameAnswer,
                ];
                let document = instance(schema, &answers);
                if wrong.iter().any(|(_, code)| !beyond.contains(code)) {
                    prop_assert!(!peer.is_valid(&document), "{code}: {wrong:?} {document}");
                }
            }
        }
    }
}

#[test]
fn delivered_forms_are_sound_and_say_what_they_fill_in() {
    assert!(FORMS.len() >= 20);
    for form in FORMS.iter() {
        assert_eq!(form.schema.faults(), [], "{}", form.code);
        assert!(
            form.schema.all().any(|(name, _)| name == "promise"),
            "{}",
            form.code
        );
        // Nothing is filled in at first, and that is not enough.
        assert!(
            form.schema.check(&Answers::new(), today()).is_err(),
            "{}",
            form.code
        );
    }
}

/// Words of a name by which its kind is known: a day that was, somebody's name.
fn ends(name: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| name.ends_with(part))
}

#[test]
fn nobody_is_born_tomorrow_and_every_person_has_a_name_in_letters() {
    for form in FORMS.iter() {
        for (name, property) in form.schema.all() {
            let place = format!("{} {name}", form.code);
            if ends(
                name,
                &["born_on", "died_on", "registered_on", "married_on", "divorced_on"],
            ) {
                assert_eq!(property.format, Some(Format::Date), "{place}");
                assert!(property.until.is_some(), "{place}");
            }
            let of_a_person = ends(name, &["_name"]) && !ends(name, &["business_name", "facility_name"]);
            assert_eq!(
                property.format == Some(Format::PersonName),
                of_a_person,
                "{place}"
            );
        }
        // Where two people have a number each, the second is told from the first.
        for (one, other) in [
            ("father_identifier", "mother_identifier"),
            ("groom_identifier", "bride_identifier"),
            ("ward_identifier", "guardian_identifier"),
            ("child_identifier", "parent_identifier"),
        ] {
            if let (Some(property), Some(_)) = (form.schema.find(one), form.schema.find(other)) {
                assert_eq!(property.differs.as_deref(), Some(other), "{} {one}", form.code);
            }
        }
    }
}

#[test]
fn no_declaration_of_a_procedure_with_a_form_is_asked_for_on_paper_as_well() {
    for procedure in delivered() {
        let declares = |name: &str| name.starts_with("Tờ khai");
        let mut papers = procedure.components.iter();
        if procedure.form.is_some() {
            assert!(
                !papers.any(|component| declares(&component.name)),
                "{}",
                procedure.code
            );
        }
    }
}

#[test]
fn what_cannot_be_is_refused_by_the_form_of_a_birth() {
    let birth = FORMS.iter().find(|form| form.code == "1.001193").unwrap();
    let right = [
        ("requester_relation", "father"),
        ("child_name", "Lê Thị An"),
        ("child_sex", "female"),
        ("child_born_on", "20/11/2026"),
        ("child_ethnicity", "Kinh"),
        ("child_nationality", "Việt Nam"),
        ("birth_place_kind", "home"),
        ("birth_place", "Thôn 3"),
        ("child_hometown", "Xã Tuy Phước"),
        ("mother_known", "yes"),
        ("mother_name", "Trần Thị Mẹ"),
        ("mother_identifier", "001099000001"),
        ("father_known", "yes"),
        ("father_name", "Lê Văn Cha"),
        ("father_identifier", "001099000002"),
        ("promise", "true"),
    ];
    let check = |changed: &[(&str, &str)]| {
        let mut answers: Answers = right
            .iter()
            .chain(changed)
            .map(|(name, answer)| ((*name).to_owned(), (*answer).to_owned()))
            .collect();
        answers.retain(|_, answer| !answer.is_empty());
        birth.schema.check(&answers, today()).err().unwrap_or_default()
    };
    assert_eq!(check(&[]), []);
    for (name, answer, code) in [
        ("child_born_on", "21/11/2026", ErrorCode::DayAhead),
        ("father_identifier", "001 099 000 001", ErrorCode::SameAnswer),
        ("child_name", "a1<>!", ErrorCode::NameHasSigns),
    ] {
        assert_eq!(check(&[(name, answer)]), [(name.to_owned(), code)]);
    }
    // A mother who is not declared has no number that could be the same.
    assert_eq!(
        check(&[("mother_known", "no"), ("father_identifier", "001099000001")]),
        []
    );
}

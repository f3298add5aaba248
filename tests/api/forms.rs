//! The electronic forms as a peer reads them: what we take is valid by JSON Schema, what we refuse is not.

use jsonschema::{Draft, Validator};
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::form::{Answers, FormSchema, PropertyKind};
use motcua_shared::identity::person::parse_email;
use motcua_shared::identity::rule::{parse_identity_number, parse_phone};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

struct Form {
    code: String,
    schema: FormSchema,
    peer: Validator,
}

static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../server/catalogue/citizen-procedures.json"
    );
    let text = std::fs::read_to_string(file).unwrap();
    let procedures: Vec<ProcedureDefinition> = serde_json::from_str(&text).unwrap();
    let form = |procedure: ProcedureDefinition| {
        let schema = procedure.form?;
        let peer = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("phone", |text| parse_phone(text).is_ok())
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
    procedures.into_iter().filter_map(form).collect()
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
                        "2026-12-01",
                        "31/02/2026",
                        "0912345678",
                        "001099000001",
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
        match schema.check(&answers) {
            Ok(clean) => {
                let document = instance(schema, &clean);
                let wrong: Vec<String> = peer.iter_errors(&document).map(|error| error.to_string()).collect();
                prop_assert!(wrong.is_empty(), "{code}: {document} {wrong:?}");
            }
            Err(wrong) => {
                let document = instance(schema, &answers);
                prop_assert!(!peer.is_valid(&document), "{code}: {wrong:?} {document}");
            }
        }
    }
}

#[test]
fn delivered_forms_are_sound_and_say_what_they_fill_in() {
    assert!(FORMS.len() >= 5);
    for form in FORMS.iter() {
        assert_eq!(form.schema.faults(), [], "{}", form.code);
        assert!(
            form.schema.all().any(|(name, _)| name == "promise"),
            "{}",
            form.code
        );
        // Nothing is filled in at first, and that is not enough.
        assert!(form.schema.check(&Answers::new()).is_err(), "{}", form.code);
    }
}

//! What may be a procedure. No HTTP, no SQL, no clock.

use super::form_file::form_faults;
use crate::error::FieldFault;
use motcua_shared::catalogue::dto::{Case, Component, ProcedureDefinition, Reception};
use motcua_shared::catalogue::template::{
    MAX_BODY, MAX_OPEN, MAX_TEMPLATES, MAX_TITLE, Piece, TemplateFault, read,
};
use motcua_shared::catalogue::workflow::{MAX_STEP_DAYS, MAX_STEPS, WorkKind};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::unseen::is_unseen;
use serde_json::Value;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Longest code, in characters.
const MAX_CODE: usize = 60;
/// Longest id of a case or component, in bytes.
const MAX_ID: usize = 70;
/// Longest name, in characters.
const MAX_NAME: usize = 2_000;
/// Longest other text, in characters: the longest of the national catalogue has 4,524.
const MAX_TEXT: usize = 40_000;
/// Longest sign of a document, in characters.
const MAX_SYMBOL: usize = 40;
/// Most entries of a list.
const MAX_ENTRIES: usize = 300;
/// Largest fee, in đồng.
const MAX_FEE: i64 = 1_000_000_000;
/// Most papers of one kind.
const MAX_QUANTITY: u16 = 1_000;
/// Longest age of a paper, in months: fifty years.
const MAX_AGE: u16 = 600;

/// Everything that is wrong with a definition. `has_category` says whether a code is one of a category.
pub fn check(procedure: &ProcedureDefinition, has_category: impl Fn(&str) -> bool) -> Vec<FieldFault> {
    let mut faults = Faults::default();
    if !is_code(&procedure.code) {
        faults.add("code", ErrorCode::NotACode);
    }
    faults.line("name", &procedure.name, MAX_NAME);
    faults.text("field", &procedure.field, MAX_NAME);
    check_cases(procedure, &mut faults);
    check_components(procedure, &has_category, &mut faults);
    check_told(procedure, &mut faults);
    check_workflow(procedure, &mut faults);
    check_templates(procedure, &has_category, &mut faults);
    let form = procedure.form.as_ref();
    faults.found.extend(
        form.map(form_faults)
            .unwrap_or_default()
            .into_iter()
            .map(|fault| {
                let path = format!("form.{}", fault.path);
                FieldFault { path, ..fault }
            }),
    );
    if procedure.reception == Reception::Online {
        let needed = [
            ("cases", procedure.cases.is_empty()),
            ("levels", procedure.levels.is_empty()),
            ("applicants", procedure.applicants.is_empty()),
            ("delivery", procedure.delivery.is_empty()),
        ];
        for (path, is_missing) in needed {
            if is_missing {
                faults.add(path, ErrorCode::Required);
            }
        }
    }
    let wrong_applicant = |kind: &motcua_shared::identity::dto::AccountKind| !kind.files_dossiers();
    if procedure.applicants.iter().any(wrong_applicant) {
        faults.add("applicants", ErrorCode::NotAChoice);
    }
    faults.found
}

fn check_cases(procedure: &ProcedureDefinition, faults: &mut Faults) {
    faults.list("cases", procedure.cases.len());
    let mut ids = HashSet::new();
    for (at, case) in procedure.cases.iter().enumerate() {
        let Case {
            id,
            name,
            working_time,
            fee,
        } = case;
        let path = |field: &str| format!("cases.{at}.{field}");
        faults.id(path("id"), id, &mut ids);
        faults.line(path("name"), name, MAX_NAME);
        if !working_time.is_countable() {
            faults.add(path("working_time"), ErrorCode::NotWithin);
        }
        if !(0..=MAX_FEE).contains(fee) {
            faults.add(path("fee"), ErrorCode::NotWithin);
        }
    }
}

/// The last step gives the result back, and no other one does.
fn check_workflow(procedure: &ProcedureDefinition, faults: &mut Faults) {
    let steps = &procedure.workflow;
    if steps.len() > MAX_STEPS {
        faults.list("workflow", steps.len().max(MAX_ENTRIES + 1));
    }
    let mut ids = HashSet::new();
    for (at, step) in steps.iter().enumerate() {
        let path = |field: &str| format!("workflow.{at}.{field}");
        faults.id(path("id"), &step.id, &mut ids);
        faults.line(path("name"), &step.name, MAX_NAME);
        let is_last = at + 1 == steps.len();
        if (step.kind == WorkKind::Return) != is_last {
            faults.add(path("kind"), ErrorCode::ReturnIsLast);
        }
        if step.role == StaffRole::Administrator {
            faults.add(path("role"), ErrorCode::NotAChoice);
        }
        if step.days.is_some_and(|days| !(1..=MAX_STEP_DAYS).contains(&days)) {
            let fault = FieldFault::new(path("days"), ErrorCode::DaysNotWithin);
            faults.found.push(fault.with("min", 1).with("max", MAX_STEP_DAYS));
        }
    }
}

/// Every word stands for something: a fact, a field of the form, a question.
fn check_templates(
    procedure: &ProcedureDefinition,
    has_category: impl Fn(&str) -> bool,
    faults: &mut Faults,
) {
    let templates = &procedure.templates;
    if templates.len() > MAX_TEMPLATES {
        faults.too_long("templates", MAX_TEMPLATES);
    }
    let is_field = |name: &str| {
        procedure
            .form
            .as_ref()
            .is_some_and(|form| form.find(name).is_some())
    };
    let mut ids = HashSet::new();
    for (at, template) in templates.iter().enumerate() {
        let path = |field: &str| format!("templates.{at}.{field}");
        faults.id(path("id"), &template.id, &mut ids);
        faults.line(path("title"), &template.title, MAX_TITLE);
        faults.line(path("symbol"), &template.symbol, MAX_SYMBOL);
        faults.line(path("body"), &template.body, MAX_BODY);
        faults.text(path("subject"), &template.subject, MAX_TITLE * 2);
        faults.text(path("recipients"), &template.recipients, MAX_NAME);
        let is_symbol = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '.' | '/' | '&');
        if !template.symbol.trim().is_empty() && !template.symbol.chars().all(is_symbol) {
            faults.add(path("symbol"), ErrorCode::NotACode);
        }
        if !has_category(&template.category_code) {
            faults.add(path("category_code"), ErrorCode::NotAChoice);
        }
        if template.open_fields().len() > MAX_OPEN {
            faults.too_long(path("body"), MAX_OPEN);
        }
        for (field, text) in template.texts() {
            let fault = match read(text) {
                Err(TemplateFault::Braces) => FieldFault::new(path(field), ErrorCode::TemplateBraces),
                Err(TemplateFault::Word(name) | TemplateFault::Label(name)) => {
                    FieldFault::new(path(field), ErrorCode::TemplateWord).with("name", name)
                }
                Ok(pieces) => {
                    let unknown = pieces.into_iter().find_map(|piece| match piece {
                        Piece::Answer(name) if !is_field(name) => Some(name),
                        _ => None,
                    });
                    let Some(name) = unknown else { continue };
                    FieldFault::new(path(field), ErrorCode::TemplateAnswer).with("name", name)
                }
            };
            faults.found.push(fault);
        }
    }
}

fn check_components(
    procedure: &ProcedureDefinition,
    has_category: impl Fn(&str) -> bool,
    faults: &mut Faults,
) {
    faults.list("components", procedure.components.len());
    let mut ids = HashSet::new();
    let cases: HashSet<&str> = procedure.cases.iter().map(|case| case.id.as_str()).collect();
    for (at, component) in procedure.components.iter().enumerate() {
        let path = |field: &str| format!("components.{at}.{field}");
        let Component {
            id, name, accepts, ..
        } = component;
        faults.id(path("id"), id, &mut ids);
        faults.line(path("name"), name, MAX_TEXT);
        faults.text(
            path("note"),
            component.note.as_deref().unwrap_or_default(),
            MAX_TEXT,
        );
        faults.text(
            path("code"),
            component.code.as_deref().unwrap_or_default(),
            MAX_NAME,
        );
        faults.text(
            path("group"),
            component.group.as_deref().unwrap_or_default(),
            MAX_NAME,
        );
        faults.list(path("accepts"), accepts.len());
        faults.list(path("forms"), component.forms.len());
        if !accepts.iter().all(|code| has_category(code)) {
            faults.add(path("accepts"), ErrorCode::NotAChoice);
        }
        if !component
            .only_for
            .iter()
            .all(|case| cases.contains(case.as_str()))
        {
            faults.add(path("only_for"), ErrorCode::NotAChoice);
        }
        if component.quantity > MAX_QUANTITY || component.further_copies > MAX_QUANTITY {
            faults.add(path("quantity"), ErrorCode::NotWithin);
        }
        if component
            .max_age_months
            .is_some_and(|months| months == 0 || months > MAX_AGE)
        {
            faults.add(path("max_age_months"), ErrorCode::NotWithin);
        }
    }
}

fn check_told(procedure: &ProcedureDefinition, faults: &mut Faults) {
    let lists = [
        ("results", procedure.results.len()),
        ("legal_grounds", procedure.legal_grounds.len()),
        ("guidance.steps", procedure.guidance.steps.len()),
        ("guidance.channels", procedure.guidance.channels.len()),
        ("guidance.subjects", procedure.guidance.subjects.len()),
        ("guidance.authorities", procedure.guidance.authorities.len()),
    ];
    for (path, entries) in lists {
        faults.list(path, entries);
    }
    for (at, result) in procedure.results.iter().enumerate() {
        faults.line(format!("results.{at}"), &result.name, MAX_TEXT);
    }
    for (at, ground) in procedure.legal_grounds.iter().enumerate() {
        faults.line(format!("legal_grounds.{at}"), ground, MAX_TEXT);
    }
    for (at, step) in procedure.guidance.steps.iter().enumerate() {
        faults.text(format!("guidance.steps.{at}"), &step.text, MAX_TEXT);
    }
    let requirements = procedure.guidance.requirements.as_deref().unwrap_or_default();
    faults.text("guidance.requirements", requirements, MAX_TEXT);
    faults.text(
        "source",
        procedure.source.as_deref().unwrap_or_default(),
        MAX_TEXT,
    );
}

/// A code stands in addresses and is read out: letters, digits and few marks.
fn is_code(code: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    !code.is_empty() && code.len() <= MAX_CODE && code.bytes().all(fits)
}

fn is_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !id.is_empty() && id.len() <= MAX_ID && id.bytes().all(fits)
}

#[derive(Default)]
struct Faults {
    found: Vec<FieldFault>,
}

impl Faults {
    fn add(&mut self, path: impl Into<String>, code: ErrorCode) {
        self.found.push(FieldFault::new(path, code));
    }

    fn too_long(&mut self, path: impl Into<String>, max: usize) {
        self.found
            .push(FieldFault::new(path, ErrorCode::TooLong).with("max", max));
    }

    /// Something that must say something.
    fn line(&mut self, path: impl Into<String>, said: &str, max: usize) {
        if said.trim().is_empty() {
            self.add(path, ErrorCode::Required);
        } else {
            self.text(path, said, max);
        }
    }

    fn text(&mut self, path: impl Into<String>, said: &str, max: usize) {
        if said.chars().count() > max {
            self.too_long(path, max);
        }
    }

    fn list(&mut self, path: impl Into<String>, entries: usize) {
        if entries > MAX_ENTRIES {
            self.too_long(path, MAX_ENTRIES);
        }
    }

    fn id<'a>(&mut self, path: String, id: &'a str, known: &mut HashSet<&'a str>) {
        if !is_id(id) {
            self.add(path, ErrorCode::NotACode);
        } else if !known.insert(id) {
            self.add(path, ErrorCode::StandsTwice);
        }
    }
}

/// A definition without characters that nobody sees, each letter in its composed form.
pub fn cleaned(definition: &ProcedureDefinition) -> serde_json::Result<ProcedureDefinition> {
    fn walk(value: &mut Value) {
        match value {
            Value::String(text) => {
                let seen = text
                    .chars()
                    .filter(|letter| !is_unseen(*letter) || matches!(letter, '\n' | '\t'));
                *text = seen.nfc().collect::<String>().trim().to_owned();
            }
            Value::Array(entries) => entries.iter_mut().for_each(walk),
            Value::Object(fields) => fields.values_mut().for_each(walk),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(definition)?;
    walk(&mut value);
    serde_json::from_value(value)
}

/// Where a procedure stands in lists: first what can be filed here, then by how plain its name is. "Đăng ký khai sinh" is
/// what most mean who look for it, and the longer names are its special cases.
pub fn rank(procedure: &ProcedureDefinition) -> i32 {
    let length = i32::try_from(procedure.name.chars().count()).unwrap_or(i32::MAX / 2);
    match procedure.reception {
        Reception::Online => length.min(9_999),
        Reception::Information => 10_000 + length.min(9_999),
        Reception::Ended => 20_000 + length.min(9_999),
    }
}

//! What would be another in a new version: said line by line before it is written.

use super::words;
use super::{form_template, form_workflow};
use crate::words::{applicants, levels};
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::text::{self, Lang};

/// Something that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub label: &'static str,
    /// As it is; empty where there was nothing.
    pub before: String,
    /// As it would be; empty where there is nothing left.
    pub after: String,
}

/// What a definition says of something.
type Of<'a> = &'a dyn Fn(&ProcedureDefinition) -> String;

/// Everything that changes from one definition to the next, in the order of the form.
pub fn changes(before: &ProcedureDefinition, after: &ProcedureDefinition, lang: Lang) -> Vec<Change> {
    let mut found = Vec::new();
    let lines: [(&'static str, Of<'_>); 7] = [
        (text::keeping::name(lang), &|one| one.name.clone()),
        (text::catalogue::field(lang), &|one| one.field.clone()),
        (text::keeping::reception(lang), &|one| {
            words::reception(one.reception, lang).to_owned()
        }),
        (text::keeping::life_events(lang), &|one| {
            words::life_events(&one.life_events, lang)
        }),
        (text::catalogue::applicants(lang), &|one| {
            applicants(&one.applicants, lang)
        }),
        (text::catalogue::levels(lang), &|one| levels(&one.levels, lang)),
        (text::catalogue::delivery(lang), &|one| {
            words::deliveries(&one.delivery, lang)
        }),
    ];
    compare(&mut found, &lines, before, after);
    let cases = |one: &ProcedureDefinition| -> Vec<(String, String)> {
        let said = |case| words::case(case, lang);
        one.cases
            .iter()
            .map(|case| (case.id.clone(), said(case)))
            .collect()
    };
    found.extend(rows(text::catalogue::case(lang), &cases(before), &cases(after)));
    let components = |one: &ProcedureDefinition| -> Vec<(String, String)> {
        let said = |component| words::component(component, &one.cases, lang);
        one.components
            .iter()
            .map(|component| (component.id.clone(), said(component)))
            .collect()
    };
    let (old, new) = (components(before), components(after));
    found.extend(rows(text::keeping::component(lang), &old, &new));
    if before.form != after.form {
        let said = |one: &ProcedureDefinition| {
            let form = one.form.as_ref();
            form.map(|form| words::form(form, lang)).unwrap_or_default()
        };
        let (was, mut is) = (said(before), said(after));
        // The same questions with other keywords: what the eye does not see is said.
        if was == is {
            is = format!("{is}\n{}", text::keeping::form_details(lang));
        }
        found.push(Change {
            label: text::keeping::form(lang),
            before: was,
            after: is,
        });
    }
    let steps = |one: &ProcedureDefinition| -> Vec<(String, String)> {
        let numbered = one.guidance.steps.iter().enumerate();
        numbered
            .map(|(at, step)| (at.to_string(), words::step(step)))
            .collect()
    };
    found.extend(rows(text::keeping::step(lang), &steps(before), &steps(after)));
    let workflow = |one: &ProcedureDefinition| -> Vec<(String, String)> {
        let steps = one.workflow.iter();
        steps
            .map(|step| (step.id.clone(), form_workflow::said(step, lang)))
            .collect()
    };
    let (old, new) = (workflow(before), workflow(after));
    found.extend(rows(text::work::steps(lang), &old, &new));
    let templates = |one: &ProcedureDefinition| -> Vec<(String, String)> {
        let templates = one.templates.iter();
        templates
            .map(|template| (template.id.clone(), form_template::said(template)))
            .collect()
    };
    let (old, new) = (templates(before), templates(after));
    found.extend(rows(text::drafting::templates(lang), &old, &new));
    let lines: [(&'static str, Of<'_>); 6] = [
        (text::catalogue::requirements(lang), &|one| {
            one.guidance.requirements.clone().unwrap_or_default()
        }),
        (text::catalogue::subjects(lang), &|one| {
            one.guidance.subjects.join("\n")
        }),
        (text::catalogue::authorities(lang), &|one| {
            one.guidance.authorities.join("\n")
        }),
        (text::keeping::results(lang), &|one| {
            let names: Vec<&str> = one.results.iter().map(|result| result.name.as_str()).collect();
            names.join("\n")
        }),
        (text::catalogue::grounds(lang), &|one| {
            one.legal_grounds.join("\n")
        }),
        (text::keeping::source(lang), &|one| {
            one.source.clone().unwrap_or_default()
        }),
    ];
    compare(&mut found, &lines, before, after);
    found
}

fn compare(
    found: &mut Vec<Change>,
    lines: &[(&'static str, Of<'_>)],
    before: &ProcedureDefinition,
    after: &ProcedureDefinition,
) {
    for (label, of) in lines {
        let (before, after) = (of(before), of(after));
        if before != after {
            found.push(Change { label, before, after });
        }
    }
}

/// Rows that are another, are new, or are no more; and, if these are the same, that their order changed.
fn rows(label: &'static str, before: &[(String, String)], after: &[(String, String)]) -> Vec<Change> {
    let text = |rows: &[(String, String)], id: &str| {
        let found = rows.iter().find(|(own, _)| own == id);
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let gone = before
        .iter()
        .filter(|(id, _)| after.iter().all(|(own, _)| own != id));
    let ids = after.iter().chain(gone).map(|(id, _)| id);
    let mut found: Vec<Change> = ids
        .map(|id| Change {
            label,
            before: text(before, id),
            after: text(after, id),
        })
        .filter(|change| change.before != change.after)
        .collect();
    if found.is_empty() && before != after {
        let all = |rows: &[(String, String)]| {
            let texts: Vec<&str> = rows.iter().map(|(_, text)| text.as_str()).collect();
            texts.join("\n")
        };
        found.push(Change {
            label,
            before: all(before),
            after: all(after),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> ProcedureDefinition {
        serde_json::from_str(
            r#"{"code":"1.000001","name":"Thả diều","field":"","levels":["commune"],"applicants":["citizen"],
            "cases":[{"id":"a","name":"Thường","working_time":6,"fee":0},{"id":"b","name":"Gấp","working_time":2,"fee":5000}],
            "components":[{"id":"don","name":"Đơn","required":true,"accepts":[],"signature_required":false,"copy_kind":"original","quantity":1}],
            "delivery":["online"],"results":["Giấy phép"],"legal_grounds":["Luật A"]}"#,
        )
        .unwrap()
    }

    #[test]
    fn each_change_is_said_once_and_what_stays_is_not() {
        let before = definition();
        assert_eq!(changes(&before, &before.clone(), Lang::Vi), []);
        let mut after = before.clone();
        after.name = "Thả diều sáo".to_owned();
        after.cases.remove(0);
        after.components[0].max_age_months = Some(6);
        after.legal_grounds.push("Luật B".to_owned());
        let found = changes(&before, &after, Lang::Vi);
        let said: Vec<(&str, &str)> = found
            .iter()
            .map(|change| (change.before.as_str(), change.after.as_str()))
            .collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(said[0], ("Thả diều", "Thả diều sáo"));
        assert_eq!(said[1].1, "", "a case that is no more");
        assert!(said[2].1.contains("6 tháng") && !said[2].0.contains("6 tháng"));
        assert_eq!(said[3], ("Luật A", "Luật A\nLuật B"));
    }

    #[test]
    fn a_form_that_comes_changes_or_goes_is_said_with_its_questions() {
        let form = |most: u8| {
            serde_json::from_str(&format!(
                r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","title":"Tờ khai thả diều",
                "properties":{{"a":{{"title":"Độ cao","type":"integer","minimum":1,"maximum":{most}}}}},"unevaluatedProperties":false}}"#
            ))
            .unwrap()
        };
        let mut before = definition();
        let mut after = before.clone();
        after.form = Some(form(9));
        let found = changes(&before, &after, Lang::Vi);
        assert!(
            found[0].before.is_empty()
                && found[0].after.contains("Tờ khai thả diều")
                && found[0].after.contains("Độ cao")
        );
        before.form = Some(form(8));
        let found = changes(&before, &after, Lang::Vi);
        assert_eq!(found.len(), 1);
        assert_ne!(
            found[0].before, found[0].after,
            "another bound under the same question"
        );
        after.form = None;
        assert!(changes(&before, &after, Lang::Vi)[0].after.is_empty());
    }

    #[test]
    fn another_order_is_a_change() {
        let before = definition();
        let mut after = before.clone();
        after.cases.reverse();
        assert_eq!(changes(&before, &after, Lang::Vi).len(), 1);
    }
}

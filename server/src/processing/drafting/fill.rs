//! Puts what is known of a dossier, and what was typed, into the texts of a template. No HTTP, no SQL, no clock.

use chrono::{Datelike, NaiveDate};
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::catalogue::template::{Fact, Piece, ResultTemplate, TemplateFault, read};
use std::collections::BTreeMap;

/// Stands where something is missing.
const GAP: &str = "……";

/// What is known.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Of every dossier.
    pub facts: BTreeMap<Fact, String>,
    /// Answers of the form, as they are read.
    pub answers: BTreeMap<String, String>,
    /// What was typed.
    pub typed: BTreeMap<String, String>,
}

/// The texts of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What it is about.
    pub subject: String,
    /// Paragraphs.
    pub body: String,
    /// "Nơi nhận".
    pub recipients: String,
    /// Questions of open fields to which nothing was typed.
    pub missing: Vec<String>,
}

/// The texts of a template with everything in its place. What was typed is text: braces in it stand for nothing.
pub fn fill(template: &ResultTemplate, known: &Known) -> Result<Filled, TemplateFault> {
    let mut missing = Vec::new();
    let mut one = |text: &str| -> Result<String, TemplateFault> {
        let mut filled = String::new();
        for piece in read(text)? {
            let found = match piece {
                Piece::Text(text) => Some(text),
                Piece::Fact(fact) => known.facts.get(&fact).map(String::as_str),
                Piece::Answer(name) => known.answers.get(name).map(String::as_str),
                Piece::Open(label) => {
                    let typed = known.typed.get(label).map(|typed| typed.trim());
                    let typed = typed.filter(|typed| !typed.is_empty());
                    if typed.is_none() && !missing.iter().any(|known| known == label) {
                        missing.push(label.to_owned());
                    }
                    typed
                }
            };
            filled.push_str(found.filter(|found| !found.is_empty()).unwrap_or(GAP));
        }
        Ok(filled)
    };
    let (subject, body, recipients) = (
        one(&template.subject)?,
        one(&template.body)?,
        one(&template.recipients)?,
    );
    Ok(Filled {
        subject,
        body,
        recipients,
        missing,
    })
}

/// "ngày 05 tháng 02 năm 2026": with zeros, so that nothing can be put before a figure.
pub fn day_in_words(day: NaiveDate) -> String {
    format!(
        "ngày {:02} tháng {:02} năm {}",
        day.day(),
        day.month(),
        day.year()
    )
}

/// What a sample shows: the words themselves in brackets.
pub fn sample(procedure: &ProcedureDefinition, template: &ResultTemplate) -> Known {
    let bracketed = |text: &str| format!("[{text}]");
    let mut known = Known::default();
    for fact in Fact::ALL {
        known.facts.insert(fact, bracketed(fact.word()));
    }
    known.facts.insert(Fact::Procedure, procedure.name.clone());
    known
        .facts
        .insert(Fact::Grounds, procedure.legal_grounds.join("; "));
    for (_, text) in template.texts() {
        for piece in read(text).unwrap_or_default() {
            if let Piece::Answer(name) = piece {
                known.answers.insert(name.to_owned(), bracketed(name));
            }
        }
    }
    for label in template.open_fields() {
        let shown = bracketed(&label);
        known.typed.insert(label, shown);
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(body: &str) -> ResultTemplate {
        ResultTemplate {
            id: "a".to_owned(),
            title: "Giấy xác nhận".to_owned(),
            subject: String::new(),
            symbol: "GXN".to_owned(),
            category_code: "KQ".to_owned(),
            body: body.to_owned(),
            recipients: String::new(),
        }
    }

    #[test]
    fn everything_stands_in_its_place_and_what_is_missing_is_named() {
        let mut known = Known::default();
        known.facts.insert(Fact::Owner, "Trần Thị Thử".to_owned());
        known.answers.insert("lyDo".to_owned(), "vay vốn".to_owned());
        known
            .typed
            .insert("Kết quả".to_owned(), "{{mã hồ sơ}} đúng".to_owned());
        let made = template(
            "{{chủ hồ sơ}}, {{đơn: lyDo}}, {{nhập: Kết quả}}, {{nhập: Khác}}, {{mã hồ sơ}}, {{nhập: Khác}}",
        );
        let filled = fill(&made, &known).unwrap();
        assert_eq!(
            filled.body,
            "Trần Thị Thử, vay vốn, {{mã hồ sơ}} đúng, ……, ……, ……"
        );
        assert_eq!(filled.missing, ["Khác"]);
    }

    #[test]
    fn days_are_written_so_that_nothing_can_be_put_before_them() {
        let day = |year, month, day| day_in_words(NaiveDate::from_ymd_opt(year, month, day).unwrap());
        assert_eq!(day(2026, 2, 5), "ngày 05 tháng 02 năm 2026");
        assert_eq!(day(2026, 11, 23), "ngày 23 tháng 11 năm 2026");
    }
}

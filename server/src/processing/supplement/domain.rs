//! A round of supplement, and the time that stands still meanwhile. No HTTP, no SQL, no clock.

use crate::catalogue::service::calendar::{Calendar, add_working_days};
use crate::filing::service::supplement::Attached;
use crate::processing::domain::{check_ground, is_same_name};
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::DossierStatus;
use motcua_shared::id::{DraftId, SupplementId};
use motcua_shared::processing::supplement::{
    AskAnswer, AskPart, AskSupplement, MAX_REASON, Round, RoundAnswer, RoundPart, RoundState,
};
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;
use motcua_shared::vault::rule::required_text;

/// A round as its rows say it.
#[derive(Debug, Clone)]
pub struct Supplement {
    /// Its id.
    pub id: SupplementId,
    /// Counted from 1.
    pub number: u32,
    /// The draft in which its parts gather.
    pub draft: DraftId,
    /// Where it stands.
    pub state: RoundState,
    /// What it is about.
    pub words: String,
    /// Where the dossier was before.
    pub came_from: DossierStatus,
    /// Working days that were left of its time, negative where it was late; nothing where none ran yet.
    pub days_left: Option<i32>,
    /// The last day for the answer.
    pub answer_until: NaiveDate,
    /// The officer who asked.
    pub officer: String,
    /// Of which unit.
    pub unit: String,
    /// When.
    pub asked_at: Timestamp,
    /// Digest over what was supplied.
    pub digest: Option<String>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Its parts, in the order in which they were asked for.
    pub parts: Vec<Part>,
    /// Its answers: those that were asked for, in that order, and then those that changed with them.
    pub answers: Vec<Answer>,
}

/// One answer of the electronic form, as it is kept.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its field.
    pub field: String,
    /// Why it is asked for; nothing where it changed with another one.
    pub reason: Option<String>,
    /// What had been answered.
    pub old: Option<String>,
    /// What was answered now.
    pub new: Option<String>,
}

/// One part.
#[derive(Debug, Clone)]
pub struct Part {
    /// The component.
    pub component_id: String,
    /// Why.
    pub reason: String,
    /// What had been filed.
    pub old: Option<Attached>,
    /// What was supplied.
    pub new: Option<Attached>,
}

impl Supplement {
    /// Whether its last day is over.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        today > self.answer_until
    }

    /// How much was asked for: parts and answers.
    pub fn count(&self) -> usize {
        let asked = self.answers.iter().filter(|answer| answer.reason.is_some());
        self.parts.len() + asked.count()
    }

    /// Whether the same was said before.
    pub fn says(&self, words: &str) -> bool {
        is_same_name(&self.words, words)
    }

    /// As people see it. Which officer asked is the unit's business.
    pub fn view(self, procedure: &ProcedureDefinition, for_officer: bool, lang: Lang) -> Round {
        let name = |id: &str| {
            let found = procedure.components.iter().find(|component| component.id == id);
            found.map_or_else(|| id.to_owned(), |component| component.name.clone())
        };
        let was_late = self.state == RoundState::Supplied
            && self.ended_at.is_some_and(|at| self.is_late(at.vietnam_date()));
        let part = |part: Part| RoundPart {
            name: name(&part.component_id),
            component_id: part.component_id,
            reason: part.reason,
            old: part.old.map(|attached| attached.attachment),
            new: part.new.map(|attached| attached.attachment),
        };
        let answer = |answer: Answer| {
            let form = procedure.form.as_ref();
            let property = form.and_then(|form| form.find(&answer.field));
            let read = |kept: String| property.map_or(kept.clone(), |property| property.reading(&kept, lang));
            RoundAnswer {
                question: property.map_or_else(|| answer.field.clone(), |property| property.title.clone()),
                field: answer.field,
                reason: answer.reason,
                old: answer.old.map(read),
                new: answer.new.map(read),
            }
        };
        Round {
            number: self.number,
            state: self.state,
            words: self.words,
            unit: self.unit,
            officer: for_officer.then_some(self.officer),
            asked_at: self.asked_at,
            answer_until: self.answer_until,
            ended_at: self.ended_at,
            was_late,
            digest: self.digest,
            parts: self.parts.into_iter().map(part).collect(),
            answers: self.answers.into_iter().map(answer).collect(),
        }
    }
}

/// The day on which a dossier is due whose time goes on today with so many working days left. At least one is left, so that nothing
/// is late on the day on which it comes back; what was late before stays as late as it was.
pub fn due_again(today: NaiveDate, days_left: i32, calendar: &Calendar) -> Option<NaiveDate> {
    if let Ok(left) = u32::try_from(days_left) {
        return add_working_days(today, left.max(1), calendar);
    }
    let mut day = today;
    let mut over = days_left.unsigned_abs();
    while over > 0 {
        if calendar.is_worked(day) {
            over -= 1;
        }
        day = day.pred_opt()?;
    }
    Some(day)
}

/// What is wrong with the words of a round, its parts and its answers: path and code.
pub fn check_ask(ask: &AskSupplement) -> Result<AskSupplement, Vec<(String, ErrorCode)>> {
    let mut wrong = Vec::new();
    let words = check_ground(&ask.words);
    if let Err(code) = words {
        wrong.push(("words".to_owned(), code));
    }
    if ask.parts.is_empty() && ask.answers.is_empty() {
        wrong.push(("parts".to_owned(), ErrorCode::Required));
    }
    let mut parts: Vec<AskPart> = Vec::new();
    for (at, part) in ask.parts.iter().enumerate() {
        if parts.iter().any(|other| other.component_id == part.component_id) {
            wrong.push((format!("parts.{at}.component_id"), ErrorCode::StandsTwice));
        }
        match required_text(&part.reason, MAX_REASON) {
            Ok(reason) => parts.push(AskPart {
                component_id: part.component_id.clone(),
                reason,
            }),
            Err(code) => wrong.push((format!("parts.{at}.reason"), code)),
        }
    }
    let mut answers: Vec<AskAnswer> = Vec::new();
    for (at, answer) in ask.answers.iter().enumerate() {
        if answers.iter().any(|other| other.field == answer.field) {
            wrong.push((format!("answers.{at}.field"), ErrorCode::StandsTwice));
        }
        match required_text(&answer.reason, MAX_REASON) {
            Ok(reason) => answers.push(AskAnswer {
                field: answer.field.clone(),
                reason,
            }),
            Err(code) => wrong.push((format!("answers.{at}.reason"), code)),
        }
    }
    match (words, wrong.is_empty()) {
        (Ok(words), true) => Ok(AskSupplement {
            version: ask.version,
            words,
            parts,
            answers,
        }),
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::service::calendar::count_working_days;
    use proptest::prelude::*;

    fn ask(words: &str, parts: &[(&str, &str)]) -> AskSupplement {
        let part = |(id, reason): &(&str, &str)| AskPart {
            component_id: (*id).to_owned(),
            reason: (*reason).to_owned(),
        };
        AskSupplement {
            version: 1,
            words: words.to_owned(),
            parts: parts.iter().map(part).collect(),
            answers: Vec::new(),
        }
    }

    #[test]
    fn a_round_of_answers_needs_no_part() {
        let sentence = "Ngày sinh của trẻ không khớp giấy chứng sinh.";
        let with = |answers: &[(&str, &str)]| {
            let answer = |(field, reason): &(&str, &str)| AskAnswer {
                field: (*field).to_owned(),
                reason: (*reason).to_owned(),
            };
            let mut asked = ask(sentence, &[]);
            asked.answers = answers.iter().map(answer).collect();
            check_ask(&asked)
        };
        assert_eq!(with(&[("birth", " Sai. ")]).unwrap().answers[0].reason, "Sai.");
        assert_eq!(
            with(&[("birth", "Sai."), ("name", ""), ("birth", "Sai.")]).unwrap_err(),
            [
                ("answers.1.reason".to_owned(), ErrorCode::Required),
                ("answers.2.field".to_owned(), ErrorCode::StandsTwice)
            ]
        );
    }

    #[test]
    fn a_round_names_each_part_once_with_a_reason() {
        let sentence = "Tờ trình chưa nêu rõ tập thể được đề nghị.";
        assert!(check_ask(&ask(sentence, &[("a", " Mờ. "), ("b", "Thiếu.")])).is_ok());
        let wrong = |ask: AskSupplement| check_ask(&ask).unwrap_err();
        assert_eq!(
            wrong(ask("", &[])),
            [
                ("words".to_owned(), ErrorCode::Required),
                ("parts".to_owned(), ErrorCode::Required)
            ]
        );
        assert_eq!(
            wrong(ask("Mờ.", &[("a", ""), ("b", &"x".repeat(501))])),
            [
                ("words".to_owned(), ErrorCode::GroundTooShort),
                ("parts.0.reason".to_owned(), ErrorCode::Required),
                ("parts.1.reason".to_owned(), ErrorCode::TooLong)
            ]
        );
        assert_eq!(
            wrong(ask(sentence, &[("a", "Mờ."), ("a", "Mờ.")])),
            [("parts.1.component_id".to_owned(), ErrorCode::StandsTwice)]
        );
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn time_goes_on_with_what_was_left_of_it() {
        // Wednesday 02/09/2026 is a holiday, and Tuesday before it as well.
        let calendar = Calendar::new([(day("2026-09-01"), false), (day("2026-09-02"), false)]);
        let again = |today: &str, left| due_again(day(today), left, &calendar).unwrap().to_string();
        assert_eq!(again("2026-08-31", 3), "2026-09-07");
        assert_eq!(again("2026-09-02", 1), "2026-09-03", "answered on a holiday");
        assert_eq!(again("2026-08-31", 0), "2026-09-03", "one day at least");
        assert_eq!(again("2026-09-03", -1), "2026-09-02");
        assert_eq!(again("2026-09-07", -3), "2026-09-02");
    }

    proptest! {
        /// However long it stood still: as many working days are left as there were.
        #[test]
        fn what_was_left_is_left(offset in 0_u64..700, left in -60_i32..60) {
            let days = crate::catalogue::service::calendar::delivered().unwrap();
            let calendar = Calendar::new(days.into_iter().map(|one| (one.day, one.is_worked)));
            let today = day("2026-02-01") + chrono::Days::new(offset);
            let due = due_again(today, left, &calendar).unwrap();
            let wanted = if left == 0 { 1 } else { left };
            prop_assert_eq!(count_working_days(today, due, &calendar), wanted);
        }
    }
}

//! What may be asked, and what may be answered. No HTTP, no SQL, no clock.

use crate::error::FieldFault;
use crate::processing::domain::check_ground;
use motcua_shared::error::ErrorCode;
use motcua_shared::processing::opinion::{AnswerOpinion, AskOpinion, MAX_OPINION_DAYS};
use motcua_shared::processing::rule::{MAX_WORDS, MIN_GROUND};

fn sentence(path: &str, text: &str) -> Result<String, FieldFault> {
    check_ground(text).map_err(|code| {
        let fault = FieldFault::new(path, code).with("min", MIN_GROUND);
        fault.with("max", MAX_WORDS)
    })
}

/// A question as it is kept, or everything that is wrong with it.
pub fn check_question(ask: AskOpinion) -> Result<AskOpinion, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let question = sentence("question", &ask.question);
    if !(1..=MAX_OPINION_DAYS).contains(&ask.days) {
        let fault = FieldFault::new("days", ErrorCode::DaysNotWithin).with("min", 1);
        faults.push(fault.with("max", MAX_OPINION_DAYS));
    }
    match question {
        Ok(question) if faults.is_empty() => Ok(AskOpinion { question, ..ask }),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.insert(0, fault);
            Err(faults)
        }
    }
}

/// An answer as it is kept.
pub fn check_answer(answer: AnswerOpinion) -> Result<AnswerOpinion, FieldFault> {
    let words = sentence("words", &answer.words)?;
    Ok(AnswerOpinion { words, ..answer })
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::id::UnitId;
    use uuid::Uuid;

    #[test]
    fn everything_that_is_wrong_with_a_question_is_said_at_once() {
        let ask = |question: &str, days| {
            let unit_id = UnitId::from_uuid(Uuid::nil());
            let question = question.to_owned();
            check_question(AskOpinion {
                unit_id,
                question,
                days,
            })
        };
        let faults = ask("Sao?", 61).unwrap_err();
        let codes: Vec<_> = faults
            .iter()
            .map(|fault| (fault.path.as_str(), fault.code))
            .collect();
        assert_eq!(
            codes,
            [
                ("question", ErrorCode::GroundTooShort),
                ("days", ErrorCode::DaysNotWithin)
            ]
        );
        let asked = ask("  Thửa đất này có trong quy hoạch không?  ", 5).unwrap();
        assert_eq!(asked.question, "Thửa đất này có trong quy hoạch không?");
    }
}

//! What can be said of the answers of a form before they travel: the rule of the server, with the day that it told.

use crate::ui::FormErrors;
use chrono::NaiveDate;
use motcua_shared::catalogue::form::{Answers, FormSchema};
use motcua_shared::error::ErrorCode;
use motcua_shared::text::{self, Lang};
use std::fmt::Display;

/// Marks what cannot be, and takes back what was said of answers that are right by now. What is not answered yet is left to
/// the end of the page, and what the page does not show is nobody's matter there.
pub fn look(
    schema: &FormSchema,
    (filed, given): (&Answers, &Answers),
    today: NaiveDate,
    (errors, lang): (FormErrors, Lang),
    is_shown: impl Fn(&str) -> bool,
) {
    let wrong = schema.check_again(filed, given, today).err().unwrap_or_default();
    for one in schema.asked(given) {
        if !is_shown(one.name) {
            continue;
        }
        let element = format!("answers.{}", one.name);
        match wrong.iter().find(|(name, _)| name == one.name) {
            None => errors.clear_field(&element),
            Some((_, ErrorCode::Required)) => {}
            Some((_, code)) => errors.mark(&element, sentence(schema, (one.name, *code), today, lang)),
        }
    }
}

/// The sentence of a fault, as the server would say it.
fn sentence(schema: &FormSchema, (name, code): (&str, ErrorCode), today: NaiveDate, lang: Lang) -> String {
    let params = schema.params(name, code, today);
    let mut values: Vec<(&str, &dyn Display)> = Vec::with_capacity(params.len());
    for (name, value) in &params {
        values.push((name, value));
    }
    text::error::find(code.as_str()).map_or_else(
        || text::error::unknown(lang).to_owned(),
        |message| message.render(lang, &values),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_the_day_and_the_other_question() {
        let schema: FormSchema = serde_json::from_str(
            r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","title":"T","unevaluatedProperties":false,
            "properties":{"a":{"title":"Số của mẹ","type":"string"},
            "b":{"title":"Số của cha","type":"string","x-differs":"a"},
            "c":{"title":"Ngày sinh","type":"string","format":"date","x-until":"today"}}}"#,
        )
        .unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let said = |name, code| sentence(&schema, (name, code), today, Lang::Vi);
        assert!(said("c", ErrorCode::DayAhead).contains("20/11/2026"));
        assert!(said("b", ErrorCode::SameAnswer).contains("“Số của mẹ”"));
        assert!(said("a", ErrorCode::TooLong).contains("300"));
    }
}

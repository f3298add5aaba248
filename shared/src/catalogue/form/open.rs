//! Answers that are asked for once more: which questions that opens, and what stands afterwards.

use super::{Answers, FormSchema, Format, Property};
use crate::error::ErrorCode;
use crate::time::{format_date, read_day};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Names of the fields that are open.
pub type Opened = BTreeSet<String>;

impl FormSchema {
    /// The fields that are open where these were asked for: they, what hangs on them by a condition, and those that another answer
    /// of theirs can make wrong: days that follow one of them, numbers that must be other ones.
    pub fn opened<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Opened {
        let mut opened: Opened = names.into_iter().map(str::to_owned).collect();
        loop {
            let before = opened.len();
            for condition in &self.conditions {
                if condition.when.properties.keys().any(|name| opened.contains(name)) {
                    opened.extend(condition.then.properties.keys().cloned());
                }
            }
            let follows = |property: &Property| property.looks_at().any(|other| opened.contains(other));
            let following: Vec<String> = self
                .all()
                .filter(|(_, property)| follows(property))
                .map(|(name, _)| name.to_owned())
                .collect();
            opened.extend(following);
            if opened.len() == before {
                return opened;
            }
        }
    }

    /// What stands after the open fields were answered anew: the others as they were filed, the open ones cleaned; or what is wrong
    /// with the open ones. What a rule says today of the others (a day that has come meanwhile) is nobody's fault any more.
    pub fn settle(
        &self,
        filed: &Answers,
        typed: &Answers,
        opened: &Opened,
        today: NaiveDate,
    ) -> Result<Answers, Vec<(String, ErrorCode)>> {
        let (clean, mut wrong) = self.clean(filed, typed, today);
        wrong.retain(|(name, _)| opened.contains(name));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let is_open = |name: &String| opened.contains(name);
        let closed = filed.iter().filter(|(name, _)| !is_open(name));
        let open = clean.iter().filter(|(name, _)| is_open(name));
        Ok(closed
            .chain(open)
            .map(|(name, answer)| (name.clone(), answer.clone()))
            .collect())
    }

    /// A filed answer as people type it, not as it is kept.
    pub fn retyped(&self, name: &str, answer: &str) -> String {
        let day = self
            .find(name)
            .filter(|property| property.format == Some(Format::Date));
        let typed = day.and_then(|_| read_day(answer)).map(format_date);
        typed.unwrap_or_else(|| answer.to_owned())
    }
}

impl Property {
    /// Other fields whose answers can make this one wrong.
    fn looks_at(&self) -> impl Iterator<Item = &String> {
        let before = self.after.iter().map(|after| &after.field);
        before.chain(&self.differs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> FormSchema {
        let text = |title: &str| json!({"title": title, "type": "string"});
        let day = |title: &str| json!({"title": title, "type": "string", "format": "date"});
        let mut until = day("Đến ngày");
        until["x-after"] = json!({"field": "from"});
        serde_json::from_value(json!({
            "$schema": super::super::DIALECT,
            "type": "object",
            "title": "Tờ khai",
            "properties": {
                "name": text("Họ tên"),
                "from": day("Từ ngày"),
                "until": until,
                "child": {"title": "Có con", "type": "string",
                    "oneOf": [{"const": "yes", "title": "Có"}, {"const": "no", "title": "Không"}]},
            },
            "required": ["name", "from", "until", "child"],
            "allOf": [{
                "if": {"properties": {"child": {"const": "yes"}}, "required": ["child"]},
                "then": {"properties": {"birth": day("Ngày sinh của con")}, "required": ["birth"]}
            }],
            "unevaluatedProperties": false
        }))
        .unwrap()
    }

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        let own = |(name, answer): &(&str, &str)| ((*name).to_owned(), (*answer).to_owned());
        pairs.iter().map(own).collect()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn names(opened: &Opened) -> Vec<&str> {
        opened.iter().map(String::as_str).collect()
    }

    #[test]
    fn what_hangs_on_an_open_answer_is_open_too() {
        let form = form();
        assert_eq!(form.faults(), []);
        assert_eq!(names(&form.opened(["name"])), ["name"]);
        assert_eq!(names(&form.opened(["from"])), ["from", "until"]);
        assert_eq!(names(&form.opened(["until"])), ["until"]);
        assert_eq!(names(&form.opened(["child"])), ["birth", "child"]);
    }

    #[test]
    fn what_is_closed_stays_as_it_was_filed() {
        let form = form();
        let filed = answers(&[
            ("name", "Lê A"),
            ("from", "2026-01-01"),
            ("until", "2026-02-01"),
            ("child", "no"),
        ]);
        let mut typed = filed.clone();
        typed.insert("name".to_owned(), "X".to_owned());
        typed.insert("child".to_owned(), "yes".to_owned());
        let opened = form.opened(["child"]);
        let wrong = form.settle(&filed, &typed, &opened, today()).unwrap_err();
        assert_eq!(wrong, [("birth".to_owned(), ErrorCode::Required)]);
        typed.insert("birth".to_owned(), "3/2/2026".to_owned());
        let settled = form.settle(&filed, &typed, &opened, today()).unwrap();
        assert_eq!(settled.get("name").map(String::as_str), Some("Lê A"));
        assert_eq!(settled.get("birth").map(String::as_str), Some("2026-02-03"));
        // Taken back again: what hung on it goes.
        let back = form.settle(&settled, &filed, &opened, today()).unwrap();
        assert_eq!(back, filed);
    }

    #[test]
    fn a_day_before_an_open_one_can_be_put_right_with_it() {
        let form = form();
        let filed = answers(&[
            ("name", "Lê A"),
            ("from", "2026-01-01"),
            ("until", "2026-02-01"),
            ("child", "no"),
        ]);
        let mut typed = filed.clone();
        typed.insert("from".to_owned(), "01/03/2026".to_owned());
        let opened = form.opened(["from"]);
        let wrong = form.settle(&filed, &typed, &opened, today()).unwrap_err();
        assert_eq!(wrong, [("until".to_owned(), ErrorCode::DayBefore)]);
        typed.insert("until".to_owned(), "01/04/2026".to_owned());
        assert_eq!(
            form.settle(&filed, &typed, &opened, today())
                .unwrap()
                .get("until")
                .map(String::as_str),
            Some("2026-04-01")
        );
    }

    #[test]
    fn a_day_that_came_meanwhile_is_right_as_it_was_filed_and_wrong_anew() {
        let mut form = form();
        let from = form.properties.get_mut("from").unwrap();
        from.since = Some(super::super::Day::Today);
        let filed = answers(&[
            ("name", "Lê A"),
            ("from", "2026-11-01"),
            ("until", "2026-12-01"),
            ("child", "no"),
        ]);
        let mut typed = filed.clone();
        typed.insert("from".to_owned(), "01/11/2026".to_owned());
        let opened = form.opened(["from"]);
        assert_eq!(form.settle(&filed, &typed, &opened, today()).unwrap(), filed);
        typed.insert("from".to_owned(), "02/11/2026".to_owned());
        let wrong = form.settle(&filed, &typed, &opened, today()).unwrap_err();
        assert_eq!(wrong, [("from".to_owned(), ErrorCode::DayPast)]);
    }

    #[test]
    fn a_filed_day_reads_as_it_is_typed() {
        let form = form();
        assert_eq!(form.retyped("from", "2026-01-02"), "02/01/2026");
        assert_eq!(form.retyped("name", "2026-01-02"), "2026-01-02");
    }
}

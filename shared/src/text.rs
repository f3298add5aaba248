//! Every sentence shown to a person, in both languages, as typed functions: `text::vault::title(lang)`.
//!
//! Written by `build.rs` from the Fluent files under `locales/`; the decision and its reasons are in
//! `docs/decisions/2026-11-21-texts.md`.

use serde::{Deserialize, Serialize};
use std::fmt::{Display, Write as _};

/// A language of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the language of the portal.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` value that we speak; Vietnamese when there is none.
    /// Browsers send their list best first, so the q-values need no reading.
    pub fn from_accept_language(value: &str) -> Self {
        value
            .split(',')
            .find_map(|tag| match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "vi" => Some(Self::Vi),
                "en" => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }
}

/// A message that was found by its key: texts in both languages, and its place among them.
#[derive(Debug, Clone, Copy)]
pub struct Message(&'static [Texts; 2], usize);

/// Marks inside a text, written by `build.rs`.
const VARIABLE: char = '\u{1}';
const VARIABLE_END: char = '\u{2}';
const PLURAL: char = '\u{3}';
const ONE: char = '\u{4}';
const OTHER: char = '\u{5}';
const PLURAL_END: char = '\u{6}';

/// Texts of one language, one behind the other.
#[derive(Debug)]
struct Texts {
    text: &'static str,
    ends: &'static [usize],
}

impl Message {
    /// The message with its variables filled in; a variable that is not given shows as its name.
    pub fn render(self, lang: Lang, arguments: &[(&str, &dyn Display)]) -> String {
        filled(self.raw(lang), arguments)
    }

    fn raw(self, lang: Lang) -> &'static str {
        let [vi, en] = self.0;
        match lang {
            Lang::Vi => vi.piece(self.1),
            Lang::En => en.piece(self.1),
        }
    }
}

impl Texts {
    fn piece(&self, place: usize) -> &'static str {
        let begin = place.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(place).copied().unwrap_or_default();
        self.text
            .get(begin.copied().unwrap_or_default()..end)
            .unwrap_or_default()
    }
}

const fn either(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

fn filled(text: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let mut out = String::new();
    fill(&mut out, text, arguments);
    out
}

fn fill(out: &mut String, text: &str, arguments: &[(&str, &dyn Display)]) {
    let value = |name: &str| {
        let (_, value) = arguments.iter().find(|(key, _)| *key == name)?;
        Some(value.to_string())
    };
    let mut rest = text;
    while let Some(at) = rest.find([VARIABLE, PLURAL]) {
        let (before, marked) = rest.split_at(at);
        out.push_str(before);
        if let Some(variable) = marked.strip_prefix(VARIABLE) {
            let (name, after) = variable.split_once(VARIABLE_END).unwrap_or((variable, ""));
            match value(name) {
                Some(value) => out.push_str(&value),
                None => {
                    let _ = write!(out, "{{{name}}}");
                }
            }
            rest = after;
        } else {
            let (choice, after) = marked.split_once(PLURAL_END).unwrap_or((marked, ""));
            let (name, variants) = choice.split_once(ONE).unwrap_or((choice, ""));
            let (one, other) = variants.split_once(OTHER).unwrap_or((variants, variants));
            let is_one = value(name.trim_start_matches(PLURAL)).as_deref() == Some("1");
            fill(out, if is_one { one } else { other }, arguments);
            rest = after;
        }
    }
    out.push_str(rest);
}

/// The place of a key among keys, which stand in the order of their messages.
fn lookup(keys: &str, key: &str) -> Option<usize> {
    keys.split(' ').position(|one| one == key)
}

include!(concat!(env!("OUT_DIR"), "/text.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn every_error_code_has_a_sentence_in_both_languages() {
        for code in ErrorCode::ALL {
            let (own, servers) = (error::find(code.as_str()), refusal::find(code.as_str()));
            assert!(
                own.is_some() != servers.is_some(),
                "error-{0} or refusal-{0} is missing, or both are there",
                code.as_str()
            );
        }
    }

    #[test]
    fn a_multi_line_message_stays_one_text() {
        for lang in [Lang::Vi, Lang::En] {
            assert!(!common::portal_name(lang).is_empty());
        }
    }

    #[test]
    fn the_language_is_the_first_one_we_speak() {
        assert_eq!(Lang::from_accept_language("fr-FR, en;q=0.8, vi;q=0.5"), Lang::En);
        assert_eq!(Lang::from_accept_language(""), Lang::Vi);
    }

    #[test]
    fn variables_and_choices_are_filled_in() {
        let text = "\u{1}who\u{2}: \u{3}n\u{4}1 paper\u{5}\u{1}n\u{2} papers\u{6}.";
        let with = |n: u32| {
            let mut out = String::new();
            fill(&mut out, text, &[("who", &"A"), ("n", &n)]);
            out
        };
        assert_eq!(with(1), "A: 1 paper.");
        assert_eq!(with(12), "A: 12 papers.");
        let mut out = String::new();
        fill(&mut out, text, &[]);
        assert_eq!(out, "{who}: {n} papers.");
    }

    #[test]
    fn a_message_that_is_found_is_the_whole_one() {
        let found = |find: fn(&str) -> Option<Message>, key| find(key).map(|one| one.raw(Lang::Vi));
        assert_eq!(found(error::find, "required"), Some(error::required(Lang::Vi)));
        for reason in crate::signature::Reason::ALL {
            assert!(found(reason::find, reason.as_str()) > Some(""), "{reason}");
        }
        assert_eq!(found(error::find, "no-such-error"), None);
        let past = Message(error::find("required").unwrap().0, usize::MAX);
        assert_eq!(past.raw(Lang::Vi), "");
    }
}

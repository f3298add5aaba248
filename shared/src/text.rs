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

/// One message in both languages.
#[derive(Debug)]
pub struct Message {
    vi: &'static [Part],
    en: &'static [Part],
}

#[derive(Debug)]
enum Part {
    Text(&'static str),
    Variable(&'static str),
    #[allow(dead_code, reason = "only languages with plural forms use it")]
    Plural {
        variable: &'static str,
        one: &'static [Part],
        other: &'static [Part],
    },
}

impl Message {
    /// The message with its variables filled in; a variable that is not given shows as its name.
    pub fn render(&self, lang: Lang, arguments: &[(&str, &dyn Display)]) -> String {
        let mut text = String::new();
        write_parts(&mut text, self.parts(lang), arguments);
        text
    }

    fn plain(&self, lang: Lang) -> &'static str {
        match self.parts(lang) {
            [Part::Text(text)] => text,
            _ => "",
        }
    }

    fn parts(&self, lang: Lang) -> &'static [Part] {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

fn write_parts(text: &mut String, parts: &[Part], arguments: &[(&str, &dyn Display)]) {
    let value = |name: &str| {
        arguments
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_string())
    };
    for part in parts {
        match part {
            Part::Text(piece) => text.push_str(piece),
            Part::Variable(name) => match value(name) {
                Some(value) => text.push_str(&value),
                None => {
                    let _ = write!(text, "{{{name}}}");
                }
            },
            Part::Plural { variable, one, other } => {
                let is_one = value(variable).as_deref() == Some("1");
                write_parts(text, if is_one { one } else { other }, arguments);
            }
        }
    }
}

fn lookup(table: &'static [(&str, &Message)], key: &str) -> Option<&'static Message> {
    let index = table.binary_search_by(|(name, _)| (*name).cmp(key)).ok()?;
    table.get(index).map(|(_, message)| *message)
}

include!(concat!(env!("OUT_DIR"), "/text.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn every_error_code_has_a_sentence_in_both_languages() {
        for code in ErrorCode::ALL {
            assert!(
                error::find(code.as_str()).is_some(),
                "error-{} is missing",
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
}

//! What the writer of a petition hears of it.

use motcua_shared::text::{Lang, notice as words};
use serde::{Deserialize, Serialize};

/// What is new of a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PetitionNews {
    /// The province's desk has it.
    Received,
    /// It is not looked into.
    Refused,
    /// Its writer is asked something.
    Asked,
    /// It was answered.
    Answered,
}

/// What is told of it: nothing of what it says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PetitionTold {
    /// Its code.
    pub code: String,
    /// What is new.
    pub news: PetitionNews,
}

impl PetitionNews {
    fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::Received => words::petition_received(lang),
            Self::Refused => words::petition_refused(lang),
            Self::Asked => words::petition_asked(lang),
            Self::Answered => words::petition_answered(lang),
        }
    }

    fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::Received => words::mail_petition_received(lang),
            Self::Refused => words::mail_petition_refused(lang),
            Self::Asked => words::mail_petition_asked(lang),
            Self::Answered => words::mail_petition_answered(lang),
        }
    }
}

impl PetitionTold {
    pub(super) fn sms(&self, lang: Lang) -> String {
        words::sms_petition(lang, self.news.plain(lang), &self.code)
    }

    pub(super) fn subject(&self, lang: Lang) -> String {
        words::subject_petition(lang, &self.code)
    }

    pub(super) fn mail(&self, lang: Lang) -> String {
        words::mail_petition(lang, self.news.proper(lang), &self.code)
    }

    pub(super) fn values(&self, lang: Lang) -> Vec<(&'static str, String)> {
        vec![
            ("petition", self.code.clone()),
            ("outcome", self.news.proper(lang).to_owned()),
        ]
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            code: "PA-261123-0001".to_owned(),
            news: PetitionNews::Answered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_becomes_of_a_petition_fits_an_sms() {
        for news in [
            PetitionNews::Received,
            PetitionNews::Refused,
            PetitionNews::Asked,
            PetitionNews::Answered,
        ] {
            let told = PetitionTold {
                news,
                ..PetitionTold::sample()
            };
            for lang in [Lang::Vi, Lang::En] {
                let text = told.sms(lang);
                assert!(text.is_ascii() && text.len() <= 160, "{}: {text}", text.len());
            }
        }
    }
}

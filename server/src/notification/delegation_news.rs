//! What the two officers of a delegation hear of it.

use chrono::NaiveDate;
use motcua_shared::text::{Lang, notice as words};
use motcua_shared::time::{Timestamp, format_date};
use serde::{Deserialize, Serialize};

/// What became of a delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DelegationNews {
    /// It holds from now on.
    Begun,
    /// It was withdrawn.
    Withdrawn,
    /// It ended because one of the two lost what it rested on.
    Ended,
}

/// What is told of it. Names are in the e-mail alone: an SMS has no marks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationTold {
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub news: DelegationNews,
    /// For whom.
    pub delegator: String,
    /// Who works.
    pub delegate: String,
    /// Last day.
    pub until: NaiveDate,
}

impl DelegationNews {
    fn plain(self, lang: Lang) -> &'static str {
        match self {
            Self::Begun => words::delegation_begun(lang),
            Self::Withdrawn => words::delegation_withdrawn(lang),
            Self::Ended => words::delegation_ended(lang),
        }
    }

    fn proper(self, lang: Lang) -> &'static str {
        match self {
            Self::Begun => words::mail_delegation_begun(lang),
            Self::Withdrawn => words::mail_delegation_withdrawn(lang),
            Self::Ended => words::mail_delegation_ended(lang),
        }
    }
}

impl DelegationTold {
    pub(super) fn sms(&self, lang: Lang) -> String {
        words::sms_delegation(lang, self.news.plain(lang), self.at.vietnam_minute())
    }

    pub(super) fn subject(&self, lang: Lang) -> String {
        words::subject_delegation(lang, self.news.proper(lang))
    }

    pub(super) fn mail(&self, lang: Lang) -> String {
        let (time, until) = (self.at.vietnam_minute(), format_date(self.until));
        let outcome = self.news.proper(lang);
        words::mail_delegation(lang, &self.delegate, &self.delegator, outcome, time, until)
    }

    pub(super) fn values(&self, lang: Lang) -> Vec<(&'static str, String)> {
        vec![
            ("time", self.at.vietnam_minute()),
            ("outcome", self.news.proper(lang).to_owned()),
            ("delegator", self.delegator.clone()),
            ("delegate", self.delegate.clone()),
            ("until", format_date(self.until)),
        ]
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            at: Timestamp::parse("2026-11-20T02:41:00Z").unwrap(),
            news: DelegationNews::Withdrawn,
            delegator: "Nguyễn Văn Mẫu".to_owned(),
            delegate: "Trần Thị Thử".to_owned(),
            until: NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_becomes_of_a_delegation_fits_an_sms() {
        for news in [
            DelegationNews::Begun,
            DelegationNews::Withdrawn,
            DelegationNews::Ended,
        ] {
            let told = DelegationTold {
                news,
                ..DelegationTold::sample()
            };
            for lang in [Lang::Vi, Lang::En] {
                let text = told.sms(lang);
                assert!(text.is_ascii() && text.len() <= 160, "{}: {text}", text.len());
            }
        }
    }
}

//! Settings of what every page says.

use anyhow::ensure;
use serde::Deserialize;

/// The longest name and number, in characters: both stand in one line of a phone.
const LONGEST: usize = 60;

/// What every page says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Whose portal this is; may be empty.
    pub place: String,
    /// The number that people call for help; may be empty.
    pub helpline: String,
}

impl SiteConfig {
    /// Refuses what cannot stand there.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            self.place.chars().count() <= LONGEST,
            "site.place must have at most {LONGEST} characters"
        );
        let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '+' | '-' | '(' | ')');
        let has_digits = self.helpline.chars().filter(char::is_ascii_digit).count() >= 3;
        ensure!(
            self.helpline.is_empty()
                || self.helpline.chars().all(is_of_number) && has_digits && self.helpline.len() <= LONGEST,
            "site.helpline must be a phone number"
        );
        Ok(())
    }

    /// Whose portal this is, where it is said.
    pub fn place(&self) -> Option<String> {
        said(&self.place)
    }

    /// The number for help, where there is one.
    pub fn helpline(&self) -> Option<String> {
        said(&self.helpline)
    }
}

fn said(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(place: &str, helpline: &str) -> SiteConfig {
        SiteConfig {
            place: place.to_owned(),
            helpline: helpline.to_owned(),
        }
    }

    #[test]
    fn a_number_is_one_that_can_be_called() {
        for good in ["", "1022", "0256 3.822.294", "+84 (256) 3822-294"] {
            assert!(site("", good).check().is_ok(), "{good}");
        }
        for bad in ["12", "gọi 1022", "javascript:1022", "1022\n"] {
            assert!(site("", bad).check().is_err(), "{bad}");
        }
        assert!(site(&"x".repeat(61), "").check().is_err());
        assert_eq!(site(" ", "1022").place(), None);
        assert_eq!(site("", " 1022 ").helpline().as_deref(), Some("1022"));
    }
}

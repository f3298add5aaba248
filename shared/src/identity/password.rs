//! What a password must be. The browser lists the demands while it is typed; the server asks for the same and looks into
//! its list of common ones besides.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Longest password in characters: long enough for any sentence, short enough for hashing.
pub const MAX_PASSWORD: usize = 128;

/// What the settings of this portal ask of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordPolicy {
    /// Shortest length in characters.
    pub length: u32,
    /// Whether lower and upper case, a digit and a sign must occur (seed 003).
    pub classes: bool,
}

/// One thing that is asked of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// So many characters.
    Length(u32),
    /// A small letter.
    Lower,
    /// A capital letter.
    Upper,
    /// A digit.
    Digit,
    /// A character that is neither letter nor digit.
    Sign,
}

impl Demand {
    /// Whether `password` does what is asked.
    pub fn is_met(self, password: &str) -> bool {
        match self {
            Self::Length(length) => {
                u32::try_from(password.chars().count()).is_ok_and(|count| count >= length)
            }
            Self::Lower => password.chars().any(char::is_lowercase),
            Self::Upper => password.chars().any(char::is_uppercase),
            Self::Digit => password.chars().any(|c| c.is_ascii_digit()),
            Self::Sign => password.chars().any(|c| !c.is_alphanumeric()),
        }
    }
}

impl PasswordPolicy {
    /// Everything that is asked, in the order of the list on screen.
    pub fn demands(self) -> Vec<Demand> {
        let mut demands = vec![Demand::Length(self.length)];
        if self.classes {
            demands.extend([Demand::Lower, Demand::Upper, Demand::Digit, Demand::Sign]);
        }
        demands
    }

    /// Whether everything is met.
    pub fn is_met(self, password: &str) -> bool {
        self.demands().into_iter().all(|demand| demand.is_met(password))
    }
}

/// The form in which a password is hashed: another phone may write the same Vietnamese letters in other code points.
pub fn normal_form(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: PasswordPolicy = PasswordPolicy {
        length: 8,
        classes: true,
    };

    #[test]
    fn the_rule_of_the_letter_wants_eight_characters_of_four_kinds() {
        assert!(LETTER.is_met("Hoa-sen7"));
        assert!(LETTER.is_met("Đường số 7"), "a blank is a sign, đ is a letter");
        for weak in ["Hoa-se7", "hoa-sen7", "HOA-SEN7", "Hoa-senn", "Hoasenn7"] {
            assert!(!LETTER.is_met(weak), "{weak}");
        }
    }

    #[test]
    fn the_other_rule_wants_length_only() {
        let long = PasswordPolicy {
            length: 12,
            classes: false,
        };
        assert!(long.is_met("đường đi học"));
        assert!(!long.is_met("Hoa-sen7"));
    }

    #[test]
    fn the_same_letters_in_other_code_points_are_the_same_password() {
        let typed: String = "Mặt trời 1".nfd().collect();
        assert_ne!(typed, "Mặt trời 1");
        assert_eq!(normal_form(&typed), normal_form("Mặt trời 1"));
    }
}

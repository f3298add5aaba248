//! What a receipt says. No HTTP, no SQL, no clock.

use motcua_shared::filing::dto::Attachment;
use motcua_shared::filing::lookup::DIGITS;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A receipt as it was first made, with the secret of its code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// Where its code leads, secret included.
    pub address: String,
    /// The page on which a dossier is looked up by hand.
    pub page: String,
    /// Whose portal took it in; empty where no setting said so, and on receipts from before it stood there.
    #[serde(default)]
    pub portal: String,
    /// "Mã hồ sơ".
    pub code: String,
    /// Code and name of the procedure.
    pub procedure: String,
    /// The unit that decides.
    pub unit: String,
    /// The one-stop desk where it was handed in, if that is another one's; else empty.
    #[serde(default)]
    pub place: String,
    /// Who filed.
    pub filer: String,
    /// Whose matter it is.
    pub owner: String,
    /// On which ground somebody filed for another, in words.
    pub ground: Option<String>,
    /// Questions of the electronic form with their answers, as they are read.
    pub answers: Vec<(String, String)>,
    /// How originals come to the unit, in words; empty on receipts from before it stood there.
    #[serde(default)]
    pub submission: String,
    /// How the result is received, in words; empty on receipts from before it stood there.
    #[serde(default)]
    pub delivery: String,
    /// When the server took it in.
    pub submitted_at: Timestamp,
    /// How long it may take, in words.
    pub time: String,
    /// What it costs, in words.
    pub fee: String,
    /// Digest over everything that was filed.
    pub digest: String,
    /// Each part: its name and what was filed for it.
    pub files: Vec<(String, Option<Attachment>)>,
}

/// The digits of a number that its owner knows it by; none of one that is too short to keep anything secret.
fn last_digits(number: &str) -> Option<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().checked_sub(DIGITS)?;
    digits.get(start..).map(|last| last.iter().collect())
}

/// Whether the digits are the last ones of one of these numbers.
pub fn are_known(typed: &str, numbers: &[&str]) -> bool {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    let known = numbers.iter().filter_map(|number| last_digits(number));
    // All are compared, so that time does not tell which one it was.
    known.fold(false, |found, last| crate::secret::same(&last, &typed) | found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digits_of_any_number_given_with_it_are_enough() {
        let numbers = ["0900000001", "001 099 000 123", "12"];
        for (typed, is_known) in [
            ("0001", true),
            (" 01 23", true),
            ("0900000001", false),
            ("001", false),
            ("", false),
            ("12", false),
            ("９９９９", false),
        ] {
            assert_eq!(are_known(typed, &numbers), is_known, "{typed}");
        }
    }
}

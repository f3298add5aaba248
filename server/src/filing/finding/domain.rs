//! What a dossier is found by. No HTTP, no SQL, no clock.

use motcua_shared::search_key::{search_key, search_words};
use std::collections::BTreeSet;

/// Letters of a word that are looked at: databases refuse longer entries of an index.
const MAX_LETTERS: usize = 100;

/// A code as a word: capitals and digits alone, behind a mark that no word of a name begins with. Points, hyphens of any length and
/// blanks come and go when codes are read out, copied and typed on a phone.
pub fn code_word(typed: &str) -> String {
    let signs = typed.chars().filter(char::is_ascii_alphanumeric);
    let capitals = signs.map(|sign| sign.to_ascii_uppercase());
    std::iter::once('#').chain(capitals.take(MAX_LETTERS)).collect()
}

/// The codes that somebody at a unit may mean: what was typed, or what follows the code of the unit.
pub fn code_words(typed: &str, unit_code: &str) -> [String; 2] {
    [code_word(typed), code_word(&format!("{unit_code}{typed}"))]
}

/// Everything that a dossier is found by.
pub fn words_of(code: &str, owner: &str) -> BTreeSet<String> {
    let key = search_key(owner);
    let words = key.split(' ').filter(|word| !word.is_empty());
    let cut = words.map(|word| word.chars().take(MAX_LETTERS).collect());
    cut.chain([code_word(code)]).collect()
}

/// The words of a name that somebody looks for, the longest first: of words that many have, it is likely the one that fewer have.
pub fn name_words(typed: &str) -> Vec<String> {
    let words: BTreeSet<String> = search_words(typed).into_iter().collect();
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_one_word_however_it_is_typed() {
        let typed = [
            "H21.101-261120-0001",
            " h21.101-261120-0001 ",
            "H21 101 261120 0001",
            "h21.101–261120—0001",
            "H21101.261120.0001",
            "H211012611200001",
        ];
        for one in typed {
            assert_eq!(code_word(one), "#H211012611200001", "{one}");
        }
        for rest in ["261120-0001", "261120.0001", "2611200001"] {
            assert!(
                code_words(rest, "h21.101").contains(&code_word(typed[0])),
                "{rest}"
            );
        }
        assert_eq!(code_word(" – "), "#");
    }

    #[test]
    fn a_name_is_its_words_without_marks() {
        let words = words_of("H21.101-261120-0001", "Nguyễn Thị Đào, Nguyễn");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(words, ["#H211012611200001", "dao", "nguyen", "thi"]);
        assert_eq!(name_words("ĐÀO nguyễn"), ["nguyen", "dao"]);
        assert!(name_words(" – ").is_empty());
    }

    proptest! {
        /// Separators may stand anywhere or nowhere.
        #[test]
        fn separators_and_case_say_nothing(
            signs in proptest::collection::vec(proptest::char::ranges(vec!['0'..='9', 'A'..='Z'].into()), 1..30),
            noise in proptest::collection::vec("[-. /–\u{a0}]{0,3}", 30),
            lower in any::<bool>(),
        ) {
            let plain: String = signs.iter().collect();
            let mixed: String = signs.iter().zip(&noise).map(|(sign, between)| format!("{sign}{between}")).collect();
            let mixed = if lower { mixed.to_lowercase() } else { mixed };
            prop_assert_eq!(code_word(&mixed), code_word(&plain));
        }
    }
}

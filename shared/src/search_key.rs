//! Search keys: text as people type it on a phone, without case and without Vietnamese marks.
//! Computed here and stored, because the two databases disagree on case and collation.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, marks removed, `đ` → `d`, runs of blanks and punctuation → one blank.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'đ' => key.push('d'),
            c if c.is_alphanumeric() => key.push(c),
            _ if key.ends_with(' ') || key.is_empty() => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The most words of one search that are looked at.
const MAX_WORDS: usize = 10;
/// The most letters of one of them: no word is longer, and databases refuse patterns of tens of thousands of letters.
const MAX_LETTERS: usize = 100;

/// The words of a search as they stand in search keys; what is beyond counting or too long is cut off.
pub fn search_words(text: &str) -> Vec<String> {
    let key = search_key(text);
    key.split(' ')
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(|word| word.chars().take(MAX_LETTERS).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_do_not_matter() {
        assert_eq!(search_key("Giấy khen của Chủ tịch"), "giay khen cua chu tich");
        assert_eq!(search_key("ĐĂNG KÝ kết hôn"), "dang ky ket hon");
    }

    #[test]
    fn composed_and_decomposed_text_meet() {
        assert_eq!(search_key("Giấy"), search_key(&"Giấy".nfd().collect::<String>()));
    }

    #[test]
    fn words_of_a_search_are_few_and_short() {
        assert_eq!(search_words("  Giấy – KHEN  "), ["giay", "khen"]);
        assert!(search_words(" –  ").is_empty());
        assert_eq!(search_words(&"a ".repeat(50)).len(), 10);
        assert_eq!(search_words(&"ệ".repeat(50_000)), ["e".repeat(100)]);
    }

    #[test]
    fn punctuation_separates_words() {
        assert_eq!(search_key("  1.012373.H08 – “Tập thể”  "), "1 012373 h08 tap the");
    }
}

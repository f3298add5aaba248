//! Characters that nobody sees, or that turn the order of what follows: they make a text read as another, and two texts
//! look like one.

/// Whether `letter` is a control character, does not show (Unicode: Default_Ignorable_Code_Point, the blank letters of
/// Hangul, annotation marks) or ends or turns a line. Spaces and line breaks of the keyboard are controls as well: who keeps
/// them asks for them first.
pub fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// On one line, with single blanks, without what is not seen.
pub fn one_line(text: &str) -> String {
    let seen = |word: &str| -> String { word.chars().filter(|letter| !is_unseen(*letter)).collect() };
    text.split_whitespace()
        .map(seen)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_only_what_is_seen() {
        assert_eq!(
            one_line(" Thôn\t1,\n xã \u{200b} Tuy\u{202e} Phước\0 "),
            "Thôn 1, xã Tuy Phước"
        );
        assert_eq!(one_line("\u{200b} \u{feff}"), "");
    }

    #[test]
    fn vietnamese_is_seen_in_both_forms_and_what_hides_is_not() {
        for text in [
            "Nguyễn Thị Ánh Đào, số 12/QĐ-UBND (lần 2) – “bản sao” …",
            "e\u{302}\u{301} o\u{31B}",
        ] {
            assert!(!text.chars().any(is_unseen), "{text}");
        }
        for letter in [
            '\0',
            '\u{AD}',
            '\u{200B}',
            '\u{202E}',
            '\u{2028}',
            '\u{2066}',
            '\u{3164}',
            '\u{180E}',
            '\u{FE00}',
            '\u{FE0F}',
            '\u{FEFF}',
            '\u{1BCA0}',
            '\u{1BCA3}',
            '\u{E0041}',
        ] {
            assert!(is_unseen(letter), "{letter:?}");
        }
    }
}

//! The name of a person in a form, whoever they are: letters of any script, and what joins them.

use crate::error::ErrorCode;
use crate::unseen::one_line;

/// The fewest letters.
const FEWEST: usize = 2;
/// The most marks over or under one letter: what is composed leaves two at most, and heaps of them paint over the page.
const MOST_MARKS: usize = 2;

/// Letters beside Latin ones, by script. The tables of the standard library for letters would weigh more than the form:
/// these are the scripts that passports of our neighbours and the peoples of Viet Nam are written in.
const OTHERS: [(u32, u32); 46] = [
    (0x386, 0x386),
    (0x388, 0x3f5),
    (0x3f7, 0x481),
    (0x48a, 0x52f),
    (0x531, 0x556),
    (0x561, 0x587),
    (0x5d0, 0x5ea),
    (0x620, 0x65f),
    (0x66e, 0x6d3),
    (0x900, 0x963),
    (0x971, 0x9e3),
    (0xa01, 0xa5e),
    (0xa81, 0xae3),
    (0xb01, 0xb63),
    (0xb82, 0xbd7),
    (0xc00, 0xc63),
    (0xc85, 0xce3),
    (0xd00, 0xd4e),
    (0xd7a, 0xddf),
    (0xe01, 0xe3a),
    (0xe40, 0xe4e),
    (0xe81, 0xebd),
    (0xec0, 0xece),
    (0xf40, 0xf84),
    (0xf90, 0xfbc),
    (0x1000, 0x103f),
    (0x1050, 0x108f),
    (0x10a0, 0x10fa),
    (0x1200, 0x135a),
    (0x1780, 0x17b3),
    (0x17b6, 0x17d3),
    (0x1820, 0x1878),
    (0x3041, 0x3096),
    (0x30a1, 0x30fa),
    (0x30fc, 0x30fc),
    (0x3400, 0x4dbf),
    (0x4e00, 0x9fff),
    (0xa960, 0xa97c),
    (0xaa00, 0xaa36),
    (0xaa40, 0xaa4d),
    (0xaa80, 0xaac2),
    (0xaadb, 0xaadd),
    (0xac00, 0xd7a3),
    (0xf900, 0xfad9),
    (0x1c90, 0x1cbf),
    (0x2d00, 0x2d2d),
];

fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{c0}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}')
            && !matches!(letter, '\u{d7}' | '\u{f7}')
}

fn is_of_another_script(letter: char) -> bool {
    let code = u32::from(letter);
    OTHERS
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&code))
}

/// A name of one line with single blanks. Letters of two alphabets in one name are refused: some look like ours, and an
/// officer would read another name than there is.
pub fn parse_person_name(text: &str) -> Result<String, ErrorCode> {
    let name = one_line(text);
    if name.is_empty() {
        return Err(ErrorCode::Required);
    }
    let (mut latin, mut others, mut marks) = (0_usize, 0_usize, 0);
    let mut follows_letter = false;
    for letter in name.chars() {
        let is_mark = matches!(letter, '\u{300}'..='\u{36f}');
        marks = if is_mark { marks + 1 } else { 0 };
        if is_mark {
            if !follows_letter || marks > MOST_MARKS {
                return Err(ErrorCode::NameHasSigns);
            }
            continue;
        }
        follows_letter = true;
        if is_latin(letter) {
            latin += 1;
        } else if is_of_another_script(letter) {
            others += 1;
        } else if matches!(
            letter,
            ' ' | '\'' | '\u{2019}' | '\u{2bc}' | '-' | '\u{2010}' | '.'
        ) {
            follows_letter = false;
        } else {
            return Err(ErrorCode::NameHasSigns);
        }
    }
    if latin > 0 && others > 0 {
        Err(ErrorCode::NameHasSigns)
    } else if latin + others < FEWEST {
        Err(ErrorCode::NotAName)
    } else {
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn names_of_many_peoples_are_names() {
        for name in [
            "Nguyễn Thị Ánh Đào",
            "H’Hen Niê",
            "Y Moan",
            "Lê A. Dũng",
            "Jean-Pierre D'Arc",
            "Łukasz Żółć",
            "Иван Петров",
            "山田 太郎",
            "김민수",
            "สมชาย ใจดี",
            "ສົມສັກ",
            "សុខ សាន",
            "Ôn",
        ] {
            assert_eq!(parse_person_name(name).as_deref(), Ok(name));
            let apart: String = name.nfd().collect();
            // Hangul falls apart into letters that nobody types; the server composes before it looks.
            if name != "김민수" {
                assert!(parse_person_name(&apart).is_ok(), "{name}");
            }
        }
        assert_eq!(
            parse_person_name("  Lê \t Văn\u{200b}  An ").as_deref(),
            Ok("Lê Văn An")
        );
    }

    #[test]
    fn signs_digits_and_pictures_are_none() {
        for text in [
            "a1<>!",
            "An 2",
            "An😀",
            "🇻🇳",
            "Lê_An",
            "Lê/An",
            "A×B",
            "٣٤",
            "१२",
            "An@",
            "\u{301}An",
            "A\u{301}\u{302}\u{303}n",
            "Lе An",
        ] {
            assert_eq!(parse_person_name(text), Err(ErrorCode::NameHasSigns), "{text}");
        }
        for text in ["A", ". -", "’"] {
            assert_eq!(parse_person_name(text), Err(ErrorCode::NotAName), "{text}");
        }
        assert_eq!(parse_person_name(" \u{200b} "), Err(ErrorCode::Required));
    }

    #[test]
    fn the_ranges_hold_letters_and_no_numbers() {
        let held = (0x80..0x11_0000_u32)
            .filter_map(char::from_u32)
            .filter(|letter| is_latin(*letter) || is_of_another_script(*letter));
        for letter in held {
            assert!(
                !letter.is_numeric() || matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{fad9}'),
                "{letter:?}"
            );
            assert!(!letter.is_whitespace() && !letter.is_control(), "{letter:?}");
        }
    }

    proptest! {
        #[test]
        fn a_name_stays_a_name(text in "\\PC{0,12}") {
            if let Ok(name) = parse_person_name(&text) {
                prop_assert_eq!(parse_person_name(&name), Ok(name.clone()));
                prop_assert!(!name.chars().any(|letter| letter.is_ascii_digit() || "<>!@#$%&*/\\_=+\"".contains(letter)));
            }
        }

        #[test]
        fn letters_of_latin_alphabets_are_taken_both_ways(text in "[A-Za-zÀ-ÖØ-öø-ɏẀ-ỹ]{2,30}") {
            let composed: String = text.nfc().collect();
            let apart: String = text.nfd().collect();
            prop_assert!(parse_person_name(&composed).is_ok(), "{}", text);
            prop_assert!(parse_person_name(&apart).is_ok(), "{}", text);
        }

        #[test]
        fn a_digit_anywhere_is_no_name(before in "[A-Za-z ]{0,8}", digit in "[0-9٠-٩०-९🙂-🙏<>]", after in "[A-Za-z ]{0,8}") {
            let text = format!("{before}{digit}{after}");
            prop_assert_eq!(parse_person_name(&text), Err(ErrorCode::NameHasSigns));
        }
    }
}

//! The name of a person in a form, whoever they are: letters of one script, and what joins them.

use crate::error::ErrorCode;
use crate::unseen::one_line;

/// The fewest letters.
const FEWEST: usize = 2;
/// The most marks over or under one letter: what is composed leaves two at most, and heaps of them paint over the page.
const MOST_MARKS: usize = 2;
/// "Son of" and "daughter of" in names of Malaysia and Singapore.
const BETWEEN: [&str; 4] = [" a/l ", " a/p ", " s/o ", " d/o "];

/// Marks from U+0300 on that letters of Latin, Greek and Cyrillic alphabets fall apart into. Others make one letter look like
/// another, or belong to old manuscripts.
const MARKS: u64 = 0x3_61f8_0802_9fdf;

const LATIN: u8 = 0;
/// The last alphabet whose letters bear those marks.
const CYRILLIC: u8 = 2;
const HAN: u8 = 24;

/// Letters by script. The tables of the standard library for letters would weigh more than the form: these are the scripts that
/// passports of our neighbours and the peoples of Viet Nam are written in. Letters of phonetics and clicks are in no name, and
/// some look like others. What Japanese mixes is one script here.
const LETTERS: [(u16, u16, u8); 57] = [
    (0x41, 0x5a, LATIN),
    (0x61, 0x7a, LATIN),
    (0xc0, 0xd6, LATIN),
    (0xd8, 0xf6, LATIN),
    (0xf8, 0x1bf, LATIN),
    (0x1c4, 0x24f, LATIN),
    (0x386, 0x386, 1),
    (0x388, 0x3ce, 1),
    (0x400, 0x481, CYRILLIC),
    (0x48a, 0x52f, CYRILLIC),
    (0x531, 0x556, 3),
    (0x561, 0x587, 3),
    (0x5d0, 0x5ea, 4),
    (0x620, 0x65f, 5),
    (0x66e, 0x6d3, 5),
    (0x900, 0x963, 6),
    (0x971, 0x97f, 6),
    (0x980, 0x9e3, 7),
    (0xa01, 0xa5e, 8),
    (0xa81, 0xae3, 9),
    (0xb01, 0xb63, 10),
    (0xb82, 0xbd7, 11),
    (0xc00, 0xc63, 12),
    (0xc85, 0xce3, 13),
    (0xd00, 0xd4e, 14),
    (0xd7a, 0xd7f, 14),
    (0xd80, 0xddf, 15),
    (0xe01, 0xe3a, 16),
    (0xe40, 0xe4e, 16),
    (0xe81, 0xebd, 17),
    (0xec0, 0xece, 17),
    (0xf40, 0xf84, 18),
    (0xf90, 0xfbc, 18),
    (0x1000, 0x103f, 19),
    (0x1050, 0x108f, 19),
    (0x10a0, 0x10fa, 20),
    (0x1200, 0x135a, 21),
    (0x1780, 0x17b3, 22),
    (0x17b6, 0x17d3, 22),
    (0x1820, 0x1878, 23),
    (0x1c90, 0x1cbf, 20),
    (0x1e00, 0x1eff, LATIN),
    (0x2d00, 0x2d2d, 20),
    (0x3005, 0x3006, HAN),
    (0x3041, 0x3096, HAN),
    (0x30a1, 0x30fa, HAN),
    (0x30fc, 0x30fc, HAN),
    (0x3400, 0x4dbf, HAN),
    (0x4e00, 0x9fff, HAN),
    (0xa960, 0xa97c, 25),
    (0xaa00, 0xaa36, 26),
    (0xaa40, 0xaa4d, 26),
    (0xaa80, 0xaac2, 27),
    (0xaadb, 0xaadd, 27),
    (0xac00, 0xd7a3, 25),
    (0xf900, 0xfad9, HAN),
    (0x1100, 0x11ff, 25),
];

/// The script of a letter.
fn script_of(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    // The planes of rare characters of Han.
    if (0x2_0000..=0x3_23af).contains(&code) {
        return Some(HAN);
    }
    let holds = |range: &&(u16, u16, u8)| (u32::from(range.0)..=u32::from(range.1)).contains(&code);
    LETTERS.iter().find(holds).map(|range| range.2)
}

// What a character is, one bit each, so that a rule says in one number what may stand before it.
const START: u8 = 1;
const BLANK: u8 = 2;
const LETTER: u8 = 4;
const APOSTROPHE: u8 = 8;
const DOT: u8 = 16;
const OTHER: u8 = 32;

/// What joins letters: what it is, and what may stand before it.
const fn joiner(sign: char) -> Option<(u8, u8)> {
    Some(match sign {
        ' ' => (BLANK, LETTER | APOSTROPHE | DOT | OTHER),
        '\'' | '`' | '´' | 'ʻ' | 'ʼ' | '‘' | '’' | '′' | 'ꞌ' => {
            (APOSTROPHE, START | BLANK | LETTER | OTHER)
        }
        '.' => (DOT, LETTER),
        '-' | '‐' => (OTHER, BLANK | LETTER | APOSTROPHE | DOT),
        // The other name of the same person.
        '@' => (OTHER, BLANK | LETTER),
        '·' | '・' | ',' | '/' => (OTHER, LETTER | DOT),
        _ => return None,
    })
}

/// A name of one line with single blanks. Letters of two scripts in one name are refused: some look like ours, and an
/// officer would read another name than there is.
pub fn parse_person_name(text: &str) -> Result<String, ErrorCode> {
    let name = one_line(text);
    if name.is_empty() {
        return Err(ErrorCode::Required);
    }
    let mut script = None;
    let (mut letters, mut joined, mut marks) = (0_usize, 0_usize, 0_usize);
    let (mut before, mut is_odd, mut is_behind_at) = (START, false, false);
    for (at, letter) in name.char_indices() {
        if let Some(own) = script_of(letter) {
            if script.is_some_and(|script| script != own) {
                return Err(ErrorCode::NameHasSigns);
            }
            (script, before, marks) = (Some(own), LETTER, 0);
            letters += 1;
        } else if let Some((sign, follows)) = joiner(letter) {
            // An address of e-mail is no name.
            is_odd |= follows & before == 0 || sign == DOT && is_behind_at;
            if letter == '/' {
                let around = name.get(at.saturating_sub(2)..at + 3).unwrap_or_default();
                is_odd |= !BETWEEN.iter().any(|word| around.eq_ignore_ascii_case(word));
            }
            is_behind_at = letter == '@' || is_behind_at && sign != BLANK;
            joined += usize::from(sign != BLANK);
            // Behind a sign and a blank, only a name can begin.
            before = if sign == BLANK && before == OTHER {
                START
            } else {
                sign
            };
        } else {
            let mark = u32::from(letter).wrapping_sub(0x300);
            marks += 1;
            let is_known = mark < u64::BITS && (MARKS >> mark) & 1 == 1;
            if !is_known || before != LETTER || marks > MOST_MARKS || script > Some(CYRILLIC) {
                return Err(ErrorCode::NameHasSigns);
            }
        }
    }
    if letters < FEWEST {
        Err(ErrorCode::NotAName)
    } else if is_odd || joined > letters || before & (LETTER | APOSTROPHE | DOT) == 0 {
        Err(ErrorCode::NameHasSigns)
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
            "HʻHen Niê",
            "Y' Thiên Êban",
            "Hꞌ Ăng Ƀlô",
            "Đinh A`Nhông",
            "Đinh A´Nhông",
            "Đinh A′Nhông",
            "Đinh A‘Nhông",
            "Kalanianaʻole",
            "ʻIolani Kahele",
            "'t Hooft",
            "Al-ʻAbbās",
            "Rabi' Hassan",
            "Y Moan",
            "Lê A. Dũng",
            "J.R.R. Tolkien",
            "J.-P. Sartre",
            "Smith, Jr.",
            "Jean-Pierre D'Arc",
            "Hà Thị Lan - Anh",
            "Łukasz Żółć",
            "Gal·la Ferrer",
            "Samy a/l Raju",
            "KAMALA A/P MUTHU",
            "Ravi s/o Kumar",
            "Devi d/o Nair",
            "Lim Ah Lek @ Lim Kow",
            "Siti@Yati binti Ali",
            "Иван Петров",
            "Йосип Їжак",
            "Γιώργος Παπαδόπουλος",
            "山田 太郎",
            "佐々木 あゆみ",
            "ジョン・スミス",
            "古丽·买买提",
            "𠮷野 家",
            "김민수",
            "สมชาย ใจดี",
            "ສົມສັກ",
            "សុខ សាន",
            "Ôn",
        ] {
            assert_eq!(parse_person_name(name).as_deref(), Ok(name));
            // Most of them fall apart as well; the server composes before it looks.
            let apart: String = name.nfd().collect();
            if !name.contains('ジ') {
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
            "Lê a/l",
            "a/l Lê",
            "Lê aa/l An",
            "Lê x/l An",
            "A×B",
            "٣٤",
            "१२",
            "An@",
            "@An",
            "Lê @ @ An",
            "an@thu.vn",
            "\u{301}An",
            "A\u{301}\u{302}\u{303}n",
            "....An....",
            "An..",
            "An .",
            "A''''n",
            "A' ' ' ' ' n",
            "A - - n",
            "An -",
            "- An",
            "An,",
            ",An",
            "An,,Lê",
        ] {
            assert_eq!(parse_person_name(text), Err(ErrorCode::NameHasSigns), "{text}");
        }
        for text in ["A", ". -", "’", "@", "々"] {
            assert_eq!(parse_person_name(text), Err(ErrorCode::NotAName), "{text}");
        }
        assert_eq!(parse_person_name(" \u{200b} "), Err(ErrorCode::Required));
    }

    #[test]
    fn letters_that_look_like_others_are_in_no_name() {
        for text in [
            // Clicks and phonetics.
            "Anǃ",
            "ǀan",
            "Aǁn",
            "Aǂn",
            "ɑnh",
            "ɡiang",
            "Lɪ An",
            // Two scripts.
            "Lе An",
            "Αn Lê",
            "Иван Παπα",
            "Иван 山田",
            "김 山田",
            "สมชาย ສົມ",
            "ქართ आ",
            "Lê 々",
            // Marks of other scripts, over letters of ours and of theirs, and those that strike a letter out.
            "A\u{342}n",
            "A\u{345}n",
            "A\u{338}n",
            "A\u{335}n",
            "A\u{361}n",
            "A\u{363}n",
            "A\u{483}n",
            "A\u{64e}n",
            "A\u{e31}n",
            "A\u{5b7}n",
            "A\u{20dd}n",
            "A\u{3099}n",
            "ส\u{301}ม",
            "山\u{304}田",
        ] {
            assert_eq!(parse_person_name(text), Err(ErrorCode::NameHasSigns), "{text}");
        }
    }

    #[test]
    fn the_ranges_hold_letters_and_no_numbers() {
        let held = (0x80..0x11_0000_u32)
            .filter_map(char::from_u32)
            .filter(|letter| script_of(*letter).is_some());
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
                prop_assert!(!name.chars().any(|letter| letter.is_ascii_digit() || "<>!#$%&*\\_=+\"".contains(letter)));
            }
        }

        #[test]
        fn letters_of_latin_alphabets_are_taken_both_ways(text in "[A-Za-zÀ-ÖØ-öø-ƿǄ-ɏẀ-ỹ]{2,30}") {
            let composed: String = text.nfc().collect();
            let apart: String = text.nfd().collect();
            prop_assert!(parse_person_name(&composed).is_ok(), "{}", text);
            // The one letter among them that rests on a phonetic one.
            prop_assert_eq!(parse_person_name(&apart).is_ok(), !apart.contains('ʒ'), "{}", text);
        }

        #[test]
        fn two_scripts_are_no_name_wherever_the_other_one_stands(
            one in 0..LETTERS.len(), other in 0..LETTERS.len(), before in 0..20_u16, behind in 0..20_u16,
        ) {
            let (one, other) = (LETTERS[one], LETTERS[other]);
            let letter = |of: (u16, u16, u8), at: u16| {
                let at = (of.0 + at).min(of.1);
                char::from_u32(at.into()).filter(|letter| !crate::unseen::is_unseen(*letter))
            };
            let (Some(first), Some(second)) = (letter(one, before), letter(other, behind)) else { return Ok(()) };
            let name = format!("{first}{first} {second}{first}");
            prop_assert_eq!(parse_person_name(&name).is_ok(), one.2 == other.2, "{}", name);
        }

        #[test]
        fn signs_never_outnumber_letters_or_follow_themselves(text in "[An' .,@/’-]{1,16}") {
            if let Ok(name) = parse_person_name(&text) {
                let signs = name.chars().filter(|letter| !letter.is_alphabetic() && *letter != ' ').count();
                let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
                prop_assert!(signs <= letters, "{}", name);
                for twice in ["''", "’’", "..", ",,", "--", "@@", "//", "- -", "@ @"] {
                    prop_assert!(!name.contains(twice), "{}", name);
                }
                prop_assert!(!name.starts_with(['.', ',', '-', '@', '/']), "{}", name);
                prop_assert!(!name.ends_with([',', '-', '@', '/']), "{}", name);
            }
        }

        #[test]
        fn a_digit_anywhere_is_no_name(before in "[A-Za-z ]{0,8}", digit in "[0-9٠-٩०-९🙂-🙏<>]", after in "[A-Za-z ]{0,8}") {
            let text = format!("{before}{digit}{after}");
            prop_assert_eq!(parse_person_name(&text), Err(ErrorCode::NameHasSigns));
        }
    }
}

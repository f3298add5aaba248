//! Finding number, day and abstract in the text of an administrative paper, laid out after Decree 30/2020/NĐ-CP, appendix
//! I: number and symbol under the agency's name, place and day on the right, then the kind of paper with its abstract, or
//! "V/v …" under the number of an official letter.

use chrono::NaiveDate;
use motcua_shared::vault::dto::PaperReading;
use motcua_shared::vault::rule::{MAX_DECISION_NUMBER, MAX_SUMMARY};
use unicode_normalization::UnicodeNormalization;

/// Lines of the head of a paper: what comes later quotes other papers.
const HEAD: usize = 40;

/// Kinds of papers whose name stands alone on a line above the abstract.
const KINDS: [&str; 14] = [
    "QUYẾT ĐỊNH",
    "TỜ TRÌNH",
    "BÁO CÁO",
    "BIÊN BẢN",
    "THÔNG BÁO",
    "KẾ HOẠCH",
    "GIẤY XÁC NHẬN",
    "GIẤY CHỨNG NHẬN",
    "GIẤY PHÉP",
    "NGHỊ QUYẾT",
    "CHỈ THỊ",
    "HƯỚNG DẪN",
    "ĐỀ ÁN",
    "GIẤY KHEN",
];

/// What the text says; what cannot be found is left out, never guessed.
pub fn read(text: &str) -> PaperReading {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.nfc().collect::<String>())
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .take(HEAD)
        .collect();
    PaperReading {
        decision_number: lines.iter().find_map(|line| number(line)),
        issued_on: lines.iter().find_map(|line| day(line)),
        summary: summary(&lines),
    }
}

/// `Số: 12/QĐ-UBND`; the symbol after the stroke makes it one.
fn number(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let start = ["số:", "số :", "so:"]
        .iter()
        .find_map(|mark| Some(lower.find(mark)? + mark.len()))?;
    // Lower case may be longer than what it came from; then nothing is read rather than something wrong.
    let rest = line.get(start..)?.trim_start();
    let word: String = rest
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '&' | ' '))
        .collect();
    let mut parts = word.split_whitespace();
    let mut found = parts.next()?.to_owned();
    // "12 /QĐ-UBND": a number that was stamped in stands apart from its symbol.
    if !found.contains('/')
        && let Some(next) = parts.next().filter(|next| next.starts_with('/'))
    {
        found += next;
    }
    let found = found.trim_end_matches(['.', '-', '/']);
    let (digits, symbol) = found.split_once('/')?;
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c.is_alphabetic());
    let has_digit = digits.chars().any(|c| c.is_ascii_digit());
    let has_symbol = symbol.chars().any(char::is_alphabetic);
    let fits = found.chars().count() <= MAX_DECISION_NUMBER;
    (is_number && has_digit && has_symbol && fits).then(|| found.to_owned())
}

/// `…, ngày 05 tháng 10 năm 2026`.
fn day(line: &str) -> Option<NaiveDate> {
    let lower = line.to_lowercase();
    let (_, after) = lower.split_once("ngày")?;
    let words: Vec<&str> = after.split_whitespace().collect();
    let [day, "tháng", month, "năm", year, ..] = words.as_slice() else {
        return None;
    };
    let number = |text: &str| {
        text.trim_matches(|c: char| !c.is_ascii_digit())
            .parse::<u32>()
            .ok()
    };
    let year = i32::try_from(number(year)?)
        .ok()
        .filter(|year| (1945..=2200).contains(year))?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// "Về việc …" under the kind of paper, or "V/v …" of a letter; until the line that begins something else.
fn summary(lines: &[String]) -> Option<String> {
    for (place, line) in lines.iter().enumerate() {
        let lower = line.to_lowercase();
        for mark in ["v/v", "về việc"] {
            if let Some(at) = lower.find(mark).filter(|at| *at <= 2) {
                let own = line.get(at + mark.len()..).unwrap_or_default();
                return joined(own, lines.get(place + 1..).unwrap_or_default());
            }
        }
        let is_kind = KINDS.contains(&line.as_str());
        if is_kind && let Some((next, rest)) = lines.get(place + 1..).and_then(<[String]>::split_first) {
            let next_lower = next.to_lowercase();
            if next_lower.starts_with("về ") {
                let own = next
                    .strip_prefix("Về việc")
                    .or_else(|| next.strip_prefix("Về "))
                    .unwrap_or(next);
                return joined(own, rest);
            }
        }
    }
    None
}

/// The rest of a heading: a line that begins in lower case goes on with what was said.
fn joined(first: &str, rest: &[String]) -> Option<String> {
    let mut text = first
        .trim_matches(|c: char| c == ':' || c.is_whitespace())
        .to_owned();
    for line in rest.iter().take(4) {
        let goes_on = line
            .chars()
            .next()
            .is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        if !goes_on {
            break;
        }
        text.push(' ');
        text.push_str(line);
    }
    let text = text.trim();
    let has_letters = text.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let is_whole = !text.contains('\u{FFFD}') && text.chars().count() <= MAX_SUMMARY;
    let mut letters = text.chars();
    let first = letters.next()?;
    (has_letters && is_whole).then(|| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn a_submission_is_read_as_it_is_laid_out() {
        let read = read(
            "ỦY BAN NHÂN DÂN XÃ HOA MAI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/TTr-UBND\n\
             Hoa Mai, ngày 05 tháng 10 năm 2026\nTỜ TRÌNH\nVề việc đề nghị tặng Bằng khen cho tập thể\ncó thành tích xuất sắc\n\
             Kính gửi: Chủ tịch\nCăn cứ Quyết định số: 99/QĐ-TTg ngày 01 tháng 01 năm 2020",
        );
        assert_eq!(read.decision_number.as_deref(), Some("12/TTr-UBND"));
        assert_eq!(read.issued_on, date(2026, 10, 5));
        assert_eq!(
            read.summary.as_deref(),
            Some("Đề nghị tặng Bằng khen cho tập thể có thành tích xuất sắc")
        );
    }

    #[test]
    fn a_letter_has_its_abstract_under_the_number() {
        let read = read(
            "UBND TỈNH   Độc  lập\nSố:   70 /UBND-VP   \nV/v tăng  cường khai thác,\nsử dụng lại dữ liệu\nTuy Phước, ngày 19 tháng 01 năm 2023",
        );
        assert_eq!(read.decision_number.as_deref(), Some("70/UBND-VP"));
        assert_eq!(read.issued_on, date(2023, 1, 19));
        assert_eq!(
            read.summary.as_deref(),
            Some("Tăng cường khai thác, sử dụng lại dữ liệu")
        );
    }

    #[test]
    fn what_is_not_there_is_not_guessed() {
        for text in [
            "",
            "Số:      /UBND-VP\nngày    tháng 6 năm 2024",
            "Số điện thoại: 0900000001",
            "ngày 31 tháng 02 năm 2024",
            "ngày 1 tháng 1 năm 99999",
            "Về\u{FFFD} việc",
            "QUYẾT ĐỊNH",
        ] {
            assert_eq!(read(text), PaperReading::default(), "{text:?}");
        }
    }

    #[test]
    fn broken_letters_make_no_abstract() {
        assert_eq!(read("Về việc s\u{FFFD}a đổi giấy phép").summary, None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in "\\PC{0,400}") {
            let _ = read(&text);
        }

        #[test]
        fn any_heading_is_read_without_harm(text in "(Số: |ngày |Về việc |V/v |İ|tháng |năm |[0-9]{1,5}|/|\\n| ){0,40}") {
            let _ = read(&text);
        }
    }
}

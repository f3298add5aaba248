//! Personal data in a text that everybody is to read: phones, identity numbers, e-mail addresses, the writer's name. It finds what people
//! write by habit; whoever reviews the text reads it all the same.

use crate::identity::rule::parse_phone;
use crate::search_key::search_key;
use unicode_normalization::UnicodeNormalization;

/// Digits that stand together, and what stands between them and those before.
struct Group {
    digits: String,
    /// Nothing where more than a separator lies between this group and the one before.
    between: Option<char>,
}

/// What is found, as it is written there, each once: at most one of every kind is enough to say no, all of them help to mend it.
pub fn find(text: &str, name: &str) -> Vec<String> {
    let plain: String = text.nfkc().collect();
    let mut found = numbers(&plain);
    found.extend(addresses(&plain));
    if has_name(&plain, name) {
        found.push(name.trim().to_owned());
    }
    let mut seen: Vec<String> = Vec::new();
    for one in found {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}

const fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '.' | '-' | '\u{2010}'..='\u{2015}' | '(' | ')' | '\u{a0}'
    )
}

/// Groups of digits in their order. A separator with blanks around it is that separator.
fn groups(text: &str) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut between = String::new();
    let mut is_inside = false;
    for c in text.chars() {
        if c.is_ascii_digit() {
            match found.last_mut().filter(|_| is_inside) {
                Some(group) => group.digits.push(c),
                None => found.push(Group {
                    digits: c.to_string(),
                    between: separator(&between),
                }),
            }
            is_inside = true;
        } else {
            if is_inside {
                between.clear();
            }
            is_inside = false;
            between.push(c);
        }
    }
    found
}

fn separator(between: &str) -> Option<char> {
    let is_short = between.chars().count() <= 3 && between.chars().all(is_separator);
    let mark = between.chars().find(|c| *c != ' ' && *c != '\u{a0}');
    (is_short && !between.is_empty()).then_some(mark.unwrap_or(' '))
}

/// Phones and identity numbers, in one piece or in the groups in which people write them.
fn numbers(text: &str) -> Vec<String> {
    let groups = groups(text);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = groups.get(from..).filter(|rest| !rest.is_empty()) {
        match number_at(rest) {
            Some((number, length)) => {
                found.push(number);
                from = from.saturating_add(length);
            }
            None => from = from.saturating_add(1),
        }
    }
    found
}

/// The longest number that begins with the first of these groups, and of how many groups it is.
fn number_at(groups: &[Group]) -> Option<(String, usize)> {
    let mut digits = String::new();
    let mut longest = None;
    for (place, group) in groups.iter().enumerate() {
        digits.push_str(&group.digits);
        if digits.len() > 12 || place > 0 && group.between.is_none() {
            break;
        }
        let taken = groups.get(..=place)?;
        if is_phone(&digits) || is_identity_number(&digits, taken) {
            longest = Some((digits.clone(), place.saturating_add(1)));
        }
    }
    longest
}

fn is_phone(digits: &str) -> bool {
    matches!(digits.len(), 10 | 11) && parse_phone(digits).is_ok()
}

/// 12 digits, or 9; in groups of the same length. What is grouped by threes with points and does not begin with a zero is an amount.
fn is_identity_number(digits: &str, groups: &[Group]) -> bool {
    if !matches!(digits.len(), 9 | 12) {
        return false;
    }
    let length = groups.first().map_or(0, |group| group.digits.len());
    let is_even = groups.iter().all(|group| group.digits.len() == length) && length >= 3;
    let has_points = groups.iter().skip(1).any(|group| group.between == Some('.'));
    is_even && !(has_points && length == 3 && !digits.starts_with('0'))
}

/// E-mail addresses, also with blanks around the sign.
fn addresses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let (before, after) = text.split_at(at);
        let is_of_name = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
        let name: String = before.trim_end().chars().rev().take_while(is_of_name).collect();
        let name: String = name.chars().rev().collect();
        let after = after.trim_start_matches('@').trim_start();
        let domain: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
            .collect();
        let domain = domain.trim_end_matches(['.', '-']);
        let is_domain = domain
            .rsplit_once('.')
            .is_some_and(|(left, right)| !left.is_empty() && right.chars().all(char::is_alphabetic));
        if !name.is_empty() && is_domain {
            found.push(format!("{name}@{domain}"));
        }
    }
    found
}

/// The whole name, with or without marks, as words of the text. A name of one word counts only as it is written: without marks and
/// capitals many are words of the language.
fn has_name(text: &str, name: &str) -> bool {
    let key = search_key(name);
    if key.is_empty() {
        return false;
    }
    if key.contains(' ') {
        return format!(" {} ", search_key(text)).contains(&format!(" {key} "));
    }
    let name: String = name.trim().nfc().collect();
    let text: String = text.nfc().collect();
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| word == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<String> {
        find(text, "Nguyễn Thị Mẫu")
    }

    #[test]
    fn what_people_write_by_habit_is_found() {
        let cases = [
            ("Gọi tôi số 0912345678 nhé", "0912345678"),
            ("ĐT: 0912.345.678", "0912345678"),
            ("ĐT0912 345 678.", "0912345678"),
            ("+84 912 345 678", "84912345678"),
            ("(0912) 345 - 678", "0912345678"),
            ("０９１２３４５６７８", "0912345678"),
            ("CCCD 001099000001 cấp 2021", "001099000001"),
            ("căn cước 001 099 000 001", "001099000001"),
            ("số 0010 9900 0001", "001099000001"),
            ("CMND 215 123 456", "215123456"),
            ("CMND 215123456", "215123456"),
            ("012.345.678", "012345678"),
            ("gửi về mau.nguyen@vidu.vn.", "mau.nguyen@vidu.vn"),
            ("mau @ vidu.com.vn", "mau@vidu.com.vn"),
            ("Tôi là nguyen thi mau, trú tại xã", "Nguyễn Thị Mẫu"),
            ("Bà NGUYỄN  THỊ MẪU", "Nguyễn Thị Mẫu"),
        ];
        for (text, found) in cases {
            assert_eq!(of(text), [found], "{text}");
        }
        let all = "Nguyễn Thị Mẫu, 0912345678, a@b.vn, 0912 345 678";
        assert_eq!(of(all), ["0912345678", "a@b.vn", "Nguyễn Thị Mẫu"]);
    }

    #[test]
    fn what_is_nobodys_is_left_alone() {
        for text in [
            "Quyết định 2026/QĐ-UBND ngày 20/11/2026",
            "Lệ phí 100.000.000 đồng, nay 1.250.000.000 đ",
            "Đường dây nóng 1900 1234 và 0269 3824 104",
            "Thủ tục 1.012373.H08, hồ sơ H21.101-261120-0001",
            "Từ 7 giờ 30 đến 11 giờ 30, 13 giờ 30 – 17 giờ",
            "Năm 2026 15 000 lượt",
            "Chị Nguyễn Thị Mận và anh Mẫu",
            "mẫu @ đơn, hỏi 5 @ 3.000",
            "",
        ] {
            assert_eq!(of(text), Vec::<String>::new(), "{text}");
        }
        assert!(find("Cơ quan an ninh", "An").is_empty());
        assert_eq!(find("Tôi là An.", "An"), ["An"]);
        assert!(find("bất kỳ", " ").is_empty());
    }

    proptest! {
        /// However a phone is grouped and wherever it stands among words, it is found.
        #[test]
        fn a_phone_is_found_however_it_is_grouped(
            prefix in prop::sample::select(vec!["03", "05", "07", "08", "09"]),
            rest in "[0-9]{8}",
            cut in 3_usize..6,
            mark in prop::sample::select(vec!["", " ", ".", "-", " - ", "\u{a0}"]),
            before in "[a-zà-ỹ ,:]{0,20}",
            after in "[a-zà-ỹ ,;!]{0,20}",
        ) {
            let phone = format!("{prefix}{rest}");
            let (left, right) = phone.split_at(cut);
            let text = format!("{before}{left}{mark}{right}{after}");
            prop_assert!(find(&text, "").contains(&phone), "{text}");
        }

        /// An identity number in one piece is found whatever stands around it that is no digit.
        #[test]
        fn an_identity_number_is_found(number in "[0-9]{12}", before in "[^0-9]{0,12}", after in "[^0-9]{0,12}") {
            let text = format!("{before}{number}{after}");
            prop_assume!(!text.nfkc().any(|c| c.is_ascii_digit() && !number.contains(c)));
            let digits = text.nfkc().filter(char::is_ascii_digit).count();
            prop_assume!(digits == 12);
            prop_assert!(find(&text, "").contains(&number), "{text}");
        }

        /// A name is found with and without marks, in any case, and between any signs.
        #[test]
        fn a_name_is_found_with_and_without_marks(
            name in "[A-ZĐÂÊÔƠƯ][a-zăâđêôơư]{1,5}( [A-ZĐÂÊÔƠƯ][a-zăâđêôơư]{1,5}){1,3}",
            sign in prop::sample::select(vec![" ", ", ", ". ", "\n", " (", ": "]),
            upper in any::<bool>(),
            plain in any::<bool>(),
        ) {
            let written = if plain { search_key(&name) } else { name.clone() };
            let written = if upper { written.to_uppercase() } else { written };
            let text = format!("Tôi là{sign}{written}{sign}ở xã");
            prop_assert!(find(&text, &name).contains(&name), "{text}");
        }

        /// It never fails, whatever it reads, and what it found is gone when it is cut out.
        #[test]
        fn anything_can_be_read(text in "\\PC{0,200}", name in "\\PC{0,20}") {
            let _ = find(&text, &name);
        }

        /// Words without digits, without the sign of addresses and without the name are free of personal data.
        #[test]
        fn plain_words_are_free(text in "[a-zà-ỹ ,.;:!?]{0,200}") {
            prop_assert_eq!(find(&text, "Nguyễn Văn Không Có Trong Câu"), Vec::<String>::new());
        }
    }
}

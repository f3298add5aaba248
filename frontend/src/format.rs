//! How numbers, codes and days look on the screen, and how typed days are read.

pub use motcua_shared::catalogue::rule::format_bytes as size;
pub use motcua_shared::payment::words::money;
use motcua_shared::text::{self, Lang};

/// The groups in which a code is read: owner in fours, category, day. Joined by nothing they are the code again.
pub fn code_groups(code: &str) -> Vec<&str> {
    let (owner, rest) = match code.find('.') {
        Some(point) => code.split_at(point + 1),
        None => (code, ""),
    };
    let mut groups = fours(owner);
    // Only papers begin with an owner; the code of a dossier or procedure is read in one piece.
    if groups.len() == 1 {
        return vec![code];
    }
    // The last part stands apart when it is a day: eight digits.
    match rest.rfind('.').map(|point| rest.split_at(point + 1)) {
        Some((category, day)) if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) => {
            groups.extend([category, day]);
        }
        _ if rest.is_empty() => {}
        _ => groups.push(rest),
    }
    groups
}

/// Long runs of digits in fours; a point that follows stays with the last group.
fn fours(owner: &str) -> Vec<&str> {
    let digits = owner.trim_end_matches('.');
    if digits.len() < 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return vec![owner];
    }
    let mut groups = Vec::new();
    let mut rest = owner;
    while rest.len() > 5 {
        let (group, tail) = rest.split_at(4);
        groups.push(group);
        rest = tail;
    }
    groups.push(rest);
    groups
}

pub use motcua_shared::time::{format_date as day, parse_typed_day as parse_day};

/// What stands where nothing was given.
pub fn or_none(text: Option<&str>, lang: Lang) -> String {
    match text {
        Some(text) if !text.is_empty() => text.to_owned(),
        _ => text::common::not_given(lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_a_code_give_the_code_again() {
        for (code, groups) in [
            (
                "052090000495.KQ.G15.000021.02022024",
                &["0520", "9000", "0495.", "KQ.G15.000021.", "02022024"][..],
            ),
            (
                "000000000000.KQ.G01.000023",
                &["0000", "0000", "0000.", "KQ.G01.000023"],
            ),
            (
                "052098000814.KQ.G02.000144.CS10387",
                &["0520", "9800", "0814.", "KQ.G02.000144.CS10387"],
            ),
            ("205404812.KQ", &["2054", "0481", "2.", "KQ"]),
            ("", &[""]),
            ("ABC", &["ABC"]),
        ] {
            assert_eq!(code_groups(code), groups, "{code}");
            assert_eq!(code_groups(code).concat(), code);
        }
    }
}

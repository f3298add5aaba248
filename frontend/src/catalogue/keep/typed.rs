//! Numbers as people type them, and ids that nobody types.

/// An id that no row has and none had.
pub fn free_id(stem: &str, taken: &[String]) -> String {
    let mut number = taken.len();
    loop {
        number += 1;
        let id = format!("{stem}-{number}");
        if !taken.contains(&id) {
            return id;
        }
    }
}

/// `15000`, `15.000`, `15 000`; nothing is nothing.
pub fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let digits: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '.' | '\u{a0}'))
        .collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().ok() } else { None }
}

/// Days with halves: `7`, `7,5`, `7.5`.
pub fn half_days(text: &str) -> Option<u32> {
    let text = text.trim().replace('.', ",");
    let (whole, rest) = text.split_once(',').unwrap_or((text.as_str(), "0"));
    let half = match rest.trim_end_matches('0') {
        "" => 0,
        "5" => 1,
        _ => return None,
    };
    number::<u32>(whole)?.checked_mul(2)?.checked_add(half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(
            (number::<i64>("15 000"), number::<i64>(""), number::<u16>("70000")),
            (Some(15_000), None, None)
        );
        assert_eq!(
            (
                half_days("7,5"),
                half_days("7"),
                half_days("0,50"),
                half_days("1,25")
            ),
            (Some(15), Some(14), Some(1), None)
        );
        assert_eq!(
            (half_days(""), half_days(",5"), half_days("-1")),
            (None, None, None)
        );
    }
}

//! Amounts of money as people type them.

use super::rule::MAX_AMOUNT;
use crate::error::ErrorCode;

/// An amount in đồng as people type it: "15.000", "15 000 đ".
pub fn parse_amount(typed: &str) -> Result<i64, ErrorCode> {
    let typed = typed.trim().trim_end_matches(['đ', 'Đ', '₫']);
    let digits: String = typed
        .chars()
        .filter(|sign| !matches!(sign, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    if digits.is_empty() {
        return Err(ErrorCode::Required);
    }
    // Cents do not exist, so that a group of other than three digits is a slip and no amount.
    let groups: Vec<&str> = typed.trim().split(['.', ',', ' ', '\u{a0}']).collect();
    let is_grouped = groups.len() == 1
        || groups
            .iter()
            .enumerate()
            .all(|(at, group)| group.len() == 3 || at == 0 && (1..=3).contains(&group.len()));
    match digits.parse::<i64>() {
        Ok(amount)
            if is_grouped
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && (1..=MAX_AMOUNT).contains(&amount) =>
        {
            Ok(amount)
        }
        _ => Err(ErrorCode::NotAnAmount),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for typed in ["15000", "15.000", "15,000", " 15 000 đ", "15.000đ"] {
            assert_eq!(parse_amount(typed), Ok(15_000), "{typed}");
        }
        assert_eq!(parse_amount("1.250.000"), Ok(1_250_000));
        assert_eq!(parse_amount(" "), Err(ErrorCode::Required));
        for bad in [
            "0",
            "-1",
            "15.5",
            "15.0000",
            "1e3",
            "x",
            "15..000",
            "99999999999999999999",
            ".500",
        ] {
            assert_eq!(parse_amount(bad), Err(ErrorCode::NotAnAmount), "{bad}");
        }
    }
}

//! Rules of numbers that people type.

use crate::error::ErrorCode;

/// Drops what people type between digits: blanks, dots, hyphens; and control characters, which nobody types.
pub fn strip_separators(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '.' | '-' | '\u{2013}'))
        .collect()
}

/// Digits of a one-time code (seed 002).
pub const CODE_DIGITS: usize = 6;

/// A one-time code without separators, if it has six digits.
pub fn parse_code(text: &str) -> Result<String, ErrorCode> {
    let code = strip_separators(text);
    if code.is_empty() {
        Err(ErrorCode::Required)
    } else if code.len() == CODE_DIGITS && code.bytes().all(|b| b.is_ascii_digit()) {
        Ok(code)
    } else {
        Err(ErrorCode::CodeWrong)
    }
}

/// A Vietnamese phone number in its local form `0xxxxxxxxx`; `+84` and `84` are taken too.
pub fn parse_phone(text: &str) -> Result<String, ErrorCode> {
    let digits = strip_separators(text);
    if digits.is_empty() {
        return Err(ErrorCode::Required);
    }
    let local = match digits
        .strip_prefix("+84")
        .or_else(|| digits.strip_prefix("84").filter(|rest| rest.len() == 9))
    {
        Some(rest) => format!("0{rest}"),
        None => digits,
    };
    let starts_well = ["03", "05", "07", "08", "09"]
        .iter()
        .any(|prefix| local.starts_with(prefix));
    if local.len() == 10 && starts_well && local.bytes().all(|b| b.is_ascii_digit()) {
        Ok(local)
    } else {
        Err(ErrorCode::NotAPhone)
    }
}

/// An identity number: CMND of 9 or CCCD of 12 digits.
pub fn parse_identity_number(text: &str) -> Result<String, ErrorCode> {
    let digits = strip_separators(text);
    if digits.is_empty() {
        Err(ErrorCode::Required)
    } else if matches!(digits.len(), 9 | 12) && digits.bytes().all(|b| b.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(ErrorCode::NotAnIdentityNumber)
    }
}

/// What may be shown of a phone number: its last three digits.
pub fn mask_phone(phone: &str) -> String {
    let tail: String = phone
        .chars()
        .rev()
        .take(3)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    format!("*** *** {tail}")
}

/// What may be shown of an e-mail address: its first letter and the domain.
pub fn mask_email(email: &str) -> String {
    let (name, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let first = name.chars().next().map(String::from).unwrap_or_default();
    format!("{first}***@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_are_taken_in_every_common_form() {
        for text in ["0912 345 678", "+84 912.345.678", "84912345678"] {
            assert_eq!(parse_phone(text).as_deref(), Ok("0912345678"), "{text}");
        }
        for text in ["0123456789", "091234567", "09123456780", "09a2345678"] {
            assert_eq!(parse_phone(text), Err(ErrorCode::NotAPhone), "{text}");
        }
    }

    #[test]
    fn a_code_may_be_typed_in_groups() {
        assert_eq!(parse_code("123 456").as_deref(), Ok("123456"));
        assert_eq!(parse_code("12345"), Err(ErrorCode::CodeWrong));
        assert_eq!(parse_code("  "), Err(ErrorCode::Required));
    }

    #[test]
    fn only_the_tail_of_a_phone_is_shown() {
        assert_eq!(mask_phone("0912345678"), "*** *** 678");
    }
}

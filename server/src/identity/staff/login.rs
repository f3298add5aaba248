//! The name with which an officer signs in by a password: "Tên tài khoản". No HTTP, no SQL, no clock.

use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::rule::strip_separators;

/// Shortest name, in letters and digits.
const SHORTEST: usize = 3;
/// Longest name.
const LONGEST: usize = 40;
/// Begins the login of an account that has no name; nobody can type it, because hyphens are not read.
const NAMELESS: &str = "staff-";

/// A name as it is shown, or what is wrong with it. Numbers stay with citizens, so that a name begins with a letter.
pub fn parse(text: &str) -> Result<Option<String>, ErrorCode> {
    let name = text.trim().to_lowercase();
    if name.is_empty() {
        return Ok(None);
    }
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= LONGEST
        && name.chars().all(is_plain)
        && strip_separators(&name).len() >= SHORTEST;
    match is_name {
        true => Ok(Some(name)),
        false => Err(ErrorCode::NotALogin),
    }
}

/// By what an account is found when somebody signs in, where separators do not count.
pub fn key(name: Option<&str>, id: AccountId) -> String {
    match name {
        Some(name) => strip_separators(name),
        None => format!("{NAMELESS}{id}"),
    }
}

/// The name of an account that has one from before names were written down.
pub fn typed(login: &str) -> Option<String> {
    (!login.starts_with(NAMELESS)).then(|| login.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_found_without_its_separators() {
        let id = AccountId::parse("01890000-0000-7000-8000-000000000001").unwrap();
        let name = parse(" Admin.SCTH ").unwrap().unwrap();
        assert_eq!(name, "admin.scth");
        assert_eq!(key(Some(&name), id), "adminscth");
        assert_eq!(parse("  "), Ok(None));
        let nameless = key(None, id);
        assert_eq!(typed(&nameless), None);
        assert_ne!(strip_separators(&nameless), nameless, "nobody can type it");
        assert_eq!(typed("quantri").as_deref(), Some("quantri"));
    }

    #[test]
    fn numbers_marks_and_blanks_are_no_name() {
        for text in [
            "001099000001",
            "a.b",
            "văn thư",
            "cán.bộ",
            "a b c",
            "1abc",
            &"a".repeat(41),
        ] {
            assert_eq!(parse(text), Err(ErrorCode::NotALogin), "{text}");
        }
    }
}

//! What a paper is called where its owner looks for it. The letter's form names papers by their code with the category behind it
//! (`052090000495.KQ.G15.000021.02022024.Bản sao được chứng thực từ bản chính`); people know the words.

use motcua_shared::vault::dto::PaperListItem;

/// A heading is no page of text.
const MAX_CHARS: usize = 120;

/// What stands as the heading, and what of the name would be seen nowhere else.
#[derive(Debug, PartialEq, Eq)]
pub struct Title {
    /// The name without its code; the abstract, else the category, of a paper whose name is only a code.
    pub words: String,
    /// The whole name, when its code is not the one that is shown beside it.
    pub full: Option<String>,
}

/// Of one paper.
pub fn of(paper: &PaperListItem) -> Title {
    let (code, rest) = split(&paper.name, &paper.code);
    let summary = paper.summary.as_deref().unwrap_or_default();
    let others = [summary, &paper.category_name, &paper.type_name, &paper.name];
    let words = std::iter::once(rest)
        .chain(others)
        .map(str::trim)
        .find(|words| !words.is_empty());
    Title {
        words: clipped(words.unwrap_or_default()),
        full: (!code.is_empty() && code != paper.code).then(|| paper.name.clone()),
    }
}

/// The same of a name alone.
pub fn words_of(name: &str) -> &str {
    match split(name, "") {
        (_, "") => name,
        (_, words) => words,
    }
}

/// A name's code and what stands behind it.
fn split<'a>(name: &'a str, code: &str) -> (&'a str, &'a str) {
    let is_mark = |c: char| matches!(c, '.' | ' ' | '-' | '_' | ':');
    if let Some(rest) = name.strip_prefix(code).filter(|_| !code.is_empty())
        && (rest.is_empty() || rest.starts_with(is_mark))
    {
        return (&name[..code.len()], rest.trim_start_matches(is_mark));
    }
    // Codes of other systems, or of a day that was corrected since.
    let is_owner = |part: &str| part.len() >= 9 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = |part: &str| {
        let is_own =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'/');
        !part.is_empty() && part.bytes().all(is_own)
    };
    let mut end = 0;
    for part in name.split('.') {
        let fits = if end == 0 { is_owner(part) } else { is_code(part) };
        if !fits {
            break;
        }
        end += part.len() + 1;
    }
    if end > name.len() {
        return (name, "");
    }
    (name[..end].trim_end_matches('.'), &name[end..])
}

/// The first line, as far as a heading goes.
fn clipped(words: &str) -> String {
    let line = words.lines().next().unwrap_or_default();
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "052090000495.KQ.G15.000021.02022024";

    #[test]
    fn the_words_of_a_name_stand_without_its_code() {
        for (name, words) in [
            (
                "052090000495.KQ.G15.000021.02022024.Bản sao được chứng thực từ bản chính",
                "Bản sao được chứng thực từ bản chính",
            ),
            // As in the picture of the letter: the name has another code than the paper.
            (
                "000000000000.KQ.G01.000023.Thẻ căn cước công dân",
                "Thẻ căn cước công dân",
            ),
            ("052090000495.KQ.G15.000021.02022024 - Bằng lái", "Bằng lái"),
            ("Bằng tốt nghiệp", "Bằng tốt nghiệp"),
            ("12.2024.QĐ-UBND", "12.2024.QĐ-UBND"),
            ("Nghị định 45.2020", "Nghị định 45.2020"),
        ] {
            assert_eq!(split(name, CODE).1, words, "{name}");
        }
    }

    #[test]
    fn a_name_that_is_only_a_code_has_no_words() {
        for name in [
            CODE,
            "052090000495.KQ.G15.000021.02022024.",
            "052098000814.KQ.G02.000144.CS10387",
        ] {
            assert_eq!(split(name, CODE).1, "", "{name}");
        }
    }

    #[test]
    fn another_code_is_told_from_the_own_one() {
        assert_eq!(split(&format!("{CODE}.Bằng"), CODE).0, CODE);
        assert_eq!(
            split("000000000000.KQ.G01.000023.Thẻ", CODE).0,
            "000000000000.KQ.G01.000023"
        );
        assert_eq!(split("Thẻ", CODE).0, "");
        assert_eq!(split("Thẻ", "").0, "");
    }

    #[test]
    fn a_heading_is_one_line_that_ends() {
        assert_eq!(clipped("Một\nHai"), "Một");
        let long = clipped(&"Giấy ".repeat(100));
        assert_eq!(long.chars().count(), MAX_CHARS);
        assert!(long.ends_with("Giấy…"));
    }
}

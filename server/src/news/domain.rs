//! Articles: what is checked of their words, and what follows what.

use motcua_shared::error::ErrorCode;
use motcua_shared::news::dto::{ArticleState, ArticleText, MAX_BODY, MAX_TITLE};
use motcua_shared::search_key::search_key;
use motcua_shared::text::Lang;
use motcua_shared::vault::rule::{optional_text, required_text};

/// Longest address of an article, without what tells it from others.
const MAX_SLUG: usize = 80;

/// A field of an article with what is wrong with it.
pub type Fault = (&'static str, ErrorCode, usize);

/// The words as they are kept, or everything that is wrong with them.
pub fn checked(text: &ArticleText) -> Result<ArticleText, Vec<Fault>> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title_en = text.title_en.as_deref().map(one_line);
    let title = required_text(&one_line(&text.title), MAX_TITLE);
    let body = required_text(&text.body, MAX_BODY);
    let title_en = optional_text(title_en.as_deref(), MAX_TITLE);
    let body_en = optional_text(text.body_en.as_deref(), MAX_BODY);
    // A title without its text, or a text without its title, is a translation that nobody can read.
    let (title_en, body_en) = match (title_en, body_en) {
        (Ok(None), Ok(Some(_))) => (Err(ErrorCode::Required), Ok(None)),
        (Ok(Some(_)), Ok(None)) => (Ok(None), Err(ErrorCode::Required)),
        both => both,
    };
    match (title, body, title_en, body_en) {
        (Ok(title), Ok(body), Ok(title_en), Ok(body_en)) => Ok(ArticleText {
            title,
            body,
            title_en,
            body_en,
        }),
        (title, body, title_en, body_en) => {
            let faults = [
                ("title", title.err(), MAX_TITLE),
                ("body", body.err(), MAX_BODY),
                ("title_en", title_en.err(), MAX_TITLE),
                ("body_en", body_en.err(), MAX_BODY),
            ];
            let faults = faults.into_iter();
            Err(faults
                .filter_map(|(field, code, max)| Some((field, code?, max)))
                .collect())
        }
    }
}

/// `lich-lam-viec-dip-le`: what an article is called in its address, of its title.
pub fn slug_of(title: &str) -> String {
    let key = search_key(title);
    let words = key
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() >= MAX_SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    match slug.is_empty() {
        true => "tin".to_owned(),
        false => slug,
    }
}

/// The address itself, or the first number behind it that is free.
pub fn free_slug(slug: &str, taken: &[String]) -> String {
    let mut free = slug.to_owned();
    let mut number = 1_u32;
    while taken.contains(&free) {
        number = number.saturating_add(1);
        free = format!("{slug}-{number}");
    }
    free
}

/// Whether an article may be taken down.
pub fn can_be_taken_down(state: ArticleState) -> bool {
    state == ArticleState::Published
}

/// Title, text and language of an article for a reader of `lang`.
pub fn in_language(text: ArticleText, lang: Lang) -> (String, String, Lang) {
    match (lang, text.title_en, text.body_en) {
        (Lang::En, Some(title), Some(body)) => (title, body, Lang::En),
        _ => (text.title, text.body, Lang::Vi),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(title: &str, body: &str, en: Option<(&str, &str)>) -> ArticleText {
        ArticleText {
            title: title.to_owned(),
            body: body.to_owned(),
            title_en: en.map(|(title, _)| title.to_owned()),
            body_en: en.map(|(_, body)| body.to_owned()),
        }
    }

    #[test]
    fn a_translation_is_whole_or_not_there() {
        let kept = checked(&text(" Lịch\nnghỉ ", "Nghỉ.\n", Some((" ", "")))).unwrap();
        assert_eq!(kept, text("Lịch nghỉ", "Nghỉ.", None));
        let half = checked(&text("Lịch", "Nghỉ", Some(("", "Closed")))).unwrap_err();
        assert_eq!(half, [("title_en", ErrorCode::Required, MAX_TITLE)]);
        let half = checked(&text("Lịch", "Nghỉ", Some(("Days off", " ")))).unwrap_err();
        assert_eq!(half, [("body_en", ErrorCode::Required, MAX_BODY)]);
        let all = checked(&text("", "", Some(("x", &"y".repeat(MAX_BODY + 1))))).unwrap_err();
        let fields: Vec<_> = all.into_iter().map(|(field, code, _)| (field, code)).collect();
        assert_eq!(
            fields,
            [
                ("title", ErrorCode::Required),
                ("body", ErrorCode::Required),
                ("body_en", ErrorCode::TooLong)
            ]
        );
    }

    #[test]
    fn an_address_is_made_of_the_title_and_no_two_are_the_same() {
        assert_eq!(slug_of("Lịch làm việc dịp lễ 2/9!"), "lich-lam-viec-dip-le-2-9");
        assert_eq!(slug_of("…"), "tin");
        assert!(slug_of(&"dài ".repeat(90)).len() <= MAX_SLUG);
        let taken = ["a".to_owned(), "a-2".to_owned()];
        assert_eq!(free_slug("a", &taken), "a-3");
        assert_eq!(free_slug("b", &taken), "b");
    }

    #[test]
    fn who_reads_english_gets_the_translation_where_there_is_one() {
        let both = text("Lịch", "Nghỉ", Some(("Days off", "Closed")));
        assert_eq!(
            in_language(both.clone(), Lang::En),
            ("Days off".into(), "Closed".into(), Lang::En)
        );
        assert_eq!(in_language(both, Lang::Vi).2, Lang::Vi);
        assert_eq!(
            in_language(text("Lịch", "Nghỉ", None), Lang::En),
            ("Lịch".into(), "Nghỉ".into(), Lang::Vi)
        );
    }
}

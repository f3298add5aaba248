//! The small closed markup of articles: paragraphs, headings, lists, bold, links. It is read into these types and shown as
//! elements of the page, never as HTML text, so that nothing that somebody writes can become a script.
//!
//! `## heading`, `### smaller heading`, `- item`, `1. item`, `**bold**`, `[words](https://address)`; a blank line ends a
//! paragraph. What is none of these is text as it stands.

/// A part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(Vec<Span>),
    /// A heading below one.
    Subheading(Vec<Span>),
    /// A paragraph: its lines.
    Paragraph(Vec<Vec<Span>>),
    /// A list with points.
    Bullets(Vec<Vec<Span>>),
    /// A list with numbers.
    Numbers(Vec<Vec<Span>>),
}

/// Words that look the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The words.
    pub words: String,
    /// Whether they are bold.
    pub is_strong: bool,
    /// Where they lead: `http` or `https`.
    pub href: Option<String>,
}

/// Reads a text.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut is_open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        if let Some(words) = line.strip_prefix("## ") {
            blocks.push(Block::Heading(spans(words)));
        } else if let Some(words) = line.strip_prefix("### ") {
            blocks.push(Block::Subheading(spans(words)));
        } else if let Some(words) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
            match blocks.last_mut() {
                Some(Block::Bullets(items)) if is_open => items.push(spans(words)),
                _ => blocks.push(Block::Bullets(vec![spans(words)])),
            }
        } else if let Some(words) = numbered(line) {
            match blocks.last_mut() {
                Some(Block::Numbers(items)) if is_open => items.push(spans(words)),
                _ => blocks.push(Block::Numbers(vec![spans(words)])),
            }
        } else {
            match blocks.last_mut() {
                Some(Block::Paragraph(lines)) if is_open => lines.push(spans(line)),
                _ => blocks.push(Block::Paragraph(vec![spans(line)])),
            }
        }
        is_open = true;
    }
    blocks
}

/// What stands behind `12. `.
fn numbered(line: &str) -> Option<&str> {
    let (number, words) = line.split_once(". ")?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(words)
}

/// Reads one line.
fn spans(line: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut plain = String::new();
    let mut is_strong = false;
    let mut rest = line.trim();
    while let Some(letter) = rest.chars().next() {
        if let Some(after) = rest
            .strip_prefix("**")
            .filter(|after| is_strong || after.contains("**"))
        {
            end(&mut plain, is_strong, &mut found);
            is_strong = !is_strong;
            rest = after;
            continue;
        }
        if let Some((words, href, after)) = link(rest) {
            end(&mut plain, is_strong, &mut found);
            found.push(Span {
                words: words.to_owned(),
                is_strong,
                href: Some(href.to_owned()),
            });
            rest = after;
            continue;
        }
        plain.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    end(&mut plain, is_strong, &mut found);
    found
}

fn end(plain: &mut String, is_strong: bool, found: &mut Vec<Span>) {
    if !plain.is_empty() {
        found.push(Span {
            words: std::mem::take(plain),
            is_strong,
            href: None,
        });
    }
}

/// The words, the address and what follows, of a text that begins with a link.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (words, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (href, after) = rest.split_once(')')?;
    let is_link = !words.trim().is_empty() && !words.contains(['[', ']']) && is_address(href);
    is_link.then_some((words, href, after))
}

/// Whether an address leads to a page of the web, and says itself where: no other scheme, and no name before the host, which
/// reads as if it were the host.
pub fn is_address(href: &str) -> bool {
    let rest = href
        .strip_prefix("https://")
        .or_else(|| href.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\');
    host.starts_with(char::is_alphanumeric) && !host.contains('@') && rest.chars().all(is_plain)
}

/// The first words of the paragraphs, or of the lists where there are none, at most `max` characters.
pub fn lead(text: &str, max: usize) -> String {
    let (mut paragraphs, mut items) = (Vec::new(), Vec::new());
    for block in parse(text) {
        match block {
            Block::Heading(_) | Block::Subheading(_) => {}
            Block::Paragraph(lines) => paragraphs.extend(lines.iter().map(|line| plain(line))),
            Block::Bullets(lines) | Block::Numbers(lines) => {
                items.extend(lines.iter().map(|line| plain(line)))
            }
        }
    }
    let words = match paragraphs.is_empty() {
        true => items.join("; "),
        false => paragraphs.join(" "),
    };
    match words.char_indices().nth(max) {
        None => words,
        Some((end, _)) => {
            let cut = &words[..end];
            let cut = cut.rsplit_once(' ').map_or(cut, |(cut, _)| cut);
            format!("{}…", cut.trim_end())
        }
    }
}

fn plain(line: &[Span]) -> String {
    line.iter().map(|span| span.words.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(words: &str) -> Span {
        Span {
            words: words.to_owned(),
            ..Span::default()
        }
    }

    fn bold(words: &str) -> Span {
        Span {
            is_strong: true,
            ..text(words)
        }
    }

    #[test]
    fn headings_paragraphs_and_lists_are_told_apart() {
        let blocks =
            parse("## Một\nDòng một\r\ndòng hai\n\nĐoạn hai\n- a\n- b\n\n- c\n1. x\n2. y\n### Nhỏ\n#Không");
        assert_eq!(
            blocks,
            [
                Block::Heading(vec![text("Một")]),
                Block::Paragraph(vec![vec![text("Dòng một")], vec![text("dòng hai")]]),
                Block::Paragraph(vec![vec![text("Đoạn hai")]]),
                Block::Bullets(vec![vec![text("a")], vec![text("b")]]),
                Block::Bullets(vec![vec![text("c")]]),
                Block::Numbers(vec![vec![text("x")], vec![text("y")]]),
                Block::Subheading(vec![text("Nhỏ")]),
                Block::Paragraph(vec![vec![text("#Không")]]),
            ]
        );
    }

    #[test]
    fn bold_and_links_stand_within_a_line_and_half_of_one_is_text() {
        let link = Span {
            words: "cổng".to_owned(),
            is_strong: false,
            href: Some("https://dichvucong.gov.vn/a?b=1".to_owned()),
        };
        assert_eq!(
            spans("Từ **ngày 1/12**, xem [cổng](https://dichvucong.gov.vn/a?b=1)."),
            [text("Từ "), bold("ngày 1/12"), text(", xem "), link, text(".")]
        );
        assert_eq!(spans("2 ** 3 [x"), [text("2 ** 3 [x")]);
        assert_eq!(
            spans("năm 2026. [ ](https://a.vn)"),
            [text("năm 2026. [ ](https://a.vn)")]
        );
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for good in ["https://a.vn", "http://a.vn/x?y#z", "https://công.vn/đường"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JAVASCRIPT:alert(1)",
            "data:text/html,x",
            "//a.vn",
            "/nop",
            "https://",
            "https:///a",
            "https://dichvucong.gov.vn@evil.example/",
            "https://a.vn/ b",
            "https://a.vn/\u{1}",
            "https://a.vn\\@b",
            " https://a.vn",
            "ftp://a.vn",
        ] {
            assert!(!is_address(bad), "{bad}");
            assert_eq!(
                spans(&format!("[x]({bad})"))
                    .iter()
                    .filter(|span| span.href.is_some())
                    .count(),
                0
            );
        }
    }

    #[test]
    fn the_first_lines_are_words_without_marks_cut_between_words() {
        let body = "## Thông báo\nTừ **01/12** nộp [ở đây](https://a.vn).\n\n- một\n- hai";
        assert_eq!(lead(body, 100), "Từ 01/12 nộp ở đây.");
        assert_eq!(lead("## Gồm\n- một\n- **hai**", 100), "một; hai");
        assert_eq!(lead(body, 12), "Từ 01/12…");
        assert_eq!(lead("## Chỉ có đề mục", 10), "");
    }

    proptest! {
        /// Whatever is written, no letter of plain text is lost and no link leads elsewhere than to the web.
        #[test]
        fn any_text_is_read(text in "[a-zđ#*\\[\\]():/.\\- \n0-9]{0,200}") {
            for block in parse(&text) {
                let lines = match block {
                    Block::Heading(line) | Block::Subheading(line) => vec![line],
                    Block::Paragraph(lines) | Block::Bullets(lines) | Block::Numbers(lines) => lines,
                };
                for span in lines.into_iter().flatten() {
                    prop_assert!(span.href.is_none_or(|href| is_address(&href)));
                }
            }
            prop_assert!(lead(&text, 20).chars().count() <= 21);
        }
    }
}

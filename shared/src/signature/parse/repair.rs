//! What a reader would find that repairs a file: it looks for `N G obj`, `trailer` and the like in all bytes, those of
//! strings and streams included, and believes what it meets last.

use super::lexer::is_space;

/// Bytes in which something is looked for before a word, so that the work does not grow with what stands there; lines of
/// comments behind each other.
const LINE: usize = 256;
const LINES: usize = 4;

/// Whether there is anything in `from..to` that a reader could take for a part of a file, but for the words at `known`,
/// sorted, which are such parts. By chance that happens in packed data once in some hundred gigabytes.
pub(super) fn finds_more(bytes: &[u8], from: usize, to: usize, known: &[usize]) -> bool {
    let text = bytes.get(..to).unwrap_or_default();
    let places = |word: &'static [u8]| {
        memchr::memmem::find_iter(text.get(from..).unwrap_or_default(), word)
            .map(move |at| at.saturating_add(from))
            .filter(|at| known.binary_search(at).is_err())
    };
    let before = |at: usize| text.get(..at).unwrap_or_default();
    let behind = |at: usize| text.get(at..).unwrap_or_default();
    places(b"obj").any(|at| before(at).ends_with(b"end") || is_header(text, at))
        || places(b"endstream").next().is_some()
        || places(b"trailer").any(|at| {
            let mut next = behind(at.saturating_add(7))
                .iter()
                .skip_while(|byte| is_blank(**byte));
            match next.next() {
                Some(b'<') => next.next() == Some(&b'<'),
                next => next == Some(&b'%'),
            }
        })
        || places(b"xref").any(|at| {
            let begins = before(at).last().is_none_or(|byte| matches!(byte, b'\r' | b'\n'));
            let ends = behind(at.saturating_add(4)).first();
            before(at).ends_with(b"start") || begins && ends.is_none_or(|byte| is_blank(*byte))
        })
}

/// What stands before a place.
enum Before {
    /// A number that begins here.
    Number(usize),
    /// A comment with a number before it, or more blanks than anybody needs.
    Comment,
    Other,
}

/// Whether the `obj` at `at` has two numbers before it.
fn is_header(text: &[u8], at: usize) -> bool {
    match number_before(text, at) {
        Before::Number(generation) => {
            let is_apart = text
                .get(..generation)
                .and_then(<[u8]>::last)
                .is_some_and(|byte| is_blank(*byte));
            is_apart && !matches!(number_before(text, generation), Before::Other)
        }
        Before::Comment => true,
        Before::Other => false,
    }
}

fn number_before(text: &[u8], at: usize) -> Before {
    let mut rest = text.get(..at).unwrap_or_default();
    for _ in 0..LINES {
        let (head, blanks) = without_blanks(rest);
        if blanks.len() > LINE {
            return Before::Comment;
        }
        if let Some(start) = number_at_end(head) {
            return Before::Number(start);
        }
        if memchr::memchr2(b'\r', b'\n', blanks).is_none() {
            break;
        }
        let line_at = memchr::memrchr2(b'\r', b'\n', head).map_or(0, |end| end.saturating_add(1));
        let line_at = line_at.max(head.len().saturating_sub(LINE));
        let line = head.get(line_at..).unwrap_or_default();
        let is_commented = |place: usize| {
            let (head, blanks) =
                without_blanks(head.get(..line_at.saturating_add(place)).unwrap_or_default());
            if blanks.len() > LINE {
                return true;
            }
            let number = number_at_end(head).and_then(|start| head.get(..start));
            number.is_some_and(|head| head.last().is_none_or(|byte| is_blank(*byte)))
        };
        if memchr::memchr_iter(b'%', line).any(is_commented) {
            return Before::Comment;
        }
        if !line.trim_ascii_start().starts_with(b"%") {
            break;
        }
        rest = head.get(..line_at).unwrap_or_default();
    }
    Before::Other
}

/// Where the digits at the end of `text` begin, of which some are looked at.
fn number_at_end(text: &[u8]) -> Option<usize> {
    let digits = text.iter().rev().take(LINE);
    let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| text.len().saturating_sub(digits))
}

fn without_blanks(text: &[u8]) -> (&[u8], &[u8]) {
    let blanks = text.iter().rev().take(LINE.saturating_add(1));
    let blanks = blanks.take_while(|byte| is_blank(**byte)).count();
    text.split_at_checked(text.len().saturating_sub(blanks))
        .unwrap_or_default()
}

/// White space of PDF and of the languages that readers are written in.
fn is_blank(byte: u8) -> bool {
    is_space(byte) || matches!(byte, 0x0B | 0xA0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_wherever_a_reader_would() {
        let finds = |text: &str| finds_more(text.as_bytes(), 0, text.len(), &[]);
        for found in [
            "x\n4 0 obj",
            "x 4\t\r\n0\0obj<<",
            "(4 0obj",
            "4 0 object",
            "4 %a\n0 obj",
            "4 0 %a\n  %b\nobj",
            "endobj",
            "endstream",
            "trailer\n<<",
            "trailer %\n<<",
            "trailer\0<<",
            "startxref",
            "\nxref\n0 1",
        ] {
            assert!(finds(found), "{found}");
        }
        assert!(finds(&format!("4 0{}obj", " ".repeat(1_000))));
        assert!(finds(&format!("4 0{}%\nobj", " ".repeat(1_000))));
        assert!(finds_more(b"4\xA00\x0Bobj", 0, 7, &[]));
        for harmless in [
            "40obj",
            "40 objects",
            "4 0 /obj",
            "an object",
            "R 0 obj",
            "%a\nobj",
            "<trailer>a</trailer>",
            "trailer park",
            "an xref table",
            "stream",
        ] {
            assert!(!finds(harmless), "{harmless}");
        }
        let text = b"4 0 obj\nxref\n";
        assert!(!finds_more(text, 0, text.len(), &[4, 8]));
        assert!(finds_more(text, 0, text.len(), &[8]));
        assert!(!finds_more(text, 5, text.len(), &[8]));
    }
}

//! Why a request did not do what it should, in words.

use motcua_shared::error::{ErrorCode, FieldError, Problem};
use motcua_shared::text::{self, Lang};
use motcua_shared::upload::rule::MAX_FILE_NAME;

/// A refusal of the server, or no answer at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Stable code.
    pub code: ErrorCode,
    /// The server's own sentence, in the language that was asked for; empty when there was no answer.
    pub title: String,
    /// What the helpdesk asks for; empty when there was no answer.
    pub request_id: String,
    /// One entry per field.
    pub fields: Vec<FieldError>,
    /// Seconds to wait before trying again.
    pub retry_after: Option<u64>,
}

impl Failure {
    /// A failure that the browser finds by itself.
    pub fn of(code: ErrorCode) -> Self {
        Self {
            code,
            title: String::new(),
            request_id: String::new(),
            fields: Vec::new(),
            retry_after: None,
        }
    }

    /// Reads the body of a refusal; anything but a problem document is an unknown failure of that status.
    pub fn read(status: u16, body: &str) -> Self {
        match super::json::from_str::<Problem>(body) {
            Ok(problem) => Self {
                code: problem.code,
                title: problem.title,
                request_id: problem.request_id,
                fields: problem.errors,
                retry_after: problem.retry_after,
            },
            Err(_) => Self::of(match status {
                401 => ErrorCode::SignInNeeded,
                413 => ErrorCode::BodyTooLarge,
                429 => ErrorCode::TooManyRequests,
                502..=504 => ErrorCode::Unavailable,
                _ => ErrorCode::Unknown,
            }),
        }
    }

    /// Whether something of ours broke: then the helpdesk wants the request code. Otherwise it would only confuse.
    pub fn is_ours(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::Internal | ErrorCode::Unavailable | ErrorCode::BadRequest | ErrorCode::Unknown
        )
    }

    /// What to tell the person.
    pub fn sentence(&self, lang: Lang) -> String {
        if self.title.is_empty() {
            of_code(self.code, lang)
        } else {
            self.title.clone()
        }
    }

    /// What to tell of a file that was not taken: what is wrong with its first field, else with the whole. A file may weigh
    /// `max_bytes`.
    pub fn of_file(&self, max_bytes: u64, lang: Lang) -> String {
        match (self.fields.first(), self.code) {
            (Some(field), _) => field.title.clone(),
            (None, ErrorCode::FileTooLarge) if self.title.is_empty() => {
                text::error::file_too_large(lang, max_bytes / 1_000_000)
            }
            (None, ErrorCode::TooLong) if self.title.is_empty() => text::error::too_long(lang, MAX_FILE_NAME),
            (None, _) => self.sentence(lang),
        }
    }
}

/// The sentence of a code that the browser finds by itself, without values; what only the server says comes with a
/// sentence.
pub fn of_code(code: ErrorCode, lang: Lang) -> String {
    text::error::find(code.as_str()).map_or_else(
        || text::error::unknown(lang).to_owned(),
        |message| message.render(lang, &[]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_speaks_for_itself() {
        let body = r#"{"type":"urn:motcua:error:check-fields","title":"Có thông tin cần xem lại.","status":422,
            "code":"check-fields","request_id":"r1","errors":[{"path":"name","code":"required","title":"Hãy điền mục này."}]}"#;
        let failure = Failure::read(422, body);
        assert_eq!(failure.code, ErrorCode::CheckFields);
        assert_eq!(failure.sentence(Lang::Vi), "Có thông tin cần xem lại.");
        assert_eq!(failure.fields.len(), 1);
    }

    #[test]
    fn of_a_file_the_field_speaks_first_and_the_browser_says_the_bounds() {
        let found = |code| Failure::of(code).of_file(25_000_000, Lang::Vi);
        assert!(found(ErrorCode::FileTooLarge).contains("25 MB"));
        assert!(found(ErrorCode::TooLong).contains(&MAX_FILE_NAME.to_string()));
        assert_eq!(
            found(ErrorCode::FileDamaged),
            Failure::of(ErrorCode::FileDamaged).sentence(Lang::Vi)
        );
        let body = r#"{"type":"urn:motcua:error:file-too-large","title":"Tệp lớn hơn 50 MB.","status":413,
            "code":"file-too-large","request_id":"r1","errors":[]}"#;
        let said = Failure::read(413, body);
        assert_eq!(
            said.of_file(25_000_000, Lang::Vi),
            "Tệp lớn hơn 50 MB.",
            "the server knows better"
        );
        let body = r#"{"type":"urn:motcua:error:check-fields","title":"Có thông tin cần xem lại.","status":422,
            "code":"check-fields","request_id":"r1","errors":[{"path":"file","code":"required","title":"Hãy điền mục này."}]}"#;
        assert_eq!(
            Failure::read(422, body).of_file(25_000_000, Lang::Vi),
            "Hãy điền mục này."
        );
    }

    #[test]
    fn a_gateway_page_becomes_a_sentence() {
        let failure = Failure::read(502, "<html>Bad gateway</html>");
        assert_eq!(failure.code, ErrorCode::Unavailable);
        assert!(!failure.sentence(Lang::Vi).is_empty());
    }
}

//! Why a request did not do what it should, in words.

use motcua_shared::error::{ErrorCode, FieldError, Problem};
use motcua_shared::text::{self, Lang};

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
    fn a_gateway_page_becomes_a_sentence() {
        let failure = Failure::read(502, "<html>Bad gateway</html>");
        assert_eq!(failure.code, ErrorCode::Unavailable);
        assert!(!failure.sentence(Lang::Vi).is_empty());
    }
}

//! What a phone signs, and how long each step lives. No HTTP, no SQL, no clock.

use crate::clock::after;
use motcua_shared::error::ErrorCode;
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::time::Timestamp;

/// A person finds the phone and types the PIN in this time.
pub const SIGNING_SECONDS: u64 = 180;
/// The service is not asked more often for one signing.
pub const LOOK_SECONDS: u64 = 2;
/// In this time a phone is made to ring at most [`MOST_ORDERS`] times.
pub const QUARTER_SECONDS: u64 = 900;
/// See [`QUARTER_SECONDS`].
pub const MOST_ORDERS: usize = 4;

/// The text that a phone shows and its SIM signs. Without marks: phones show them differently. The end makes it unique.
pub fn statement(host: &str, purpose: TokenPurpose, code: &str, nonce: &str) -> String {
    let act = match purpose {
        TokenPurpose::Register => "dang ky tai khoan",
        TokenPurpose::SignIn | TokenPurpose::Link => "dang nhap",
    };
    format!("{host}: {act}. Ma doi chieu {code}. So {nonce}")
}

/// Something that was sent to a phone.
#[derive(Debug, Clone)]
pub struct Signing {
    /// Keyed digest of what the browser keeps.
    pub browser_key: String,
    /// What for.
    pub purpose: TokenPurpose,
    /// What the phone shows.
    pub statement: String,
    /// How the service calls it, once it took it.
    pub service_id: Option<String>,
    /// When it was sent.
    pub asked_at: Timestamp,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

impl Signing {
    /// Whether it still runs, for this browser and purpose; how the service calls it.
    pub fn check(
        &self,
        now: Timestamp,
        purpose: TokenPurpose,
        browser_key: Option<&str>,
    ) -> Result<&str, ErrorCode> {
        if self.purpose != purpose || self.ended_at.is_some() {
            return Err(ErrorCode::TokenChallengeEnded);
        }
        if after(self.asked_at, SIGNING_SECONDS) <= now {
            return Err(ErrorCode::SimExpired);
        }
        if !browser_key.is_some_and(|key| crate::secret::same(key, &self.browser_key)) {
            return Err(ErrorCode::FlowElsewhere);
        }
        self.service_id.as_deref().ok_or(ErrorCode::SimDown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_shows_where_what_for_and_the_code() {
        let text = statement("dvc.example.vn", TokenPurpose::SignIn, "4821", "AbC");
        assert_eq!(text, "dvc.example.vn: dang nhap. Ma doi chieu 4821. So AbC");
        assert!(text.is_ascii());
    }
}

//! What the sign-in page works out: times, and where to go afterwards.

use motcua_shared::identity::dto::Challenge;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A sign-in waiting for its code, as this tab keeps it: on a phone, reading the message may throw the page out of
/// memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What the server said.
    pub challenge: Challenge,
    /// When a new code may be asked for, by this device's clock, in milliseconds since 1970.
    pub resend_at: i64,
    /// Whether the code joins an identity from elsewhere to the account, instead of following a password.
    #[serde(default)]
    pub links: bool,
}

impl Waiting {
    /// A challenge that arrived at `now` (milliseconds since 1970, by this device's clock).
    pub fn new(challenge: Challenge, now: i64) -> Self {
        let wait = i64::try_from(challenge.resend_after).unwrap_or(i64::MAX / 2_000);
        Self {
            challenge,
            links: false,
            resend_at: now.saturating_add(wait.saturating_mul(1_000)),
        }
    }

    /// The same, for joining an identity from elsewhere.
    pub fn linking(challenge: Challenge, now: i64) -> Self {
        Self {
            links: true,
            ..Self::new(challenge, now)
        }
    }

    /// Whole seconds until a new code may be asked for.
    pub fn seconds_left(&self, now: i64) -> i64 {
        (self.resend_at - now + 999).div_euclid(1_000).max(0)
    }

    /// Whether the code has run out.
    pub fn is_over(&self, now: i64) -> bool {
        self.challenge.ends_at.unix_seconds() * 1_000 <= now
    }

    /// `10:32`, in Viet Nam's time.
    pub fn ends_at(&self) -> String {
        clock(self.challenge.ends_at)
    }
}

/// `10:32` of a moment.
fn clock(moment: Timestamp) -> String {
    let minute = moment.vietnam_minute();
    minute.split(',').next().unwrap_or_default().to_owned()
}

/// Where to go after signing in: a page of this site, or the home page. An address of another site, or one that a
/// browser could take for one, is not followed.
pub fn destination(wanted: Option<&str>) -> String {
    match wanted {
        Some(path)
            if path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains('\\')
                && !path.chars().any(char::is_control)
                && !path.starts_with("/dang-nhap") =>
        {
            path.to_owned()
        }
        _ => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::id::ChallengeId;

    fn waiting() -> Waiting {
        let challenge = Challenge {
            id: ChallengeId::parse("01926f3e-0000-7000-8000-000000000000").unwrap(),
            sent_to: "*** *** 123".to_owned(),
            ends_at: Timestamp::from_unix_seconds(1_000).unwrap(),
            resend_after: 60,
            closed_from: None,
        };
        Waiting::new(challenge, 700_000)
    }

    #[test]
    fn the_wait_counts_down_to_nothing() {
        assert_eq!(waiting().seconds_left(700_000), 60);
        assert_eq!(waiting().seconds_left(700_001), 60);
        assert_eq!(waiting().seconds_left(759_999), 1);
        assert_eq!(waiting().seconds_left(800_000), 0);
    }

    #[test]
    fn a_code_runs_out() {
        assert!(!waiting().is_over(999_999));
        assert!(waiting().is_over(1_000_000));
        assert_eq!(waiting().ends_at(), "07:16");
    }

    #[test]
    fn signing_in_leads_only_into_this_site() {
        assert_eq!(destination(Some("/kho/them?a=1")), "/kho/them?a=1");
        for evil in [
            "//evil.vn",
            "https://evil.vn",
            "/\\evil.vn",
            "/\tevil",
            "kho",
            "/dang-nhap?tiep=/",
        ] {
            assert_eq!(destination(Some(evil)), "/", "{evil}");
        }
        assert_eq!(destination(None), "/");
    }
}

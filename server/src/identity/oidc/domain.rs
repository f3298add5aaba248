//! Who comes from a provider, and the way there and back. No HTTP, no SQL, no clock.

use crate::clock::after;
use chrono::NaiveDate;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Seconds that a person may take at the provider, and again for the code that proves an account theirs.
const LIFE_SECONDS: u64 = 600;

/// Longest way back that is kept.
const PATH_BYTES: usize = 500;

/// A verified identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Which provider says so.
    pub issuer: String,
    /// Its key for the account there. Only together with the issuer it means anybody.
    pub subject: String,
    /// Whose it is.
    pub holder: Holder,
    /// Mobile phone in its local form.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Assurance level that it gives.
    pub level: u8,
}

/// Whose identity it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// A person for themselves.
    Citizen(Citizen),
    /// An enterprise or another body.
    Organisation(Organisation),
}

/// A person as the provider knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citizen {
    /// Identity number.
    pub number: String,
    /// Number of an older identity card.
    pub old_number: Option<String>,
    /// Name, composed (NFC).
    pub name: String,
    /// Birth date, where the day is known.
    pub birth_date: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
}

impl Citizen {
    /// All numbers that lead to this person.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.number.as_str()).chain(self.old_number.as_deref())
    }
}

/// Sex as the identity card writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Nữ.
    Female,
    /// Nam.
    Male,
}

/// A body as the provider knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Tax code, digits only.
    pub tax_code: String,
    /// Name, composed (NFC).
    pub name: String,
}

/// What somebody goes to a provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To join that identity to the account that is signed in.
    Link,
    /// An officer signs in: leads to a staff account of that person, or nowhere.
    Staff,
}

impl Purpose {
    /// Where to go afterwards unless asked otherwise.
    pub const fn home(self) -> &'static str {
        match self {
            Self::SignIn | Self::Link => "/",
            Self::Staff => "/can-bo",
        }
    }
}

/// Somebody on the way to a provider and back.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// Id of the provider.
    pub provider: String,
    /// Keyed digest of what the browser keeps.
    pub browser_key: String,
    /// Must come back in the ID token.
    pub nonce: String,
    /// Proves to the provider that the code is redeemed by whom it was asked for (RFC 7636).
    pub verifier: String,
    /// What for.
    pub purpose: Purpose,
    /// The account that was signed in at the start, for `Link`.
    pub account_id: Option<AccountId>,
    /// Where to go afterwards.
    pub return_path: ReturnPath,
    /// When it began.
    pub begun_at: Timestamp,
}

impl Flow {
    /// Whether the answer came in time, to the browser that asked.
    pub fn check(&self, now: Timestamp, provider: &str, browser_key: Option<&str>) -> Result<(), ErrorCode> {
        let is_same = browser_key.is_some_and(|key| crate::secret::same(key, &self.browser_key));
        if self.provider != provider || after(self.begun_at, LIFE_SECONDS) <= now {
            Err(ErrorCode::FlowEnded)
        } else if is_same {
            Ok(())
        } else {
            Err(ErrorCode::FlowElsewhere)
        }
    }
}

/// A verified identity that waits for the proof that an account is its holder's.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Id of the flow.
    pub id: String,
    /// Id of the provider.
    pub provider: String,
    /// Keyed digest of what the browser keeps.
    pub browser_key: String,
    /// Who.
    pub identity: Identity,
    /// As it came.
    pub id_token: String,
    /// The account to be proven.
    pub account_id: AccountId,
    /// When it began to wait.
    pub since: Timestamp,
}

impl Waiting {
    /// Whether the proof may still come, from this browser.
    pub fn is_open(&self, now: Timestamp, browser_key: &str) -> bool {
        now < after(self.since, LIFE_SECONDS) && crate::secret::same(browser_key, &self.browser_key)
    }
}

/// A page of this portal to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnPath(String);

impl ReturnPath {
    /// Takes a path of our own pages; anything else leads to the home page. What a browser could take for another site
    /// (`//x`, `/\x`, control characters that it drops) is not one, nor is the API or the sign-in page itself.
    pub fn parse(text: &str) -> Self {
        let is_own = text.len() <= PATH_BYTES
            && text.starts_with('/')
            && !text.starts_with("//")
            && !["/api", "/dang-nhap", "/can-bo/dang-nhap"]
                .iter()
                .any(|taken| text.starts_with(taken))
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        Self(if is_own { text } else { "/" }.to_owned())
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path with one more parameter.
    pub fn with(&self, name: &str, value: &str) -> String {
        let (path, fragment) = match self.0.split_once('#') {
            Some((path, fragment)) => (path, format!("#{fragment}")),
            None => (self.0.as_str(), String::new()),
        };
        let sign = if path.contains('?') { '&' } else { '?' };
        format!("{path}{sign}{name}={value}{fragment}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_into_this_portal_only() {
        for own in ["/", "/kho", "/kho/them?a=1&b=2#c", "/thu-tuc/1.012373.H08"] {
            assert_eq!(ReturnPath::parse(own).as_str(), own);
        }
        let long = format!("/{}", "a".repeat(600));
        for evil in [
            "",
            "kho",
            "//evil.vn",
            "https://evil.vn/",
            "/\\evil.vn",
            "\\\\evil.vn",
            "/\t/evil.vn",
            "/\r\nset-cookie: a=b",
            "/ /evil.vn",
            "javascript:alert(1)",
            "/kho/giấy",
            "/api/v1/session/providers/vneid/start",
            "/dang-nhap?loi=x",
            "/can-bo/dang-nhap?loi=x",
            &long,
        ] {
            assert_eq!(ReturnPath::parse(evil).as_str(), "/", "{evil}");
        }
    }

    #[test]
    fn a_parameter_is_added_before_the_fragment() {
        assert_eq!(ReturnPath::parse("/a?b=1#c").with("loi", "x"), "/a?b=1&loi=x#c");
        assert_eq!(ReturnPath::parse("/a").with("loi", "x"), "/a?loi=x");
    }
}

//! Settings of the ways by which people are told; read with all others by `config`.

use motcua_shared::notification::dto::ChannelKind;
use secrecy::SecretString;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// How people are told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotificationConfig {
    /// In which order channels are tried for those who chose none.
    pub channels: Vec<ChannelKind>,
}

/// What kind of SMS gateway it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmsGateway {
    /// eSMS.
    #[default]
    Esms,
    /// One that `sms.http` describes.
    Http,
}

/// SMS gateway.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// What kind it is.
    pub gateway: SmsGateway,
    /// Address of the gateway; empty switches SMS off.
    pub url: String,
    /// Key of the account.
    pub api_key: SecretString,
    /// Secret of the account.
    pub secret_key: SecretString,
    /// Registered sender name.
    pub brandname: String,
    /// Texts by notice in place of ours, as the networks approved them: `{code}` and the like are filled in.
    #[serde(default)]
    pub texts: HashMap<String, String>,
    /// The request of a gateway of kind `http`, and what its answers mean.
    pub http: SmsHttpConfig,
}

/// A gateway that takes a POST.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsHttpConfig {
    /// How values are escaped goes by it, too.
    pub content_type: String,
    /// Further headers.
    #[serde(default)]
    pub headers: HashMap<String, SecretString>,
    /// The request with `{phone}`, `{phone84}`, `{content}`, `{request_id}`, `{brandname}`, `{api_key}`, `{secret_key}`.
    pub body: String,
    /// JSON pointer to the result code; empty looks for the codes anywhere in the answer.
    pub result: String,
    /// Codes of success, also of a repeat.
    pub accepted: Vec<String>,
    /// Codes that are final for this phone.
    pub refused: Vec<String>,
    /// Codes after which to try again soon.
    pub busy: Vec<String>,
    /// JSON pointer to the gateway's own number.
    pub message_id: String,
}

/// Zalo notifications (ZNS).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZaloConfig {
    /// Address of the API; empty switches Zalo off.
    pub url: String,
    /// Address that renews tokens.
    pub token_url: String,
    /// Application.
    pub app_id: String,
    /// Its secret.
    pub secret_key: SecretString,
    /// The first refresh token; the portal keeps its successors itself.
    pub refresh_token: SecretString,
    /// The approved template of each notice.
    #[serde(default)]
    pub templates: HashMap<String, ZaloTemplate>,
}

/// A template that Zalo approved.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZaloTemplate {
    /// Its number.
    pub id: String,
    /// Its parameters, with `{code}` and the like filled in; empty: all values of the notice under their own names.
    #[serde(default)]
    pub data: BTreeMap<String, String>,
}

/// How the way to the mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmailSecurity {
    /// From the command STARTTLS on, which must be there.
    Starttls,
    /// From the first byte.
    Tls,
    /// Not at all: to this machine, or for demonstrations.
    None,
}

/// E-mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailConfig {
    /// Mail server; empty switches e-mail off.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is encrypted.
    pub security: EmailSecurity,
    /// Account there; empty: none is needed.
    pub user: String,
    /// Its password.
    pub password: SecretString,
    /// Sender, `Một Cửa <khong-tra-loi@example.gov.vn>`.
    pub from: String,
    /// PEM file of the authority of the mail server, if it is not a public one.
    pub ca: PathBuf,
}

impl EmailConfig {
    /// Whether others could read along: unencrypted, and not to this very machine.
    pub fn is_readable_on_the_way(&self) -> bool {
        self.security == EmailSecurity::None
            && !["localhost", "127.0.0.1", "::1"].contains(&self.host.as_str())
    }
}

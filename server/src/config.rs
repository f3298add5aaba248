//! Settings: defaults, a TOML file, the environment (`MOTCUA__HTTP__LISTEN`). Unknown keys stop the start; docs/operations.md has all.

pub use crate::config_certified::CertifiedConfig;
pub use crate::config_feedback::FeedbackConfig;
pub use crate::config_filing::FilingConfig;
pub use crate::config_notification::{
    EmailConfig, EmailSecurity, NotificationConfig, SmsConfig, SmsGateway, SmsHttpConfig, ZaloConfig,
    ZaloTemplate,
};
use crate::config_oidc::{self, OidcConfig};
pub use crate::config_payment::{AccountConfig, PaymentConfig};
pub use crate::config_petition::PetitionConfig;
pub use crate::config_registry::RegistryConfig;
pub use crate::config_signature::SignatureConfig;
pub use crate::config_sim::SimConfig;
pub use crate::config_site::SiteConfig;
pub use crate::config_upload::{AntivirusConfig, UploadConfig};
pub use crate::config_vault::{PartnerConfig, VaultConfig};
use anyhow::{Context, bail, ensure};
use motcua_shared::notification::dto::ChannelOrder;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// What this portal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Real people, real papers.
    Production,
    /// Made-up accounts and sandbox authorities; never for real papers.
    Demo,
}

/// All settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Demo unlocks what must never run in production.
    pub profile: Profile,
    /// At least 32 characters; keys the digests of one-time codes.
    pub secret_key: Option<SecretString>,
    /// HTTP.
    pub http: HttpConfig,
    /// Database.
    pub database: DatabaseConfig,
    /// Where files are kept.
    pub files: FilesConfig,
    /// What may be sent.
    pub upload: UploadConfig,
    /// Who looks for viruses.
    pub antivirus: AntivirusConfig,
    /// The vault.
    pub vault: VaultConfig,
    /// Sign-in and sessions.
    pub identity: IdentityConfig,
    /// Signature verification.
    pub signature: SignatureConfig,
    /// How people are told.
    pub notification: NotificationConfig,
    /// SMS gateway.
    pub sms: SmsConfig,
    /// Zalo notifications.
    pub zalo: ZaloConfig,
    /// E-mail.
    pub email: EmailConfig,
    /// Mobile operators' records of subscribers.
    pub subscriber: RegistryConfig,
    /// Social insurance.
    pub insurance: RegistryConfig,
    /// Accounts of the post office.
    pub post: RegistryConfig,
    /// The register of the population, with which officers' cards are compared.
    pub population: RegistryConfig,
    /// Signing SIMs.
    pub sim: SimConfig,
    /// Certified copies.
    pub certified: CertifiedConfig,
    /// Feedback on results.
    pub feedback: FeedbackConfig,
    /// Petitions.
    pub petition: PetitionConfig,
    /// Filing.
    pub filing: FilingConfig,
    /// What every page says.
    pub site: SiteConfig,
    /// Fees.
    pub payment: PaymentConfig,
    /// Dossiers after they were filed.
    pub processing: crate::config_processing::ProcessingConfig,
    /// Figures.
    pub statistics: crate::config_statistics::StatisticsConfig,
    /// Demonstration.
    pub demo: DemoConfig,
    /// Logging.
    pub log: LogConfig,
}

/// HTTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// How people reach the portal; requests that change something must come from this origin.
    pub public_url: String,
    /// Folder with the built site.
    pub site: PathBuf,
    /// Session cookie without `Secure`, for plain HTTP; demo only.
    pub plain_cookies: bool,
    /// Take the client's address from the last entry of `X-Forwarded-For`; only behind one proxy that adds it.
    pub trust_forwarded: bool,
    /// Threads that answer requests.
    pub workers: usize,
}

/// Database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite:path` or `postgres://…`.
    pub url: String,
    /// Size of the pool.
    pub connections: u32,
    /// Seconds a request waits for a connection before it is told that the server is busy.
    pub patience_seconds: u64,
}

/// Where files are kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    /// A folder (`data/files`) or an address of the object store, e.g. `s3://bucket/prefix`.
    pub url: String,
    /// Options of the object store, e.g. `endpoint`, `region`, `access_key_id`.
    #[serde(default)]
    pub options: HashMap<String, SecretString>,
}

/// Sign-in and sessions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityConfig {
    /// Minutes a one-time code lives (seed 002: 2; at most 10).
    pub code_minutes: u64,
    /// Wrong codes per code after which the sign-in is locked.
    pub code_tries: u32,
    /// Seconds between two sends of a code.
    pub resend_seconds: u64,
    /// Codes sent per sign-in.
    pub code_sends: u32,
    /// Codes in a quarter of an hour per phone, and per account.
    pub codes_per_quarter: u32,
    /// Codes in a day per phone, and per account.
    pub codes_per_day: u32,
    /// Codes in five minutes per address.
    pub codes_per_address: u32,
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u64,
    /// Hours after which a session ends in any case.
    pub session_hours: u64,
    /// The same for officers.
    pub staff_idle_minutes: u64,
    /// The same for officers.
    pub staff_session_hours: u64,
    /// Officers may sign in with a password, and not only with their electronic identity.
    pub staff_password: bool,
    /// Identity numbers that one officer may look up at the desk within an hour.
    pub staff_lookups_per_hour: u32,
    /// Minutes for which an officer may look into a vault once its owner agreed.
    pub look_minutes: u64,
    /// Numbers of organisations that one account may look up within an hour to share papers with them.
    pub grantee_lookups_per_hour: u32,
    /// Hours that a link lives by which somebody sets the password of an account made at the desk.
    pub password_link_hours: u64,
    /// Sign-in attempts per minute and address.
    pub attempts_per_address: u32,
    /// Failed sign-ins of one account in a row that cost no wait; each further one doubles it, from 30 seconds to an hour.
    pub free_failures: u32,
    /// Failed sign-ins of one name, or from one address, after which a proof of work is asked for.
    pub proof_after_failures: u32,
    /// PBKDF2 rounds of one try at a proof of work.
    pub proof_rounds: u32,
    /// Shortest password in characters.
    pub password_length: u32,
    /// Whether a password needs lower and upper case, a digit and a sign.
    pub password_classes: bool,
    /// Minutes for which somebody who showed who they are may change what matters.
    pub confirm_minutes: u64,
    /// Hours before a new phone may be the only proof, and before one takes the place of a lost one.
    pub phone_hold_hours: u64,
    /// Argon2id memory in KiB.
    pub hash_memory_kib: u32,
    /// Argon2id passes.
    pub hash_passes: u32,
    /// Providers of electronic identities.
    #[serde(default)]
    pub oidc: Vec<OidcConfig>,
}

/// Demonstration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoConfig {
    /// Make the demo accounts at start.
    pub accounts: bool,
}

/// Logging.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// Filter in the syntax of tracing, e.g. `info,motcua_server=debug`.
    pub filter: String,
    /// One JSON object per line instead of text.
    pub json: bool,
}

/// The defaults, in the form of the file.
pub const DEFAULTS: &str = include_str!("config.default.toml");

impl Config {
    /// Reads the defaults, `file` if given, and the environment, and refuses what must not run.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let config = Self::read(file)?;
        config.check()?;
        Ok(config)
    }

    /// Reads the settings for a command that runs no portal: what a portal must not run with does not matter to it.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        use config::{Environment, File, FileFormat};
        let mut builder = config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = file {
            builder = builder.add_source(File::from(path).format(FileFormat::Toml).required(true));
        }
        let environment = Environment::with_prefix("MOTCUA")
            .prefix_separator("__")
            .separator("__")
            .try_parsing(true)
            .list_separator(",")
            .with_list_parse_key("signature.trust")
            .with_list_parse_key("signature.sandbox_trust")
            .with_list_parse_key("signature.fetch_hosts")
            .with_list_parse_key("notification.channels")
            .with_list_parse_key("sms.http.accepted")
            .with_list_parse_key("sms.http.refused")
            .with_list_parse_key("sms.http.busy")
            .with_list_parse_key("signature.agents");
        builder
            .add_source(environment)
            .build()
            .and_then(config::Config::try_deserialize)
            .context("the settings cannot be read")
    }

    /// Refuses what must not run.
    pub fn check(&self) -> anyhow::Result<()> {
        if self.profile != Profile::Demo {
            let unsafe_settings = [
                ("demo.accounts", self.demo.accounts),
                ("http.plain_cookies", self.http.plain_cookies),
                ("email.security", self.email.is_readable_on_the_way()),
                (
                    "signature.sandbox_trust",
                    !self.signature.sandbox_trust.is_empty(),
                ),
            ];
            for (key, is_set) in unsafe_settings {
                if is_set {
                    bail!("{key} is for demonstrations only: set profile = \"demo\", or take it out");
                }
            }
            ensure!(
                self.secret_key.is_some(),
                "secret_key is not set; make one with `openssl rand -hex 32`"
            );
            ensure!(
                self.http.public_url.starts_with("https://"),
                "http.public_url must begin with https:// (it is {}): over plain HTTP browsers do not keep the session \
                 cookie, so nobody could sign in",
                self.http.public_url
            );
            ensure!(
                !self.signature.trust.is_empty(),
                "signature.trust names no folder, so no paper would be accepted"
            );
        }
        if let Some(key) = &self.secret_key {
            ensure!(
                key.expose_secret().len() >= 32,
                "secret_key is shorter than 32 characters"
            );
        }
        config_oidc::check(&self.identity.oidc, self.profile == Profile::Demo)?;
        self.certified.check()?;
        self.feedback.check()?;
        self.petition.check()?;
        self.filing.check()?;
        self.site.check()?;
        self.processing.check()?;
        self.statistics.check()?;
        self.payment.check(self.profile == Profile::Demo)?;
        self.sim.check(self.profile == Profile::Demo)?;
        self.vault.check(self.profile == Profile::Demo)?;
        self.upload.check()?;
        self.antivirus.check()?;
        ensure!(
            ChannelOrder::try_from(self.notification.channels.clone()).is_ok(),
            "notification.channels must name at least one channel, and none twice"
        );
        ensure!(
            !self.http.public_url.ends_with('/'),
            "http.public_url ends with a slash; take it off"
        );
        ensure!(
            (1..=10).contains(&self.identity.code_minutes),
            "identity.code_minutes must be from 1 to 10"
        );
        ensure!(
            (1..=168).contains(&self.identity.password_link_hours),
            "identity.password_link_hours must be from 1 to 168"
        );
        ensure!(
            self.identity.staff_lookups_per_hour > 0,
            "identity.staff_lookups_per_hour must be at least 1"
        );
        ensure!(
            (1..=120).contains(&self.identity.look_minutes) && self.identity.grantee_lookups_per_hour > 0,
            "identity.look_minutes must be from 1 to 120, identity.grantee_lookups_per_hour at least 1"
        );
        ensure!(
            (8..=64).contains(&self.identity.password_length),
            "identity.password_length must be from 8 to 64"
        );
        ensure!(
            (1..=60).contains(&self.identity.confirm_minutes)
                && (1..=240).contains(&self.identity.phone_hold_hours),
            "identity.confirm_minutes must be from 1 to 60, identity.phone_hold_hours from 1 to 240"
        );
        ensure!(
            (1..=1_000_000).contains(&self.identity.proof_rounds),
            "identity.proof_rounds must be from 1 to 1000000"
        );
        for (name, registry) in [
            ("subscriber", &self.subscriber),
            ("insurance", &self.insurance),
            ("post", &self.post),
            ("population", &self.population),
        ] {
            registry.check(name, self.profile == Profile::Demo)?;
        }
        ensure!(
            self.database.connections > 0,
            "database.connections must be at least 1"
        );
        // What stands here goes into a header that closes everything else.
        let is_agent = |address: &String| {
            let rest = address
                .strip_prefix("wss://127.0.0.1:")
                .or(address.strip_prefix("wss://localhost:"));
            rest.is_some_and(|port| port.parse::<u16>().is_ok())
        };
        ensure!(
            self.signature.agents.iter().all(is_agent),
            "signature.agents takes addresses such as wss://127.0.0.1:8987 only"
        );
        ensure!(
            self.signature.parallel > 0,
            "signature.parallel must be at least 1"
        );
        Ok(())
    }

    /// The name of the session cookie. Browsers take `__Host-` only with `Secure`, without a domain, for `/`.
    pub fn cookie_name(&self) -> &'static str {
        if self.http.plain_cookies {
            "motcua-session"
        } else {
            "__Host-motcua-session"
        }
    }

    /// The name of the cookie by which a browser is known that comes back from a provider of identities.
    pub fn provider_cookie_name(&self) -> &'static str {
        if self.http.plain_cookies {
            "motcua-provider"
        } else {
            "__Host-motcua-provider"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn defaults_with(extra: &str) -> anyhow::Result<Config> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("motcua.toml");
        std::fs::write(&file, extra)?;
        Config::load(Some(&file))
    }

    #[test]
    fn production_refuses_every_demo_setting() {
        let base = "secret_key = \"0123456789abcdef0123456789abcdef\"\n";
        let cases = [
            "[demo]\naccounts = true",
            "[http]\nplain_cookies = true",
            "[signature]\nsandbox_trust = [\"x\"]",
            "[email]\nhost = \"mail.example.vn\"\nsecurity = \"none\"",
        ];
        for case in cases {
            let error = defaults_with(&format!("{base}{case}")).unwrap_err().to_string();
            assert!(error.contains("demonstrations only"), "{case}: {error}");
        }
    }

    const PROVIDER: &str = "id = \"vneid\"\nname = \"VNeID\"\nissuer = \"https://id.example\"\nclient_id = \"c\"\n\
                            client_secret = \"s\"\nassurance_level = 3\nserves = [\"citizens\"]\nverified = []\n";

    #[test]
    fn a_provider_needs_https_and_all_that_trust_in_it_stands_on() {
        let base = "secret_key = \"0123456789abcdef0123456789abcdef\"\nhttp.public_url = \"https://cong.example\"\n\
                    [[identity.oidc]]\n";
        defaults_with(&format!("{base}{PROVIDER}")).unwrap();
        let cases = [
            ("https://id", "http://id"),
            ("https://id.example", "id.example"),
            ("\"vneid\"", "\"VNeID/..\""),
            ("= 3", "= 1"),
            ("[\"citizens\"]", "[]"),
            (
                "verified = []",
                "verified = [{ claim = \"loginIdp\", values = [] }]",
            ),
            ("verified = []", ""),
            ("client_secret = \"s\"", "client_secret = \"\""),
            ("verified = []", "verified = []\nacr_required = true"),
            (
                "verified = []",
                &format!("verified = []\n[[identity.oidc]]\n{PROVIDER}"),
            ),
        ];
        for (from, to) in cases {
            assert!(PROVIDER.contains(from), "{from}");
            let changed = PROVIDER.replace(from, to);
            assert!(defaults_with(&format!("{base}{changed}")).is_err(), "{changed}");
        }
        let http = PROVIDER.replace("https:", "http:");
        defaults_with(&format!("profile = \"demo\"\n[[identity.oidc]]\n{http}")).unwrap();
    }

    #[test]
    fn demo_takes_them() {
        defaults_with("profile = \"demo\"\n[demo]\naccounts = true\n[http]\nplain_cookies = true").unwrap();
    }

    #[test]
    fn an_order_of_channels_that_is_none_stops_the_start() {
        for order in ["[]", "[\"sms\", \"sms\"]", "[\"fax\"]"] {
            let settings = format!("profile = \"demo\"\n[notification]\nchannels = {order}");
            assert!(defaults_with(&settings).is_err(), "{order}");
        }
        defaults_with("profile = \"demo\"\n[notification]\nchannels = [\"email\"]").unwrap();
    }

    #[test]
    fn pages_reach_agents_on_the_own_computer_only() {
        let with = |extra: &str| defaults_with(&format!("profile = \"demo\"\n[signature]\n{extra}"));
        let usual = with("").unwrap().signature.agent_addresses();
        assert_eq!(usual, ["wss://127.0.0.1:8987"]);
        let licensed = with("vnpt_licence = \"<x/>\"")
            .unwrap()
            .signature
            .agent_addresses();
        assert_eq!(licensed.len(), 4);
        assert_eq!(licensed.last().unwrap(), "wss://localhost:4435");
        for bad in [
            "wss://evil.example:1",
            "ws://127.0.0.1:1",
            "wss://127.0.0.1:1; script-src *",
            "*",
        ] {
            assert!(with(&format!("agents = [\"{bad}\"]")).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_unknown_key_stops_the_start() {
        let error = defaults_with("profile = \"demo\"\n[http]\nlissten = \"0.0.0.0:1\"").unwrap_err();
        assert!(format!("{error:#}").contains("lissten"), "{error:#}");
    }
}

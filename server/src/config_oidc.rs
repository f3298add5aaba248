//! Settings of the providers of electronic identities: `[[identity.oidc]]`, one for each. In a file of its own, because
//! these are lists and have no place among the defaults.

use anyhow::{bail, ensure};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// One OpenID provider, such as VNeID or the National Public Service Portal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// Stands in addresses: lower-case letters, digits, hyphens.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whose accounts it knows, as its own page says it; shown below the button.
    #[serde(default)]
    pub description: String,
    /// Its issuer; settings are found below `/.well-known/openid-configuration`.
    pub issuer: String,
    /// What it knows this portal as.
    pub client_id: String,
    /// The secret that goes with it; empty for a client without one.
    pub client_secret: SecretString,
    /// Scopes besides `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Levels of authentication to ask for, the preferred one first.
    #[serde(default)]
    pub acr_values: Vec<String>,
    /// Whether one of them must come back in `acr`.
    #[serde(default)]
    pub acr_required: bool,
    /// Seconds since the person last proved who they are there, at most; absent: not asked for.
    #[serde(default)]
    pub max_age_seconds: Option<u64>,
    /// Level that an account gets whose identity is verified, 2 or 3.
    pub assurance_level: u8,
    /// For whom it is.
    pub serves: Vec<Served>,
    /// What must hold for the identity to count as verified: all of it. An empty list, written out, says that this
    /// provider has verified accounts only.
    pub verified: Vec<Condition>,
    /// What its claims are called.
    #[serde(default)]
    pub claims: ClaimNames,
}

/// Whose accounts a provider opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Served {
    /// Citizens.
    Citizens,
    /// Enterprises and other organisations.
    Organisations,
}

/// A claim and the values that it may have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Name of the claim.
    pub claim: String,
    /// One of these.
    pub values: Vec<String>,
}

/// Names of claims; those of the national platform unless said otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimNames {
    /// The key of the account there.
    pub subject: String,
    /// Identity number.
    pub number: String,
    /// Number of an older identity card.
    pub old_number: String,
    /// Name of the person.
    pub name: String,
    /// Birth date.
    pub birth_date: String,
    /// Sex.
    pub sex: String,
    /// Mobile phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Postal address.
    pub address: String,
    /// Tax code of an organisation.
    pub tax_code: String,
    /// Name of an organisation.
    pub organisation: String,
    /// Tells citizens from organisations.
    pub account_type: String,
    /// Value of `account_type` of a citizen; any other is an organisation. An account without a type is a citizen's.
    pub citizen: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        let name = str::to_owned;
        Self {
            subject: name("sub"),
            number: name("SoDinhDanh"),
            old_number: name("SoCMND"),
            name: name("HoVaTen"),
            birth_date: name("NgayThangNamSinh"),
            sex: name("GioiTinh"),
            phone: name("SoDienThoai"),
            email: name("ThuDienTu"),
            address: name("DiaChi"),
            tax_code: name("MaSoThue"),
            organisation: name("TenDoanhNghiep"),
            account_type: name("LoaiTaiKhoan"),
            citizen: name("1"),
        }
    }
}

/// Refuses what must not run. A provider that is down is none of this: it never stops the portal.
pub fn check(providers: &[OidcConfig], allow_http: bool) -> anyhow::Result<()> {
    for (place, provider) in providers.iter().enumerate() {
        let id = &provider.id;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure!(
            !id.is_empty() && id.len() <= 40 && id.chars().all(is_plain),
            "identity.oidc: the id \"{id}\" must be of lower-case letters, digits and hyphens"
        );
        let earlier = providers.iter().take(place);
        for other in earlier {
            ensure!(other.id != *id, "identity.oidc: \"{id}\" is there twice");
            // Two providers with one issuer could give different people the same key.
            ensure!(
                other.issuer != provider.issuer || other.claims.subject == provider.claims.subject,
                "identity.oidc: \"{}\" and \"{id}\" are one issuer with different subject claims",
                other.id
            );
        }
        ensure!(!provider.name.is_empty(), "identity.oidc \"{id}\": name is empty");
        ensure!(
            !provider.client_id.is_empty(),
            "identity.oidc \"{id}\": client_id is empty"
        );
        ensure!(
            (2..=3).contains(&provider.assurance_level),
            "identity.oidc \"{id}\": assurance_level must be 2 or 3"
        );
        ensure!(
            !provider.serves.is_empty(),
            "identity.oidc \"{id}\": serves names nobody"
        );
        ensure!(
            !provider.acr_required || !provider.acr_values.is_empty(),
            "identity.oidc \"{id}\": acr_required without acr_values"
        );
        ensure!(
            provider.verified.iter().all(|one| !one.values.is_empty()),
            "identity.oidc \"{id}\": a condition without values never holds"
        );
        if provider.issuer.starts_with("http://") {
            if !allow_http {
                bail!("identity.oidc \"{id}\": an issuer without https is for demonstrations only");
            }
        } else {
            ensure!(
                provider.issuer.starts_with("https://"),
                "identity.oidc \"{id}\": the issuer must be an https address"
            );
            ensure!(
                allow_http || !provider.client_secret.expose_secret().is_empty(),
                "identity.oidc \"{id}\": client_secret is empty"
            );
        }
        openidconnect::IssuerUrl::new(provider.issuer.clone())
            .map_err(|error| anyhow::anyhow!("identity.oidc \"{id}\": issuer: {error}"))?;
    }
    Ok(())
}

//! What can be wrong with an answer.

use anyhow::Result;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::keys::Keys;

/// One fault at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    WrongNonce,
    NoNonce,
    WrongAudience,
    FurtherAudience,
    WrongParty,
    OtherIssuer,
    OtherIssuerParameter,
    NoIssuerParameter,
    DiscoveryOfAnother,
    Expired,
    NotYetValid,
    IssuedInTheFuture,
    IssuedBefore,
    OtherKey,
    AlgNone,
    ClientSecret,
    Altered,
    WrongAccessTokenHash,
    NoIdToken,
    LowerLevel,
    MissingClaims,
    OtherSubject,
    Slow,
    Down,
    Rubbish,
}

/// Bends the claims and signs them; `None` leaves the ID token out.
pub fn sign(
    fault: Option<Fault>,
    keys: &mut Keys,
    claims: &mut Value,
    person: &mut Map<String, Value>,
    now: i64,
    secret: &str,
) -> Result<Option<String>> {
    match fault {
        Some(Fault::WrongNonce) => claims["nonce"] = json!("of-another-sign-in"),
        Some(Fault::NoNonce) => claims["nonce"] = Value::Null,
        Some(Fault::WrongAudience) => claims["aud"] = json!("another-portal"),
        Some(Fault::FurtherAudience) => claims["aud"] = json!(["motcua", "another-portal"]),
        Some(Fault::WrongParty) => claims["azp"] = json!("another-portal"),
        Some(Fault::OtherIssuer) => claims["iss"] = json!("http://127.0.0.1:1/oidc"),
        Some(Fault::Expired) => claims["exp"] = json!(now - 120),
        Some(Fault::NotYetValid) => claims["nbf"] = json!(now + 600),
        Some(Fault::IssuedInTheFuture) => claims["iat"] = json!(now + 600),
        Some(Fault::IssuedBefore) => claims["iat"] = json!(now - 3000),
        Some(Fault::WrongAccessTokenHash) => claims["at_hash"] = json!("AAAAAAAAAAAAAAAAAAAAAA"),
        Some(Fault::LowerLevel) => claims["acr"] = json!("LoA0"),
        Some(Fault::MissingClaims) => {
            person.remove("SoDinhDanh");
        }
        Some(Fault::OtherSubject) => {
            person.insert("sub".to_owned(), json!("somebody-else"));
        }
        _ => {}
    }
    Ok(Some(match fault {
        Some(Fault::OtherKey) => keys.sign_with_another(claims)?,
        Some(Fault::AlgNone) => Keys::leave_unsigned(claims),
        Some(Fault::ClientSecret) => keys.sign_with_secret(secret, claims)?,
        Some(Fault::Altered) => {
            let signed = keys.sign(claims)?;
            claims["sub"] = json!("somebody-else");
            let forged = Keys::leave_unsigned(claims);
            let payload = forged.split('.').nth(1).unwrap_or_default();
            let mut parts: Vec<&str> = signed.split('.').collect();
            if let Some(place) = parts.get_mut(1) {
                *place = payload;
            }
            parts.join(".")
        }
        Some(Fault::NoIdToken) => return Ok(None),
        _ => keys.sign(claims)?,
    }))
}

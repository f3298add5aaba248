//! Keys of the provider, and tokens signed with them. Written out, so that they can be wrong in every way.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The key that is published, and one that is not; made when first needed.
#[derive(Default)]
pub struct Keys {
    own: Option<Key>,
    other: Option<Key>,
}

struct Key {
    id: String,
    key: RsaPrivateKey,
}

impl Key {
    fn made(place: &mut Option<Self>, id: impl FnOnce() -> String) -> Result<&Self> {
        if place.is_none() {
            let key = RsaPrivateKey::new(&mut OsRng, 2048)?;
            *place = Some(Key { id: id(), key });
        }
        place.as_ref().context("a key was just made")
    }
}

impl Keys {
    fn own(&mut self) -> Result<&Key> {
        Key::made(&mut self.own, || Uuid::now_v7().to_string())
    }

    /// The set that is published.
    pub fn published(&mut self) -> Value {
        let Ok(own) = self.own() else {
            return json!({ "keys": [] });
        };
        let number = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
        let (n, e) = (own.key.n().to_bytes_be(), own.key.e().to_bytes_be());
        json!({ "keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": own.id, "n": number(n), "e": number(e),
        }] })
    }

    /// Signed as it should be.
    pub fn sign(&mut self, claims: &Value) -> Result<String> {
        let own = self.own()?;
        rs256(&own.key, &own.id, claims)
    }

    /// Signed with another key under the name of the published one.
    pub fn sign_with_another(&mut self, claims: &Value) -> Result<String> {
        let id = self.own()?.id.clone();
        let other = Key::made(&mut self.other, || id.clone())?;
        rs256(&other.key, &id, claims)
    }

    /// Signed with a key that anybody can make.
    pub fn sign_with_secret(&mut self, secret: &str, claims: &Value) -> Result<String> {
        let input = input(
            &json!({ "alg": "HS256", "typ": "JWT", "kid": self.own()?.id }),
            claims,
        );
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
        let tag = ring::hmac::sign(&key, input.as_bytes());
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(tag)))
    }

    /// Not signed.
    pub fn leave_unsigned(claims: &Value) -> String {
        format!("{}.", input(&json!({ "alg": "none", "typ": "JWT" }), claims))
    }
}

fn input(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn rs256(key: &RsaPrivateKey, id: &str, claims: &Value) -> Result<String> {
    let input = input(&json!({ "alg": "RS256", "typ": "JWT", "kid": id }), claims);
    let digest = Sha256::digest(input.as_bytes());
    let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &digest)?;
    Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

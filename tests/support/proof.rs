//! Solves the portal's proof of work as a browser would, written from the description of the protocol.

use crate::Client;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_server::secret::hex;
use motcua_shared::path;
use ring::pbkdf2;
use serde_json::{Value, json};
use std::num::NonZeroU32;

/// A proof, solved and ready to be sent along.
pub async fn solved(client: &Client) -> String {
    encode(&solve(client.get(path::PROOF).await.ok(200)))
}

/// What a solved proof is made of.
pub fn solve(challenge: Value) -> Value {
    let parameters = &challenge["parameters"];
    let text = |name: &str| parameters[name].as_str().unwrap().to_owned();
    assert_eq!(text("algorithm"), "PBKDF2/SHA-256");
    let rounds = NonZeroU32::new(u32::try_from(parameters["cost"].as_u64().unwrap()).unwrap()).unwrap();
    let length = usize::try_from(parameters["keyLength"].as_u64().unwrap()).unwrap();
    let (nonce, salt, wanted) = (
        from_hex(&text("nonce")),
        from_hex(&text("salt")),
        text("keyPrefix"),
    );
    for counter in 0_u32.. {
        let mut key = vec![0; length];
        let password = [&nonce[..], &counter.to_be_bytes()].concat();
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, &salt, &password, &mut key);
        let key = hex(&key);
        if key.starts_with(&wanted) {
            return json!({ "challenge": challenge, "solution": { "counter": counter, "derivedKey": key } });
        }
    }
    unreachable!("a counter solves it")
}

/// As it travels.
pub fn encode(proof: &Value) -> String {
    STANDARD.encode(proof.to_string())
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

//! Values that agents write one way today and another way tomorrow.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A scalar as text, whatever it was: a number in one version, a text or a boolean in another. Anything else is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loose(pub String);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Loose, E> {
        Ok(Loose(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Loose, E> {
        Ok(Loose(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Loose, E> {
        Ok(Loose(value.to_string()))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::default())
    }
    fn visit_str<E>(self, value: &str) -> Result<Loose, E> {
        Ok(Loose(value.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Loose, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::default())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::default())
    }
}

/// The shortest certificate that anybody would put on a token, in base64.
const SHORTEST: usize = 400;

/// The first certificate in base64 that a reply holds, wherever it stands: which fields `CertInfo` has, neither maker
/// says. Line breaks and slashes may be written as escapes, once or twice over.
pub fn find_certificate(reply: &str) -> Option<String> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    // Every DER certificate of 128 bytes to 64 kB begins so.
    let starts = reply.match_indices("MII").map(|(at, _)| at);
    for at in starts {
        let mut found = String::new();
        let mut letters = reply.get(at..).unwrap_or_default().chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if letters.next_if(|next| matches!(next, 'r' | 'n')).is_some() => {}
                '\\' if letters.peek().is_some_and(|next| matches!(next, '/' | '\\')) => {}
                '\r' | '\n' => {}
                letter if is_letter(letter) => found.push(letter),
                _ => break,
            }
        }
        if found.len() >= SHORTEST {
            return Some(found);
        }
    }
    None
}

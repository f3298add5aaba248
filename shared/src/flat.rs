//! Reading objects that carry another object's fields beside a few of their own (`#[serde(flatten)]`).
//!
//! Serde's own way keeps every value in a buffer of its own type and reads it from there, so that everything inside is
//! compiled a second time: 30 kB more in the browser. Here the own fields are picked out while the other object reads
//! itself straight from the source.

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, de};
use std::fmt;
use std::marker::PhantomData;

/// The own fields of such an object.
pub trait OwnFields<'de>: Default {
    /// Reads the value if `key` is an own field; says whether it was.
    fn take<A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;
}

/// Reads both parts.
pub fn read<'de, D, Own, Rest>(deserializer: D) -> Result<(Own, Rest), D::Error>
where
    D: Deserializer<'de>,
    Own: OwnFields<'de>,
    Rest: Deserialize<'de>,
{
    deserializer.deserialize_map(Parts(PhantomData))
}

struct Parts<Own, Rest>(PhantomData<(Own, Rest)>);

impl<'de, Own: OwnFields<'de>, Rest: Deserialize<'de>> Visitor<'de> for Parts<Own, Rest> {
    type Value = (Own, Rest);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let mut own = Own::default();
        let others = Others { map, own: &mut own };
        let rest = Rest::deserialize(MapAccessDeserializer::new(others))?;
        Ok((own, rest))
    }
}

/// The entries that are not own fields.
struct Others<'a, A, Own> {
    map: A,
    own: &'a mut Own,
}

impl<'de, A: MapAccess<'de>, Own: OwnFields<'de>> MapAccess<'de> for Others<'_, A, Own> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if !self.own.take(&key, &mut self.map)? {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// The value of a field that must be there.
pub fn required<T, E: de::Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}

//! Something of the national catalogue that has a name and, mostly, a code. Codes of others are kept as they come.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// A name with its code. Without a code it is written as the name alone, which is how earlier versions wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Named {
    /// Opaque code, e.g. `KQ.G15.000032`.
    pub code: Option<String>,
    /// Name on screen.
    pub name: String,
}

impl From<&str> for Named {
    fn from(name: &str) -> Self {
        Self {
            code: None,
            name: name.to_owned(),
        }
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(code) = &self.code else {
            return serializer.serialize_str(&self.name);
        };
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("code", code)?;
        map.serialize_entry("name", &self.name)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    #[serde(default)]
    code: Option<String>,
    name: String,
}

struct Either;

impl<'de> Visitor<'de> for Either {
    type Value = Named;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, or an object with code and name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Named, E> {
        Ok(name.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Named, A::Error> {
        let Both { code, name } = Both::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Named { code, name })
    }
}

#[cfg(feature = "openapi")]
mod openapi {
    use super::Named;
    use utoipa::openapi::{
        ObjectBuilder, OneOfBuilder, RefOr, Schema,
        schema::{SchemaType, Type},
    };

    impl utoipa::PartialSchema for Named {
        fn schema() -> RefOr<Schema> {
            let text = || ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
            let both = ObjectBuilder::new()
                .property("code", text())
                .property("name", text())
                .required("name");
            OneOfBuilder::new().item(text()).item(both).into()
        }
    }

    impl utoipa::ToSchema for Named {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_and_a_name_with_its_code_are_read_back() {
        for text in [
            r#""Giấy khen""#,
            r#"{"code":"KQ.G15.000032","name":"Giấy chứng nhận kết hôn"}"#,
        ] {
            let named: Named = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&named).unwrap(), text);
        }
        assert!(serde_json::from_str::<Named>(r#"{"code":"x"}"#).is_err());
    }
}

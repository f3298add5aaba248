//! What the list of procedures is asked for, as it stands in the address.

use crate::route::with_query;
use motcua_shared::path;

/// The names of the questions, in the order of the address.
const NAMES: [&str; 5] = ["q", "field", "reception", "origin", "cursor"];

/// The question; empty where nothing is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeepQuery {
    /// Words of name, code and field.
    pub q: String,
    /// One field of administration.
    pub field: String,
    /// `online`, `information`, `ended`.
    pub reception: String,
    /// `delivered`, `national`, `administrator`.
    pub origin: String,
    /// Where the page begins.
    pub cursor: String,
}

impl KeepQuery {
    /// Reads the address.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let [q, field, reception, origin, cursor] =
            NAMES.map(|name| get(name).map(|text| text.trim().to_owned()).unwrap_or_default());
        Self {
            q,
            field,
            reception,
            origin,
            cursor,
        }
    }

    /// Whether everything is shown.
    pub fn is_everything(&self) -> bool {
        self.pairs().iter().all(|(_, value)| value.is_empty())
    }

    /// The same, from another place on.
    pub fn at(&self, cursor: String) -> Self {
        Self {
            cursor,
            ..self.clone()
        }
    }

    /// Address of the page.
    pub fn page_address(&self, encode: impl Fn(&str) -> String) -> String {
        with_query(super::LIST, &self.pairs(), encode)
    }

    /// Address of the question to the server.
    pub fn api_address(&self, encode: impl Fn(&str) -> String) -> String {
        with_query(path::KEPT_PROCEDURES, &self.pairs(), encode)
    }

    fn pairs(&self) -> [(&str, &str); 5] {
        let [q, field, reception, origin, cursor] = NAMES;
        [
            (q, &self.q),
            (field, &self.field),
            (reception, &self.reception),
            (origin, &self.origin),
            (cursor, &self.cursor),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_stands_in_the_address_and_is_read_back() {
        let get = |name: &str| match name {
            "q" => Some(" khai sinh ".to_owned()),
            "reception" => Some("online".to_owned()),
            _ => None,
        };
        let query = KeepQuery::read(get);
        let encode = |text: &str| text.replace(' ', "%20");
        assert_eq!(
            query.page_address(encode),
            "/can-bo/danh-muc/thu-tuc?q=khai%20sinh&reception=online"
        );
        assert_eq!(
            query.at("3.x".to_owned()).api_address(encode),
            "/api/v1/catalogue/procedures?q=khai%20sinh&reception=online&cursor=3.x"
        );
        assert!(KeepQuery::read(|_| None).is_everything());
    }
}

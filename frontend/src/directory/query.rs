//! What the tree is asked for, as it stands in the address.

use crate::route::with_query;
use motcua_shared::path;

/// The question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TreeQuery {
    /// Words of name or code.
    pub q: String,
    /// Right below this unit.
    pub parent: String,
    /// Only units of this portal.
    pub at_portal: bool,
    /// Those that ended as well.
    pub all: bool,
    /// Where the page begins.
    pub cursor: String,
}

impl TreeQuery {
    /// Reads the address.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned()).unwrap_or_default();
        let is_on = |name: &str| get(name).is_some_and(|text| text == "true");
        Self {
            q: text("q"),
            parent: text("parent"),
            at_portal: is_on("at_portal"),
            all: is_on("all"),
            cursor: text("cursor"),
        }
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
        with_query(super::TREE, &self.pairs(), encode)
    }

    /// Address of the question to the server.
    pub fn api_address(&self, encode: impl Fn(&str) -> String) -> String {
        with_query(path::UNITS, &self.pairs(), encode)
    }

    fn pairs(&self) -> [(&str, &str); 5] {
        let on = |is_on: bool| if is_on { "true" } else { "" };
        [
            ("q", &self.q),
            ("parent", &self.parent),
            ("at_portal", on(self.at_portal)),
            ("all", on(self.all)),
            ("cursor", &self.cursor),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_stands_in_the_address_and_is_read_back() {
        let get = |name: &str| match name {
            "q" => Some("xa tuy".to_owned()),
            "all" => Some("true".to_owned()),
            _ => None,
        };
        let query = TreeQuery::read(get);
        let encode = |text: &str| text.replace(' ', "%20");
        assert_eq!(
            query.page_address(encode),
            "/can-bo/danh-muc/don-vi?q=xa%20tuy&all=true"
        );
        assert_eq!(TreeQuery::default().api_address(encode), "/api/v1/units");
    }
}

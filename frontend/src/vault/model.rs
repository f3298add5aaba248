//! What the pages of the vault work out, without a browser.

use motcua_shared::page::DEFAULT_LIMIT;
use motcua_shared::path;

/// What the address of the list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    /// Words to search for.
    pub q: String,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Rows on a page.
    pub limit: u32,
}

/// Rows on a page that can be chosen.
pub const LIMITS: [u32; 4] = [10, 20, 50, 100];

impl ListQuery {
    /// Reads the address; what cannot be understood is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let limit = get("limit").and_then(|limit| limit.parse().ok());
        Self {
            q: get("q").map(|q| q.trim().to_owned()).unwrap_or_default(),
            cursor: get("cursor").filter(|cursor| !cursor.is_empty()),
            limit: limit
                .filter(|limit| LIMITS.contains(limit))
                .unwrap_or(DEFAULT_LIMIT),
        }
    }

    /// The same list, another page of it.
    pub fn at(&self, cursor: &str) -> Self {
        Self {
            cursor: Some(cursor.to_owned()),
            ..self.clone()
        }
    }

    /// Address of the page on this site. `encode` escapes a value for a query.
    pub fn page_address(&self, encode: impl Fn(&str) -> String) -> String {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(format!("q={}", encode(&self.q)));
        }
        if let Some(cursor) = &self.cursor {
            pairs.push(format!("cursor={}", encode(cursor)));
        }
        if self.limit != DEFAULT_LIMIT {
            pairs.push(format!("limit={}", self.limit));
        }
        if pairs.is_empty() {
            "/kho".to_owned()
        } else {
            format!("/kho?{}", pairs.join("&"))
        }
    }

    /// Address of the question to the server.
    pub fn api_address(&self, encode: impl Fn(&str) -> String) -> String {
        let mut address = format!("{}?limit={}", path::PAPERS, self.limit);
        if !self.q.is_empty() {
            address += &format!("&q={}", encode(&self.q));
        }
        if let Some(cursor) = &self.cursor {
            address += &format!("&cursor={}", encode(cursor));
        }
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_made_from() {
        let query = ListQuery {
            q: "giấy khen".to_owned(),
            cursor: None,
            limit: 50,
        };
        let encode = |text: &str| text.replace(' ', "%20");
        assert_eq!(query.page_address(encode), "/kho?q=giấy%20khen&limit=50");
        assert_eq!(
            query.at("c1").api_address(encode),
            "/api/v1/papers?limit=50&q=giấy%20khen&cursor=c1"
        );
        let plain = ListQuery::read(|_| None);
        assert_eq!(plain.page_address(encode), "/kho");
    }

    #[test]
    fn odd_limits_are_not_asked_for() {
        let query = ListQuery::read(|key| (key == "limit").then(|| "7000".to_owned()));
        assert_eq!(query.limit, DEFAULT_LIMIT);
    }
}

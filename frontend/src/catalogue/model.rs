//! What the pages of the catalogue work out, without a browser.

use motcua_shared::filing::dto::DraftListItem;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::path;

/// What the address of the list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Words to search for.
    pub q: String,
    /// One field of administration; empty for all.
    pub field: String,
    /// One event of life; empty for all.
    pub life_event: String,
    /// Only what can be filed at this portal.
    pub online: bool,
    /// Where the page begins.
    pub cursor: Option<String>,
}

impl SearchQuery {
    /// Reads the address.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |key: &str| get(key).map(|text| text.trim().to_owned()).unwrap_or_default();
        Self {
            q: text("q"),
            field: text("field"),
            life_event: text("life_event"),
            online: get("online").is_some_and(|online| online == "true"),
            cursor: get("cursor").filter(|cursor| !cursor.is_empty()),
        }
    }

    /// Address of the page on this site. `encode` escapes a value for a query.
    pub fn page_address(&self, encode: impl Fn(&str) -> String) -> String {
        format!("/nop{}", self.pairs(encode))
    }

    /// Address of the question to the server.
    pub fn api_address(&self, encode: impl Fn(&str) -> String) -> String {
        format!("{}{}", path::PROCEDURES, self.pairs(encode))
    }

    /// The same words, another page.
    pub fn at(&self, cursor: &str) -> Self {
        Self {
            cursor: Some(cursor.to_owned()),
            ..self.clone()
        }
    }

    /// Whether everything is shown.
    pub fn is_everything(&self) -> bool {
        self.q.is_empty() && self.field.is_empty() && self.life_event.is_empty() && !self.online
    }

    fn pairs(&self, encode: impl Fn(&str) -> String) -> String {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(format!("q={}", encode(&self.q)));
        }
        if !self.field.is_empty() {
            pairs.push(format!("field={}", encode(&self.field)));
        }
        if !self.life_event.is_empty() {
            pairs.push(format!("life_event={}", encode(&self.life_event)));
        }
        if self.online {
            pairs.push("online=true".to_owned());
        }
        if let Some(cursor) = &self.cursor {
            pairs.push(format!("cursor={}", encode(cursor)));
        }
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    }
}

/// Whether an account may file: `None` while nobody is signed in, because then nothing speaks against it.
pub fn fits(kind: Option<AccountKind>, applicants: &[AccountKind]) -> bool {
    kind.is_none_or(|kind| kind.files_dossiers() && applicants.contains(&kind))
}

/// The latest draft of a procedure.
pub fn draft_of<'a>(drafts: &'a [DraftListItem], code: &str) -> Option<&'a DraftListItem> {
    drafts
        .iter()
        .filter(|draft| draft.procedure_code == code)
        .max_by_key(|draft| draft.changed_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_searched_for() {
        let query = SearchQuery {
            q: "giay khen".to_owned(),
            ..SearchQuery::default()
        };
        let encode = |text: &str| text.replace(' ', "%20");
        assert_eq!(query.page_address(encode), "/nop?q=giay%20khen");
        assert_eq!(
            query.at("c").api_address(encode),
            "/api/v1/procedures?q=giay%20khen&cursor=c"
        );
        assert_eq!(SearchQuery::read(|_| None).page_address(encode), "/nop");
        let narrowed = SearchQuery::read(|key| match key {
            "field" => Some("Hộ tịch".to_owned()),
            "online" => Some("true".to_owned()),
            "life_event" => Some("sinh-con".to_owned()),
            _ => None,
        });
        assert_eq!(
            narrowed.page_address(encode),
            "/nop?field=Hộ%20tịch&life_event=sinh-con&online=true"
        );
    }

    #[test]
    fn only_accounts_that_file_may_file() {
        assert!(fits(None, &[AccountKind::Agency]));
        assert!(fits(Some(AccountKind::Agency), &[AccountKind::Agency]));
        assert!(!fits(Some(AccountKind::Citizen), &[AccountKind::Agency]));
        assert!(!fits(Some(AccountKind::Staff), &[AccountKind::Staff]));
    }
}

//! What the list of the vault is asked for, between the address of the page and the question to the server. Filters,
//! order and page stand in the address, so that reload and back show the same; words do not, because they may be an
//! identity number: the address has a mark, and the words lie beside it in this tab until its session ends.

use motcua_shared::page::DEFAULT_LIMIT;
use motcua_shared::signature::report::Verdict;
use motcua_shared::vault::dto::{PaperSort, SearchPapers, VaultKind};
use serde::{Deserialize, Serialize};

/// Rows on a page that can be chosen.
pub const LIMITS: [u32; 4] = [10, 20, 50, 100];

/// Under which this tab keeps the words of searches.
pub const WORDS: &str = "vault-words";

/// The words: one box over all columns, and the six of the letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// Any column.
    pub q: String,
    /// "Tên giấy tờ".
    pub name: String,
    /// "Mã giấy tờ/Mã giấy tờ KQGQ".
    pub code: String,
    /// "Số quyết định".
    pub decision_number: String,
    /// "Tên chủ hồ sơ".
    pub owner_name: String,
    /// "Số định danh".
    pub identifier: String,
    /// "Trích yếu".
    pub summary: String,
}

impl Words {
    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether one of the six is filled in.
    pub fn has_columns(&self) -> bool {
        let q = self.q.clone();
        *self != Self { q, ..Self::default() }
    }
}

/// What the list is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The mark of the words in the address.
    pub mark: String,
    /// The words.
    pub words: Words,
    /// Only of this type.
    pub type_id: String,
    /// Only of this category.
    pub category: String,
    /// Only of this vault.
    pub kind: Option<VaultKind>,
    /// Only shown or only hidden ones.
    pub visible: Option<bool>,
    /// Only with this verdict.
    pub verdict: Option<Verdict>,
    /// The order.
    pub sort: PaperSort,
    /// Rows on a page; none is the default.
    pub limit: Option<u32>,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Number of the page: asked for without a cursor, shown with one.
    pub page: Option<u32>,
}

/// The words that stand for values in an address, and back.
macro_rules! in_address {
    ($name:ident, $read:ident, $kind:ty, $($text:literal = $value:path),+) => {
        /// As it stands in an address.
        pub fn $name(value: $kind) -> &'static str {
            let known = [$(($value, $text)),+];
            known.into_iter().find(|(one, _)| *one == value).map_or("", |(_, text)| text)
        }

        /// What stands in an address.
        pub fn $read(text: &str) -> Option<$kind> {
            match text {
                $($text => Some($value),)+
                _ => None,
            }
        }
    };
}

in_address!(
    kind_text,
    read_kind,
    VaultKind,
    "rieng" = VaultKind::Own,
    "co-quan" = VaultKind::Authority,
    "noi-khac" = VaultKind::Partner
);
in_address!(
    verdict_text,
    read_verdict,
    Verdict,
    "hop-le" = Verdict::TotalPassed,
    "chua-ro" = Verdict::Indeterminate,
    "khong-hop-le" = Verdict::TotalFailed
);
in_address!(
    sort_text,
    read_sort,
    PaperSort,
    "moi-nhat" = PaperSort::Newest,
    "cu-nhat" = PaperSort::Oldest,
    "ten" = PaperSort::Name,
    "ngay-ban-hanh" = PaperSort::IssuedOn,
    "dung-nhieu" = PaperSort::TimesUsed
);

/// As it stands in an address.
pub fn visible_text(is_visible: bool) -> &'static str {
    if is_visible { "hien" } else { "an" }
}

/// What stands in an address.
pub fn read_visible(text: &str) -> Option<bool> {
    match text {
        "hien" => Some(true),
        "an" => Some(false),
        _ => None,
    }
}

impl Asked {
    /// Reads the address; what cannot be understood is left out. `words` knows what lies beside a mark.
    pub fn read(get: impl Fn(&str) -> Option<String>, words: impl Fn(&str) -> Words) -> Self {
        let text = |key: &str| get(key).unwrap_or_default();
        let number = |key: &str| get(key).and_then(|text| text.parse::<u32>().ok());
        let mark = text("tim");
        Self {
            words: if mark.is_empty() {
                Words::default()
            } else {
                words(&mark)
            },
            mark,
            type_id: text("loai"),
            category: text("danh-muc"),
            kind: read_kind(&text("kho")),
            visible: read_visible(&text("hien-thi")),
            verdict: read_verdict(&text("chu-ky")),
            sort: read_sort(&text("sap-xep")).unwrap_or_default(),
            limit: number("limit").filter(|limit| LIMITS.contains(limit) && *limit != DEFAULT_LIMIT),
            cursor: get("cursor").filter(|cursor| !cursor.is_empty()),
            page: number("trang").filter(|page| *page > 0),
        }
    }

    /// The same papers in the same order, from the first page.
    pub fn first_page(&self) -> Self {
        Self {
            cursor: None,
            page: None,
            ..self.clone()
        }
    }

    /// The page that a cursor leads to; its number is shown where it is known.
    pub fn turn(&self, cursor: String, page: Option<u32>) -> Self {
        Self {
            cursor: Some(cursor),
            page,
            ..self.clone()
        }
    }

    /// The page of this number.
    pub fn jump(&self, page: u32) -> Self {
        Self {
            cursor: None,
            page: Some(page),
            ..self.clone()
        }
    }

    /// Rows on a page.
    pub fn rows(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT)
    }

    /// Whether something narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.words.is_empty() || self.has_filters()
    }

    /// Whether something besides the sort of vault does.
    pub fn is_narrowed_in_its_sort(&self) -> bool {
        !self.words.is_empty() || self.has_own_filters()
    }

    /// Whether a filter does.
    pub fn has_filters(&self) -> bool {
        self.kind.is_some() || self.has_own_filters()
    }

    /// Whether one does that has no tab.
    pub fn has_own_filters(&self) -> bool {
        !self.type_id.is_empty()
            || !self.category.is_empty()
            || self.visible.is_some()
            || self.verdict.is_some()
    }

    /// Address of the page. `encode` escapes a value for a query.
    pub fn address(&self, encode: impl Fn(&str) -> String) -> String {
        let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
        let pairs = [
            (
                "tim",
                if self.words.is_empty() {
                    String::new()
                } else {
                    self.mark.clone()
                },
            ),
            ("loai", self.type_id.clone()),
            ("danh-muc", self.category.clone()),
            ("kho", self.kind.map_or("", kind_text).to_owned()),
            ("hien-thi", self.visible.map_or("", visible_text).to_owned()),
            ("chu-ky", self.verdict.map_or("", verdict_text).to_owned()),
            (
                "sap-xep",
                if self.sort == PaperSort::Newest {
                    String::new()
                } else {
                    sort_text(self.sort).to_owned()
                },
            ),
            ("limit", number(self.limit)),
            ("cursor", self.cursor.clone().unwrap_or_default()),
            ("trang", number(self.page)),
        ];
        let pairs: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", encode(&value)))
            .collect();
        if pairs.is_empty() {
            "/kho".to_owned()
        } else {
            format!("/kho?{}", pairs.join("&"))
        }
    }

    /// The question to the server.
    pub fn question(&self) -> SearchPapers {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        SearchPapers {
            q: text(&self.words.q),
            name: text(&self.words.name),
            code: text(&self.words.code),
            decision_number: text(&self.words.decision_number),
            owner_name: text(&self.words.owner_name),
            identifier: text(&self.words.identifier),
            summary: text(&self.words.summary),
            type_id: text(&self.type_id),
            category_code: text(&self.category),
            vault_kind: self.kind,
            is_visible: self.visible,
            verdict: self.verdict,
            sort: self.sort,
            cursor: self.cursor.clone(),
            page: self.page.filter(|_| self.cursor.is_none()),
            limit: Some(self.rows()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str) -> String {
        text.replace(' ', "%20")
    }

    #[test]
    fn an_address_says_what_it_was_made_from_and_never_the_words() {
        let asked = Asked {
            mark: "k7".to_owned(),
            words: Words {
                identifier: "001099000001".to_owned(),
                ..Words::default()
            },
            category: "KQ.G15.000031".to_owned(),
            kind: Some(VaultKind::Authority),
            visible: Some(false),
            verdict: Some(Verdict::Indeterminate),
            sort: PaperSort::IssuedOn,
            limit: Some(50),
            page: Some(3),
            ..Asked::default()
        };
        let address = asked.address(encode);
        assert_eq!(
            address,
            "/kho?tim=k7&danh-muc=KQ.G15.000031&kho=co-quan&hien-thi=an&chu-ky=chua-ro&sap-xep=ngay-ban-hanh&limit=50&trang=3"
        );
        let (_, query) = address.split_once('?').unwrap();
        let get = |key: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value.to_owned())
        };
        assert_eq!(Asked::read(get, |_| asked.words.clone()), asked);
        assert_eq!(asked.question().page, Some(3));
        assert_eq!(
            asked.turn("o1".to_owned(), Some(4)).question().page,
            None,
            "the cursor leads"
        );
    }

    #[test]
    fn a_plain_list_has_a_plain_address_and_odd_values_are_left_out() {
        let plain = Asked::read(|_| None, |_| Words::default());
        assert_eq!(
            (plain.address(encode).as_str(), plain.rows()),
            ("/kho", DEFAULT_LIMIT)
        );
        let odd = |key: &str| match key {
            "limit" => Some("7000".to_owned()),
            "kho" | "sap-xep" | "trang" => Some("0".to_owned()),
            _ => None,
        };
        assert_eq!(Asked::read(odd, |_| Words::default()), plain);
    }

    #[test]
    fn only_the_six_count_as_columns() {
        let all = Words {
            q: "giấy".to_owned(),
            ..Words::default()
        };
        assert!(!all.has_columns() && !all.is_empty());
        assert!(
            Words {
                summary: "x".to_owned(),
                ..all
            }
            .has_columns()
        );
    }
}

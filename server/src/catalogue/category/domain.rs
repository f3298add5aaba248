//! What follows when a category is named otherwise.

use motcua_shared::id::PaperId;
use motcua_shared::search_key::search_key;
use serde::{Deserialize, Serialize};

/// Kind of the job that writes the search keys anew of the papers of a category: they hold its name.
pub const RENAMED: &str = "catalogue.category-renamed";

/// Its argument.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Renamed {
    /// The category.
    pub code: String,
    /// Papers up to here are done.
    pub after: Option<PaperId>,
}

/// `ket-qua-giai-quyet`: the id of a type, made from its first name.
pub fn id_of(name: &str) -> String {
    let key = search_key(name);
    let words = key
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_type_can_stand_in_an_address() {
        assert_eq!(id_of("Kết quả giải quyết"), "ket-qua-giai-quyet");
        assert_eq!(id_of("  Đơn / tờ khai (mới) "), "don-to-khai-moi");
        assert_eq!(id_of("…"), "");
    }
}

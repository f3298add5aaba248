//! What is shown of the list.

use motcua_shared::catalogue::kept::{KeptCategory, KeptType};

/// Which ones are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All of them.
    Any,
    /// That can be chosen.
    Active,
    /// That cannot.
    Retired,
}

impl Status {
    /// As the list on the page has it.
    pub fn read(value: &str) -> Self {
        match value {
            "dung" => Self::Active,
            "ngung" => Self::Retired,
            _ => Self::Any,
        }
    }
}

/// Types with the categories in which every word stands, in name or code, with or without marks; a type whose own name has the words
/// shows all of its categories. `key` makes a text comparable: [`key`] in the browser.
pub fn shown(types: &[KeptType], words: &str, status: Status, key: impl Fn(&str) -> String) -> Vec<KeptType> {
    let words = key(words.trim());
    let has = |text: &str| {
        let key = key(text);
        words.split(' ').all(|word| key.contains(word))
    };
    let wanted = |is_active: bool| match status {
        Status::Any => true,
        Status::Active => is_active,
        Status::Retired => !is_active,
    };
    let of_type = |kind: &KeptType| {
        let is_named = has(&kind.name);
        let fits = |one: &&KeptCategory| {
            // What hangs on a retired type cannot be chosen, either.
            wanted(one.is_active && kind.is_active)
                && (is_named || has(&format!("{} {}", one.code, one.name)))
        };
        let categories: Vec<KeptCategory> = kind.categories.iter().filter(fits).cloned().collect();
        let is_shown = !categories.is_empty() || (is_named && wanted(kind.is_active));
        is_shown.then(|| KeptType {
            categories,
            ..kind.clone()
        })
    };
    types.iter().filter_map(of_type).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::search_key::search_key;

    fn category(code: &str, name: &str, is_active: bool) -> KeptCategory {
        KeptCategory {
            code: code.to_owned(),
            name: name.to_owned(),
            is_active,
            version: 1,
        }
    }

    fn types() -> Vec<KeptType> {
        let of_type = |name: &str, is_active, categories| KeptType {
            id: name.to_owned(),
            name: name.to_owned(),
            is_active,
            version: 1,
            categories,
        };
        vec![
            of_type(
                "Kết quả giải quyết",
                true,
                vec![
                    category("KQ.G15.000031", "Giấy khai sinh", true),
                    category("KQ.G15.000038", "Giấy xác nhận tình trạng hôn nhân", false),
                ],
            ),
            of_type(
                "Giấy tờ nhà đất",
                false,
                vec![category("KQ.G10.1", "Sổ đỏ", true)],
            ),
        ]
    }

    fn codes(words: &str, status: Status) -> Vec<String> {
        let found = shown(&types(), words, status, search_key);
        found
            .into_iter()
            .flat_map(|kind| kind.categories)
            .map(|one| one.code)
            .collect()
    }

    #[test]
    fn words_are_found_with_and_without_marks_in_names_and_codes() {
        assert_eq!(codes("khai sinh", Status::Any), ["KQ.G15.000031"]);
        assert_eq!(codes("000038", Status::Any), ["KQ.G15.000038"]);
        assert_eq!(codes("KẾT QUẢ", Status::Any).len(), 2);
        assert_eq!(codes("", Status::Any).len(), 3);
        assert!(codes("khai tử", Status::Any).is_empty());
    }

    #[test]
    fn what_hangs_on_a_retired_type_is_retired() {
        assert_eq!(codes("", Status::Active), ["KQ.G15.000031"]);
        assert_eq!(codes("", Status::Retired), ["KQ.G15.000038", "KQ.G10.1"]);
    }
}

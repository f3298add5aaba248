//! Names of X.500, compared as RFC 5280 §7.1 asks: the same letters are the same name, however they are written.

use super::digest::sha256;
use der::Encode;
use motcua_shared::signature::parse::certificate::decode;
use unicode_normalization::UnicodeNormalization;
use x509_cert::{
    attr::{AttributeTypeAndValue, AttributeValue},
    name::{Name, RelativeDistinguishedName},
};

/// Bytes of the values of a name that are compared letter by letter; real ones have a tenth. A longer one equals only
/// itself, as written.
const FOLDED: usize = 2_048;

/// What names are compared by: the same for names that are the same. Taken once, however often a name is looked for:
/// a paper may bring a thousand certificates, and ask for each of them with every signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameKey([u8; 32]);

impl NameKey {
    /// The key of `name`.
    pub fn of(name: &Name) -> Self {
        let values = name.0.iter().flat_map(|part| part.0.iter());
        let length: usize = values.map(|one| one.value.value().len()).sum();
        if length > FOLDED {
            return Self(sha256(&name.to_der().unwrap_or_default()));
        }
        let mut key = Vec::new();
        for part in &name.0 {
            let mut attributes: Vec<Vec<u8>> = part.0.iter().map(folded_attribute).collect();
            attributes.sort_unstable();
            put(&mut key, &attributes.len().to_be_bytes());
            for attribute in attributes {
                put(&mut key, &attribute);
            }
        }
        Self(sha256(&key))
    }
}

/// Adds `bytes` so that nothing else can read the same.
fn put(key: &mut Vec<u8>, bytes: &[u8]) {
    key.extend_from_slice(&bytes.len().to_be_bytes());
    key.extend_from_slice(bytes);
}

fn folded_attribute(attribute: &AttributeTypeAndValue) -> Vec<u8> {
    let mut key = Vec::new();
    put(&mut key, attribute.oid.as_bytes());
    match folded(&attribute.value) {
        Some(text) => put(&mut key, text.as_bytes()),
        None => key.extend(attribute.value.to_der().unwrap_or_default()),
    }
    key
}

/// Whether `name` begins with all parts of `base` (RFC 5280 §4.2.1.10).
pub fn begins_with(name: &Name, base: &Name) -> bool {
    base.0.len() <= name.0.len()
        && name
            .0
            .iter()
            .zip(&base.0)
            .all(|(left, right)| is_same(left, right))
}

fn is_same(left: &RelativeDistinguishedName, right: &RelativeDistinguishedName) -> bool {
    left.0.len() == right.0.len()
        && left
            .0
            .iter()
            .all(|one| right.0.iter().any(|other| is_same_attribute(one, other)))
}

/// RFC 5280 §7.1: case and runs of blanks do not matter, nor does what nobody sees or takes for another letter
/// (RFC 4518 §2.2 and §2.3).
fn folded(value: &AttributeValue) -> Option<String> {
    let text: String = decode(value)?;
    let seen: String = text.chars().filter(|letter| !is_unseen(*letter)).nfkc().collect();
    let words: Vec<String> = seen.split_whitespace().map(str::to_lowercase).collect();
    Some(words.join(" "))
}

/// RFC 4518 §2.2, mapped to nothing: soft hyphens, joiners, marks of direction and variants.
const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{1806}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFFC}'
    )
}

fn is_same_attribute(left: &AttributeTypeAndValue, right: &AttributeTypeAndValue) -> bool {
    left.oid == right.oid
        && match (folded(&left.value), folded(&right.value)) {
            (Some(left), Some(right)) => left == right,
            _ => left.value.to_der().ok() == right.value.to_der().ok(),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    fn is_same_name(left: &Name, right: &Name) -> bool {
        NameKey::of(left) == NameKey::of(right)
    }

    #[test]
    fn names_are_compared_part_by_part_whatever_their_case() {
        let name = |text| Name::from_str(text).unwrap();
        // The text form is written from the last part to the first.
        let holder = name("CN=Xã Thử,O=UBND Tỉnh Mẫu,C=VN");
        assert!(begins_with(&holder, &name("O=ubnd  tỉnh mẫu,C=VN")));
        assert!(begins_with(&holder, &name("C=VN")));
        assert!(!begins_with(&holder, &name("O=UBND Tỉnh Khác,C=VN")));
        assert!(!begins_with(&name("C=VN"), &holder));
    }

    #[test]
    fn a_name_is_the_same_in_another_string_type_and_with_other_blanks() {
        let printable = [
            0x30, 0x0d, 0x31, 0x0b, 0x30, 0x09, 6, 3, 0x55, 4, 3, 0x13, 2, b'C', b'A',
        ];
        let mut utf8 = printable;
        utf8[11] = 0x0c;
        utf8[14] = b'a';
        let read = |der: &[u8]| <Name as der::Decode>::from_der(der).unwrap();
        assert!(is_same_name(&read(&printable), &read(&utf8)));
        utf8[14] = b'b';
        assert!(!is_same_name(&read(&printable), &read(&utf8)));
        assert!(!is_same_name(&read(&printable), &Name::default()));
    }

    #[test]
    fn what_nobody_sees_makes_no_other_name() {
        let name = |text: &str| Name::from_str(&format!("CN={text}")).unwrap();
        for same in [
            "UBND\u{AD} Tỉnh",
            "UBND\u{200B} Tỉnh",
            "ＵＢＮＤ Tỉnh",
            "UBND\u{FEFF} Ti\u{309}nh",
        ] {
            assert!(is_same_name(&name("UBND Tỉnh"), &name(same)), "{same:?}");
        }
        assert!(!is_same_name(&name("UBND Tỉnh"), &name("UBND Tĩnh")));
    }

    #[test]
    fn a_name_of_absurd_length_is_not_folded_and_equals_only_itself() {
        let long = |letter: &str| Name::from_str(&format!("CN={}", letter.repeat(FOLDED + 1))).unwrap();
        assert!(is_same_name(&long("a"), &long("a")));
        assert!(!is_same_name(&long("a"), &long("A")));
    }
}

//! What ties entries together: digests of entries, trees over them (RFC 6962 §2.1), a chain of seals, and what a timestamp is over.
//! The whole of it is written down in docs/audit.md, so that anybody can reckon it again.

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

/// SHA-256.
pub type Hash = [u8; 32];

/// An entry as its row says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Who did it; absent for what no account did.
    pub account_id: Option<String>,
    /// The stable name of what was done.
    pub action: String,
    /// What it was done to.
    pub subject_id: String,
    /// What is said besides, in JSON.
    pub detail: String,
    /// The request that did it.
    pub request_id: String,
    /// When.
    pub recorded_at: NaiveDateTime,
}

impl Entry {
    /// The bytes that are hashed: a JSON array without blanks, in this order.
    pub fn text(&self) -> String {
        let at = self.recorded_at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
        serde_json::json!([
            "motcua-audit-1",
            self.id,
            self.account_id,
            self.action,
            self.subject_id,
            self.detail,
            self.request_id,
            at
        ])
        .to_string()
    }

    /// Its leaf.
    pub fn leaf(&self) -> Hash {
        leaf(self.text().as_bytes())
    }
}

fn hash(parts: &[&[u8]]) -> Hash {
    let mut context = Sha256::new();
    for part in parts {
        context.update(part);
    }
    context.finalize().into()
}

/// RFC 6962 §2.1: a leaf.
pub fn leaf(bytes: &[u8]) -> Hash {
    hash(&[&[0], bytes])
}

fn node(left: &Hash, right: &Hash) -> Hash {
    hash(&[&[1], left, right])
}

/// The largest power of two that is smaller than `count`, which is two at least.
fn split(count: usize) -> usize {
    1 << (usize::BITS - 1 - (count - 1).leading_zeros())
}

/// RFC 6962 §2.1: the Merkle tree hash of leaves in their order.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => hash(&[]),
        [only] => *only,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(&root(left), &root(right))
        }
    }
}

/// RFC 6962 §2.1.1: for each of these places, in their order and below the number of leaves, what is needed beside its leaf to
/// reckon the root, from the leaf upwards. The tree is walked once.
pub fn paths(leaves: &[Hash], places: &[usize]) -> Vec<Vec<Hash>> {
    walk(leaves, (places, 0)).1
}

/// The root of these leaves, whose first has this number, and the paths of those places.
fn walk(leaves: &[Hash], (places, first): (&[usize], usize)) -> (Hash, Vec<Vec<Hash>>) {
    if leaves.len() < 2 || places.is_empty() {
        return (root(leaves), vec![Vec::new(); places.len()]);
    }
    let middle = split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (near, far) = places.split_at(places.partition_point(|place| *place < first + middle));
    let (left, mut paths) = walk(left, (near, first));
    let (right, others) = walk(right, (far, first + middle));
    paths.iter_mut().for_each(|path| path.push(right));
    paths.extend(others.into_iter().map(|mut path| {
        path.push(left);
        path
    }));
    (node(&left, &right), paths)
}

/// The root that a leaf leads to by its path; nothing where such a path cannot be.
pub fn root_by(leaf: Hash, (at, count): (usize, usize), path: &[Hash]) -> Option<Hash> {
    if at >= count {
        return None;
    }
    if count == 1 {
        return path.is_empty().then_some(leaf);
    }
    let (other, path) = path.split_last()?;
    let left = split(count);
    match at.checked_sub(left) {
        None => Some(node(&root_by(leaf, (at, left), path)?, other)),
        Some(at) => Some(node(other, &root_by(leaf, (at, count - left), path)?)),
    }
}

/// The head of the chain after a seal: over the head before it, its number from 1, how many entries it seals, and their root.
pub fn head(previous: &Hash, number: u64, entries: u64, root: &Hash) -> Hash {
    hash(&[
        &[2],
        previous,
        &number.to_be_bytes(),
        &entries.to_be_bytes(),
        root,
    ])
}

/// What a file with proofs says of its own bytes.
pub fn file(bytes: &[u8]) -> Hash {
    hash(&[&[4], bytes])
}

/// The head before the first seal.
pub const BEGINNING: Hash = [0; 32];

/// What a timestamp is over: the chain until the last of these seals, and the tree over their heads, so that one seal can be
/// proved without the others.
pub fn stamped(last_head: &Hash, (first, last): (u64, u64), root: &Hash) -> Hash {
    hash(&[&[3], last_head, &first.to_be_bytes(), &last.to_be_bytes(), root])
}

/// In lower-case hexadecimal digits.
pub fn to_hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads that.
pub fn from_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digits
            .iter()
            .try_fold(0, |so_far, digit| Some(so_far << 4 | value(*digit)?))?;
    }
    Some(hash)
}

/// As [`to_hex`] writes it and in no other way, so that each hash has one text.
const fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn entry() -> Entry {
        Entry {
            id: "01926f3e-0000-7000-8000-000000000001".to_owned(),
            account_id: None,
            action: "dossier-viewed".to_owned(),
            subject_id: "01926f3e-0000-7000-8000-000000000002".to_owned(),
            detail: "{\"word\":\"“Hồ sơ”\"}".to_owned(),
            request_id: "r".to_owned(),
            recorded_at: NaiveDate::from_ymd_opt(2026, 11, 23)
                .unwrap()
                .and_hms_micro_opt(5, 6, 7, 8)
                .unwrap(),
        }
    }

    #[test]
    fn an_entry_is_hashed_as_the_documentation_says() {
        assert_eq!(
            entry().text(),
            r#"["motcua-audit-1","01926f3e-0000-7000-8000-000000000001",null,"dossier-viewed","01926f3e-0000-7000-8000-000000000002","{\"word\":\"“Hồ sơ”\"}","r","2026-11-23T05:06:07.000008Z"]"#
        );
        let mut other = entry();
        other.recorded_at += chrono::Duration::microseconds(1);
        assert_ne!(entry().leaf(), other.leaf());
    }

    #[test]
    fn trees_are_those_of_rfc_6962() {
        // The tree of the certificate transparency project's own test vectors: eight leaves of these bytes.
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let leaves: Vec<Hash> = inputs.iter().map(|bytes| leaf(bytes)).collect();
        let hex = |count: usize| to_hex(&root(&leaves[..count]));
        assert_eq!(
            hex(0),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex(1),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex(3),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
        );
        assert_eq!(
            hex(8),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn hexadecimal_digits_come_back() {
        let hash = leaf(b"x");
        assert_eq!(from_hex(&to_hex(&hash)), Some(hash));
        for bad in [
            "",
            "00",
            &"g".repeat(64),
            &"é".repeat(32),
            &"0".repeat(65),
            &"A".repeat(64),
            &"+f".repeat(32),
        ] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }

    proptest! {
        /// Every leaf of every tree is proved by its path, and nothing else is.
        #[test]
        fn a_path_proves_its_leaf_and_no_other(count in 1_usize..70, at in 0_usize..70, other in 0_usize..70) {
            let at = at % count;
            let leaves: Vec<Hash> = (0..count).map(|place| leaf(&place.to_be_bytes())).collect();
            let (tree, path) = (root(&leaves), paths(&leaves, &[at]).remove(0));
            prop_assert_eq!(root_by(leaves[at], (at, count), &path), Some(tree));
            prop_assert_ne!(root_by(leaf(b"forged"), (at, count), &path), Some(tree));
            if other % count != at {
                prop_assert_ne!(root_by(leaves[at], (other % count, count), &path), Some(tree));
            }
            prop_assert_eq!(root_by(leaves[at], (count, count), &path), None);
        }

        /// Walked once, the tree gives each place the path that it has alone.
        #[test]
        fn many_paths_are_those_of_each(count in 1_usize..70, wanted in proptest::collection::btree_set(0_usize..70, 0..20)) {
            let leaves: Vec<Hash> = (0..count).map(|place| leaf(&place.to_be_bytes())).collect();
            let wanted: Vec<usize> = wanted.into_iter().filter(|at| *at < count).collect();
            let together = paths(&leaves, &wanted);
            prop_assert_eq!(together.len(), wanted.len());
            for (at, path) in wanted.iter().zip(&together) {
                prop_assert_eq!(root_by(leaves[*at], (*at, count), path), Some(root(&leaves)));
            }
        }

        /// Paths of any length and shape are refused or lead elsewhere, and nothing panics.
        #[test]
        fn any_path_is_read(at in 0_usize..10, count in 0_usize..10, path in proptest::collection::vec(any::<[u8; 32]>(), 0..9)) {
            let _ = root_by(leaf(b""), (at, count), &path);
        }
    }
}

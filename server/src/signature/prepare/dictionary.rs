//! The signature dictionary, ISO 32000-2 §12.8.1, with room for what is not yet known.

use super::{
    error::PrepareError,
    request::{Certification, Details, Kind, Lock},
    syntax::{date, dict, name, text, whole, write},
};
use motcua_shared::signature::outline::Item;
use std::ops::Range;

/// Digits of the numbers in `/ByteRange`: files up to 9 GB.
const RANGE_DIGITS: usize = 10;

/// A signature dictionary and where in it the blanks are.
pub(super) struct Blank {
    pub(super) body: Vec<u8>,
    /// `/Contents` with its brackets.
    pub(super) gap: Range<usize>,
    /// Three numbers and two spaces inside `/ByteRange`.
    pub(super) range: Range<usize>,
}

/// The dictionary for `kind`. `lock` is what the field locks, `catalog` what such a lock is about.
pub(super) fn blank(kind: &Kind, lock: Option<&Item>, catalog: (u32, u16), room: usize) -> Blank {
    let (type_name, sub_filter) = match kind {
        Kind::Signature(_) => ("Sig", "ETSI.CAdES.detached"),
        Kind::DocumentTimestamp => ("DocTimeStamp", "ETSI.RFC3161"),
    };
    let mut entries = dict([
        ("Type", name(type_name)),
        ("Filter", name("Adobe.PPKLite")),
        ("SubFilter", name(sub_filter)),
    ]);
    if let Kind::Signature(details) = kind {
        describe(&mut entries, details, lock, catalog);
    }
    let mut body = Vec::new();
    write(&mut body, &entries);
    body.truncate(body.len().saturating_sub(2));
    body.extend_from_slice(b"/ByteRange [0 ");
    let range_at = body.len();
    let range = range_at..range_at.saturating_add(RANGE_DIGITS * 3 + 2);
    body.resize(range.end, b' ');
    body.extend_from_slice(b"]/Contents ");
    let gap_at = body.len();
    body.push(b'<');
    let digits_end = body.len().saturating_add(room.saturating_mul(2));
    body.resize(digits_end, b'0');
    body.push(b'>');
    let gap = gap_at..body.len();
    body.extend_from_slice(b">>");
    Blank { body, gap, range }
}

fn describe(entries: &mut Item, details: &Details, lock: Option<&Item>, catalog: (u32, u16)) {
    entries.set(b"M", date(details.moment));
    for (key, value) in [
        (&b"Name"[..], &details.name),
        (b"Reason", &details.reason),
        (b"Location", &details.location),
    ] {
        if let Some(value) = value {
            entries.set(key, text(value));
        }
    }
    let mut references = Vec::new();
    if let Some(certification) = details.certification {
        references.push(certifies(certification));
    }
    if let Some(lock) = lock {
        references.push(locks(lock, catalog));
    }
    if !references.is_empty() {
        entries.set(b"Reference", Item::Array(references));
    }
}

/// §12.8.2.2.
fn certifies(certification: Certification) -> Item {
    let level = match certification {
        Certification::Nothing => 1,
        Certification::FormsAndSignatures => 2,
        Certification::Annotations => 3,
    };
    dict([
        ("Type", name("SigRef")),
        ("TransformMethod", name("DocMDP")),
        (
            "TransformParams",
            dict([
                ("Type", name("TransformParams")),
                ("P", whole(level)),
                ("V", name("1.2")),
            ]),
        ),
    ])
}

/// §12.8.2.4: the signature repeats what its field locks, so that it is signed.
fn locks(lock: &Item, (number, generation): (u32, u16)) -> Item {
    let mut parameters = dict([("Type", name("TransformParams")), ("V", name("1.2"))]);
    for key in [&b"Action"[..], b"Fields"] {
        if let Some(value) = lock.get(key) {
            parameters.set(key, value.clone());
        }
    }
    dict([
        ("Type", name("SigRef")),
        ("TransformMethod", name("FieldMDP")),
        ("TransformParams", parameters),
        ("Data", Item::Ref(number, generation)),
    ])
}

/// `/Lock` of a signature field, §12.7.5.5.
pub(super) fn lock_item(lock: &Lock) -> Item {
    let list = |names: &[String]| Item::Array(names.iter().map(|name| text(name)).collect());
    let (action, fields) = match lock {
        Lock::All => ("All", None),
        Lock::Only(names) => ("Include", Some(list(names))),
        Lock::AllBut(names) => ("Exclude", Some(list(names))),
    };
    let mut item = dict([("Type", name("SigFieldLock")), ("Action", name(action))]);
    if let Some(fields) = fields {
        item.set(b"Fields", fields);
    }
    item
}

/// Writes what is signed into `/ByteRange`: all of `bytes` but the gap.
pub(super) fn fill_range(
    bytes: &mut [u8],
    range: Range<usize>,
    gap: &Range<usize>,
) -> Result<(), PrepareError> {
    let rest = bytes.len().saturating_sub(gap.end);
    let width = range.len();
    let numbers = format!("{:<width$}", format!("{} {} {rest}", gap.start, gap.end));
    let place = bytes
        .get_mut(range)
        .filter(|place| place.len() == numbers.len())
        .ok_or(PrepareError::Damaged("a file of more than 9 GB"))?;
    place.copy_from_slice(numbers.as_bytes());
    Ok(())
}

//! The document security store, ISO 32000-2 §12.8.4.3: certificates, revocation lists and OCSP responses that were put
//! into the paper for later checks. All of them are signed by their makers, so it does not matter who put them there;
//! `/VRI` only says which signature needed which and is not read.

use super::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Value},
        stream,
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Streams read from one store; a paper with many signatures needs about three for each.
const STREAMS: usize = 1_000;

/// What the store of a paper holds, each in DER as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValidationData {
    /// `/Certs`.
    pub certificates: Vec<Vec<u8>>,
    /// `/CRLs`.
    pub lists: Vec<Vec<u8>>,
    /// `/OCSPs`.
    pub answers: Vec<Vec<u8>>,
    /// Where the first revision that has a store ends, in bytes; absent when there is none.
    pub since: Option<usize>,
}

/// Reads the store of the newest revision. What cannot be read is left out: it could only have spoken in favour of a
/// signature. An error means that the file cannot be judged at all, or asks for too much.
pub fn validation_data(bytes: &[u8], budget: &mut Budget) -> Result<ValidationData, Reason> {
    let document = Document::open(bytes, budget)?;
    let last = document.last_revision();
    let mut data = ValidationData::default();
    let Some(store) = store(&document, last, budget)? else {
        return Ok(data);
    };
    let mut left = STREAMS;
    data.certificates = streams(&document, &store, b"Certs", &mut left, budget)?;
    data.lists = streams(&document, &store, b"CRLs", &mut left, budget)?;
    data.answers = streams(&document, &store, b"OCSPs", &mut left, budget)?;
    for revision in (0..=last).rev() {
        if revision < last && store_is_missing(&document, revision, budget) {
            break;
        }
        data.since = document.revisions().get(revision).map(|revision| revision.end);
    }
    Ok(data)
}

fn store_is_missing(document: &Document<'_>, revision: usize, budget: &mut Budget) -> bool {
    !matches!(store(document, revision, budget), Ok(Some(_)))
}

fn store<'d>(
    document: &'d Document<'_>,
    revision: usize,
    budget: &mut Budget,
) -> Result<Option<Dict<'d>>, Reason> {
    let catalog = document.catalog(revision, budget)?;
    let Some(value) = catalog.get(b"DSS") else {
        return Ok(None);
    };
    let found = document.resolve(&value.clone(), revision, budget)?;
    Ok(found.and_then(|object| object.as_plain_dict().cloned()))
}

fn streams(
    document: &Document<'_>,
    store: &Dict<'_>,
    key: &[u8],
    left: &mut usize,
    budget: &mut Budget,
) -> Result<Vec<Vec<u8>>, Reason> {
    let last = document.last_revision();
    let Some(list) = store.get(key) else {
        return Ok(Vec::new());
    };
    let Some(list) = document.resolve(&list.clone(), last, budget)? else {
        return Ok(Vec::new());
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for id in list
        .value
        .as_array()
        .unwrap_or_default()
        .iter()
        .filter_map(Value::as_ref)
    {
        if !seen.insert(id) {
            continue;
        }
        Budget::spend(left, 1)?;
        let Some(object) = document.object(id, last, budget)? else {
            continue;
        };
        let Some(dict) = object.value.as_dict() else {
            continue;
        };
        let data = document.stream_data(id.number, &object, last, budget);
        match data.and_then(|data| stream::decode(dict, data, budget)) {
            Ok(data) => found.push(data),
            Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
            Err(_) => {}
        }
    }
    Ok(found)
}

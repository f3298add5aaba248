//! Certification, ISO 32000-2 §12.8.2.2.

use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Value},
    },
    reason::Reason,
};

/// `/P` of the `/DocMDP` transform (table 257): what a certifying signature allows to change, 2 when not said.
pub(crate) fn certification_level(
    document: &Document<'_>,
    signature: &Dict<'_>,
    revision: usize,
    budget: &mut Budget,
) -> Result<Option<u8>, Reason> {
    let Some(references) = signature.get(b"Reference").and_then(Value::as_array) else {
        return Ok(None);
    };
    for reference in references {
        let Some(reference) = document.resolve(&reference.clone(), revision, budget)? else {
            continue;
        };
        let Some(reference) = reference.value.as_dict() else {
            continue;
        };
        if reference.get(b"TransformMethod").and_then(Value::as_name) != Some(b"DocMDP") {
            continue;
        }
        let level = match reference.get(b"TransformParams") {
            Some(parameters) => document
                .resolve(&parameters.clone(), revision, budget)?
                .and_then(|object| {
                    object
                        .value
                        .as_dict()
                        .and_then(|dict| dict.get(b"P").and_then(Value::as_usize))
                }),
            None => None,
        };
        // A level that the standard does not know allows nothing.
        return Ok(Some(match level {
            None | Some(2) => 2,
            Some(3) => 3,
            Some(_) => 1,
        }));
    }
    Ok(None)
}

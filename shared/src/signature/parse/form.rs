//! The signature fields of the interactive form, ISO 32000-2 §12.7.

use super::document::Document;
use super::object::{Dict, Object, ObjectId, Value};
use crate::signature::{budget::Budget, reason::Reason};
use std::collections::BTreeSet;

/// A signature field that has a value.
#[derive(Debug)]
pub(crate) struct SignedField<'d> {
    /// Fully qualified name, §12.7.4.2.
    pub(crate) name: String,
    /// The field's own object.
    pub(crate) id: ObjectId,
    /// `/V` as the field has it: a reference, or the dictionary itself.
    pub(crate) value: Value<'d>,
    /// What `/V` leads to.
    pub(crate) signature: Option<Object<'d>>,
}

/// What a field inherits from its parents.
#[derive(Clone, Default)]
struct Inherited {
    name: String,
    is_signature: bool,
}

/// The form in `revision`, if there is one.
pub(crate) fn form<'d>(
    document: &'d Document<'_>,
    catalog: &Dict<'d>,
    revision: usize,
    budget: &mut Budget,
) -> Result<Option<Dict<'d>>, Reason> {
    let Some(value) = catalog.get(b"AcroForm") else {
        return Ok(None);
    };
    let Some(object) = document.resolve(value, revision, budget)? else {
        return Ok(None);
    };
    object.as_plain_dict().cloned().map(Some).ok_or(Reason::Damaged)
}

/// All signature fields with a value in `revision`, in the order of the form.
pub(crate) fn signed_fields<'d>(
    document: &'d Document<'_>,
    revision: usize,
    budget: &mut Budget,
) -> Result<Vec<SignedField<'d>>, Reason> {
    let catalog = document.catalog(revision, budget)?;
    let Some(form) = form(document, &catalog, revision, budget)? else {
        return Ok(Vec::new());
    };
    if form.has_duplicates {
        return Err(Reason::DuplicateKey);
    }
    let mut walk = Walk {
        document,
        revision,
        budget,
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    walk.list(form.get(b"Fields"), &Inherited::default(), 0)?;
    Ok(walk.found)
}

struct Walk<'d, 'b> {
    document: &'d Document<'d>,
    revision: usize,
    budget: &'b mut Budget,
    seen: BTreeSet<u32>,
    found: Vec<SignedField<'d>>,
}

impl<'d> Walk<'d, '_> {
    fn list(&mut self, list: Option<&Value<'d>>, inherited: &Inherited, depth: usize) -> Result<(), Reason> {
        if depth > Budget::TREE_DEPTH {
            return Err(Reason::LimitExceeded);
        }
        let Some(list) = list else { return Ok(()) };
        let Some(object) = self.document.resolve(list, self.revision, self.budget)? else {
            return Ok(());
        };
        for item in object.value.as_array().ok_or(Reason::Damaged)? {
            // Fields are indirect objects, §12.7.4.1; a loop in the tree is no tree.
            let id = item.as_ref().ok_or(Reason::Damaged)?;
            if !self.seen.insert(id.number) {
                return Err(Reason::Damaged);
            }
            if let Some(field) = self.document.object(id, self.revision, self.budget)? {
                self.field(id, &field, inherited, depth)?;
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        id: ObjectId,
        field: &Object<'d>,
        inherited: &Inherited,
        depth: usize,
    ) -> Result<(), Reason> {
        let dict = field.as_plain_dict().ok_or(Reason::Damaged)?;
        if dict.has_duplicates {
            return Err(Reason::DuplicateKey);
        }
        let mut own = inherited.clone();
        if let Some(kind) = dict.get(b"FT") {
            own.is_signature = kind.as_name() == Some(b"Sig");
        }
        if let Some(part) = dict.get(b"T").and_then(Value::as_text) {
            if part.raw.len() > Budget::RAW_NAME {
                return Err(Reason::LimitExceeded);
            }
            let separator = if own.name.is_empty() { "" } else { "." };
            own.name = format!("{}{separator}{}", own.name, super::text::decode_text(part.raw));
            // A long name in every one of many fields would be copied over and over.
            if own.name.len() > Budget::NAME {
                return Err(Reason::LimitExceeded);
            }
            Budget::spend(&mut self.budget.syntax_bytes, own.name.len())?;
        }
        if let Some(value) = dict.get(b"V") {
            let signature = self.signature(value, own.is_signature)?;
            if own.is_signature || signature.is_some() {
                Budget::spend(&mut self.budget.signatures, 1)?;
                self.found.push(SignedField {
                    name: own.name.clone(),
                    id,
                    value: value.clone(),
                    signature,
                });
            }
        }
        self.list(dict.get(b"Kids"), &own, depth.saturating_add(1))
    }

    /// What `/V` leads to. A dictionary that looks like a signature counts as one whatever the field calls itself.
    fn signature(&mut self, value: &Value<'d>, is_signature: bool) -> Result<Option<Object<'d>>, Reason> {
        let object = self.document.resolve(value, self.revision, self.budget)?;
        Ok(object.filter(|object| {
            is_signature
                || object.value.as_dict().is_some_and(|dict| {
                    dict.get(b"ByteRange").is_some() || dict.is_type(b"Sig") || dict.is_type(b"DocTimeStamp")
                })
        }))
    }
}

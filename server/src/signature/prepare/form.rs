//! The interactive form (ISO 32000-2 §12.7.3): which fields there are, and one more.

use super::{
    error::PrepareError,
    syntax::{dict, whole},
    update::Update,
};
use motcua_shared::signature::{
    Reason,
    outline::{Item, Outline},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Deeper trees are no field trees.
const TREE_DEPTH: usize = 64;
/// More unsigned signature fields than any form has.
const MOST_EMPTY: usize = 1_000;
/// Signatures exist, and saving other than by appending breaks them (table 225).
const SIGNED_AND_APPEND_ONLY: i64 = 3;

/// The fields of a form by their names.
#[derive(Debug, Default)]
pub(super) struct Fields {
    /// Names of the outermost fields: a new one stands beside them.
    taken: BTreeSet<Rc<str>>,
    /// Fully qualified names.
    empty: BTreeMap<Rc<str>, EmptyField>,
}

/// A signature field that nobody has signed.
#[derive(Debug, Clone)]
pub(super) struct EmptyField {
    pub(super) id: (u32, u16),
    pub(super) dict: Item,
    /// The annotation that shows it, which may be the field itself (§12.7.4.1).
    pub(super) widget: Option<Widget>,
}

/// An annotation with its number and generation.
type Widget = ((u32, u16), Item);

impl Fields {
    /// Reads all fields.
    pub(super) fn read(outline: &mut Outline<'_>, catalog: &Item) -> Result<Self, PrepareError> {
        let mut fields = Self::default();
        let Some(form) = catalog.get(b"AcroForm") else {
            return Ok(fields);
        };
        let form = outline.resolve(form)?;
        let mut seen = BTreeSet::new();
        let mut open = children(outline, form.get(b"Fields"))?
            .into_iter()
            .map(|id| (id, Rc::<str>::from(""), false, 0_usize))
            .collect::<Vec<_>>();
        while let Some((id, above, inherits_signature, depth)) = open.pop() {
            if depth > TREE_DEPTH || !seen.insert(id) {
                return Err(PrepareError::Damaged("the form's fields"));
            }
            let field = outline.object(id)?;
            let name: Rc<str> = match field.get(b"T").and_then(Item::text) {
                Some(part) if above.is_empty() => part.into(),
                Some(part) => format!("{above}.{part}").into(),
                None => above,
            };
            let is_signature = match field.get(b"FT") {
                Some(kind) => kind.as_name() == Some(b"Sig"),
                None => inherits_signature,
            };
            let kids = children(outline, field.get(b"Kids"))?;
            if is_signature && field.get(b"T").is_some() && field.get(b"V").is_none() {
                let widget = widget(outline, id, &field, &kids)?;
                let dict = field.clone();
                let field = EmptyField { id, dict, widget };
                fields.empty.insert(Rc::clone(&name), field);
                if fields.empty.len() > MOST_EMPTY {
                    return Err(Reason::LimitExceeded.into());
                }
            }
            if depth == 0 {
                fields.taken.insert(Rc::clone(&name));
            }
            let below = depth.saturating_add(1);
            open.extend(
                kids.into_iter()
                    .map(|kid| (kid, Rc::clone(&name), is_signature, below)),
            );
        }
        Ok(fields)
    }

    /// The unsigned signature field of this name.
    pub(super) fn empty(&self, name: &str) -> Result<EmptyField, PrepareError> {
        self.empty
            .get(name)
            .cloned()
            .ok_or_else(|| PrepareError::NoSuchField(name.to_owned()))
    }

    /// A name for a new field: the one wanted, or the next free one.
    pub(super) fn new_name(&self, wanted: Option<&str>) -> Result<String, PrepareError> {
        match wanted {
            Some(name) if name.is_empty() || name.contains('.') || self.taken.contains(name) => {
                Err(PrepareError::BadFieldName(name.to_owned()))
            }
            Some(name) => Ok(name.to_owned()),
            None => (1..=self.taken.len().saturating_add(1))
                .map(|number| format!("Signature{number}"))
                .find(|name| !self.taken.contains(name.as_str()))
                .ok_or(PrepareError::Damaged("the form's fields")),
        }
    }
}

fn children(outline: &mut Outline<'_>, list: Option<&Item>) -> Result<Vec<(u32, u16)>, PrepareError> {
    let Some(list) = list else { return Ok(Vec::new()) };
    let list = outline.resolve(list)?;
    let damaged = PrepareError::Damaged("the form's fields");
    let items = list.as_array().ok_or(damaged.clone())?;
    items
        .iter()
        .map(|item| item.as_ref().ok_or(damaged.clone()))
        .collect()
}

fn widget(
    outline: &mut Outline<'_>,
    id: (u32, u16),
    field: &Item,
    kids: &[(u32, u16)],
) -> Result<Option<Widget>, PrepareError> {
    let is_widget = |item: &Item| item.get(b"Subtype").and_then(Item::as_name) == Some(b"Widget");
    if is_widget(field) {
        return Ok(Some((id, field.clone())));
    }
    for kid in kids {
        let item = outline.object(*kid)?;
        if is_widget(&item) {
            return Ok(Some((*kid, item)));
        }
    }
    Ok(None)
}

/// Puts `field`, if it is a new one, into the form and says that the paper is signed. Returns whether the catalog has
/// to be written anew.
pub(super) fn extend(
    outline: &mut Outline<'_>,
    update: &mut Update,
    catalog: &mut Item,
    field: Option<Item>,
) -> Result<bool, PrepareError> {
    let held = catalog.get(b"AcroForm").cloned();
    let mut form = match &held {
        Some(held) => outline.resolve(held)?,
        None => dict([]),
    };
    if !matches!(form, Item::Dict(_)) {
        return Err(PrepareError::Damaged("the form"));
    }
    if let Some(field) = field {
        append(outline, update, &mut form, b"Fields", field)?;
    } else if form.get(b"Fields").is_none() {
        return Err(PrepareError::Damaged("the form"));
    }
    form.set(b"SigFlags", whole(SIGNED_AND_APPEND_ONLY));
    Ok(match held.as_ref().map(Item::as_ref) {
        Some(Some(id)) => {
            update.put_item(id, &form);
            false
        }
        // A form of its own, so that the next signature need not write the catalog again.
        None => {
            let form = update.add(&form);
            catalog.set(b"AcroForm", form);
            true
        }
        Some(None) => {
            catalog.set(b"AcroForm", form);
            true
        }
    })
}

/// Puts `item` at the end of the list that `owner` has under `key`. A list that is an object of its own is written
/// here; otherwise `owner` holds it and has to be written. Returns whether it has.
pub(super) fn append(
    outline: &mut Outline<'_>,
    update: &mut Update,
    owner: &mut Item,
    key: &[u8],
    item: Item,
) -> Result<bool, PrepareError> {
    let held = owner.get(key).cloned();
    let list = match &held {
        Some(held) => outline.resolve(held)?,
        None => Item::Array(Vec::new()),
    };
    let mut items = match list {
        Item::Array(items) => items,
        Item::Null => Vec::new(),
        _ => return Err(PrepareError::Damaged("a list of fields or annotations")),
    };
    items.push(item);
    match held.as_ref().and_then(Item::as_ref) {
        Some(id) => {
            update.put_item(id, &Item::Array(items));
            Ok(false)
        }
        None => {
            owner.set(key, Item::Array(items));
            Ok(true)
        }
    }
}

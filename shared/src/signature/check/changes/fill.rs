//! Fields that were there when the document was signed: filling them in, and signing the empty ones.

use super::{
    annotation::size, field::is_timestamp, looks::draws_nothing, mark::Marks, name::Names, object::Judge,
    sheet::Sheets,
};
use crate::signature::{
    budget::Budget,
    check::permission::NO_CHANGES,
    parse::{
        field_tree::{FieldKind, FieldTree},
        object::{Dict, Object, ObjectId, Value},
        text::decode_text,
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Keys of an empty signature field that signing it may set (ISO 32000-2 §12.7.5.5, §12.5.2).
const SIGNING_KEYS: [&[u8]; 9] = [b"AP", b"DA", b"DR", b"F", b"Ff", b"Lock", b"M", b"MK", b"V"];
/// Keys of its widget, where that stands apart.
const SIGNED_WIDGET_KEYS: [&[u8]; 6] = [b"AP", b"DA", b"F", b"Ff", b"M", b"MK"];
/// Keys that a new value of a text or choice field sets (§12.7.5.3, §12.7.5.4): the value and its looks, and what
/// readers draw by that make the looks themselves. Several tools write all of it again.
const TEXT_KEYS: [&[u8]; 8] = [b"AP", b"BS", b"DA", b"Ff", b"I", b"M", b"RV", b"V"];
/// Keys that a new value of a button sets (§12.7.5.2): its looks were there before, one of them is chosen.
const BUTTON_KEYS: [&[u8]; 4] = [b"AS", b"Ff", b"M", b"V"];

/// What is known of the form over the updates, read when first needed.
#[derive(Debug, Default)]
pub(super) struct Forms<'d> {
    /// The objects that make the form: catalog, form, list of fields.
    places: Option<BTreeSet<u32>>,
    tree: Option<FieldTree<'d>>,
    has_grown: bool,
    /// What the updates covered of the pages.
    pub(super) sheets: Sheets,
    pub(super) marks: Marks,
    pub(super) names: Names,
}

impl Forms<'_> {
    /// Whether the form may be another after a change of these objects.
    pub(super) fn is_touched(&self, changed: &[u32]) -> bool {
        let is_place = |places: &BTreeSet<u32>| changed.iter().any(|number| places.contains(number));
        self.places.as_ref().is_none_or(is_place)
    }

    pub(super) fn remember(&mut self, places: BTreeSet<u32>, has_grown: bool) {
        self.places = Some(places);
        self.has_grown |= has_grown;
    }
}

impl<'d> Judge<'d, '_> {
    /// A field or a widget of one was changed. What is in no tree of fields is an annotation.
    pub(super) fn field(
        &mut self,
        number: u32,
        old: &Dict<'d>,
        new: &Dict<'d>,
        budget: &mut Budget,
    ) -> Result<Option<Reason>, Reason> {
        if new.has_duplicates {
            return Ok(Some(Reason::AnnotationChanged));
        }
        let Some((field, kind)) = self.place(number, budget)? else {
            return self.annotation(number, Some(old), Some(new), budget);
        };
        let keys: &[&[u8]] = match kind {
            FieldKind::Signature if field == number => &SIGNING_KEYS,
            FieldKind::Signature => &SIGNED_WIDGET_KEYS,
            FieldKind::Text | FieldKind::Choice => &TEXT_KEYS,
            FieldKind::Button => &BUTTON_KEYS,
        };
        // A lock may come with a signature, but not be taken away or replaced.
        let keeps_lock = old.get(b"Lock").is_none_or(|lock| new.get(b"Lock") == Some(lock));
        // A signature that nobody sees may lose the place where one would have been.
        let vanishes = kind == FieldKind::Signature && size(new) == Some((0.0, 0.0));
        let keys = if vanishes {
            [keys, &[b"Rect"]].concat()
        } else {
            keys.to_vec()
        };
        let chooses = kind == FieldKind::Button && old.get(b"AS") != new.get(b"AS");
        if !old.agrees_with(new, &keys)
            || !keeps_lock
            || !keeps_flags(old, new)
            || !is_flags(old, new)
            || (chooses && !self.has_state(new, budget)?)
        {
            return Ok(Some(Reason::AnnotationChanged));
        }
        // Acrobat sets the flag when it locks a field (§12.7.4.1 table 227).
        if old.agrees_with(new, &[b"Ff"]) {
            return Ok(None);
        }
        self.fills(field, kind, budget)
    }

    /// The looks of the field or annotation `owner` were changed where they stand.
    pub(super) fn appearance(&mut self, owner: u32, budget: &mut Budget) -> Result<Option<Reason>, Reason> {
        let (old, new) = (
            self.read(owner, self.step.before, budget)?,
            self.read(owner, self.step.after, budget)?,
        );
        let dicts = (
            old.as_ref().and_then(Object::as_plain_dict),
            new.as_ref().and_then(Object::as_plain_dict),
        );
        match (self.place(owner, budget)?, dicts) {
            (None, (old, new)) => self.annotation(owner, old, new, budget),
            (Some((field, kind)), (_, Some(_))) if kind != FieldKind::Button => {
                self.fills(field, kind, budget)
            }
            _ => Ok(Some(Reason::AnnotationChanged)),
        }
    }

    /// Whether `field` got a value in this update, and whether it may.
    fn fills(&mut self, field: u32, kind: FieldKind, budget: &mut Budget) -> Result<Option<Reason>, Reason> {
        let (old, new) = (
            self.read(field, self.step.before, budget)?,
            self.read(field, self.step.after, budget)?,
        );
        let (Some(old), Some(new)) = (
            old.as_ref().and_then(Object::as_plain_dict),
            new.as_ref().and_then(Object::as_plain_dict),
        ) else {
            return Ok(Some(Reason::AnnotationChanged));
        };
        let is_signing = kind == FieldKind::Signature;
        // Looks without a value are nobody's, and a signature is given once.
        let is_new = !self.is_same_value(old.get(b"V"), new.get(b"V"), budget)?;
        if !is_new || (is_signing && old.get(b"V").is_some()) {
            return Ok(Some(Reason::AnnotationChanged));
        }
        if is_signing && is_timestamp(self.document, new.get(b"V"), self.step.after, budget)? {
            let is_seen = !draws_nothing(self.document, new, self.step.after, budget)?;
            return Ok(is_seen.then_some(Reason::AnnotationChanged));
        }
        if !self.leaves_the_page(field, kind, budget)? {
            return Ok(Some(Reason::AnnotationChanged));
        }
        if self.rules.level <= NO_CHANGES {
            return Ok(Some(Reason::CertificationForbids));
        }
        if self.rules.has_locks() {
            let Some(tree) = &self.forms.tree else {
                return Ok(Some(Reason::FieldLocked));
            };
            if self.rules.locks(&tree.name(field, budget)?, budget)? {
                return Ok(Some(Reason::FieldLocked));
            }
        }
        Ok(None)
    }

    /// Whether what a field shows now leaves the pages to be read, each of its widgets and all that were filled in. For
    /// what signatures show somebody answers, so they are not added up.
    fn leaves_the_page(&mut self, field: u32, kind: FieldKind, budget: &mut Budget) -> Result<bool, Reason> {
        let Some(tree) = &self.forms.tree else {
            return Ok(false);
        };
        if !self.measured.insert(field) {
            return Ok(true);
        }
        let widgets = tree.widgets(field).to_vec();
        for number in &widgets {
            let sheets = &mut self.forms.sheets;
            sheets.look_up(self.document, *number, self.step.before, budget)?;
            let generation = self.document.index().generation(*number, self.step.after);
            let id = ObjectId {
                number: *number,
                generation,
            };
            let widget = self.document.object(id, self.step.after, budget)?;
            let Some(widget) = widget.as_ref().and_then(Object::as_plain_dict) else {
                continue;
            };
            // What has no looks shows no signature.
            if kind == FieldKind::Signature && widget.get(b"AP").is_none() {
                continue;
            }
            let is_counted = kind == FieldKind::Signature || sheets.fill(*number, widget);
            let is_signature = kind == FieldKind::Signature;
            let is_large = !is_counted || sheets.is_too_large(*number, widget, is_signature);
            // Signing may uncover what a field had, and so may choosing another of the looks of a button.
            let old = match kind {
                FieldKind::Signature | FieldKind::Button => None,
                FieldKind::Text | FieldKind::Choice => self.read(*number, self.step.before, budget)?,
            };
            let old = old.as_ref().and_then(Object::as_plain_dict);
            if is_large || !self.stays_in_place(old, widget, budget)? {
                self.measured.remove(&field);
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a field says the same as before, wherever and however it is written now.
    fn is_same_value(
        &self,
        old: Option<&Value<'d>>,
        new: Option<&Value<'d>>,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        if old == new {
            return Ok(true);
        }
        let (Some(old), Some(new)) = (old, new) else {
            return Ok(false);
        };
        let (old, new) = (
            self.document.resolve(old, self.step.before, budget)?,
            self.document.resolve(new, self.step.after, budget)?,
        );
        let text = |object: &Option<Object<'d>>| object.as_ref()?.value.as_text();
        Ok(match (text(&old), text(&new)) {
            (Some(old), Some(new)) => decode_text(old.raw) == decode_text(new.raw),
            _ => old == new,
        })
    }

    /// The field that `number` is or belongs to, and its kind.
    fn place(&mut self, number: u32, budget: &mut Budget) -> Result<Option<(u32, FieldKind)>, Reason> {
        let is_known = |tree: &FieldTree<'_>| tree.field(number).is_some();
        let is_stale = match &self.forms.tree {
            None => true,
            // What is missing may have been added since the tree was read.
            Some(tree) => self.forms.has_grown && !is_known(tree),
        };
        if is_stale {
            self.forms.tree = Some(FieldTree::read(self.document, self.step.before, budget)?);
            self.forms.has_grown = false;
        }
        let tree = self.forms.tree.as_ref();
        Ok(tree.and_then(|tree| tree.field(number).zip(tree.kind(number))))
    }

    /// Whether the state that a button shows now is one that it has looks for (§12.5.5).
    fn has_state(&self, widget: &Dict<'d>, budget: &mut Budget) -> Result<bool, Reason> {
        let state = widget.get(b"AS").and_then(Value::as_name).unwrap_or(b"Off");
        let looks = self.dict(widget.get(b"AP"), budget)?;
        let normal = self.dict(looks.as_ref().and_then(|looks| looks.get(b"N")), budget)?;
        Ok(state == b"Off" || normal.is_some_and(|normal| normal.get(state).is_some()))
    }

    fn dict(&self, value: Option<&Value<'d>>, budget: &mut Budget) -> Result<Option<Dict<'d>>, Reason> {
        let Some(value) = value else { return Ok(None) };
        let object = self.document.resolve(value, self.step.after, budget)?;
        Ok(object.as_ref().and_then(Object::as_plain_dict).cloned())
    }
}

/// In an action, which might call itself a field as well, `/F` would be a file to open (§12.6.4); here it is a number.
fn is_flags(old: &Dict<'_>, new: &Dict<'_>) -> bool {
    let flags = new.get(b"F");
    flags.is_none_or(|flags| flags.as_integer().is_some()) || flags == old.get(b"F")
}

/// Flags stay, but a field may become read-only.
fn keeps_flags(old: &Dict<'_>, new: &Dict<'_>) -> bool {
    let flags = |dict: &Dict<'_>| match dict.get(b"Ff") {
        None => Some(0),
        Some(flags) => flags.as_integer(),
    };
    match (flags(old), flags(new)) {
        (Some(old), Some(new)) => new == old || new == old | 1,
        _ => old.get(b"Ff") == new.get(b"Ff"),
    }
}

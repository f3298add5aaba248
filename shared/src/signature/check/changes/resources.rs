//! Default resources and appearance of the form, ISO 32000-2 §12.7.3: fields without looks are drawn with them, so what
//! they ask for must not come after signing.

use super::{Step, field::contains};
use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        field_tree::FieldTree,
        lexer::Lexer,
        object::{Dict, Object, Value, parse_value},
        text::string_bytes,
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Keys of a font that draws what everybody expects: one of the standard ones (§9.6.2.2) with a known encoding.
const PLAIN: [&[u8]; 5] = [b"BaseFont", b"Encoding", b"Name", b"Subtype", b"Type"];
const LATIN: [&[u8]; 3] = [b"Courier", b"Helvetica", b"Times-"];
const ENCODINGS: [&[u8]; 4] = [
    b"MacRomanEncoding",
    b"PDFDocEncoding",
    b"StandardEncoding",
    b"WinAnsiEncoding",
];
/// Names that stand for fonts of signs in many forms.
const SIGNS: [&[u8]; 3] = [b"Symb", b"Symbol", b"ZaDb"];

/// Compares what two revisions draw fields with.
pub(super) struct Drawing<'d> {
    document: &'d Document<'d>,
    step: Step,
    /// Names that the fields of the older one ask for.
    names: BTreeSet<Vec<u8>>,
    /// Some field asks for nothing, and would take what the form says.
    takes_default: bool,
}

impl<'d> Drawing<'d> {
    pub(super) fn read(
        document: &'d Document<'d>,
        step: Step,
        form: Option<&Dict<'d>>,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let tree = FieldTree::read(document, step.before, budget)?;
        let mut drawing = Self {
            document,
            step,
            names: BTreeSet::new(),
            takes_default: tree.takes_default(),
        };
        for raw in tree.appearances() {
            drawing.note(raw, budget)?;
        }
        if let Some(appearance) = form.and_then(|form| form.get(b"DA")) {
            let appearance = document.resolve(appearance, step.before, budget)?;
            if let Some(text) = appearance.and_then(|appearance| appearance.value.as_text()) {
                drawing.note(text.raw, budget)?;
            }
        }
        Ok(drawing)
    }

    /// The names in a default appearance (§12.7.4.3).
    fn note(&mut self, raw: &[u8], budget: &mut Budget) -> Result<(), Reason> {
        Budget::spend(&mut budget.syntax_bytes, raw.len())?;
        let text = string_bytes(raw);
        for at in memchr::memchr_iter(b'/', &text) {
            if let Ok(Value::Name(name)) = parse_value(&mut Lexer::new(&text, at), budget) {
                self.names.insert(name.into_owned());
            }
        }
        Ok(())
    }

    /// Whether the form has the same default appearance as before, or one that no field takes.
    pub(super) fn keeps_appearance(&self, old: &Dict<'_>, new: &Dict<'_>) -> bool {
        match old.get(b"DA") {
            Some(appearance) => new.get(b"DA") == Some(appearance),
            None => new.get(b"DA").is_none() || !self.takes_default,
        }
    }

    /// Whether `new` has all resources of `old`, and none besides that some field was waiting for.
    pub(super) fn keeps_resources(
        &self,
        old: Option<&Value<'d>>,
        new: Option<&Value<'d>>,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let grows = match (old, new) {
            (None, _) => true,
            (Some(old), Some(new)) => contains(new, old),
            (Some(_), None) => false,
        };
        Ok(grows && !self.supplies(old, new, 2, budget)?)
    }

    /// Whether something was added, down to so many dictionaries in each other, that a field asks for by its name.
    fn supplies(
        &self,
        old: Option<&Value<'d>>,
        new: Option<&Value<'d>>,
        depth: usize,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        if old == new || depth == 0 {
            return Ok(false);
        }
        let old = self.dict(old, self.step.before, budget)?.unwrap_or_default();
        let Some(new) = self.dict(new, self.step.after, budget)? else {
            return Ok(false);
        };
        for (key, value) in new.iter() {
            let before = old.get(key);
            if before.is_none() && self.names.contains(key) && !self.is_plain(key, value, budget)? {
                return Ok(true);
            }
            if self.supplies(before, Some(value), depth.saturating_sub(1), budget)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a font draws what readers draw without it.
    fn is_plain(&self, key: &[u8], font: &Value<'d>, budget: &mut Budget) -> Result<bool, Reason> {
        let Some(font) = self.dict(Some(font), self.step.after, budget)? else {
            return Ok(false);
        };
        let name = |key| font.get(key).and_then(Value::as_name);
        let base = name(b"BaseFont").unwrap_or_default();
        let is_known = match font.get(b"Encoding") {
            None => true,
            Some(_) => name(b"Encoding").is_some_and(|encoding| ENCODINGS.contains(&encoding)),
        };
        Ok(!font.has_duplicates
            && font.iter().all(|(key, _)| PLAIN.contains(&key))
            && name(b"Subtype") == Some(b"Type1")
            && is_known
            && LATIN.iter().any(|latin| base.starts_with(latin))
            && !SIGNS.contains(&key))
    }

    fn dict(
        &self,
        value: Option<&Value<'d>>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Option<Dict<'d>>, Reason> {
        let Some(value) = value else { return Ok(None) };
        let object = self.document.resolve(value, revision, budget)?;
        Ok(object.as_ref().and_then(Object::as_plain_dict).cloned())
    }
}

//! What objects and trailers of an update may say, so that they say the same to all readers.

use super::appended::Update;
use super::exact;
use super::index::Entry;
use super::object::{ObjectId, Value};
use super::section_form::unknown_keys;
use crate::signature::{budget::Budget, reason::Reason};

impl Update<'_, '_> {
    /// What all readers must see as one thing: the syntax, the keys, and where references lead.
    pub(super) fn check_value(
        &self,
        id: ObjectId,
        value: &Value<'_>,
        raw: &[u8],
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        if !exact::is_exact(raw) || exact::has_duplicates(value) {
            return Err(Reason::Damaged);
        }
        let mut dangling = Vec::new();
        exact::references(value, &mut dangling);
        self.retain_dangling(&mut dangling);
        if dangling.is_empty() && !exact::adds_null(value, None) {
            return Ok(());
        }
        // What was there when the paper was signed may be written again.
        let before = self.document.object(id, self.number.saturating_sub(1), budget)?;
        if exact::adds_null(value, before.as_ref().map(|before| &before.value)) {
            return Err(Reason::Damaged);
        }
        let mut known = Vec::new();
        if let Some(before) = before {
            exact::references(&before.value, &mut known);
        }
        exact::are_among(&dangling, known)
    }

    /// The trailer, or the dictionary of the stream that is the section, which has so many rows.
    pub(super) fn check_trailer(
        &self,
        trailer: &Value<'_>,
        raw: &[u8],
        rows: usize,
        is_stream: bool,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let dict = trailer.as_dict().ok_or(Reason::Damaged)?;
        let older = Value::Dict(self.older.trailer.clone());
        if rows != self.numbers.len()
            || !exact::is_plain(raw)
            || exact::has_duplicates(trailer)
            || exact::adds_null(trailer, Some(&older))
            || dict.get(b"Prev").and_then(Value::as_usize) != Some(self.older.named_at)
                && dict.get(b"Prev").and_then(Value::as_usize) != Some(self.older.section_at)
        {
            return Err(Reason::Damaged);
        }
        // Some writers repeat what any trailer before said, not only the last.
        let revisions = self.document.revisions().get(..self.number).unwrap_or_default();
        for (key, value) in unknown_keys(dict, is_stream) {
            Budget::spend(&mut budget.compared_bytes, revisions.len())?;
            let was_there = revisions
                .iter()
                .any(|older| older.trailer.get(key) == Some(value));
            if key == b"XRefStm" || !was_there {
                return Err(Reason::Damaged);
            }
        }
        let (mut dangling, mut known) = (Vec::new(), Vec::new());
        exact::references(trailer, &mut dangling);
        exact::references(&older, &mut known);
        self.retain_dangling(&mut dangling);
        exact::are_among(&dangling, known)
    }

    /// Keeps the references that lead nowhere, to an object of another generation, or to a section: some readers find
    /// nothing there and repair the file, others do not mind.
    fn retain_dangling(&self, references: &mut Vec<ObjectId>) {
        let index = self.document.index();
        references.retain(|id| match index.find(id.number, self.number) {
            _ if self.sections.contains(&id.number) => true,
            Some((Entry::At { generation, .. }, _)) => generation != id.generation,
            Some((Entry::In { .. }, _)) => id.generation != 0,
            _ => true,
        });
    }
}

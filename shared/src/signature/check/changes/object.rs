//! One update, object by object.

use super::{
    Step,
    field::{NewFields, Surroundings},
    fill::Forms,
    finding::{Finding, Findings},
    reach::Reach,
    resources::Drawing,
    role::{Role, Use},
};
use crate::signature::{
    budget::Budget,
    check::permission::Rules,
    parse::{
        document::Document,
        form,
        object::{Dict, Object, ObjectId, Value},
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Keys of the catalog that may come and change: the form is judged by itself, the rest shows nothing
/// (ISO 32000-2 §7.7.2; DSS: §12.8.4.3; Extensions and Version: §7.12).
const CATALOG_KEYS: [&[u8]; 5] = [b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Version"];

/// Boxes of a page that it may inherit (§7.7.3.3 table 31).
const BOXES: [&[u8]; 2] = [b"CropBox", b"MediaBox"];

/// Judges one update.
pub(super) struct Judge<'d, 'r> {
    pub(super) document: &'d Document<'d>,
    pub(super) step: Step,
    pub(super) reach: &'r Reach,
    pub(super) rules: &'r Rules<'r>,
    pub(super) forms: &'r mut Forms<'d>,
    fields: NewFields,
    /// Fields whose widgets were measured.
    pub(super) measured: BTreeSet<u32>,
}

impl<'d, 'r> Judge<'d, 'r> {
    pub(super) fn new(
        document: &'d Document<'d>,
        step: Step,
        reach: &'r Reach,
        rules: &'r Rules<'r>,
        forms: &'r mut Forms<'d>,
    ) -> Self {
        Self {
            document,
            step,
            reach,
            rules,
            forms,
            fields: NewFields::default(),
            measured: BTreeSet::new(),
        }
    }

    /// Judges the objects in `changed`. The form comes first: which fields are new decides which annotations may be.
    pub(super) fn judge(mut self, changed: &[u32], budget: &mut Budget) -> Result<Findings, Reason> {
        let moves_root = self.document.root(self.step.before)? != self.document.root(self.step.after)?;
        if moves_root || self.forms.is_touched(changed) {
            let (fields, places) = NewFields::find(self.surroundings(), &mut self.forms.names, budget)?;
            self.fields = fields;
            self.forms.remember(places, !self.fields.is_empty());
        }
        let mut suspects = Vec::new();
        for number in changed {
            if let Some(used) = self.reach.find(*number)
                && let Some(finding) = self.object(*number, used, budget)?
            {
                suspects.push((*number, finding));
            }
        }
        let mut findings = std::mem::take(&mut self.fields.findings);
        if !suspects.is_empty() {
            // What the new revision no longer uses may go: the object that let go of it was judged by itself.
            let used = Reach::explore(self.document, self.step.after, budget)?;
            for (number, finding) in suspects {
                if used.find(number).is_some() {
                    findings.add(finding.what, finding.object);
                }
            }
        }
        Ok(findings)
    }

    fn surroundings(&self) -> Surroundings<'d, 'r> {
        Surroundings {
            document: self.document,
            step: self.step,
            reach: self.reach,
            rules: self.rules,
        }
    }

    fn object(&mut self, number: u32, used: Use, budget: &mut Budget) -> Result<Option<Finding>, Reason> {
        let found = |what: Option<Reason>| Ok(what.map(|what| Finding { what, object: number }));
        let (old, new) = match (
            self.read(number, self.step.before, budget),
            self.read(number, self.step.after, budget),
        ) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(Reason::LimitExceeded), _) | (_, Err(Reason::LimitExceeded)) => {
                return Err(Reason::LimitExceeded);
            }
            _ => return found(Some(Reason::ChangeUnreadable)),
        };
        if self.is_same(number, old.as_ref(), new.as_ref(), budget)? {
            return Ok(None);
        }
        let dicts = (
            old.as_ref().and_then(Object::as_plain_dict),
            new.as_ref().and_then(Object::as_plain_dict),
        );
        let reason = match (used.role, dicts) {
            (Role::Metadata | Role::SecurityStore, _) => None,
            // Judged as a whole, see `NewFields`.
            (Role::Form, (Some(_), Some(_))) => None,
            (Role::FieldList, _) if self.fields.lists.contains(&number) => None,
            (Role::Resources, (Some(old), Some(new))) if self.keeps_resources(old, new, budget)? => None,
            (Role::Form | Role::FieldList | Role::Resources, _) => Some(Reason::FormChanged),
            (Role::Catalog, (Some(old), Some(new)))
                if old.agrees_with(new, &CATALOG_KEYS) && self.has_version(new, budget)? =>
            {
                None
            }
            (Role::Catalog, _) => Some(Reason::CatalogChanged),
            (Role::Field, (Some(old), Some(new))) => self.field(number, old, new, budget)?,
            (Role::Appearance, _) => self.appearance(used.owner, budget)?,
            (Role::Annotation | Role::Field, (old, new)) => self.annotation(number, old, new, budget)?,
            (Role::Page, (Some(old), Some(new))) if old.is_type(b"Page") && new.is_type(b"Page") => {
                if self
                    .with_boxes(number, old, new, budget)?
                    .agrees_with(new, &[b"Annots"])
                {
                    return self.annotations(number, old.get(b"Annots"), new.get(b"Annots"), budget);
                }
                Some(Reason::PageChanged)
            }
            (Role::PageContent, _) => Some(Reason::PageChanged),
            (Role::Page | Role::PageList, _) => Some(Reason::PageTreeChanged),
            (Role::AnnotationList, _) => {
                let (old, new) = (old.map(|old| old.value), new.map(|new| new.value));
                return self.annotations(number, old.as_ref(), new.as_ref(), budget);
            }
            (Role::Mixed | Role::Other, _) => Some(Reason::ObjectChanged),
        };
        found(reason)
    }

    /// A page with the boxes that it inherits (§7.7.3.4) put where they are written now: some tools do that, and they stay
    /// what they are. Only where all readers inherit alike: from the root, which lists nothing but pages.
    fn with_boxes(
        &self,
        number: u32,
        old: &Dict<'d>,
        new: &Dict<'d>,
        budget: &mut Budget,
    ) -> Result<Dict<'d>, Reason> {
        let mut page = old.clone();
        for key in BOXES {
            let is_new = old.as_written(key).is_none() && new.get(key).and_then(Value::as_array).is_some();
            if is_new && let Some(inherited) = self.inherited(number, old, key, budget)? {
                page = page.with(key, inherited);
            }
        }
        Ok(page)
    }

    fn inherited(
        &self,
        number: u32,
        page: &Dict<'d>,
        key: &[u8],
        budget: &mut Budget,
    ) -> Result<Option<Value<'d>>, Reason> {
        let catalog = self.document.catalog(self.step.before, budget)?;
        let root = catalog
            .get(b"Pages")
            .filter(|root| page.get(b"Parent") == Some(root));
        let root = match root.and_then(Value::as_ref) {
            Some(root) => self.document.object(root, self.step.before, budget)?,
            None => None,
        };
        let Some(root) = root.as_ref().and_then(Object::as_plain_dict) else {
            return Ok(None);
        };
        let mut pages = BTreeSet::new();
        for kid in root.get(b"Kids").and_then(Value::as_array).unwrap_or_default() {
            let found = match kid.as_ref().filter(|id| pages.insert(id.number)) {
                Some(id) => self.document.object(id, self.step.before, budget)?,
                None => None,
            };
            let found = found.as_ref().and_then(Object::as_plain_dict);
            if found.is_none_or(|page| !page.is_type(b"Page") || page.as_written(b"Kids").is_some()) {
                return Ok(None);
            }
        }
        Ok(root.get(key).filter(|_| pages.contains(&number)).cloned())
    }

    /// The object `number` in `revision`.
    pub(super) fn read(
        &self,
        number: u32,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Option<Object<'d>>, Reason> {
        let generation = self.document.index().generation(number, revision);
        self.document
            .object(ObjectId { number, generation }, revision, budget)
    }

    /// Whether `item` of `list` is the widget of a field that this update adds.
    pub(super) fn is_new_widget(
        &mut self,
        list: u32,
        item: &Value<'d>,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let Some(id) = item.as_ref() else {
            return Ok(false);
        };
        if !self.fields.is_new_widget(self.surroundings(), id, budget)? {
            return Ok(false);
        }
        let widget = self.document.object(id, self.step.after, budget)?;
        let widget = widget.as_ref().and_then(Object::as_plain_dict);
        match widget {
            Some(widget) if !self.forms.sheets.is_too_large(list, widget, true) => {
                self.stays_in_place(None, widget, budget)
            }
            _ => Ok(false),
        }
    }

    /// Whether the default resources of the form only grew, and not by what fields were waiting for.
    fn keeps_resources(&self, old: &Dict<'d>, new: &Dict<'d>, budget: &mut Budget) -> Result<bool, Reason> {
        let catalog = self.document.catalog(self.step.before, budget)?;
        let form = form::form(self.document, &catalog, self.step.before, budget)?;
        let drawing = Drawing::read(self.document, self.step, form.as_ref(), budget)?;
        let (old, new) = (Value::Dict(old.clone()), Value::Dict(new.clone()));
        drawing.keeps_resources(Some(&old), Some(&new), budget)
    }

    /// Whether the version of the catalog is one, if it is given: readers look there first, and some repair the file when
    /// they find nothing.
    fn has_version(&self, catalog: &Dict<'d>, budget: &mut Budget) -> Result<bool, Reason> {
        let Some(version) = catalog.get(b"Version") else {
            return Ok(true);
        };
        let version = self.document.resolve(version, self.step.after, budget)?;
        Ok(version.is_some_and(|version| version.value.as_name().is_some()))
    }

    /// Whether an object was written again without change.
    fn is_same(
        &self,
        number: u32,
        old: Option<&Object<'_>>,
        new: Option<&Object<'_>>,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let (Some(old), Some(new)) = (old, new) else {
            return Ok(old.is_none() && new.is_none());
        };
        if old.value != new.value || old.stream_at.is_some() != new.stream_at.is_some() {
            return Ok(false);
        }
        if old.stream_at.is_none() {
            return Ok(true);
        }
        let old = self.document.stream_data(number, old, self.step.before, budget);
        let new = self.document.stream_data(number, new, self.step.after, budget);
        match (old, new) {
            (Ok(old), Ok(new)) => {
                // The same bytes may be compared again and again.
                Budget::spend(&mut budget.compared_bytes, old.len().min(new.len()))?;
                Ok(old == new)
            }
            _ => Ok(false),
        }
    }
}

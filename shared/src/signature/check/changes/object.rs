//! One update, object by object.

use super::{
    Update,
    field::{NewFields, grew},
    reach::{Reach, Role},
};
use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        form,
        object::{Dict, Object, ObjectId, Value},
    },
    reason::Reason,
};

/// Keys of the catalog that may come and change: the form is judged by itself, the rest shows nothing
/// (ISO 32000-2 §7.7.2; DSS: §12.8.4.3; Extensions and Version: §7.12).
const CATALOG_KEYS: [&[u8]; 5] = [b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Version"];
/// Keys of an empty signature field that signing it may set (§12.7.5.5, §12.5.2).
const SIGNING_KEYS: [&[u8]; 6] = [b"AP", b"DR", b"F", b"M", b"MK", b"V"];

/// Judges the update from `before` to `after`.
pub(super) struct Judge<'d, 'r> {
    document: &'d Document<'d>,
    before: usize,
    after: usize,
    reach: &'r Reach,
    fields: NewFields,
    update: Update,
}

impl<'d, 'r> Judge<'d, 'r> {
    /// Looks at the form first: which fields are new decides which annotations may be.
    pub(super) fn new(
        document: &'d Document<'d>,
        before: usize,
        after: usize,
        reach: &'r Reach,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let mut update = Update::default();
        if document.root(before)? != document.root(after)? {
            update.reasons.push(Reason::CatalogChanged);
        }
        let (old, new) = (
            document.catalog(before, budget)?,
            document.catalog(after, budget)?,
        );
        let old = form::form(document, &old, before, budget)?;
        let new = form::form(document, &new, after, budget)?;
        let fields = NewFields::find(
            document,
            (before, after),
            (old.as_ref(), new.as_ref()),
            reach,
            budget,
        )?;
        if fields.is_forbidden || !form_keeps(old.as_ref(), new.as_ref()) {
            update.reasons.push(Reason::FormChanged);
        }
        update.adds_signature = fields.adds_signature;
        Ok(Self {
            document,
            before,
            after,
            reach,
            fields,
            update,
        })
    }

    /// Judges the objects in `changed`.
    pub(super) fn judge(mut self, changed: &[u32], budget: &mut Budget) -> Result<Update, Reason> {
        let mut suspects = Vec::new();
        for number in changed {
            if let Some(role) = self.reach.role(*number)
                && let Some(reason) = self.object(*number, role, budget)?
            {
                suspects.push((*number, reason));
            }
        }
        if !suspects.is_empty() {
            // What the new revision no longer uses may go: the object that let go of it was judged by itself.
            let used = Reach::explore(self.document, self.after, budget)?;
            suspects.retain(|(number, _)| used.role(*number).is_some());
            self.update
                .reasons
                .extend(suspects.into_iter().map(|(_, reason)| reason));
        }
        Ok(self.update)
    }

    fn object(&mut self, number: u32, role: Role, budget: &mut Budget) -> Result<Option<Reason>, Reason> {
        let (old, new) = match (
            self.read(number, self.before, budget),
            self.read(number, self.after, budget),
        ) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(Reason::LimitExceeded), _) | (_, Err(Reason::LimitExceeded)) => {
                return Err(Reason::LimitExceeded);
            }
            _ => return Ok(Some(Reason::ChangeUnreadable)),
        };
        if self.is_same(old.as_ref(), new.as_ref(), budget) {
            return Ok(None);
        }
        let dicts = (
            old.as_ref().and_then(Object::as_plain_dict),
            new.as_ref().and_then(Object::as_plain_dict),
        );
        Ok(match (role, dicts) {
            (Role::Metadata | Role::SecurityStore, _) => None,
            // Judged as a whole, see `new`.
            (Role::Form, (Some(_), Some(_))) => None,
            (Role::FieldList, _) if self.fields.lists.contains(&number) => None,
            (Role::Form | Role::FieldList, _) => Some(Reason::FormChanged),
            (Role::Catalog, (Some(old), Some(new))) => {
                (!same_but(old, new, &CATALOG_KEYS)).then_some(Reason::CatalogChanged)
            }
            (Role::Catalog, _) => Some(Reason::CatalogChanged),
            (Role::Field, (Some(old), Some(new))) if is_signed_now(old, new) => {
                self.update.adds_signature = true;
                None
            }
            (Role::Annotation | Role::Field, _) => Some(Reason::AnnotationChanged),
            (Role::Page, (Some(old), Some(new))) if old.is_type(b"Page") && new.is_type(b"Page") => {
                if same_but(old, new, &[b"Annots"]) {
                    self.annotations(old.get(b"Annots"), new.get(b"Annots"), budget)?
                } else {
                    Some(Reason::PageChanged)
                }
            }
            (Role::PageContent, _) => Some(Reason::PageChanged),
            (Role::Page | Role::PageList, _) => Some(Reason::PageTreeChanged),
            (Role::AnnotationList, _) => {
                let (old, new) = (old.map(|old| old.value), new.map(|new| new.value));
                self.annotations(old.as_ref(), new.as_ref(), budget)?
            }
            (Role::Other, _) => Some(Reason::ObjectChanged),
        })
    }

    fn read(&self, number: u32, revision: usize, budget: &mut Budget) -> Result<Option<Object<'d>>, Reason> {
        let generation = self.document.index().generation(number, revision);
        self.document
            .object(ObjectId { number, generation }, revision, budget)
    }

    /// Whether an object was written again without change.
    fn is_same(&self, old: Option<&Object<'_>>, new: Option<&Object<'_>>, budget: &mut Budget) -> bool {
        let (Some(old), Some(new)) = (old, new) else {
            return old.is_none() && new.is_none();
        };
        if old.value != new.value || old.stream_at.is_some() != new.stream_at.is_some() {
            return false;
        }
        if old.stream_at.is_none() {
            return true;
        }
        let old = self.document.stream_data(old, self.before, budget);
        let new = self.document.stream_data(new, self.after, budget);
        matches!((old, new), (Ok(old), Ok(new)) if old == new)
    }

    /// A page may gain the widgets of new signature fields (§12.5.6.19); what was there stays, in its order.
    fn annotations(
        &self,
        old: Option<&Value<'d>>,
        new: Option<&Value<'d>>,
        budget: &mut Budget,
    ) -> Result<Option<Reason>, Reason> {
        let (Ok(old), Ok(new)) = (
            self.list(old, self.before, budget)?,
            self.list(new, self.after, budget)?,
        ) else {
            return Ok(Some(Reason::AnnotationChanged));
        };
        let Some(added) = grew(&old, &new) else {
            return Ok(Some(Reason::AnnotationChanged));
        };
        for item in added {
            if !self
                .fields
                .is_new_widget(self.document, item, self.after, self.reach, budget)?
            {
                return Ok(Some(Reason::AnnotationAdded));
            }
        }
        Ok(None)
    }

    fn list(
        &self,
        value: Option<&Value<'d>>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Result<Vec<Value<'d>>, Reason>, Reason> {
        let Some(value) = value else {
            return Ok(Ok(Vec::new()));
        };
        Ok(match self.document.resolve(value, revision, budget)? {
            None => Ok(Vec::new()),
            Some(Object {
                value: Value::Array(items),
                ..
            }) => Ok(items),
            Some(_) => Err(Reason::AnnotationChanged),
        })
    }
}

/// Whether two dictionaries agree on every key but those in `free`.
fn same_but(old: &Dict<'_>, new: &Dict<'_>, free: &[&[u8]]) -> bool {
    let covers = |left: &Dict<'_>, right: &Dict<'_>| {
        left.iter()
            .all(|(key, value)| free.contains(&key) || right.get(key) == Some(value) || *value == Value::Null)
    };
    !new.has_duplicates && covers(old, new) && covers(new, old)
}

/// An empty signature field that was there has been signed, and nothing else was done to it.
fn is_signed_now(old: &Dict<'_>, new: &Dict<'_>) -> bool {
    old.get(b"FT").and_then(Value::as_name) == Some(b"Sig")
        && old.get(b"V").is_none()
        && new.get(b"V").is_some()
        && same_but(old, new, &SIGNING_KEYS)
}

/// The form (§12.7.3) keeps what it had: only its fields (judged apart), flags and default resources may grow, and
/// readers must not be told to draw the fields anew.
fn form_keeps(old: Option<&Dict<'_>>, new: Option<&Dict<'_>>) -> bool {
    let (Some(new), nothing) = (new, Dict::default()) else {
        return old.is_none();
    };
    let old = old.unwrap_or(&nothing);
    let draws_anew = new.get(b"NeedAppearances") == Some(&Value::Bool(true));
    !(draws_anew && old.get(b"NeedAppearances") != Some(&Value::Bool(true)))
        && same_but(
            old,
            new,
            &[b"DA", b"DR", b"Fields", b"NeedAppearances", b"SigFlags"],
        )
        && old
            .get(b"DA")
            .is_none_or(|appearance| new.get(b"DA") == Some(appearance))
        && old
            .get(b"DR")
            .is_none_or(|resources| new.get(b"DR").is_some_and(|new| contains(new, resources)))
}

/// Whether `new` is `old` with additions.
fn contains(new: &Value<'_>, old: &Value<'_>) -> bool {
    match (new, old) {
        (Value::Dict(new), Value::Dict(old)) => old
            .iter()
            .all(|(key, old)| new.get(key).is_some_and(|new| contains(new, old))),
        _ => new == old,
    }
}

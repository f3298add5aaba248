//! What a signature lets others change afterwards: certification (ISO 32000-2 §12.8.2.2) and locks (§12.8.2.4,
//! §12.7.5.5). Read from the revision that was signed: what a later revision makes of these dictionaries counts for
//! nothing.

use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Value},
        text::{FieldName, decode_text, exact_text},
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Nothing but validation data and timestamps.
pub(crate) const NO_CHANGES: u8 = 1;
/// Filling in forms and signing: also what holds where nobody certified.
pub(crate) const FORM_FILLING: u8 = 2;
/// Comments as well.
pub(crate) const COMMENTS: u8 = 3;

/// What keeping one name of a lock costs, in visits: bounds the memory of all locks together.
const NAME_VISITS: usize = 4;

/// What one signature permits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Permission {
    /// `/P` of `/DocMDP` (table 257), when this signature certifies the document.
    pub(crate) certification: Option<u8>,
    /// `/P` of a lock: from here on no more than this (§12.7.5.5, table 236).
    limit: Option<u8>,
    locks: Vec<Lock>,
}

/// Which fields are locked.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lock {
    All,
    Only(Names),
    AllBut(Names),
}

/// Fields by their full names, in order: locks may name many, and hold for many.
type Names = BTreeSet<String>;

/// What all signatures up to some revision permit together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules<'p> {
    /// [`NO_CHANGES`], [`FORM_FILLING`] or [`COMMENTS`].
    pub(crate) level: u8,
    locks: Vec<&'p Lock>,
}

impl<'p> Rules<'p> {
    /// Only the first signature may widen what is permitted (§12.8.2.2.1: it alone certifies); the later ones narrow it.
    pub(crate) fn of(permissions: impl Iterator<Item = (usize, &'p Permission)>, revision: usize) -> Self {
        let mut known: Vec<_> = permissions.filter(|(signed, _)| *signed <= revision).collect();
        known.sort_by_key(|(signed, _)| *signed);
        let first = known.first().and_then(|(_, first)| first.certification);
        let narrowed = known
            .iter()
            .flat_map(|(_, one)| one.certification.into_iter().chain(one.limit))
            .min();
        let level = first.unwrap_or(FORM_FILLING);
        Self {
            level: narrowed.map_or(level, |narrowed| level.min(narrowed)),
            locks: known.iter().flat_map(|(_, one)| &one.locks).collect(),
        }
    }

    /// Whether any field is locked at all.
    pub(crate) fn has_locks(&self) -> bool {
        !self.locks.is_empty()
    }

    /// Whether the field `name` (fully qualified) is locked: by a name that may be read like it, and but for a name that
    /// must be.
    pub(crate) fn locks(&self, name: &FieldName, budget: &mut Budget) -> Result<bool, Reason> {
        for lock in &self.locks {
            if match lock {
                Lock::All => true,
                Lock::Only(fields) => cover(fields, &name.alike, budget)?,
                Lock::AllBut(fields) => match &name.exact {
                    Some(name) => !cover(fields, name, budget)?,
                    None => true,
                },
            } {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A name in a lock stands for the field and all below it: `a` for `a.b`, but `Signature 1` not for `Signature 10`.
fn cover(fields: &Names, name: &str, budget: &mut Budget) -> Result<bool, Reason> {
    let ends = name.match_indices('.').map(|(end, _)| end);
    for end in ends.chain([name.len()]) {
        Budget::spend(&mut budget.visits, 1)?;
        if name.get(..end).is_some_and(|above| fields.contains(above)) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Permission {
    /// Reads what `signature` in `field` says, both as `revision` has them.
    pub(crate) fn read<'d>(
        document: &'d Document<'d>,
        (signature, field): (&Dict<'d>, Option<&Dict<'d>>),
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Self, Reason> {
        let mut reader = Reader {
            document,
            revision,
            budget,
        };
        let mut found = Self::default();
        for reference in reader.array(signature.get(b"Reference"))?.unwrap_or_default() {
            let Some(reference) = reader.dict(Some(&reference))? else {
                continue;
            };
            let parameters = reader.dict(reference.get(b"TransformParams"))?;
            match reference.get(b"TransformMethod").and_then(Value::as_name) {
                Some(b"DocMDP") => {
                    let level = match &parameters {
                        Some(parameters) => reader.level(parameters)?.unwrap_or(FORM_FILLING),
                        None if reference.get(b"TransformParams").is_some() => NO_CHANGES,
                        None => FORM_FILLING,
                    };
                    found.certification = Some(found.certification.map_or(level, |known| known.min(level)));
                }
                // Acrobat writes the lock's `/P` here, too.
                Some(b"FieldMDP") => found.lock(&mut reader, parameters.as_ref())?,
                _ => {}
            }
        }
        if let Some(field) = field.filter(|field| field.get(b"Lock").is_some()) {
            let lock = reader.dict(field.get(b"Lock"))?;
            found.lock(&mut reader, lock.as_ref())?;
        }
        Ok(found)
    }

    /// Tables 236 and 258 alike. A lock that cannot be understood locks everything.
    fn lock<'d>(&mut self, reader: &mut Reader<'d, '_>, lock: Option<&Dict<'d>>) -> Result<(), Reason> {
        let Some(lock) = lock.filter(|lock| !lock.has_duplicates) else {
            self.locks.push(Lock::All);
            return Ok(());
        };
        if let Some(level) = reader.level(lock)? {
            self.limit = Some(self.limit.map_or(level, |known| known.min(level)));
        }
        let fields = lock.get(b"Fields");
        let names = match lock.get(b"Action").and_then(Value::as_name) {
            Some(b"Include") => reader
                .names(fields, |raw| Some(decode_text(raw)))?
                .map(Lock::Only),
            Some(b"Exclude") => reader.names(fields, exact_text)?.map(Lock::AllBut),
            _ => None,
        };
        self.locks.push(names.unwrap_or(Lock::All));
        Ok(())
    }
}

/// Reads values of one revision, wherever they stand.
struct Reader<'d, 'b> {
    document: &'d Document<'d>,
    revision: usize,
    budget: &'b mut Budget,
}

impl<'d> Reader<'d, '_> {
    fn value(&mut self, value: Option<&Value<'d>>) -> Result<Option<Value<'d>>, Reason> {
        let Some(value) = value else { return Ok(None) };
        let object = self.document.resolve(value, self.revision, self.budget)?;
        Ok(object.map(|object| object.value))
    }

    fn array(&mut self, value: Option<&Value<'d>>) -> Result<Option<Vec<Value<'d>>>, Reason> {
        Ok(match self.value(value)? {
            Some(Value::Array(items)) => Some(items),
            _ => None,
        })
    }

    fn dict(&mut self, value: Option<&Value<'d>>) -> Result<Option<Dict<'d>>, Reason> {
        Ok(match self.value(value)? {
            Some(Value::Dict(dict)) => Some(dict),
            _ => None,
        })
    }

    /// `/P`. A level that the standard does not know, or that is written twice, allows nothing.
    fn level(&mut self, parameters: &Dict<'d>) -> Result<Option<u8>, Reason> {
        let Some(level) = self.value(parameters.get(b"P"))? else {
            return Ok(None);
        };
        Ok(Some(match level.as_integer() {
            Some(2) if !parameters.has_duplicates => FORM_FILLING,
            Some(3) if !parameters.has_duplicates => COMMENTS,
            _ => NO_CHANGES,
        }))
    }

    /// An array of text strings, as far as they can be decoded; `None` when it is anything else.
    fn names(
        &mut self,
        value: Option<&Value<'d>>,
        decode: fn(&[u8]) -> Option<String>,
    ) -> Result<Option<Names>, Reason> {
        let Some(items) = self.array(value)? else {
            return Ok(None);
        };
        let mut names = Names::new();
        for item in &items {
            // Every signature keeps the list that all may share.
            Budget::spend(&mut self.budget.visits, NAME_VISITS)?;
            let Some(Value::Text(text)) = self.value(Some(item))? else {
                return Ok(None);
            };
            Budget::spend(&mut self.budget.syntax_bytes, text.raw.len())?;
            // No field has a name so long.
            if text.raw.len() > Budget::RAW_NAME {
                return Ok(None);
            }
            names.extend(decode(text.raw));
        }
        Ok(Some(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(permissions: &[(usize, Permission)], revision: usize) -> Rules<'_> {
        Rules::of(permissions.iter().map(|(signed, one)| (*signed, one)), revision)
    }

    fn certified(level: u8) -> Permission {
        Permission {
            certification: Some(level),
            ..Permission::default()
        }
    }

    #[test]
    fn a_lock_holds_for_the_field_and_what_is_below_it() {
        let mut budget = Budget::for_file(0);
        let mut covers = |field: &str, name| cover(&Names::from([field.to_owned()]), name, &mut budget);
        assert_eq!(covers("Signature 1", "Signature 1"), Ok(true));
        assert_eq!(covers("Signature 1", "Signature 10"), Ok(false));
        assert_eq!(covers("a", "a.b.c"), Ok(true));
        assert_eq!(covers("a.b", "a.b.c"), Ok(true));
        assert_eq!(covers("a.b", "a"), Ok(false));

        let lock = |lock| Permission {
            locks: vec![lock],
            ..Permission::default()
        };
        let names = || Names::from(["a".to_owned()]);
        for (kind, a, b) in [
            (Lock::All, true, true),
            (Lock::Only(names()), true, false),
            (Lock::AllBut(names()), false, true),
        ] {
            let permissions = [(1, lock(kind))];
            let rules = rules(&permissions, 1);
            let name = |raw: &[u8]| FieldName::part(raw);
            let below = FieldName::of_parts(&[name(b"(a)"), name(b"(x)")]);
            assert_eq!(rules.locks(&below, &mut budget), Ok(a));
            assert_eq!(rules.locks(&name(b"(b)"), &mut budget), Ok(b));
            // What is not read by everybody as `a` is not what the lock leaves free.
            assert_eq!(
                rules.locks(&name(b"(\xEF\xBB\xBFa\x1Bvi)"), &mut budget),
                Ok(a || b)
            );
        }
    }

    #[test]
    fn only_the_first_signature_widens_and_every_one_narrows() {
        let plain = Permission::default;
        let level = |permissions: &[(usize, Permission)], revision| rules(permissions, revision).level;
        assert_eq!(level(&[(1, plain())], 1), FORM_FILLING);
        assert_eq!(level(&[(1, certified(COMMENTS)), (2, plain())], 2), COMMENTS);
        assert_eq!(level(&[(1, plain()), (2, certified(COMMENTS))], 2), FORM_FILLING);
        assert_eq!(
            level(&[(1, certified(COMMENTS)), (2, certified(NO_CHANGES))], 1),
            COMMENTS
        );
        assert_eq!(
            level(&[(1, certified(COMMENTS)), (2, certified(NO_CHANGES))], 2),
            NO_CHANGES
        );
        assert_eq!(level(&[], 0), FORM_FILLING);
    }
}

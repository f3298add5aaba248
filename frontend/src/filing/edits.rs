//! What was typed and is not in the view that the server gave last. Each edit keeps the version of the draft that its field showed when it
//! was typed: what changed elsewhere since then is asked about, however late it is sent and whatever was loaded meanwhile.

use motcua_shared::error::FieldError;
use motcua_shared::filing::typed::{MAX_FIELDS, TypedFields, TypedSaved};
use std::collections::BTreeMap;

/// Most that travels at once, in bytes before they are packed: a line that breaks costs no more, and the server takes 64 kB.
const BATCH: usize = 20_000;

/// A text of a field.
#[derive(Clone, PartialEq, Eq)]
struct Edit {
    /// Version that it is made over.
    version: u32,
    text: String,
}

/// A text that the server does not take.
struct Refused {
    path: String,
    edit: Edit,
    sentence: String,
}

/// The edits of a draft.
#[derive(Default)]
pub struct Edits {
    /// Not yet acknowledged.
    waiting: BTreeMap<String, Edit>,
    /// Acknowledged since the last view came: a later view has them.
    sent: BTreeMap<String, Edit>,
    /// Which view that was.
    sent_over: u32,
    /// Stand where they were typed until they are typed anew or let go.
    refused: Vec<Refused>,
}

impl Edits {
    /// What a field holds, and the version that shows it, when that is not what the view of this number says.
    pub fn value(&self, path: &str, view: u32) -> Option<(u32, String)> {
        let refused = self.refused.iter().find(|one| one.path == path);
        let sent = self.sent.get(path).filter(|_| self.sent_over == view);
        let edit = self.waiting.get(path).or(refused.map(|one| &one.edit)).or(sent)?;
        Some((edit.version, edit.text.clone()))
    }

    /// Typed into a field that showed this version. One that waits already keeps its own: nobody saw anything newer there.
    pub fn put(&mut self, path: &str, text: String, shown: u32) {
        let refused = self.refused.iter().find(|one| one.path == path);
        let before = self.waiting.get(path).or(refused.map(|one| &one.edit));
        let version = before.map_or(shown, |edit| edit.version);
        self.refused.retain(|one| one.path != path);
        self.waiting.insert(path.to_owned(), Edit { version, text });
    }

    /// What was sealed on an earlier visit. What was typed since stands; of two visits the later one.
    pub fn take_over(&mut self, kept: Vec<TypedFields>) {
        let typed = std::mem::take(&mut self.waiting);
        for TypedFields { version, fields } in kept {
            for (path, text) in fields {
                self.waiting.insert(path, Edit { version, text });
            }
        }
        for (path, edit) in typed {
            self.waiting.insert(path, edit);
        }
    }

    /// As many fields as travel at once, the shortest first: one that is not taken for its length holds up no other. Only such
    /// as were typed over the same version: over an older one, one's own saves would look like somebody else's.
    pub fn next_batch(&self) -> Option<TypedFields> {
        let mut left = BATCH;
        let mut batch: Option<TypedFields> = None;
        loop {
            // Few as they are, they are not worth the weight of a sort in the program.
            let fits = |(path, edit): &(&String, &Edit)| {
                let of_batch =
                    |batch: &TypedFields| batch.version == edit.version && !batch.fields.contains_key(*path);
                batch.as_ref().is_none_or(of_batch)
            };
            let shortest = self
                .waiting
                .iter()
                .filter(fits)
                .min_by_key(|(_, edit)| edit.text.len());
            let Some((path, edit)) = shortest else { break };
            let size = path.len() + edit.text.len();
            let is_full = |batch: &TypedFields| size > left || batch.fields.len() == MAX_FIELDS;
            if batch.as_ref().is_some_and(is_full) {
                break;
            }
            left = left.saturating_sub(size);
            let batch = batch.get_or_insert_default();
            batch.version = edit.version;
            batch.fields.insert(path.clone(), edit.text.clone());
        }
        batch
    }

    /// The server has these; what was typed since goes next, over what is there now.
    pub fn acknowledge(&mut self, batch: TypedFields, saved: &TypedSaved, view: u32) {
        if self.sent_over != view {
            self.sent.clear();
            self.sent_over = view;
        }
        let version = saved.version;
        for (path, text) in batch.fields {
            let typed_since = self.waiting.remove(&path).filter(|edit| edit.text != text);
            if let Some(Edit { text, .. }) = typed_since {
                self.waiting.insert(path.clone(), Edit { version, text });
            }
            self.sent.insert(path, Edit { version, text });
        }
        // Nothing changed elsewhere up to here.
        if !saved.behind {
            for edit in self.waiting.values_mut() {
                if edit.version >= batch.version {
                    edit.version = version;
                }
            }
        }
    }

    /// Sets aside what the server does not take, with its sentences; whether that was anything of the batch.
    pub fn refuse(&mut self, batch: &TypedFields, faults: Vec<FieldError>) -> bool {
        let mut any = false;
        for fault in faults {
            let Some(text) = batch.fields.get(&fault.path) else {
                continue;
            };
            any = true;
            // What was typed since is looked at next.
            if self
                .waiting
                .get(&fault.path)
                .is_some_and(|edit| edit.text == *text)
                && let Some(edit) = self.waiting.remove(&fault.path)
            {
                self.refused.push(Refused {
                    path: fault.path,
                    edit,
                    sentence: fault.title,
                });
            }
        }
        any
    }

    /// Path and sentence of everything that is not taken.
    pub fn refused(&self) -> Vec<(String, String)> {
        let named = |one: &Refused| (one.path.clone(), one.sentence.clone());
        self.refused.iter().map(named).collect()
    }

    /// Lets go what is not taken.
    pub fn drop_refused(&mut self) {
        self.refused.clear();
    }

    /// The person saw what this version has in a field, and wants their own text.
    pub fn keep_over(&mut self, path: &str, version: u32) {
        if let Some(edit) = self.waiting.get_mut(path) {
            edit.version = version;
        }
    }

    /// The person wants what is elsewhere.
    pub fn drop_waiting(&mut self, path: &str) {
        self.waiting.remove(path);
    }

    /// The draft is closed.
    pub fn clear(&mut self) {
        self.waiting.clear();
        self.refused.clear();
    }

    /// How many wait.
    pub fn count(&self) -> usize {
        self.waiting.len()
    }

    /// A text that waits.
    pub fn text(&self, path: &str) -> String {
        let edit = self.waiting.get(path);
        edit.map(|edit| edit.text.clone()).unwrap_or_default()
    }

    /// All that the server does not have, by the versions it was typed over.
    pub fn to_keep(&self) -> Vec<TypedFields> {
        let mut groups = Vec::<TypedFields>::new();
        let refused = self.refused.iter().map(|one| (&one.path, &one.edit));
        for (path, edit) in self.waiting.iter().chain(refused) {
            let entry = (path.clone(), edit.text.clone());
            match groups.iter_mut().find(|group| group.version == edit.version) {
                Some(group) => group.fields.extend([entry]),
                None => groups.push(TypedFields {
                    version: edit.version,
                    fields: BTreeMap::from([entry]),
                }),
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::error::ErrorCode;
    use motcua_shared::time::Timestamp;

    const ADDRESS: &str = "filer.address";
    const EMAIL: &str = "filer.email";

    fn saved(version: u32, behind: bool) -> TypedSaved {
        TypedSaved {
            version,
            changed_at: Timestamp::from_unix_seconds(0).unwrap(),
            behind,
        }
    }

    fn typed(fields: &[(&str, &str, u32)]) -> Edits {
        let mut edits = Edits::default();
        for (path, text, version) in fields {
            edits.put(path, (*text).to_owned(), *version);
        }
        edits
    }

    #[test]
    fn an_edit_keeps_the_version_that_it_was_typed_over() {
        let mut edits = typed(&[(EMAIL, "a@b.vn", 2)]);
        let batch = edits.next_batch().unwrap();
        edits.put(ADDRESS, "here".to_owned(), 2);
        // Somebody else made 3; whatever is loaded after it, the address was typed over 2.
        edits.acknowledge(batch, &saved(4, true), 1);
        edits.put(ADDRESS, "here and more".to_owned(), 4);
        let batch = edits.next_batch().unwrap();
        assert_eq!(
            (batch.version, batch.fields[ADDRESS].as_str()),
            (2, "here and more")
        );
    }

    #[test]
    fn own_saves_are_not_somebody_elses() {
        let mut edits = typed(&[(EMAIL, "a", 2), (ADDRESS, "b", 2)]);
        let batch = edits.next_batch().unwrap();
        assert_eq!(batch.fields.len(), 2);
        edits.put(EMAIL, "a@b.vn".to_owned(), 2);
        edits.put("filer.phone", "0".to_owned(), 2);
        // The same field goes on over what was saved of it, whatever else changed; all of them when nothing did.
        edits.acknowledge(batch.clone(), &saved(5, true), 1);
        assert_eq!(edits.value(EMAIL, 1), Some((5, "a@b.vn".to_owned())));
        assert_eq!(edits.value("filer.phone", 1).unwrap().0, 2);
        assert_eq!(edits.value(ADDRESS, 1), Some((5, "b".to_owned())));
        assert_eq!(edits.value(ADDRESS, 2), None);
        edits.acknowledge(batch, &saved(3, false), 1);
        assert_eq!(edits.value("filer.phone", 1).unwrap().0, 3);
    }

    #[test]
    fn what_travels_together_was_typed_over_the_same_version() {
        let long = "x".repeat(15_000);
        let edits = typed(&[
            (EMAIL, "a", 2),
            (ADDRESS, "bb", 5),
            ("answers.a", &long, 2),
            ("answers.b", &long, 2),
        ]);
        let batch = edits.next_batch().unwrap();
        assert_eq!(batch.version, 2);
        assert_eq!(batch.fields.keys().collect::<Vec<_>>(), ["answers.a", EMAIL]);
        // One that is longer than what travels at once goes alone.
        let edits = typed(&[("answers.a", &"x".repeat(30_000), 2)]);
        assert_eq!(edits.next_batch().unwrap().fields.len(), 1);
        let paths: Vec<String> = (0..=MAX_FIELDS).map(|at| format!("answers.{at}")).collect();
        let fields: Vec<_> = paths.iter().map(|path| (path.as_str(), "1", 2)).collect();
        assert_eq!(typed(&fields).next_batch().unwrap().fields.len(), MAX_FIELDS);
    }

    #[test]
    fn what_is_not_taken_is_set_aside_and_stands_until_it_is_typed_anew() {
        let mut edits = typed(&[(EMAIL, "a", 2), (ADDRESS, "too long", 2)]);
        let batch = edits.next_batch().unwrap();
        let fault = |path: &str| {
            vec![FieldError {
                path: path.to_owned(),
                code: ErrorCode::TooLong,
                title: "Shorter".to_owned(),
                params: BTreeMap::new(),
            }]
        };
        assert!(edits.refuse(&batch, fault(ADDRESS)));
        assert_eq!(edits.refused(), [(ADDRESS.to_owned(), "Shorter".to_owned())]);
        assert_eq!(edits.value(ADDRESS, 7), Some((2, "too long".to_owned())));
        assert_eq!(edits.next_batch().unwrap().fields.len(), 1);
        assert_eq!(edits.to_keep()[0].fields.len(), 2);
        edits.put(ADDRESS, "short".to_owned(), 9);
        assert!(edits.refused().is_empty());
        assert_eq!(edits.value(ADDRESS, 7), Some((2, "short".to_owned())));
        // Typed anew before the answer came: that is sent, not set aside.
        assert!(edits.refuse(&batch, fault(ADDRESS)));
        assert!(edits.refused().is_empty());
        assert_eq!(edits.text(ADDRESS), "short");
        assert!(!edits.refuse(&batch, fault("fields")));
    }

    #[test]
    fn what_was_sealed_comes_back_as_old_as_it_was() {
        let edits = typed(&[(EMAIL, "a", 2), (ADDRESS, "b", 5)]);
        let mut again = typed(&[(EMAIL, "typed since", 7)]);
        again.take_over(edits.to_keep());
        assert_eq!(again.value(EMAIL, 1), Some((7, "typed since".to_owned())));
        assert_eq!(again.value(ADDRESS, 1), Some((5, "b".to_owned())));
    }
}

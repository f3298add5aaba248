//! The draft saves itself: what is typed goes to the server within a second, field by field and one request after the other.
//! While the line is down it waits, sealed on the device, and is sent when the line is back.

use crate::api::Failure;
use crate::api::upload::sleep;
use crate::filing::draft::{Act, Draft};
use crate::filing::seal::{self, Place};
use crate::react::effect;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::typed::{TypedField, TypedFields, value_of};
use std::collections::BTreeMap;
use wasm_bindgen_futures::spawn_local;

/// Typing pauses so long before it is sent, in milliseconds.
const PAUSE: i32 = 400;
/// The longest wait before a lost line is tried again, in milliseconds.
const LONGEST_WAIT: i32 = 15_000;
/// One look at whether the line is back, in milliseconds.
const LOOK: i32 = 250;
/// Most that travels at once, in bytes before they are packed: a line that breaks costs no more, and the server takes 64 kB.
const BATCH: usize = 20_000;

/// A field that was changed here and elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Its path.
    pub path: String,
    /// As it was typed here.
    pub here: String,
    /// As it is on the server.
    pub there: String,
}

/// Where the edits stand.
#[derive(Clone, PartialEq, Eq)]
pub enum Standing {
    /// The server has them all.
    Saved,
    /// On their way.
    Saving,
    /// The line is down; so many wait.
    Waiting(usize),
    /// Changed elsewhere as well: the person decides.
    Conflict(Vec<Conflict>),
    /// The server does not take them; its sentence.
    Refused(String),
}

/// A copy may move into handlers and futures.
#[derive(Clone, Copy)]
pub struct Saving {
    /// Where the edits stand.
    pub standing: RwSignal<Standing>,
    /// Says that something changed elsewhere and is shown now.
    pub renewed: RwSignal<bool>,
    /// The draft.
    pub draft: Draft,
    /// Not yet acknowledged.
    waiting: StoredValue<BTreeMap<String, String>>,
    /// Acknowledged, with the count of views when they were: a later view has them.
    sent: StoredValue<BTreeMap<String, (u32, String)>>,
    /// The fields of the page that is shown.
    shown: StoredValue<Vec<(String, RwSignal<String>)>>,
    running: StoredValue<bool>,
    online: StoredValue<bool>,
    hurry: StoredValue<bool>,
    /// How often the line was found broken.
    broken: StoredValue<u32>,
    /// Under which this page keeps what waits.
    place: StoredValue<Place>,
}

impl Saving {
    /// Of a draft that was just loaded. What waited on the device since an earlier visit is sent first.
    pub fn new(draft: Draft) -> Self {
        let saving = Self {
            standing: RwSignal::new(Standing::Saved),
            renewed: RwSignal::new(false),
            draft,
            waiting: StoredValue::new(BTreeMap::new()),
            sent: StoredValue::new(BTreeMap::new()),
            shown: StoredValue::new(Vec::new()),
            running: StoredValue::new(false),
            online: StoredValue::new(true),
            hurry: StoredValue::new(false),
            broken: StoredValue::new(0),
            place: StoredValue::new(Place::new(draft.id)),
        };
        for (event, is_on) in [("offline", false), ("online", true)] {
            let heard = window_event_listener_untyped(event, move |_| {
                let _ = saving.online.try_set_value(is_on);
            });
            on_cleanup(move || heard.remove());
        }
        // A phone that is put away may never come back to this page.
        let hidden = window_event_listener_untyped("pagehide", move |_| {
            let _ = saving.hurry.try_set_value(true);
            if let Some(batch) = saving.next_batch() {
                draft.send_off(&batch);
            }
        });
        on_cleanup(move || hidden.remove());
        spawn_local(saving.restore());
        saving
    }

    /// What a field holds: as typed here, else as the server has it.
    pub fn value(self, path: &str) -> String {
        let waiting = self
            .waiting
            .try_with_value(|waiting| waiting.get(path).cloned())
            .flatten();
        let views = self.draft.views();
        let sent = self.sent.try_with_value(|sent| {
            let (at, text) = sent.get(path)?;
            (*at == views).then(|| text.clone())
        });
        waiting
            .or_else(|| sent.flatten())
            .unwrap_or_else(|| self.on_server(path))
    }

    fn on_server(self, path: &str) -> String {
        let Some(field) = TypedField::parse(path) else {
            return String::new();
        };
        self.draft
            .view
            .try_with_untracked(|view| value_of(view, &field))
            .unwrap_or_default()
    }

    /// A field of the page. What is typed into it is saved.
    pub fn field(self, path: impl Into<String>) -> RwSignal<String> {
        let path = path.into();
        let signal = RwSignal::new(self.value(&path));
        self.shown
            .update_value(|shown| shown.push((path.clone(), signal)));
        on_cleanup(move || {
            let _ = self
                .shown
                .try_update_value(|shown| shown.retain(|(_, one)| *one != signal));
        });
        effect(move || {
            let typed = signal.get();
            if typed != self.value(&path) {
                self.waiting.update_value(|waiting| {
                    waiting.insert(path.clone(), typed);
                });
                self.start();
            }
        });
        signal
    }

    fn start(self) {
        if self
            .standing
            .with_untracked(|standing| matches!(standing, Standing::Refused(_)))
        {
            self.standing.set(Standing::Saved);
        }
        let is_decided = self
            .standing
            .with_untracked(|standing| !matches!(standing, Standing::Conflict(_)));
        // Before it is sent, and while it is: a line may hang as well as break, and a page may go at any moment.
        spawn_local(self.seal());
        if is_decided && !self.running.get_value() {
            self.running.set_value(true);
            spawn_local(self.run());
        }
    }

    async fn run(self) {
        let (mut wait, mut wait_over) = (1_000, false);
        self.rest(PAUSE, false).await;
        while let Some(batch) = self.next_batch() {
            self.stand(Standing::Saving, true);
            match self.draft.type_in(&batch).await {
                Ok(saved) => {
                    wait = 1_000;
                    self.acknowledge(batch);
                    self.seal().await;
                    if saved.behind {
                        self.renew().await;
                    }
                }
                Err(failure) if is_of_the_line(&failure) => {
                    let count = self.waiting.try_with_value(BTreeMap::len).unwrap_or_default();
                    self.stand(Standing::Waiting(count), false);
                    wait_over = true;
                    let _ = self.broken.try_update_value(|broken| *broken += 1);
                    self.rest(wait, true).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
                Err(failure) => {
                    self.refuse(failure).await;
                    break;
                }
            }
        }
        let is_done = self.waiting.try_with_value(BTreeMap::is_empty).unwrap_or(true);
        if is_done && wait_over {
            // Pages that were opened meanwhile show what hangs on it: parts of a case, questions after an answer.
            let _ = self.draft.run(Act::Reload).await;
        }
        if is_done {
            let _ = self.standing.try_set(Standing::Saved);
        }
        let _ = self.running.try_set_value(false);
    }

    /// Says where the edits stand. What is said already is not said anew, and a new try is no news while they wait: the box
    /// would come and go, and the focus with it.
    fn stand(self, now: Standing, unless_waiting: bool) {
        let is_news = self.standing.try_with_untracked(|before| {
            let waits = matches!(before, Standing::Waiting(_));
            *before != now && !(unless_waiting && waits)
        });
        if is_news == Some(true) {
            let _ = self.standing.try_set(now);
        }
    }

    /// As many fields as travel at once, the shortest first: one that is not taken for its length holds up no other.
    fn next_batch(self) -> Option<BTreeMap<String, String>> {
        let mut waiting = self.waiting.try_get_value()?;
        let mut left = BATCH;
        let mut batch = BTreeMap::new();
        // Few as they are, they are not worth the weight of a sort in the program.
        while let Some((path, text)) = waiting.iter().min_by_key(|(_, text)| text.len()) {
            let size = path.len() + text.len();
            if size > left && !batch.is_empty() {
                break;
            }
            left = left.saturating_sub(size);
            let path = path.clone();
            let text = waiting.remove(&path).unwrap_or_default();
            batch.insert(path, text);
        }
        (!batch.is_empty()).then_some(batch)
    }

    /// Waits; less when the page is about to go, or the line is back.
    async fn rest(self, milliseconds: i32, for_the_line: bool) {
        let was_online = self.online.try_get_value() == Some(true);
        let mut left = milliseconds;
        while left > 0 && self.hurry.try_get_value() != Some(true) {
            let is_back = for_the_line && !was_online && self.online.try_get_value() == Some(true);
            if is_back {
                return;
            }
            sleep(left.min(LOOK)).await;
            left -= LOOK;
        }
        let _ = self.hurry.try_set_value(false);
    }

    /// The server has these; what was typed since goes next.
    fn acknowledge(self, batch: BTreeMap<String, String>) {
        let _ = self.waiting.try_update_value(|waiting| {
            waiting.retain(|path, text| batch.get(path) != Some(text));
        });
        let views = self.draft.views();
        let _ = self.sent.try_update_value(|sent| {
            sent.extend(batch.into_iter().map(|(path, text)| (path, (views, text))));
        });
    }

    async fn refuse(self, failure: Failure) {
        if failure.code == ErrorCode::VersionConflict && !failure.fields.is_empty() {
            let here = self.waiting.try_get_value().unwrap_or_default();
            let conflict = |path: &String, there: Option<&String>| Conflict {
                path: path.clone(),
                here: here.get(path).cloned().unwrap_or_default(),
                there: there.cloned().unwrap_or_default(),
            };
            let conflicts = failure
                .fields
                .iter()
                .map(|field| conflict(&field.path, field.params.get("now")));
            let conflicts = conflicts.collect();
            let _ = self.standing.try_set(Standing::Conflict(conflicts));
            return;
        }
        if failure.code == ErrorCode::DraftSubmitted {
            let _ = self.waiting.try_update_value(BTreeMap::clear);
            seal::forget_all(self.draft.id);
            self.renew().await;
            return;
        }
        // A choice that is offered no longer: the rest of what waits is not held up by it.
        let _ = self.waiting.try_update_value(|waiting| {
            waiting.retain(|path, _| !failure.fields.iter().any(|field| field.path == *path));
        });
        let sentence = match failure.fields.first() {
            Some(field) => field.title.clone(),
            None => failure.sentence(self.draft.lang),
        };
        self.seal().await;
        let _ = self.standing.try_set(Standing::Refused(sentence));
    }

    /// Takes over what the server has, into the fields of the page as well.
    pub async fn renew(self) {
        if self.draft.run(Act::Reload).await.is_err() {
            return;
        }
        for (path, signal) in self.shown.try_get_value().unwrap_or_default() {
            let value = self.value(&path);
            if signal.try_with_untracked(|shown| *shown != value) == Some(true) {
                let _ = self.renewed.try_set(true);
                let _ = signal.try_set(value);
            }
        }
    }

    /// After a conflict: keeps what was typed here, or takes what is on the server.
    pub fn decide(self, keep_here: bool) {
        let Standing::Conflict(conflicts) = self.standing.get_untracked() else {
            return;
        };
        if !keep_here {
            self.waiting.update_value(|waiting| {
                waiting.retain(|path, _| !conflicts.iter().any(|conflict| conflict.path == *path));
            });
        }
        self.standing.set(Standing::Saving);
        self.running.set_value(true);
        spawn_local(async move {
            // With the version that shows what is there, it is what the person wants.
            self.draft.behave_as_shown();
            self.renew().await;
            let _ = self.renewed.try_set(false);
            self.run().await;
        });
    }

    /// Waits until the server has everything; `false` when it does not get there now. What waits for the line is tried once.
    pub async fn flush(self) -> bool {
        let broken = self.broken.try_get_value();
        let _ = self.hurry.try_set_value(true);
        while self.running.try_get_value() == Some(true) && self.broken.try_get_value() == broken {
            sleep(40).await;
        }
        let _ = self.hurry.try_set_value(false);
        self.waiting.try_with_value(BTreeMap::is_empty).unwrap_or(true)
    }

    /// Keeps on the device what waits, and nothing that does not.
    async fn seal(self) {
        loop {
            let (Some(fields), Some(place), Some((version, key))) = (
                self.waiting.try_get_value(),
                self.place.try_get_value(),
                self.draft
                    .view
                    .try_with_untracked(|view| (view.version, view.seal_key.clone())),
            ) else {
                return;
            };
            if fields.is_empty() {
                place.forget();
                return;
            }
            let version = self.draft.as_of(version);
            let typed = TypedFields { version, fields };
            let sealed = seal::close(&key, &typed).await;
            // Sealing takes a moment, and in it some of them may have arrived.
            if self.waiting.try_with_value(|now| *now == typed.fields) != Some(false) {
                if let Some(sealed) = sealed {
                    place.keep(&sealed);
                }
                return;
            }
        }
    }

    async fn restore(self) {
        let key = self.draft.view.try_with_untracked(|view| view.seal_key.clone());
        let key = key.unwrap_or_default();
        let found = seal::list(self.draft.id);
        let mut fields = BTreeMap::new();
        let mut version = None;
        for (_, sealed) in &found {
            // What cannot be read is of another account's key or was altered.
            if let Some(kept) = seal::open(&key, sealed).await {
                version = Some(version.map_or(kept.version, |seen: u32| seen.min(kept.version)));
                fields.extend(kept.fields);
            }
        }
        if let Some(version) = version {
            // As old as they are: what changed elsewhere since then is asked about.
            self.draft.behave_as_of(version);
            let _ = self.waiting.try_update_value(|waiting| {
                for (path, text) in fields {
                    waiting.entry(path).or_insert(text);
                }
            });
            self.seal().await;
        }
        for (place, _) in found {
            place.forget();
        }
        if version.is_none() {
            return;
        }
        for (path, signal) in self.shown.try_get_value().unwrap_or_default() {
            let value = self.value(&path);
            if signal.try_with_untracked(|shown| *shown != value) == Some(true) {
                let _ = signal.try_set(value);
            }
        }
        let _ = self.renewed.try_set(false);
        if self.running.try_get_value() == Some(false) {
            let _ = self.running.try_set_value(true);
            self.run().await;
        }
    }
}

/// Whether it is worth trying again by itself.
fn is_of_the_line(failure: &Failure) -> bool {
    matches!(
        failure.code,
        ErrorCode::NoConnection | ErrorCode::Unavailable | ErrorCode::TooManyRequests | ErrorCode::Internal
    )
}

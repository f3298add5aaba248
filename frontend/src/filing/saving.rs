//! The draft saves itself: what is typed goes to the server within a second, field by field and one request after the other.
//! While the line is down it waits, sealed on the device, and is sent when the line is back.

use crate::api::Failure;
use crate::api::upload::sleep;
use crate::filing::draft::{Act, Draft};
use crate::filing::edits::Edits;
use crate::filing::seal::{self, Place};
use crate::react::effect;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::typed::{TypedField, TypedFields, value_of};
use wasm_bindgen_futures::spawn_local;

/// Typing pauses so long before it is sent, in milliseconds.
const PAUSE: i32 = 400;
/// The longest wait before a lost line is tried again, in milliseconds.
const LONGEST_WAIT: i32 = 15_000;
/// One look at whether the line is back, in milliseconds.
const LOOK: i32 = 250;

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
    /// The server does not take these: paths, empty where it is all of them, and its sentences.
    Refused(Vec<(String, String)>),
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
    edits: StoredValue<Edits>,
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
            edits: StoredValue::new(Edits::default()),
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
        self.standing_text(path).1
    }

    /// The same, with the version of the draft that has it.
    fn standing_text(self, path: &str) -> (u32, String) {
        let views = self.draft.views();
        let typed = self.edits.try_with_value(|edits| edits.value(path, views));
        match typed.flatten() {
            // Other fields may be newer by now, and this one with them.
            Some((version, text)) => (version.max(self.draft.version()), text),
            None => (self.draft.version(), self.on_server(path)),
        }
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
        let shown = StoredValue::new(self.standing_text(&path));
        effect(move || {
            let typed = signal.get();
            let (mut version, before) = shown.get_value();
            let (newest, now) = self.standing_text(&path);
            // A view may have come in the meantime that was not shown here.
            if before == now || typed == now {
                version = newest;
            }
            if typed != now {
                self.edits
                    .update_value(|edits| edits.put(&path, typed.clone(), version));
                self.start();
            }
            shown.set_value((version, typed));
        });
        signal
    }

    fn start(self) {
        if self
            .standing
            .with_untracked(|standing| matches!(standing, Standing::Refused(_)))
        {
            self.stand(self.refused_or(Standing::Saved), false);
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
            self.stand(self.refused_or(Standing::Saving), true);
            match self.draft.type_in(&batch).await {
                Ok(saved) => {
                    wait = 1_000;
                    let views = self.draft.views();
                    let _ = self
                        .edits
                        .try_update_value(|edits| edits.acknowledge(batch, &saved, views));
                    self.seal().await;
                    if saved.behind {
                        self.renew().await;
                    }
                }
                Err(failure) if is_of_the_line(&failure) => {
                    self.stand(Standing::Waiting(self.count()), false);
                    wait_over = true;
                    let _ = self.broken.try_update_value(|broken| *broken += 1);
                    self.rest(wait, true).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
                Err(failure) => {
                    if !self.refuse(failure, &batch).await {
                        break;
                    }
                }
            }
        }
        let is_done = self.count() == 0;
        if is_done && wait_over {
            // Pages that were opened meanwhile show what hangs on it: parts of a case, questions after an answer.
            let _ = self.draft.run(Act::Reload).await;
        }
        if is_done {
            let _ = self.standing.try_set(self.refused_or(Standing::Saved));
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

    /// What is not taken is told until it is typed anew or let go.
    fn refused_or(self, otherwise: Standing) -> Standing {
        match self.refused() {
            refused if refused.is_empty() => otherwise,
            refused => Standing::Refused(refused),
        }
    }

    /// Path and sentence of what the server does not take.
    pub fn refused(self) -> Vec<(String, String)> {
        self.edits.try_with_value(Edits::refused).unwrap_or_default()
    }

    /// Lets go what the server does not take: its fields hold again what is saved.
    pub fn drop_refused(self) {
        self.edits.update_value(Edits::drop_refused);
        self.catch_up();
        // Whatever else waits is tried again.
        self.start();
    }

    fn count(self) -> usize {
        self.edits.try_with_value(Edits::count).unwrap_or_default()
    }

    fn next_batch(self) -> Option<TypedFields> {
        self.edits.try_with_value(Edits::next_batch).flatten()
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

    /// Whether the rest goes on.
    async fn refuse(self, failure: Failure, batch: &TypedFields) -> bool {
        if failure.code == ErrorCode::VersionConflict && !failure.fields.is_empty() {
            let mut conflicts = Vec::new();
            for field in failure.fields {
                let here = self.edits.try_with_value(|edits| edits.text(&field.path));
                conflicts.push(Conflict {
                    here: here.unwrap_or_default(),
                    there: field.params.get("now").cloned().unwrap_or_default(),
                    path: field.path,
                });
            }
            let _ = self.standing.try_set(Standing::Conflict(conflicts));
            return false;
        }
        if failure.code == ErrorCode::DraftSubmitted {
            let _ = self.edits.try_update_value(Edits::clear);
            seal::forget_all(self.draft.id);
            self.renew().await;
            return false;
        }
        let sentence = failure.sentence(self.draft.lang);
        let faults = failure.fields;
        let goes_on = self.edits.try_update_value(|edits| edits.refuse(batch, faults));
        self.seal().await;
        if goes_on != Some(true) {
            let all = vec![(String::new(), sentence)];
            let _ = self.standing.try_set(Standing::Refused(all));
        }
        goes_on == Some(true)
    }

    /// Takes over what the server has, into the fields of the page as well.
    pub async fn renew(self) {
        if self.draft.run(Act::Reload).await.is_ok() && self.catch_up() {
            let _ = self.renewed.try_set(true);
        }
    }

    /// Brings what is known now into the fields of the page; whether any of them held something else.
    pub fn catch_up(self) -> bool {
        let mut any = false;
        for (path, signal) in self.shown.try_get_value().unwrap_or_default() {
            let value = self.value(&path);
            if signal.try_with_untracked(|shown| *shown != value) == Some(true) {
                any = true;
                let _ = signal.try_set(value);
            }
        }
        any
    }

    /// After a conflict: keeps what was typed here, or takes what is on the server.
    pub fn decide(self, keep_here: bool) {
        let Standing::Conflict(conflicts) = self.standing.get_untracked() else {
            return;
        };
        if !keep_here {
            self.edits.update_value(|edits| {
                for conflict in &conflicts {
                    edits.drop_waiting(&conflict.path);
                }
            });
        }
        self.standing.set(Standing::Saving);
        self.running.set_value(true);
        spawn_local(async move {
            self.renew().await;
            let _ = self.renewed.try_set(false);
            // What the person saw and decided. If it is another one by now, they are asked again.
            for Conflict { path, there, .. } in conflicts {
                if self.on_server(&path) == there {
                    let version = self.draft.version();
                    let _ = self
                        .edits
                        .try_update_value(|edits| edits.keep_over(&path, version));
                }
            }
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
        self.count() == 0
    }

    /// Keeps on the device what waits, and nothing that does not.
    async fn seal(self) {
        loop {
            let (Some(kept), Some(place), Some(key)) = (
                self.edits.try_with_value(Edits::to_keep),
                self.place.try_get_value(),
                self.seal_key(),
            ) else {
                return;
            };
            if kept.is_empty() {
                place.forget();
                return;
            }
            let sealed = seal::close(&key, &kept).await;
            // Sealing takes a moment, and in it some of them may have arrived.
            if self.edits.try_with_value(|now| now.to_keep() == kept) != Some(false) {
                if let Some(sealed) = sealed {
                    place.keep(&sealed);
                }
                return;
            }
        }
    }

    fn seal_key(self) -> Option<String> {
        self.draft.view.try_with_untracked(|view| view.seal_key.clone())
    }

    async fn restore(self) {
        let key = self.seal_key().unwrap_or_default();
        let found = seal::list(self.draft.id);
        let mut kept = Vec::new();
        for (_, sealed) in &found {
            // What cannot be read is of another account's key or was altered.
            kept.extend(seal::open(&key, sealed).await);
        }
        let is_any = !kept.is_empty();
        if is_any {
            let _ = self.edits.try_update_value(|edits| edits.take_over(kept));
            self.seal().await;
        }
        for (place, _) in found {
            place.forget();
        }
        if !is_any {
            return;
        }
        self.catch_up();
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

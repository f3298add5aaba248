//! Keeps a scan on the device while it is made: every page and every change within a second, one after the other. Where
//! nothing can be kept, the page goes on in memory and says so.

use crate::api::upload::sleep;
use crate::api::{Api, Failure};
use crate::react::effect;
use crate::scan::shelf::{PageRecord, Record, Shelf};
use crate::scan::state::Sheet;
use leptos::prelude::*;
use motcua_shared::identity::account::DeviceKey;
use motcua_shared::path;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Changes that come so close after each other are kept as one, in milliseconds.
const PAUSE: i32 = 150;

/// What stands on the device of the pages that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// There is nothing to keep, or it is being kept for the first time.
    Open,
    /// All of it, for so many days.
    Kept(u32),
    /// Not all of it: it is lost with the page.
    InMemory,
}

/// What was left here by an earlier visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// It is being looked for.
    Looking,
    /// Nothing, or it was decided about.
    Nothing,
    /// So many pages.
    Pages(usize),
    /// Something is here, and the key for it could not be had.
    Shut(Failure),
}

/// A copy may move into handlers and futures.
#[derive(Clone, Copy)]
pub struct Keeper {
    /// What stands on the device, as it is said on the page.
    pub keeping: RwSignal<Keeping>,
    /// Something changed that the device does not keep yet.
    pub is_changed: RwSignal<bool>,
    /// What an earlier visit left.
    pub left: RwSignal<Left>,
    /// Pages of an earlier visit are being opened: what stands on the device is more than what is shown.
    pub is_coming_back: StoredValue<bool>,
    sheets: RwSignal<Vec<Sheet>>,
    goal: StoredValue<String>,
    key: StoredValue<Option<DeviceKey>, LocalStorage>,
    shelf: StoredValue<Option<Shelf>, LocalStorage>,
    found: StoredValue<Option<(Shelf, Record)>, LocalStorage>,
    gone: StoredValue<Vec<u32>>,
    is_running: StoredValue<bool>,
    changes: StoredValue<u32>,
    is_saved: StoredValue<bool>,
    is_over: StoredValue<bool>,
    api: Api,
}

impl Keeper {
    /// Keeps these sheets from now on, and looks for what was left.
    pub fn new(sheets: RwSignal<Vec<Sheet>>, goal: String) -> Self {
        let keeper = Self {
            keeping: RwSignal::new(Keeping::Open),
            left: RwSignal::new(Left::Looking),
            is_coming_back: StoredValue::new(false),
            sheets,
            goal: StoredValue::new(goal),
            key: StoredValue::new_local(None),
            shelf: StoredValue::new_local(None),
            found: StoredValue::new_local(None),
            gone: StoredValue::new(Vec::new()),
            is_running: StoredValue::new(false),
            is_changed: RwSignal::new(false),
            changes: StoredValue::new(0),
            is_saved: StoredValue::new(false),
            is_over: StoredValue::new(false),
            api: Api::current(),
        };
        effect(move || {
            for sheet in sheets.get() {
                sheet.turns.track();
                sheet.quad.track();
            }
            keeper.is_saved.set_value(false);
            keeper.keep();
        });
        // The line is back: the key can be had.
        let online = window_event_listener_untyped("online", move |_| keeper.keep());
        on_cleanup(move || online.remove());
        keeper.look();
        keeper
    }

    /// Looks for what an earlier visit left.
    pub fn look(self) {
        let _ = self.left.try_set(Left::Looking);
        spawn_local(async move {
            let left = self.find().await;
            let _ = self.left.try_set(left);
        });
    }

    async fn find(self) -> Left {
        if !Shelf::is_any().await {
            return Left::Nothing;
        }
        let key = match self.device_key().await {
            Ok(key) => key,
            Err(failure) => return Left::Shut(failure),
        };
        let goal = self.goal.try_get_value().unwrap_or_default();
        let found = Shelf::find(&key, &goal).await;
        let pages = found.as_ref().map(|(_, record)| record.pages.len());
        let _ = self.found.try_set_value(found);
        pages.map_or(Left::Nothing, Left::Pages)
    }

    /// What was found is gone on with, in the place where it lies.
    pub fn take_over(self) -> Option<Record> {
        let (shelf, record) = self.found.try_update_value(Option::take)??;
        self.shelf.set_value(Some(shelf));
        self.is_coming_back.set_value(true);
        self.left.set(Left::Nothing);
        Some(record)
    }

    /// What was found is not wanted. Another one may lie behind it.
    pub fn let_go(self) {
        let found = self.found.try_update_value(Option::take).flatten();
        let _ = self.left.try_set(Left::Looking);
        spawn_local(async move {
            if let Some((shelf, _)) = found {
                shelf.clear().await;
            }
            self.look();
        });
    }

    /// A photograph that the device keeps.
    pub async fn page(self, id: u32) -> Option<Blob> {
        let shelf = self.shelf.try_get_value()??;
        shelf.page(id).await
    }

    /// A page was taken out.
    pub fn drop_page(self, id: u32) {
        self.gone.update_value(|gone| gone.push(id));
    }

    /// The file was saved: nothing is missed, should the page go.
    pub fn saved(self) {
        let _ = self.is_saved.try_set_value(true);
        self.keep();
    }

    /// The file was sent: nothing of it stays here.
    pub async fn over(self) {
        let _ = self.is_over.try_set_value(true);
        if let Some(Some(shelf)) = self.shelf.try_get_value() {
            shelf.clear().await;
        }
    }

    /// Keeps what changed.
    pub fn keep(self) {
        let is_idle = |now: &Self| {
            now.is_over.try_get_value() != Some(false) || now.is_coming_back.try_get_value() != Some(false)
        };
        let is_bare = self.sheets.with_untracked(Vec::is_empty) && self.shelf.with_value(Option::is_none);
        if is_idle(&self) || is_bare {
            return;
        }
        self.is_changed.set(true);
        self.changes.update_value(|changes| *changes += 1);
        if self.is_running.get_value() {
            return;
        }
        self.is_running.set_value(true);
        spawn_local(async move {
            loop {
                sleep(PAUSE).await;
                let before = self.changes.try_get_value();
                if before.is_none() || is_idle(&self) {
                    break;
                }
                let keeping = self.keep_all().await.unwrap_or(Keeping::InMemory);
                // What is said stays as it is while pages change: the page would jump under the finger.
                if self
                    .keeping
                    .try_get_untracked()
                    .is_some_and(|said| said != keeping)
                {
                    let _ = self.keeping.try_set(keeping);
                }
                if self.changes.try_get_value() == before {
                    let _ = self.is_changed.try_set(false);
                    break;
                }
            }
            let _ = self.is_running.try_set_value(false);
        });
    }

    async fn keep_all(self) -> Option<Keeping> {
        let days = self.device_key().await.ok()?.days;
        let shelf = self.shelf().await?;
        let mut record = Record {
            goal: self.goal.try_get_value()?,
            is_saved: self.is_saved.try_get_value()?,
            pages: Vec::new(),
        };
        let sheets = self.sheets.try_get_untracked()?;
        let count = sheets.len();
        for sheet in sheets {
            let (id, held) = (sheet.id, sheet.held.try_get_value()?);
            if let Some(photograph) = held {
                if !shelf.put_page(id, &photograph).await {
                    continue;
                }
                sheet.held.try_set_value(None);
            }
            let (turns, quad) = (sheet.turns.try_get_untracked()?, sheet.quad.try_get_untracked()?);
            record.pages.push(PageRecord::new(id, turns, quad));
        }
        if count == 0 {
            shelf.clear().await;
            return Some(Keeping::Open);
        }
        let is_kept = shelf.put_record(&record).await;
        for id in self.gone.try_update_value(std::mem::take)? {
            shelf.drop_page(id).await;
        }
        (is_kept && record.pages.len() == count).then_some(Keeping::Kept(days))
    }

    async fn shelf(self) -> Option<Shelf> {
        if let Some(shelf) = self.shelf.try_get_value()? {
            return Some(shelf);
        }
        let shelf = Shelf::new(&self.device_key().await.ok()?).await?;
        self.shelf.try_set_value(Some(shelf.clone()));
        Some(shelf)
    }

    /// The account's key, asked for once.
    async fn device_key(self) -> Result<DeviceKey, Failure> {
        if let Some(Some(key)) = self.key.try_get_value() {
            return Ok(key);
        }
        let key: DeviceKey = self.api.get(path::ACCOUNT_DEVICE_KEY, None).await?;
        let _ = self.key.try_set_value(Some(key.clone()));
        Ok(key)
    }
}

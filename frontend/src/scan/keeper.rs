//! Keeps a scan on the device while it is made: every page and every change within a second, one after the other. Where
//! nothing can be kept, the page goes on in memory and says so. Pages of an earlier visit that come in beside those of this
//! one leave their old place one by one, each when the new one has it.

use crate::api::upload::sleep;
use crate::api::{Api, Failure};
use crate::kept::{self, Put};
use crate::react::effect;
use crate::scan::record::{Coming, PageRecord, Record};
use crate::scan::sheet::{Broken, Sheet};
use crate::scan::shelf::Shelf;
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
    /// Nothing any more: somebody signed out in another tab.
    SignedOut,
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
    /// What of an earlier visit this one's shelf does not have yet.
    rest: StoredValue<Option<(Shelf, Record)>, LocalStorage>,
    /// Pages that were taken out.
    gone: StoredValue<Vec<u32>>,
    /// Pages of the earlier visit that lie here now, or were taken out.
    moved: StoredValue<Vec<u32>>,
    is_running: StoredValue<bool>,
    changes: StoredValue<u32>,
    is_saved: StoredValue<bool>,
    is_over: StoredValue<bool>,
    /// The last sign-out of this browser when the page was opened.
    sign_out: StoredValue<String>,
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
            rest: StoredValue::new_local(None),
            gone: StoredValue::new(Vec::new()),
            moved: StoredValue::new(Vec::new()),
            is_running: StoredValue::new(false),
            is_changed: RwSignal::new(false),
            changes: StoredValue::new(0),
            is_saved: StoredValue::new(false),
            is_over: StoredValue::new(false),
            sign_out: StoredValue::new(kept::last_sign_out()),
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
        let storage = window_event_listener_untyped("storage", move |_| {
            keeper.is_signed_out();
        });
        on_cleanup(move || {
            online.remove();
            storage.remove();
        });
        keeper.look();
        keeper
    }

    /// Looks for what an earlier visit left.
    pub fn look(self) {
        let _ = self.left.try_set(Left::Looking);
        spawn_local(async move {
            let left = self.find().await;
            if self.is_at_it() {
                let _ = self.left.try_set(left);
            }
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
        let own = self.shelf.try_get_value().flatten();
        let found = Shelf::find(&key, &goal, own.as_ref().map(Shelf::name)).await;
        let pages = found.as_ref().map(|(_, record)| record.pages.len());
        if self.is_at_it() {
            let _ = self.found.try_set_value(found);
        }
        pages.map_or(Left::Nothing, Left::Pages)
    }

    /// What was found is gone on with: in the place where it lies, or page by page in the place of this visit, if that gave
    /// numbers to pages already. `last` is the last one; the new last one and the pages come back.
    pub fn take_over(self, last: u32) -> Option<(u32, Vec<Coming>)> {
        let (shelf, record) = self.found.try_update_value(Option::take)??;
        let coming = record.come_back(last);
        if last == 0 {
            self.shelf.set_value(Some(shelf));
            self.is_coming_back.set_value(true);
        } else {
            self.rest.set_value(Some((shelf, record)));
        }
        self.left.set(Left::Nothing);
        Some(coming)
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

    /// The photograph of a page, wherever it is now.
    pub async fn photograph(self, sheet: Sheet) -> Result<Blob, Broken> {
        if let Some(Some(held)) = sheet.held.try_get_value() {
            return Ok(held);
        }
        let (shelf, id) = self.place(sheet).ok_or(Broken::Gone)?;
        shelf.page(id).await
    }

    /// Looks whether the device still has the photograph of a page, if nobody else has it.
    pub async fn look_for(self, sheet: Sheet) {
        if sheet.held.try_with_value(Option::is_some) != Some(false) {
            return;
        }
        let broken = match self.place(sheet) {
            Some((shelf, id)) => shelf.fault(id).await,
            None => Some(Broken::Gone),
        };
        if broken.is_some() {
            sheet.is(broken);
        }
    }

    /// Where the photograph of a page lies.
    fn place(self, sheet: Sheet) -> Option<(Shelf, u32)> {
        match sheet.from.try_get_untracked()? {
            Some(id) => Some((self.rest.try_get_value()??.0, id)),
            None => Some((self.shelf.try_get_value()??, sheet.id)),
        }
    }

    /// A page was taken out.
    pub fn drop_page(self, sheet: Sheet) {
        self.gone.update_value(|gone| gone.push(sheet.id));
        self.moved
            .update_value(|moved| moved.extend(sheet.from.get_untracked()));
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
        for sheet in self.sheets.try_get_untracked().unwrap_or_default() {
            let from = sheet.from.try_get_untracked().flatten();
            let _ = self.moved.try_update_value(|moved| moved.extend(from));
        }
        self.leave_old().await;
    }

    /// Whether what is here is to be kept. Not any more when the page was left.
    fn is_at_it(self) -> bool {
        self.is_over.try_get_value() == Some(false)
    }

    /// Whether somebody signed out since the page was opened. Then nothing is kept here any more: the next who signs in may be
    /// somebody else.
    pub fn is_signed_out(self) -> bool {
        let Some(before) = self.sign_out.try_get_value() else {
            return false;
        };
        if before == kept::last_sign_out() {
            return false;
        }
        if self.is_at_it() {
            self.stop();
        }
        true
    }

    /// Somebody signed out in another tab, and what was kept is deleted.
    fn stop(self) {
        self.is_over.set_value(true);
        self.key.set_value(None);
        let own = self.shelf.try_update_value(Option::take).flatten();
        self.found.set_value(None);
        self.rest.set_value(None);
        for sheet in self.sheets.get_untracked() {
            if sheet.held.with_value(Option::is_none) {
                sheet.is(Some(Broken::Gone));
            }
        }
        self.left.set(Left::Nothing);
        self.keeping.set(Keeping::SignedOut);
        spawn_local(async move {
            // It may have been begun in the very moment of the sign-out.
            if let Some(shelf) = own {
                shelf.clear().await;
            }
        });
    }

    /// Keeps what changed.
    pub fn keep(self) {
        let is_idle = |now: &Self| !now.is_at_it() || now.is_coming_back.try_get_value() != Some(false);
        let is_bare = || {
            self.sheets.with_untracked(Vec::is_empty)
                && self.shelf.with_value(Option::is_none)
                && self.moved.with_value(Vec::is_empty)
        };
        if self.is_signed_out() || is_idle(&self) || is_bare() {
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
                if before.is_none() || self.is_signed_out() || is_idle(&self) {
                    break;
                }
                let keeping = self.keep_all().await.unwrap_or(Keeping::InMemory);
                if self.is_signed_out() || is_idle(&self) {
                    break;
                }
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
        if self.sheets.try_with_untracked(Vec::is_empty)? {
            // The person took out everything.
            if let Some(shelf) = self.shelf.try_update_value(Option::take)? {
                shelf.clear().await;
            }
            self.leave_old().await;
            return Some(Keeping::Open);
        }
        let days = self.device_key().await.ok()?.days;
        let shelf = self.shelf().await?;
        // First: what is taken out from here on may stand in this record.
        let gone = self.gone.try_update_value(std::mem::take)?;
        let mut record = Record {
            goal: self.goal.try_get_value()?,
            is_saved: self.is_saved.try_get_value()?,
            pages: Vec::new(),
        };
        let mut is_whole = true;
        for sheet in self.sheets.try_get_untracked()? {
            match self.keep_page(&shelf, sheet).await? {
                // It lies where the earlier visit left it.
                Put::Done if sheet.from.try_get_untracked()?.is_some() => {}
                Put::Done => {
                    let (turns, quad) = sheet.shape()?;
                    record.pages.push(PageRecord::new(sheet.id, turns, quad));
                }
                Put::NoRoom => is_whole = false,
                Put::Gone => return self.lost(),
            }
        }
        match shelf.put_record(&record).await {
            Put::Done => {}
            Put::NoRoom => {
                self.gone.try_update_value(|now| now.extend(gone))?;
                return None;
            }
            Put::Gone => return self.lost(),
        }
        for id in gone {
            shelf.drop_page(id).await;
        }
        self.leave_old().await;
        is_whole.then_some(Keeping::Kept(days))
    }

    async fn keep_page(self, shelf: &Shelf, sheet: Sheet) -> Option<Put> {
        let Some(photograph) = sheet.held.try_get_value()? else {
            return Some(Put::Done);
        };
        let put = shelf.put_page(sheet.id, &photograph).await;
        if put == Put::Done {
            sheet.held.try_set_value(None);
            let from = sheet.from.try_get_untracked()?;
            sheet.from.try_set(None);
            self.moved.try_update_value(|moved| moved.extend(from))?;
        }
        Some(put)
    }

    /// The device let go what it kept, by itself or because another tab did. What is in memory is kept anew; what is not says
    /// so.
    fn lost(self) -> Option<Keeping> {
        if self.is_signed_out() || !self.is_at_it() {
            return None;
        }
        self.shelf.try_set_value(None);
        for sheet in self.sheets.try_get_untracked()? {
            if sheet.held.try_with_value(Option::is_none)? && sheet.from.try_get_untracked()?.is_none() {
                sheet.is(Some(Broken::Gone));
            }
        }
        self.changes.try_update_value(|changes| *changes += 1)?;
        None
    }

    /// Lets go at the earlier visit's place what lies here now or was taken out; all of it, when nothing else lies there.
    async fn leave_old(self) -> Option<()> {
        let ids = self.moved.try_update_value(std::mem::take)?;
        if ids.is_empty() {
            return None;
        }
        let (shelf, record) = self.rest.try_update_value(Option::take)??;
        let record = record.without(&ids);
        if record.pages.is_empty() {
            shelf.clear().await;
            return None;
        }
        self.rest.try_set_value(Some((shelf.clone(), record.clone())));
        // Without the new record the old one still names them.
        if shelf.put_record(&record).await == Put::Done {
            for id in ids {
                shelf.drop_page(id).await;
            }
        }
        None
    }

    async fn shelf(self) -> Option<Shelf> {
        if let Some(shelf) = self.shelf.try_get_value()? {
            return Some(shelf);
        }
        let shelf = Shelf::new(&self.device_key().await.ok()?).await?;
        // The sign-out that came before deleted nothing of it; one that comes later does.
        if self.is_signed_out() {
            shelf.clear().await;
            return None;
        }
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

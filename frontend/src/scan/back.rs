//! Pages that an earlier visit left come back. One that cannot be opened comes back as well: nothing of it goes before the
//! person says so.

use crate::scan::record::Coming;
use crate::scan::sheet::{Broken, Sheet};
use crate::scan::state::{MOST, Scan};
use leptos::prelude::*;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

impl Scan {
    /// Whether there is a page, or a picture that becomes one.
    pub fn is_begun(self) -> bool {
        self.reading.get_untracked() > 0 || !self.sheets.with_untracked(Vec::is_empty)
    }

    /// Goes on with a scan that was left.
    pub fn go_on(self) {
        let Some((last, mut coming)) = self.keeper.take_over(self.last.get_value()) else {
            return;
        };
        // Before anything is waited for: what is chosen meanwhile gets numbers of its own.
        self.last.set_value(last);
        let there = self.sheets.with_untracked(Vec::len) + self.reading.get_untracked();
        let beyond = coming.split_off(MOST.saturating_sub(there).min(coming.len()));
        self.beyond.set(beyond.len());
        self.reading.update(|reading| *reading += coming.len());
        spawn_local(async move {
            let mut opened = 0;
            for one in &coming {
                opened += usize::from(self.put_back(one).await);
                let _ = self.reading.try_update(|reading| *reading -= 1);
            }
            // From here on it is kept as it stands now.
            let _ = self.keeper.is_coming_back.try_set_value(false);
            self.keeper.keep();
            let mut said = text::scan::went_on(self.lang, opened);
            if opened < coming.len() {
                said = format!("{said} {}", text::scan::some_broken(self.lang));
            }
            let _ = self.said.try_set(said);
            self.take_waiting().await;
        });
    }

    /// Whether its photograph could be opened.
    async fn put_back(self, coming: &Coming) -> bool {
        let shape = (coming.page.turns, coming.page.quad());
        let Some(sheet) = self.make((coming.id, coming.from), shape, None) else {
            return false;
        };
        let is_open = self.open_again(sheet).await;
        let _ = self.sheets.try_update(|sheets| sheets.push(sheet));
        is_open
    }

    /// Opens the photograph of a page that is only on the device.
    async fn open_again(self, sheet: Sheet) -> bool {
        // Where an earlier visit left it it is taken out, and kept with the others of this one.
        if sheet.from.try_get_untracked().flatten().is_some()
            && let Ok(photograph) = self.keeper.photograph(sheet).await
        {
            let _ = sheet.held.try_set_value(Some(photograph));
        }
        let (Some(opened), Some((turns, quad))) = (self.picture(sheet).await, sheet.shape()) else {
            return false;
        };
        let small = opened.picture.small(turns, quad);
        let is_open = small.is_some();
        if !is_open {
            sheet.is(Some(Broken::Unopened));
        }
        let _ = sheet.small.try_set(small.unwrap_or_default());
        is_open
    }

    /// Tries a broken page once more; `then` hears whether it worked.
    pub fn try_again(self, sheet: Sheet, then: impl FnOnce(bool) + 'static) {
        spawn_local(async move {
            let is_open = self.open_again(sheet).await;
            self.keeper.keep();
            let said = match is_open {
                true => text::scan::opened(self.lang),
                false => text::scan::still_broken(self.lang),
            };
            let _ = self.said.try_set(said.to_owned());
            then(is_open);
        });
    }
}

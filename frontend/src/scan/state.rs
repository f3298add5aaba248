//! The pages of a scan: chosen, put in order, turned, cut to the paper.

use crate::scan::header::NotTaken;
use crate::scan::heic::{self, Stop};
use crate::scan::picture::{Fault, Picture};
use crate::scan::quad::Quad;
use crate::scan::write::{Leaf, pdf};
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use std::collections::VecDeque;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// Most pages of a scan.
pub const MOST: usize = 40;

/// One page.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// Stays its own, wherever it moves.
    pub id: u32,
    /// Quarters to the right.
    pub turns: RwSignal<u8>,
    /// The paper in the turned picture.
    pub quad: RwSignal<Quad>,
    /// What the page will look like; an address for `<img>`.
    pub small: RwSignal<String>,
    picture: StoredValue<Option<Picture>, LocalStorage>,
}

impl Sheet {
    /// The whole picture, to set the corners on.
    pub fn whole(self) -> String {
        self.picture
            .with_value(|picture| picture.as_ref()?.whole(self.turns.get_untracked()))
            .unwrap_or_default()
    }

    /// Draws the page anew after a change.
    pub fn renew(self) {
        let (turns, quad) = (self.turns.get_untracked(), self.quad.get_untracked());
        let small = self
            .picture
            .with_value(|picture| picture.as_ref()?.small(turns, quad));
        self.small.set(small.unwrap_or_default());
    }

    /// A quarter to the right.
    pub fn turn(self) {
        self.turns.update(|turns| *turns = (*turns + 1) % 4);
        self.quad.update(|quad| *quad = quad.turned());
        self.renew();
    }

    async fn leaf(self) -> Option<Leaf> {
        // Taken out while it is worked on: a future cannot hold what is stored.
        let picture = self.picture.try_update_value(Option::take)??;
        let leaf = picture
            .leaf(self.turns.get_untracked(), self.quad.get_untracked())
            .await;
        self.picture.set_value(Some(picture));
        leaf
    }
}

/// All pages; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Scan {
    /// In their order.
    pub sheets: RwSignal<Vec<Sheet>>,
    /// The page whose corners are being set.
    pub editing: RwSignal<Option<u32>>,
    /// Pictures that were not taken: name and sentence.
    pub refused: RwSignal<Vec<(String, String)>>,
    /// Pictures that are being read.
    pub reading: RwSignal<usize>,
    /// The picture that is decoded here because the browser does not: its name.
    pub decoding: RwSignal<Option<String>>,
    /// What just happened, for those who hear the page.
    pub said: RwSignal<String>,
    /// Pictures that wait for their turn.
    waiting: StoredValue<VecDeque<File>, LocalStorage>,
    /// Ends the decoding that is under way.
    stop: StoredValue<Stop, LocalStorage>,
    /// The last number given to a page.
    last: StoredValue<u32>,
    owner: StoredValue<Option<Owner>>,
    lang: Lang,
}

impl Scan {
    /// No page yet.
    pub fn new() -> Self {
        let scan = Self {
            sheets: RwSignal::new(Vec::new()),
            editing: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
            reading: RwSignal::new(0),
            decoding: RwSignal::new(None),
            said: RwSignal::new(String::new()),
            waiting: StoredValue::new_local(VecDeque::new()),
            stop: StoredValue::new_local(Stop::default()),
            last: StoredValue::new(0),
            owner: StoredValue::new(Owner::current()),
            lang: lang::current(),
        };
        on_cleanup(move || {
            let _ = scan.stop.try_with_value(Stop::stop);
        });
        scan
    }

    /// Takes pictures, one after the other: several decoded at once are too much for a phone.
    pub fn choose(self, files: Vec<File>) {
        self.refused.set(Vec::new());
        let is_under_way = self.reading.get_untracked() > 0;
        self.reading.update(|reading| *reading += files.len());
        self.waiting.update_value(|waiting| waiting.extend(files));
        if is_under_way {
            return;
        }
        spawn_local(async move {
            // Nothing any more when the page was left.
            while let Some(Some(file)) = self.waiting.try_update_value(VecDeque::pop_front) {
                self.take(&file).await;
                let _ = self.reading.try_update(|reading| *reading -= 1);
            }
        });
    }

    async fn take(self, file: &File) {
        let outcome = if self.sheets.with_untracked(Vec::len) >= MOST {
            Err(text::scan::too_many(self.lang, MOST))
        } else {
            match self.open(file).await {
                Ok(None) => return,
                Ok(Some(picture)) => Ok(picture),
                Err(fault) => Err(sentence(fault, self.lang)),
            }
        };
        match outcome {
            Ok(picture) => self.add(picture),
            Err(sentence) => {
                let _ = self
                    .refused
                    .try_update(|refused| refused.push((file.name(), sentence)));
            }
        }
    }

    /// By the browser, else here. Nothing when that was ended.
    async fn open(self, file: &File) -> Result<Option<Picture>, Fault> {
        match Picture::open(file).await {
            Err(Fault::Heic) => {}
            decided => return decided.map(Some),
        }
        let stop = Stop::default();
        if self.stop.try_set_value(stop.clone()).is_some() {
            return Ok(None);
        }
        let _ = self.decoding.try_set(Some(file.name()));
        let dots = heic::decode(file, &stop).await;
        let _ = self.decoding.try_set(None);
        if stop.is_stopped() {
            return Ok(None);
        }
        Picture::of_dots(&dots?).await.map(Some).ok_or(Fault::Damaged)
    }

    /// Decodes the picture no further that is decoded here.
    pub fn skip(self) {
        self.stop.with_value(Stop::stop);
        let name = self.decoding.get_untracked().unwrap_or_default();
        self.said.set(text::scan::skipped(self.lang, name));
    }

    fn add(self, picture: Picture) {
        // The page may be left by now; else its signals live as long as it does.
        let Some(Some(owner)) = self.owner.try_get_value() else {
            return;
        };
        let id = self.last.try_update_value(|last| {
            *last += 1;
            *last
        });
        let sheet = owner.with(|| Sheet {
            id: id.unwrap_or_default(),
            turns: RwSignal::new(0),
            quad: RwSignal::new(Quad::WHOLE),
            small: RwSignal::new(String::new()),
            picture: StoredValue::new_local(Some(picture)),
        });
        sheet.renew();
        self.sheets.update(|sheets| sheets.push(sheet));
        let count = self.sheets.with_untracked(Vec::len);
        self.said.set(text::scan::added(self.lang, count));
    }

    /// One place up (`-1`) or down (`1`); whether it moved.
    pub fn shift(self, id: u32, by: isize) -> bool {
        let moved = self.sheets.try_update(|sheets| {
            let from = sheets.iter().position(|sheet| sheet.id == id)?;
            let to = from.checked_add_signed(by).filter(|to| *to < sheets.len())?;
            sheets.swap(from, to);
            Some(to + 1)
        });
        match moved.flatten() {
            Some(place) => {
                self.said.set(text::scan::moved(self.lang, place));
                true
            }
            None => false,
        }
    }

    /// Takes a page out.
    pub fn remove(self, id: u32) {
        self.sheets.update(|sheets| {
            if let Some(place) = sheets.iter().position(|sheet| sheet.id == id) {
                let gone = sheets.remove(place);
                gone.picture.set_value(None);
            }
        });
        if self.editing.get_untracked() == Some(id) {
            self.editing.set(None);
        }
        self.said.set(text::scan::removed(self.lang).to_owned());
    }

    /// The file; `on_page` hears which page is being made. Nothing when a page cannot be drawn.
    pub async fn write(self, on_page: impl Fn(usize)) -> Option<Vec<u8>> {
        let sheets = self.sheets.get_untracked();
        let mut leaves = Vec::with_capacity(sheets.len());
        for (index, sheet) in sheets.into_iter().enumerate() {
            on_page(index + 1);
            // The page shows it before the work begins.
            crate::api::upload::sleep(0).await;
            leaves.push(sheet.leaf().await?);
        }
        Some(pdf(&leaves))
    }
}

fn sentence(fault: Fault, lang: Lang) -> String {
    match fault {
        Fault::Refused(NotTaken::Unknown) => text::scan::unknown(lang).to_owned(),
        Fault::Refused(NotTaken::TooLarge(width, height)) => text::scan::too_large(lang, height, width),
        Fault::Heic => text::scan::heic(lang).to_owned(),
        Fault::NotLoaded => text::scan::heic_not_loaded(lang).to_owned(),
        Fault::Damaged => text::scan::damaged(lang).to_owned(),
    }
}

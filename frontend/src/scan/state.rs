//! The pages of a scan: chosen, put in order, turned, cut to the paper.

use crate::api::upload::sleep;
use crate::dom;
use crate::scan::header::NotTaken;
use crate::scan::heic::{self, Stop};
use crate::scan::keeper::Keeper;
use crate::scan::picture::{Fault, Picture, of_dots};
use crate::scan::quad::Quad;
use crate::scan::sheet::{Broken, Sheet, numbers};
use crate::scan::write::{Piece, pdf};
use crate::state::lang;
use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use std::collections::VecDeque;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

/// Most pages of a scan.
pub const MOST: usize = 40;

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
    /// Pages that were left and that this scan has no room for.
    pub beyond: RwSignal<usize>,
    /// What just happened, for those who hear the page.
    pub said: RwSignal<String>,
    /// What the device keeps of it.
    pub keeper: Keeper,
    /// Pictures that wait for their turn.
    waiting: StoredValue<VecDeque<File>, LocalStorage>,
    /// Ends the decoding that is under way.
    stop: StoredValue<Stop, LocalStorage>,
    /// The last number given to a page.
    pub(super) last: StoredValue<u32>,
    /// A picture is decoded now: there is room for one.
    is_open: StoredValue<bool>,
    owner: StoredValue<Option<Owner>>,
    pub(super) lang: Lang,
}

impl Scan {
    /// No page yet. `goal` names what it is for.
    pub fn new(goal: String) -> Self {
        let sheets = RwSignal::new(Vec::new());
        let scan = Self {
            sheets,
            editing: RwSignal::new(None),
            refused: RwSignal::new(Vec::new()),
            reading: RwSignal::new(0),
            decoding: RwSignal::new(None),
            beyond: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            keeper: Keeper::new(sheets, goal),
            waiting: StoredValue::new_local(VecDeque::new()),
            stop: StoredValue::new_local(Stop::default()),
            last: StoredValue::new(0),
            is_open: StoredValue::new(false),
            owner: StoredValue::new(Owner::current()),
            lang: lang::current(),
        };
        on_cleanup(move || {
            let _ = scan.stop.try_with_value(Stop::stop);
        });
        scan
    }

    /// A sheet whose signals live as long as the page. Nothing when that was left.
    pub(super) fn make(
        self,
        (id, from): (u32, Option<u32>),
        (turns, quad): (u8, Quad),
        held: Option<Blob>,
    ) -> Option<Sheet> {
        let owner = self.owner.try_get_value()??;
        Some(owner.with(|| Sheet::new(id, turns, quad, held, from)))
    }

    /// Waits until no picture is decoded.
    async fn room(self) -> Option<Opening> {
        while self.is_open.try_get_value()? {
            sleep(15).await;
        }
        self.is_open.try_set_value(true);
        Some(Opening(self.is_open))
    }

    /// The picture of a sheet, decoded. One at a time: whoever comes second waits. Where it cannot be had the sheet says so.
    pub(super) async fn picture(self, sheet: Sheet) -> Option<Opened> {
        let opening = self.room().await?;
        let opened = match self.keeper.photograph(sheet).await {
            Ok(photograph) => Picture::of(&photograph).await.ok_or(Broken::Unopened),
            Err(broken) => Err(broken),
        };
        sheet.is(opened.as_ref().err().copied());
        Some(Opened {
            picture: opened.ok()?,
            _opening: opening,
        })
    }

    /// Draws the page anew after a change, until it is drawn as it stands.
    pub fn renew(self, sheet: Sheet) {
        spawn_local(async move {
            let mut drawn = None;
            while let Some(shape) = sheet.shape().filter(|shape| drawn != Some(*shape)) {
                let Some(opened) = self.picture(sheet).await else {
                    return;
                };
                let _ = sheet
                    .small
                    .try_set(opened.picture.small(shape.0, shape.1).unwrap_or_default());
                drawn = Some(shape);
            }
        });
    }

    /// Shows the whole picture, to set the corners on.
    pub fn show_whole(self, sheet: Sheet) {
        spawn_local(async move {
            let Some(turns) = sheet.turns.try_get_untracked() else {
                return;
            };
            if let Some(opened) = self.picture(sheet).await {
                let _ = sheet
                    .whole
                    .try_set(opened.picture.whole(turns).unwrap_or_default());
            }
        });
    }

    /// A quarter to the right.
    pub fn turn(self, sheet: Sheet) {
        sheet.turns.update(|turns| *turns = (*turns + 1) % 4);
        sheet.quad.update(|quad| *quad = quad.turned());
        self.renew(sheet);
        self.said.set(text::scan::turned(self.lang).to_owned());
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
        spawn_local(self.take_waiting());
    }

    pub(super) async fn take_waiting(self) {
        // Nothing any more when the page was left.
        while let Some(Some(file)) = self.waiting.try_update_value(VecDeque::pop_front) {
            self.take(&file).await;
            let _ = self.reading.try_update(|reading| *reading -= 1);
        }
    }

    async fn take(self, file: &File) {
        let outcome = if self.sheets.with_untracked(Vec::len) >= MOST {
            Err(text::scan::too_many(self.lang, MOST))
        } else {
            match self.open(file).await {
                Ok(None) => return,
                Ok(Some(taken)) => Ok(taken),
                Err(fault) => Err(sentence(fault, self.lang)),
            }
        };
        match outcome {
            Ok((photograph, small)) => self.add(photograph, small),
            Err(sentence) => {
                let _ = self
                    .refused
                    .try_update(|refused| refused.push((file.name(), sentence)));
            }
        }
    }

    /// By the browser, else here: the photograph, and how it looks. Nothing when that was ended.
    async fn open(self, file: &File) -> Result<Option<(Blob, String)>, Fault> {
        let small = |picture: &Picture| picture.small(0, Quad::WHOLE).ok_or(Fault::Damaged);
        let Some(_room) = self.room().await else {
            return Ok(None);
        };
        match Picture::open(file).await {
            Ok(picture) => {
                let photograph: Blob = file.clone().into();
                return Ok(Some((photograph, small(&picture)?)));
            }
            Err(Fault::Heic) => {}
            Err(fault) => return Err(fault),
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
        let photograph = of_dots(&dots?).await.ok_or(Fault::Damaged)?;
        let picture = Picture::of(&photograph).await.ok_or(Fault::Damaged)?;
        Ok(Some((photograph, small(&picture)?)))
    }

    /// Decodes the picture no further that is decoded here.
    pub fn skip(self) {
        self.stop.with_value(Stop::stop);
        let name = self.decoding.get_untracked().unwrap_or_default();
        self.said.set(text::scan::skipped(self.lang, name));
    }

    fn add(self, photograph: Blob, small: String) {
        let id = self.last.try_update_value(|last| {
            *last += 1;
            *last
        });
        // The page may be left by now.
        let sheet = id.and_then(|id| self.make((id, None), (0, Quad::WHOLE), Some(photograph)));
        let Some(sheet) = sheet else { return };
        sheet.small.set(small);
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
                gone.held.set_value(None);
                self.keeper.drop_page(gone);
            }
        });
        if self.editing.get_untracked() == Some(id) {
            self.editing.set(None);
        }
        self.said.set(text::scan::removed(self.lang).to_owned());
    }

    /// The pages whose photographs are not to be had, as they are said; tracks.
    pub fn broken(self) -> String {
        let sheets = self.sheets.get();
        numbers(sheets.into_iter().map(|sheet| sheet.broken.get().is_some()))
    }

    /// The file; `on_page` hears which page is being made. Nothing when a page cannot be had: it says so, and no file is made
    /// without it.
    pub async fn write(self, name: &str, on_page: impl Fn(usize)) -> Option<File> {
        let sheets = self.sheets.get_untracked();
        let mut is_whole = true;
        for sheet in &sheets {
            // What another tab let go is noticed before the work begins.
            self.keeper.look_for(*sheet).await;
            is_whole &= sheet.broken.try_get_untracked()?.is_none();
        }
        if !is_whole {
            return None;
        }
        let mut leaves = Vec::with_capacity(sheets.len());
        for (index, sheet) in sheets.into_iter().enumerate() {
            on_page(index + 1);
            // The page shows it before the work begins.
            sleep(0).await;
            let (turns, quad) = sheet.shape()?;
            let opened = self.picture(sheet).await?;
            let leaf = opened.picture.leaf(turns, quad).await;
            if leaf.is_none() {
                sheet.is(Some(Broken::Unopened));
            }
            leaves.push(leaf?);
        }
        let parts = Array::new();
        for piece in pdf(leaves) {
            let part: JsValue = match piece {
                Piece::Words(bytes) => Uint8Array::from(bytes.as_slice()).into(),
                Piece::Jpeg(jpeg) => jpeg.into(),
            };
            parts.push(&part);
        }
        dom::file_of(&parts, "application/pdf", name)
    }
}

/// A picture while there is room for it.
pub(super) struct Opened {
    pub(super) picture: Picture,
    _opening: Opening,
}

/// Makes room for the next one when it goes.
pub(super) struct Opening(StoredValue<bool>);

impl Drop for Opening {
    fn drop(&mut self) {
        let _ = self.0.try_set_value(false);
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

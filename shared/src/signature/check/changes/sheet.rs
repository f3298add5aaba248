//! How large pages are, and what is on which: what may be covered after signing is a part of a page.

use super::annotation::size;
use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        object::{Dict, Object, ObjectId, Value},
    },
    reason::Reason,
};
use std::collections::{BTreeMap, BTreeSet};

/// Square points that one signature or one filled field may take up: seals take 20,000, blocks of text over the whole
/// width 25,000, a page of A4 500,000. More than this would not sign the page but replace it.
pub(super) const AREA: f64 = 150_000.0;
/// The same as a part of a page smaller than A4.
const PART: f64 = 0.3;
/// What a signature may take up of a smaller page, and as which part of it at most: seals do not shrink with the page.
pub(super) const LEAST: f64 = 30_000.0;
const MOST_PART: f64 = 0.6;
/// What all filled fields of one page may take up of it.
const ALL: f64 = 0.5;

/// The pages of one revision, by object number.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    /// The revision that was read.
    revision: usize,
    areas: BTreeMap<u32, f64>,
    /// The page that an annotation is on, or a list of annotations belongs to; the smallest of several.
    pages: BTreeMap<u32, u32>,
    /// What fields that were filled in take up of each page.
    filled: BTreeMap<u32, f64>,
    counted: BTreeSet<u32>,
}

impl Sheets {
    /// Makes sure that `annotation` is known, if it is on some page of `revision`.
    pub(super) fn look_up(
        &mut self,
        document: &Document<'_>,
        annotation: u32,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let is_read = !self.areas.is_empty() && self.revision == revision;
        if is_read || self.pages.contains_key(&annotation) {
            return Ok(());
        }
        self.revision = revision;
        let catalog = document.catalog(revision, budget)?;
        let mut walk = Walk {
            document,
            budget,
            seen: BTreeSet::new(),
            sheets: self,
        };
        match catalog.get(b"Pages").and_then(Value::as_ref) {
            Some(root) => walk.node(root, &Boxes::default(), 0),
            None => Ok(()),
        }
    }

    /// The page that an annotation is on.
    pub(super) fn page(&self, annotation: u32) -> Option<u32> {
        self.pages.get(&annotation).copied()
    }

    /// Whether `widget` takes up more of its page than one may; one whose place cannot be told does.
    pub(super) fn is_too_large(&self, number: u32, widget: &Dict<'_>, is_signature: bool) -> bool {
        let area = self.page(number).and_then(|page| self.areas.get(&page));
        let most = area.map_or(AREA, |area| {
            let least = if is_signature {
                LEAST.min(area * MOST_PART)
            } else {
                0.0
            };
            (area * PART).max(least).min(AREA)
        });
        area_of(widget) > most
    }

    /// Counts a widget that was filled in; false when its page is covered with them.
    pub(super) fn fill(&mut self, number: u32, widget: &Dict<'_>) -> bool {
        let Some(page) = self.page(number) else {
            return true;
        };
        let area = self.areas.get(&page).copied().unwrap_or_default();
        let filled = self.filled.entry(page).or_default();
        if self.counted.insert(number) {
            *filled += area_of(widget);
        }
        *filled <= area * ALL
    }
}

/// What an annotation takes up; nothing without a place, unless it has looks: some readers draw them anywhere.
fn area_of(dict: &Dict<'_>) -> f64 {
    if dict.get(b"Rect").is_none() && dict.get(b"AP").is_none() {
        return 0.0;
    }
    size(dict).map_or(f64::INFINITY, |(width, height)| width * height)
}

/// The smallest box that a node and those above it give to pages (ISO 32000-2 §7.7.3.4, §14.11.2).
#[derive(Debug, Clone, Default)]
struct Boxes {
    media: Option<f64>,
    crop: Option<f64>,
}

struct Walk<'d, 'w> {
    document: &'d Document<'d>,
    budget: &'w mut Budget,
    seen: BTreeSet<u32>,
    sheets: &'w mut Sheets,
}

impl<'d> Walk<'d, '_> {
    fn node(&mut self, id: ObjectId, above: &Boxes, depth: usize) -> Result<(), Reason> {
        if depth > Budget::TREE_DEPTH || !self.seen.insert(id.number) {
            return Ok(());
        }
        let Some(object) = self.read(&Value::Ref(id))? else {
            return Ok(());
        };
        let Some(dict) = object.as_plain_dict() else {
            return Ok(());
        };
        let mut area = |key| -> Result<Option<f64>, Reason> {
            let Some(value) = dict.get(key) else {
                return Ok(None);
            };
            let found = self.read(value)?;
            let [left, bottom, right, top] = found
                .as_ref()
                .and_then(|found| found.value.as_array())
                .unwrap_or_default()
            else {
                return Ok(None);
            };
            let side = |from: &Value<'_>, to: &Value<'_>| Some((to.as_number()? - from.as_number()?).abs());
            Ok(side(left, right)
                .zip(side(bottom, top))
                .map(|(width, height)| width * height))
        };
        let boxes = Boxes {
            media: area(b"MediaBox")?.or(above.media),
            crop: area(b"CropBox")?.or(above.crop),
        };
        let Some(kids) = dict.get(b"Kids") else {
            let area = boxes.media.unwrap_or_default();
            let area = boxes.crop.map_or(area, |crop| crop.min(area));
            return self.page(id.number, area, dict.get(b"Annots"));
        };
        let kids = self.read(kids)?;
        let kids = kids.as_ref().and_then(|kids| kids.value.as_array());
        for kid in kids.unwrap_or_default().iter().filter_map(Value::as_ref) {
            self.node(kid, &boxes, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn page(&mut self, number: u32, area: f64, list: Option<&Value<'d>>) -> Result<(), Reason> {
        self.sheets.areas.insert(number, area);
        self.put(number, number);
        let Some(list) = list else { return Ok(()) };
        if let Some(list) = list.as_ref() {
            self.put(list.number, number);
        }
        let list = self.read(list)?;
        let items = list.as_ref().and_then(|list| list.value.as_array());
        for item in items.unwrap_or_default().iter().filter_map(Value::as_ref) {
            self.put(item.number, number);
        }
        Ok(())
    }

    fn put(&mut self, number: u32, page: u32) {
        let areas = &self.sheets.areas;
        let area = |page: &u32| areas.get(page).copied().unwrap_or_default();
        let smallest = self.sheets.pages.entry(number).or_insert(page);
        if area(&page) < area(smallest) {
            *smallest = page;
        }
    }

    /// What cannot be read is as if it were not there; running out of budget ends it all.
    fn read(&mut self, value: &Value<'d>) -> Result<Option<Object<'d>>, Reason> {
        match self.document.resolve(value, self.sheets.revision, self.budget) {
            Err(Reason::LimitExceeded) => Err(Reason::LimitExceeded),
            read => Ok(read.unwrap_or_default()),
        }
    }
}

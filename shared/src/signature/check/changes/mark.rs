//! Marks that come after signing, ISO 32000-2 §12.5.6.4 and §12.5.6.10: each leaves the page to be read, and so do all
//! of them together. Readers multiply highlights with the page and with each other.

use super::annotation::{colour, lightness};
use crate::signature::{
    budget::Budget,
    parse::object::{Dict, Value},
    reason::Reason,
};
use std::collections::{BTreeMap, BTreeSet};

/// How bright highlights must be, of 1, for dark text to stay readable through them: yellow has 0.89, pink 0.41.
const LIGHT: f64 = 0.4;
/// What red text, as that of seals, has less than black: without green and blue a highlight makes the page as red.
const RED: f64 = 1.7;
/// How much of the smaller of two marks may lie under the other: lines of text stand close.
const SHARED: f64 = 0.2;
/// Lines in one place: what is underlined may be struck out. And on one page; many are a drawing.
const LINES: usize = 2;
const PAGE_LINES: usize = 200;
/// Points from the middle of a note to the next: side by side they would be a wall.
const APART: f64 = 72.0;

/// Left, bottom, right and top.
type Place = [f64; 4];

/// What a mark does to the page.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// How bright it is to read through, of 1.
    Highlight(f64),
    Line,
    Note,
}

/// A mark, and its places.
#[derive(Debug)]
pub(super) struct Mark {
    kind: Kind,
    places: Vec<Place>,
}

impl Mark {
    /// `None` for what is no mark, and for one of which it cannot be told where or how it is.
    pub(super) fn read(dict: &Dict<'_>) -> Option<Self> {
        let kind = match dict.get(b"Subtype").and_then(Value::as_name)? {
            b"Highlight" => {
                let colour = colour(dict.get(b"C"))?;
                let [_, green, blue] = colour;
                let behind_red = lightness([0.0, green, blue]) * RED;
                Kind::Highlight(lightness(colour).min(behind_red))
            }
            b"Squiggly" | b"StrikeOut" | b"Underline" => Kind::Line,
            b"Text" => Kind::Note,
            _ => return None,
        };
        let quads = dict.get(b"QuadPoints").filter(|_| !matches!(kind, Kind::Note));
        Some(Self {
            kind,
            places: places(quads, dict.get(b"Rect"))?,
        })
    }
}

/// Marks by page and annotation.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pages: BTreeMap<u32, BTreeMap<u32, Mark>>,
    opened: BTreeSet<u32>,
}

impl Marks {
    /// Takes in a mark that was there.
    pub(super) fn know(&mut self, page: u32, number: u32, mark: Mark) {
        self.pages.entry(page).or_default().entry(number).or_insert(mark);
    }

    /// Whether this page is met for the first time.
    pub(super) fn open(&mut self, page: u32) -> bool {
        self.opened.insert(page)
    }

    /// Takes in a mark that is new, or that was changed; false when the page cannot be read with it and those that were
    /// there.
    pub(super) fn add(
        &mut self,
        page: u32,
        number: u32,
        mark: Mark,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let marks = self.pages.entry(page).or_default();
        let own = (mark.kind, mark.places.clone());
        marks.insert(number, mark);
        let all = || {
            let marks = marks.values();
            marks.flat_map(|mark| mark.places.iter().map(|place| (mark.kind, place)))
        };
        Budget::spend(
            &mut budget.compared_bytes,
            own.1.len().saturating_mul(all().count()),
        )?;
        let lines = || all().filter(|(kind, _)| matches!(kind, Kind::Line));
        let mut places = own.1.iter();
        Ok(match own.0 {
            Kind::Highlight(_) => places.all(|place| {
                let over = all().filter(|(_, other)| shares(place, other));
                let light = over.map(|(kind, _)| match kind {
                    Kind::Highlight(light) => light,
                    Kind::Line | Kind::Note => 1.0,
                });
                light.product::<f64>() >= LIGHT
            }),
            Kind::Line => {
                let alone =
                    |place: &Place| lines().filter(|(_, other)| shares(place, other)).count() <= LINES;
                lines().count() <= PAGE_LINES && places.all(alone)
            }
            Kind::Note => places.all(|place| {
                let notes = all().filter(|(kind, _)| matches!(kind, Kind::Note));
                notes.filter(|(_, other)| distance(place, other) < APART).count() <= 1
            }),
        })
    }
}

/// Where the quadrilaterals of a mark are, or the mark itself; `None` when that cannot be told.
fn places(quads: Option<&Value<'_>>, own: Option<&Value<'_>>) -> Option<Vec<Place>> {
    let (points, size) = match quads {
        Some(points) => (points, 8),
        None => (own?, 4),
    };
    let points: Vec<f64> = points
        .as_array()?
        .iter()
        .map(Value::as_number)
        .collect::<Option<_>>()?;
    if points.is_empty() || !points.len().is_multiple_of(size) {
        return None;
    }
    let place = |points: &[f64]| {
        let across = points.iter().copied().step_by(2);
        let up = points.iter().copied().skip(1).step_by(2);
        [
            across.clone().fold(f64::MAX, f64::min),
            up.clone().fold(f64::MAX, f64::min),
            across.fold(f64::MIN, f64::max),
            up.fold(f64::MIN, f64::max),
        ]
    };
    Some(points.chunks(size).map(place).collect())
}

/// Whether so much of one place lies in the other that the marks come together; every place shares itself.
fn shares(one: &Place, other: &Place) -> bool {
    let area = |[left, bottom, right, top]: [f64; 4]| (right - left).max(0.0) * (top - bottom).max(0.0);
    let ([left, bottom, right, top], [left2, bottom2, right2, top2]) = (*one, *other);
    let both = [
        left.max(left2),
        bottom.max(bottom2),
        right.min(right2),
        top.min(top2),
    ];
    one == other || area(both) > SHARED * area(*one).min(area(*other))
}

/// From the middle of one place to that of the other.
fn distance(one: &Place, other: &Place) -> f64 {
    let middle =
        |[left, bottom, right, top]: [f64; 4]| (f64::midpoint(left, right), f64::midpoint(bottom, top));
    let ((x, y), (x2, y2)) = (middle(*one), middle(*other));
    (x - x2).hypot(y - y2)
}

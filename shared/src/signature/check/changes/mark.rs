//! Highlights that come after signing, ISO 32000-2 §12.5.6.10: readers multiply their colours with the page and with
//! each other.

use super::annotation::{LIGHT, lightness};
use crate::signature::{
    budget::Budget,
    parse::object::{Dict, Value},
    reason::Reason,
};
use std::collections::{BTreeMap, BTreeSet};

/// How much of the smaller of two marks may lie under the other: lines of text stand close.
const SHARED: f64 = 0.2;

/// Left, bottom, right and top.
type Place = [f64; 4];

/// Highlights, by page and annotation.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pages: BTreeMap<u32, BTreeMap<u32, (f64, Vec<Place>)>>,
    opened: BTreeSet<u32>,
}

impl Marks {
    /// Takes in a highlight that was there.
    pub(super) fn know(&mut self, page: u32, number: u32, dict: &Dict<'_>) {
        if let Some(light) = lightness(dict.get(b"C"))
            && let Some(places) = places(dict)
        {
            let marks = self.pages.entry(page).or_default();
            marks.entry(number).or_insert((light, places));
        }
    }

    /// Whether this page is met for the first time.
    pub(super) fn open(&mut self, page: u32) -> bool {
        self.opened.insert(page)
    }

    /// Takes in a highlight that is new, or that was changed; false when the page cannot be read through it and those
    /// that lie in the same place.
    pub(super) fn add(
        &mut self,
        page: u32,
        number: u32,
        dict: &Dict<'_>,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let (Some(light), Some(own)) = (lightness(dict.get(b"C")), places(dict)) else {
            return Ok(false);
        };
        let marks = self.pages.entry(page).or_default();
        marks.insert(number, (light, own.clone()));
        let count = marks
            .values()
            .map(|(_, places)| places.len())
            .fold(0, usize::saturating_add);
        Budget::spend(&mut budget.compared_bytes, own.len().saturating_mul(count))?;
        Ok(own.iter().all(|place| {
            let all = marks.values();
            let under = all.flat_map(|(light, places)| {
                let shared = places.iter().filter(|other| shares(place, other));
                shared.map(|_| *light)
            });
            under.product::<f64>() >= LIGHT
        }))
    }
}

/// Where the quadrilaterals of a mark are, or the mark itself; `None` when that cannot be told.
fn places(dict: &Dict<'_>) -> Option<Vec<Place>> {
    let (points, size) = match dict.get(b"QuadPoints") {
        Some(points) => (points, 8),
        None => (dict.get(b"Rect")?, 4),
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

/// Whether so much of one place lies in the other that the colours come together; every place shares itself.
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

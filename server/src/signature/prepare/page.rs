//! Pages: finding them (ISO 32000-2 §7.7.3), and where a place that a person sees lies in their own coordinates.

use super::{error::PrepareError, request::Area};
use motcua_shared::signature::outline::{Item, Outline};
use std::{collections::BTreeSet, rc::Rc};

/// Deeper trees are no page trees.
const TREE_DEPTH: usize = 64;
/// US Letter, what a page without a box is taken for by readers.
const NO_BOX: [f32; 4] = [0.0, 0.0, 612.0, 792.0];

/// A page.
pub(super) struct Page {
    pub(super) id: (u32, u16),
    pub(super) dict: Item,
    pub(super) view: View,
}

/// How a page is shown: which part of it, turned how, how large a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    /// Left, lower, right and upper edge of what is shown, in units of the page.
    edges: [f32; 4],
    /// Quarter turns clockwise.
    turns: u8,
    /// Points per unit, §14.11.2.
    unit: f32,
}

impl View {
    /// A page that is shown as it is.
    pub(super) const UPRIGHT: Self = Self {
        edges: NO_BOX,
        turns: 0,
        unit: 1.0,
    };

    /// Width and height as seen, in points.
    pub(super) fn size(&self) -> (f32, f32) {
        let [left, lower, right, upper] = self.edges;
        let (width, height) = ((right - left) * self.unit, (upper - lower) * self.unit);
        if self.turns.is_multiple_of(2) {
            (width, height)
        } else {
            (height, width)
        }
    }

    /// The rectangle of the page, left, lower, right, upper, that shows as `area`.
    pub(super) fn rectangle(&self, area: &Area) -> [f32; 4] {
        let corner = |across: f32, up: f32| {
            let [left, lower, right, upper] = self.edges;
            let (across, up) = (across / self.unit, up / self.unit);
            match self.turns {
                1 => (right - up, lower + across),
                2 => (right - across, upper - up),
                3 => (left + up, upper - across),
                _ => (left + across, lower + up),
            }
        };
        let (x, y) = corner(area.left, area.bottom);
        let (other_x, other_y) = corner(area.left + area.width, area.bottom + area.height);
        [x.min(other_x), y.min(other_y), x.max(other_x), y.max(other_y)]
    }

    /// `/Matrix` of an appearance (§12.5.5) that stands upright on this page.
    pub(super) fn upright(&self) -> [i8; 4] {
        match self.turns {
            1 => [0, 1, -1, 0],
            2 => [-1, 0, 0, -1],
            3 => [0, -1, 1, 0],
            _ => [1, 0, 0, 1],
        }
    }

    /// Width and height, in points, at which a rectangle of the page is seen.
    pub(super) fn seen_size(&self, [left, lower, right, upper]: [f32; 4]) -> (f32, f32) {
        let (width, height) = (
            (right - left).abs() * self.unit,
            (upper - lower).abs() * self.unit,
        );
        if self.turns.is_multiple_of(2) {
            (width, height)
        } else {
            (height, width)
        }
    }
}

/// What pages inherit from the tree above them, §7.7.3.4.
#[derive(Debug, Clone, Default)]
struct Inherited {
    media_box: Option<Item>,
    crop_box: Option<Item>,
    rotate: Option<Item>,
}

impl Inherited {
    fn with(&self, node: &Item) -> Self {
        let own = |key: &[u8], above: &Option<Item>| node.get(key).cloned().or_else(|| above.clone());
        Self {
            media_box: own(b"MediaBox", &self.media_box),
            crop_box: own(b"CropBox", &self.crop_box),
            rotate: own(b"Rotate", &self.rotate),
        }
    }
}

/// The page of this number, counting from 1.
pub(super) fn find(outline: &mut Outline<'_>, catalog: &Item, number: usize) -> Result<Page, PrepareError> {
    walk(outline, catalog, |count, _| count == number)?.ok_or(PrepareError::NoSuchPage(number))
}

/// The page that is this object.
pub(super) fn find_object(
    outline: &mut Outline<'_>,
    catalog: &Item,
    id: (u32, u16),
) -> Result<Option<Page>, PrepareError> {
    walk(outline, catalog, |_, own| own == id)
}

fn walk(
    outline: &mut Outline<'_>,
    catalog: &Item,
    is_it: impl Fn(usize, (u32, u16)) -> bool,
) -> Result<Option<Page>, PrepareError> {
    let root = catalog.get(b"Pages").and_then(Item::as_ref);
    let root = root.ok_or(PrepareError::Damaged("the page tree"))?;
    let mut seen = BTreeSet::new();
    let mut count = 0_usize;
    // Shared, since a hostile tree may have many kids below much to inherit.
    let mut open = vec![(root, Rc::new(Inherited::default()), 0_usize)];
    while let Some((id, above, depth)) = open.pop() {
        if depth > TREE_DEPTH || !seen.insert(id) {
            return Err(PrepareError::Damaged("the page tree"));
        }
        let node = outline.object(id)?;
        let inherited = Rc::new(above.with(&node));
        let Some(kids) = node.get(b"Kids") else {
            count = count.saturating_add(1);
            if is_it(count, id) {
                let view = view(outline, &node, &inherited)?;
                return Ok(Some(Page { id, dict: node, view }));
            }
            continue;
        };
        let kids = outline.resolve(kids)?;
        for kid in kids.as_array().unwrap_or_default().iter().rev() {
            let kid = kid.as_ref().ok_or(PrepareError::Damaged("the page tree"))?;
            open.push((kid, Rc::clone(&inherited), depth.saturating_add(1)));
        }
    }
    Ok(None)
}

fn view(outline: &mut Outline<'_>, page: &Item, inherited: &Inherited) -> Result<View, PrepareError> {
    let media = match &inherited.media_box {
        Some(item) => rectangle(outline, item)?,
        None => None,
    };
    let crop = match &inherited.crop_box {
        Some(item) => rectangle(outline, item)?,
        None => None,
    };
    let media = media.unwrap_or(NO_BOX);
    let turn = match &inherited.rotate {
        Some(item) => outline.resolve(item)?.as_number(),
        None => None,
    };
    let unit = match page.get(b"UserUnit") {
        Some(item) => outline.resolve(item)?.as_number(),
        None => None,
    };
    Ok(View {
        edges: crop.and_then(|crop| common(media, crop)).unwrap_or(media),
        turns: quarter_turns(turn.unwrap_or_default()),
        unit: narrow(unit.unwrap_or(1.0))
            .filter(|unit| *unit > 0.0)
            .unwrap_or(1.0),
    })
}

fn quarter_turns(degrees: f64) -> u8 {
    match degrees.rem_euclid(360.0) {
        turn if (turn - 90.0).abs() < 0.5 => 1,
        turn if (turn - 180.0).abs() < 0.5 => 2,
        turn if (turn - 270.0).abs() < 0.5 => 3,
        _ => 0,
    }
}

/// Four numbers in whatever order of corners, §7.9.5; `None` when they span nothing.
pub(super) fn rectangle(outline: &mut Outline<'_>, item: &Item) -> Result<Option<[f32; 4]>, PrepareError> {
    let item = outline.resolve(item)?;
    let mut numbers = Vec::new();
    for number in item.as_array().unwrap_or_default() {
        numbers.extend(outline.resolve(number)?.as_number().and_then(narrow));
    }
    Ok(match numbers.as_slice() {
        [a, b, c, d] if a != c && b != d => Some([a.min(*c), b.min(*d), a.max(*c), b.max(*d)]),
        _ => None,
    })
}

fn common(one: [f32; 4], other: [f32; 4]) -> Option<[f32; 4]> {
    let ([a, b, c, d], [e, f, g, h]) = (one, other);
    let both = [a.max(e), b.max(f), c.min(g), d.min(h)];
    let [left, lower, right, upper] = both;
    (left < right && lower < upper).then_some(both)
}

fn narrow(number: f64) -> Option<f32> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a page is measured in points; the digits beyond are dust"
    )]
    let narrow = number as f32;
    narrow.is_finite().then_some(narrow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(turns: u8) -> View {
        View {
            edges: [10.0, 20.0, 110.0, 220.0],
            turns,
            unit: 1.0,
        }
    }

    #[test]
    fn a_place_near_the_lower_left_corner_is_found_on_turned_pages() {
        let area = Area::new(1.0, 2.0, 30.0, 4.0);
        assert_eq!(turned(0).rectangle(&area), [11.0, 22.0, 41.0, 26.0]);
        // Turned clockwise, the lower left corner that is seen is the lower right one of the page.
        assert_eq!(turned(1).rectangle(&area), [104.0, 21.0, 108.0, 51.0]);
        assert_eq!(turned(2).rectangle(&area), [79.0, 214.0, 109.0, 218.0]);
        assert_eq!(turned(3).rectangle(&area), [12.0, 189.0, 16.0, 219.0]);
        assert_eq!(
            (turned(0).size(), turned(1).size()),
            ((100.0, 200.0), (200.0, 100.0))
        );
    }

    #[test]
    fn a_larger_unit_makes_places_smaller() {
        let view = View {
            unit: 2.0,
            ..turned(0)
        };
        assert_eq!(view.size(), (200.0, 400.0));
        assert_eq!(
            view.rectangle(&Area::new(2.0, 4.0, 60.0, 8.0)),
            [11.0, 22.0, 41.0, 26.0]
        );
    }

    #[test]
    fn turns_are_taken_modulo_a_full_one() {
        assert_eq!([-90.0, 450.0, 180.0, 45.0].map(quarter_turns), [3, 1, 2, 0]);
    }
}

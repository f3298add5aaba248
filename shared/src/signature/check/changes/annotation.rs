//! Annotations, ISO 32000-2 §12.5: which may come, change and go after signing.

use super::{field::grew, finding::Finding, object::Judge};
use crate::signature::{
    budget::Budget,
    check::permission::COMMENTS,
    parse::object::{Dict, Object, Value},
    reason::Reason,
};
use std::collections::BTreeSet;

/// Comments: marks on the text that the reader draws by itself, and notes that open aside. Not among them is what draws
/// text or pictures of its own over the page (FreeText, Stamp, Redact and the like), certified for comments or not.
const COMMENT_KINDS: [&[u8]; 6] = [
    b"Highlight",
    b"Popup",
    b"Squiggly",
    b"StrikeOut",
    b"Text",
    b"Underline",
];
/// Square points of a pop-up, which shows itself only to who asks. Readers make them about 200 × 120.
const POPUP: f64 = 60_000.0;
/// How bright a highlight must be, of 1, for dark text to stay readable through it: yellow has 0.89, pink 0.41.
const LIGHT: f64 = 0.4;
/// Height of the text that a line is drawn under or through, in points: readers draw thicker lines for larger text.
const LINE: f64 = 72.0;
/// Sides of the icon of a note, in points. Readers draw it about 20 wide.
const ICON: f64 = 40.0;
/// Square points that one signature or one filled field may take up: seals take 20,000, blocks of text over the whole
/// width 25,000, a page of A4 500,000. More than this would not sign the page but replace it.
const AREA: f64 = 150_000.0;

impl<'d> Judge<'d, '_> {
    /// A page may gain the widgets of new signature fields (§12.5.6.19), and where that is permitted, comments may come
    /// and go; what else was there stays, in its order. `list` is the object that holds the list.
    pub(super) fn annotations(
        &mut self,
        list: u32,
        old: Option<&Value<'d>>,
        new: Option<&Value<'d>>,
        budget: &mut Budget,
    ) -> Result<Option<Finding>, Reason> {
        let finding = |what, object| Ok(Some(Finding { what, object }));
        let (Some(mut old), Some(new)) = (
            self.items(old, self.step.before, budget)?,
            self.items(new, self.step.after, budget)?,
        ) else {
            return finding(Reason::AnnotationChanged, list);
        };
        if self.rules.level >= COMMENTS {
            self.forget_comments(&mut old, &new, budget)?;
        }
        let Some(added) = grew(&old, &new) else {
            let lost = numbers(&old).difference(&numbers(&new)).next().copied();
            return finding(Reason::AnnotationChanged, lost.unwrap_or(list));
        };
        for item in added {
            if self.is_new_widget(item, budget)? || self.is_new_comment(item, budget)? {
                continue;
            }
            let added = item.as_ref().map_or(list, |id| id.number);
            return finding(Reason::AnnotationAdded, added);
        }
        Ok(None)
    }

    /// An annotation that no field claims changed.
    pub(super) fn annotation(&self, old: Option<&Dict<'_>>, new: Option<&Dict<'_>>) -> Option<Reason> {
        let is_comment = |dict: Option<&Dict<'_>>| dict.is_none_or(is_comment);
        let is_permitted = self.rules.level >= COMMENTS
            && (old.is_some() || new.is_some())
            && is_comment(old)
            && new.is_none_or(covers_nothing);
        (!is_permitted).then_some(Reason::AnnotationChanged)
    }

    /// Takes out of `old` the comments that `new` no longer has.
    fn forget_comments(
        &self,
        old: &mut Vec<Value<'d>>,
        new: &[Value<'d>],
        budget: &mut Budget,
    ) -> Result<(), Reason> {
        let still_there = numbers(new);
        let mut kept = Vec::with_capacity(old.len());
        for item in old.drain(..) {
            let is_gone = item.as_ref().is_some_and(|id| !still_there.contains(&id.number));
            let is_gone_comment = is_gone && {
                let object = self.document.resolve(&item, self.step.before, budget)?;
                let dict = object.as_ref().and_then(Object::as_plain_dict);
                dict.is_some_and(is_comment)
            };
            if !is_gone_comment {
                kept.push(item);
            }
        }
        *old = kept;
        Ok(())
    }

    fn is_new_comment(&self, item: &Value<'d>, budget: &mut Budget) -> Result<bool, Reason> {
        let is_known = item
            .as_ref()
            .is_some_and(|id| self.reach.find(id.number).is_some());
        if self.rules.level < COMMENTS || is_known {
            return Ok(false);
        }
        let object = self.document.resolve(item, self.step.after, budget)?;
        Ok(object
            .as_ref()
            .and_then(Object::as_plain_dict)
            .is_some_and(covers_nothing))
    }

    /// `None` when it is no list.
    fn items(
        &self,
        value: Option<&Value<'d>>,
        revision: usize,
        budget: &mut Budget,
    ) -> Result<Option<Vec<Value<'d>>>, Reason> {
        let Some(value) = value else {
            return Ok(Some(Vec::new()));
        };
        Ok(match self.document.resolve(value, revision, budget)? {
            None => Some(Vec::new()),
            Some(Object {
                value: Value::Array(items),
                ..
            }) => Some(items),
            Some(_) => None,
        })
    }
}

/// The objects that a list refers to.
fn numbers(list: &[Value<'_>]) -> BTreeSet<u32> {
    list.iter()
        .filter_map(Value::as_ref)
        .map(|id| id.number)
        .collect()
}

/// Whether what came after signing is a comment that leaves the page to be read: looks of its own, a blend mode, dark
/// ink over the text, and what opens by itself would show something else in its place.
fn covers_nothing(dict: &Dict<'_>) -> bool {
    let is_closed = || dict.get(b"Open").is_none_or(|open| *open == Value::Bool(false));
    let fits = |fits: fn(f64, f64) -> bool| size(dict).is_some_and(|(width, height)| fits(width, height));
    is_comment(dict)
        && dict.get(b"AP").is_none()
        && dict.get(b"BM").is_none()
        && match dict.get(b"Subtype").and_then(Value::as_name) {
            Some(b"Highlight") => is_light(dict.get(b"C")),
            Some(b"Popup") => is_closed() && fits(|width, height| width * height <= POPUP),
            Some(b"Text") => is_closed() && fits(|width, height| width.max(height) <= ICON),
            _ => is_thin(dict),
        }
}

/// Whether text shows through this colour (table 166), which readers multiply with the page; without one many take
/// black.
fn is_light(colour: Option<&Value<'_>>) -> bool {
    let part = |value: &Value<'_>| value.as_number().filter(|part| (0.0..=1.0).contains(part));
    let parts: Option<Vec<f64>> = colour
        .and_then(Value::as_array)
        .and_then(|parts| parts.iter().map(part).collect());
    match parts.as_deref() {
        Some([grey]) => *grey >= LIGHT,
        Some([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue >= LIGHT,
        _ => false,
    }
}

/// Whether all the text that a line belongs to (`/QuadPoints`, §12.5.6.10) is so small that the line is one.
fn is_thin(dict: &Dict<'_>) -> bool {
    let Some(points) = dict.get(b"QuadPoints") else {
        return size(dict).is_some_and(|(width, height)| width.min(height) <= LINE);
    };
    let points: Option<Vec<f64>> = points
        .as_array()
        .and_then(|points| points.iter().map(Value::as_number).collect());
    let extent = |numbers: &mut dyn Iterator<Item = f64>| {
        let (least, most) = numbers.fold((f64::MAX, f64::MIN), |(least, most), number| {
            (least.min(number), most.max(number))
        });
        most - least
    };
    points.is_some_and(|points| {
        points.len().is_multiple_of(8)
            && points.chunks(8).all(|text| {
                let width = extent(&mut text.iter().copied().step_by(2));
                let height = extent(&mut text.iter().copied().skip(1).step_by(2));
                width.min(height) <= LINE
            })
    })
}

/// Comments as they may have been there when the document was signed.
fn is_comment(dict: &Dict<'_>) -> bool {
    let kind = dict.get(b"Subtype").and_then(Value::as_name).unwrap_or_default();
    let is_icon = kind == b"Text" && size(dict).is_some_and(|(width, height)| width.max(height) <= ICON);
    COMMENT_KINDS.contains(&kind)
        && !dict.has_duplicates
        && !has_actions(dict)
        && dict.get(b"FT").is_none()
        && (dict.get(b"AP").is_none() || is_icon)
}

/// Actions run when the mouse passes by (§12.6.3); neither a signature nor a comment needs any.
pub(super) fn has_actions(dict: &Dict<'_>) -> bool {
    dict.get(b"A").is_some() || dict.get(b"AA").is_some()
}

/// Whether an annotation takes up more of a page than a signature needs; one whose place cannot be told does.
pub(super) fn is_too_large(dict: &Dict<'_>) -> bool {
    dict.get(b"Rect").is_some() && size(dict).is_none_or(|(width, height)| width * height > AREA)
}

/// Width and height of `/Rect` (§7.9.5).
pub(super) fn size(dict: &Dict<'_>) -> Option<(f64, f64)> {
    let [left, bottom, right, top] = dict.get(b"Rect").and_then(Value::as_array)? else {
        return None;
    };
    let side = |from: &Value<'_>, to: &Value<'_>| Some((to.as_number()? - from.as_number()?).abs());
    Some((side(left, right)?, side(bottom, top)?))
}

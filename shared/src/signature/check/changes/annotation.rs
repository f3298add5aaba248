//! Annotations, ISO 32000-2 §12.5: which may come, change and go after signing.

use super::{field::grew, finding::Finding, mark::Mark, object::Judge, sheet::AREA};
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
/// Height of the text that a line is drawn under or through, in points: readers draw thicker lines for larger text, and
/// lines for text that nobody could read would be strokes of a drawing.
const LINE: f64 = 72.0;
const LEAST_LINE: f64 = 5.0;
/// What the weakest part of the colour of a line has at most, of 1: one that is nearly white would wipe out what it is
/// drawn through, and be seen by nobody.
const PALE: f64 = 0.5;
/// Sides of the icon of a note, in points, that was there and that is new. Readers draw it about 20 wide.
const ICON: f64 = 40.0;
const NEW_ICON: f64 = 24.0;

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
        let page = self.page(list, budget)?;
        if self.rules.level >= COMMENTS {
            self.know_marks(page, &old, budget)?;
            self.forget_comments(&mut old, &new, budget)?;
        }
        let Some(added) = grew(&old, &new) else {
            let lost = numbers(&old).difference(&numbers(&new)).next().copied();
            return finding(Reason::AnnotationChanged, lost.unwrap_or(list));
        };
        for item in added {
            if self.is_new_widget(list, item, budget)? || self.is_new_comment(page, item, budget)? {
                continue;
            }
            let added = item.as_ref().map_or(list, |id| id.number);
            return finding(Reason::AnnotationAdded, added);
        }
        Ok(None)
    }

    /// An annotation that no field claims changed.
    pub(super) fn annotation(
        &mut self,
        number: u32,
        old: Option<&Dict<'_>>,
        new: Option<&Dict<'_>>,
        budget: &mut Budget,
    ) -> Result<Option<Reason>, Reason> {
        let is_comment = |dict: Option<&Dict<'_>>| dict.is_none_or(is_comment);
        let mut is_permitted = self.rules.level >= COMMENTS
            && (old.is_some() || new.is_some())
            && is_comment(old)
            && new.is_none_or(covers_nothing);
        if is_permitted && let Some(mark) = new.and_then(Mark::read) {
            let page = self.page(number, budget)?;
            is_permitted = self.forms.marks.add(page, number, mark, budget)?;
        }
        Ok((!is_permitted).then_some(Reason::AnnotationChanged))
    }

    /// The page that an annotation or a list of them is on; 0 when that is not known.
    fn page(&mut self, number: u32, budget: &mut Budget) -> Result<u32, Reason> {
        let sheets = &mut self.forms.sheets;
        sheets.look_up(self.document, number, self.step.before, budget)?;
        Ok(sheets.page(number).unwrap_or_default())
    }

    /// Remembers the marks that are on a page already.
    fn know_marks(&mut self, page: u32, list: &[Value<'d>], budget: &mut Budget) -> Result<(), Reason> {
        if !self.forms.marks.open(page) {
            return Ok(());
        }
        for id in list.iter().filter_map(Value::as_ref) {
            let object = match self.document.object(id, self.step.before, budget) {
                Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
                object => object.unwrap_or_default(),
            };
            if let Some(mark) = object
                .as_ref()
                .and_then(Object::as_plain_dict)
                .and_then(Mark::read)
            {
                self.forms.marks.know(page, id.number, mark);
            }
        }
        Ok(())
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

    fn is_new_comment(&mut self, page: u32, item: &Value<'d>, budget: &mut Budget) -> Result<bool, Reason> {
        let is_known = item
            .as_ref()
            .is_some_and(|id| self.reach.find(id.number).is_some());
        if self.rules.level < COMMENTS || is_known {
            return Ok(false);
        }
        let object = self.document.resolve(item, self.step.after, budget)?;
        let comment = object.as_ref().and_then(Object::as_plain_dict);
        let Some(comment) = comment.filter(|comment| covers_nothing(comment)) else {
            return Ok(false);
        };
        match Mark::read(comment) {
            None => Ok(true),
            Some(mark) => {
                let number = item.as_ref().map_or(0, |id| id.number);
                self.forms.marks.add(page, number, mark, budget)
            }
        }
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
            // Read through with all others of the page.
            Some(b"Highlight") => Mark::read(dict).is_some(),
            Some(b"Popup") => is_closed() && fits(|width, height| width * height <= POPUP),
            Some(b"Text") => is_closed() && fits(|width, height| width.max(height) <= NEW_ICON),
            _ => is_thin(dict) && Mark::read(dict).is_some() && is_seen(dict.get(b"C")),
        }
}

/// Red, green and blue of a colour (table 166), each of 1.
pub(super) fn colour(value: Option<&Value<'_>>) -> Option<[f64; 3]> {
    let part = |value: &Value<'_>| value.as_number().filter(|part| (0.0..=1.0).contains(part));
    let parts: Vec<f64> = value?.as_array()?.iter().map(part).collect::<Option<_>>()?;
    match *parts.as_slice() {
        [grey] => Some([grey; 3]),
        [red, green, blue] => Some([red, green, blue]),
        _ => None,
    }
}

/// How bright a colour is, of 1.
pub(super) fn lightness([red, green, blue]: [f64; 3]) -> f64 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Whether a line of this colour is seen; without one, readers take black or draw none.
fn is_seen(value: Option<&Value<'_>>) -> bool {
    value.is_none() || colour(value).is_some_and(|parts| parts.into_iter().fold(1.0, f64::min) <= PALE)
}

/// Whether all the text that a line belongs to (`/QuadPoints`, §12.5.6.10) is so small that the line is one. The first
/// and the third point are what readers take for its height, the way all tools write them.
fn is_thin(dict: &Dict<'_>) -> bool {
    let Some(points) = dict.get(b"QuadPoints") else {
        return size(dict).is_some_and(|(width, height)| (LEAST_LINE..=LINE).contains(&width.min(height)));
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
                let is_text = |height| (LEAST_LINE..=LINE).contains(&height);
                width.min(height) <= LINE && heights(text).is_some_and(is_text)
            })
    })
}

/// The larger of the distances between the points above and below a text.
fn heights(text: &[f64]) -> Option<f64> {
    let [x0, y0, x1, y1, x2, y2, x3, y3] = text else {
        return None;
    };
    Some((x0 - x2).hypot(y0 - y2).max((x1 - x3).hypot(y1 - y3)))
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

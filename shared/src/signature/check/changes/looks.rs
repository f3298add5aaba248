//! What a widget draws, ISO 32000-2 §12.5.5: a form (§8.10) with a box of its own, which readers fit into the place of
//! the widget. Where there is no such box, or no such place, some draw over the whole page.

use super::{annotation::size, object::Judge};
use crate::signature::{
    budget::Budget,
    parse::{
        document::Document,
        lexer::Lexer,
        object::{Dict, ObjectId, Value},
        stream,
    },
    reason::Reason,
};
use std::collections::BTreeSet;

/// Kinds of looks (table 170).
const KINDS: [&[u8]; 3] = [b"D", b"N", b"R"];
/// The largest number in a box that no reader rounds: pages have sides of at most 14,400 points.
const MOST: f64 = 32_767.0;
/// The smallest side of a box, and how small a matrix may make it.
const LEAST: f64 = 0.01;

/// Dictionaries within each other: kinds, and states of one kind.
const STATES: usize = 2;

/// A form that a widget draws, and when: as what was known for one state it is new for another.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    id: ObjectId,
    /// Kind, and state.
    path: Vec<Vec<u8>>,
}

/// How much a form draws on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Nothing,
    Something,
}

impl<'d> Judge<'d, '_> {
    /// Whether what `new` draws stays in its place, unless it drew it before, as `old`.
    pub(super) fn stays_in_place(
        &self,
        old: Option<&Dict<'d>>,
        new: &Dict<'d>,
        budget: &mut Budget,
    ) -> Result<bool, Reason> {
        let document = self.document;
        let Some(found) = looks(document, new, self.step.after, budget)? else {
            return Ok(false);
        };
        let known = match old {
            Some(old) => looks(document, old, self.step.before, budget)?,
            None => None,
        };
        let known: BTreeSet<Look> = known.into_iter().flatten().collect();
        for look in found {
            let id = look.id;
            let entry = |revision| document.index().find(id.number, revision).map(|(entry, _)| entry);
            if known.contains(&look) && entry(self.step.before) == entry(self.step.after) {
                continue;
            }
            // Looks without a box in a place of no area are not fitted anywhere.
            let fits = match (place(new), space(document, id, self.step.after, budget)?) {
                (Some(place), Some(space)) => place == space || place == Space::Something,
                _ => false,
            };
            if !fits {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Whether a field without widgets of its own draws nothing: it has no looks, or such as iText gives to signatures that
/// nobody sees, a form of no size and no content in a place of no size.
pub(super) fn draws_nothing<'d>(
    document: &'d Document<'_>,
    field: &Dict<'d>,
    revision: usize,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    if field.get(b"Kids").is_some() || field.get(b"MK").is_some() {
        return Ok(false);
    }
    if field.get(b"AP").is_none() {
        return Ok(true);
    }
    let Some(found) =
        looks(document, field, revision, budget)?.filter(|_| place(field) == Some(Space::Nothing))
    else {
        return Ok(false);
    };
    for Look { id, .. } in found {
        if space(document, id, revision, budget)? != Some(Space::Nothing)
            || !is_empty(document, id, revision, budget)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The place of a widget: `None` without one.
fn place(widget: &Dict<'_>) -> Option<Space> {
    let (width, height) = size(widget)?;
    Some(if width == 0.0 || height == 0.0 {
        Space::Nothing
    } else {
        Space::Something
    })
}

/// The box of a form: `None` when readers may see none, or not the same.
fn space(
    document: &Document<'_>,
    id: ObjectId,
    revision: usize,
    budget: &mut Budget,
) -> Result<Option<Space>, Reason> {
    let object = match document.object(id, revision, budget) {
        Err(Reason::LimitExceeded) => return Err(Reason::LimitExceeded),
        object => object.unwrap_or_default(),
    };
    let Some(object) = object.filter(|object| object.stream_at.is_some()) else {
        return Ok(None);
    };
    Ok(object.value.as_dict().and_then(form_space))
}

fn form_space(form: &Dict<'_>) -> Option<Space> {
    let is_form = form.get(b"Subtype").and_then(Value::as_name) == Some(b"Form")
        && form
            .get(b"Type")
            .is_none_or(|kind| kind.as_name() == Some(b"XObject"))
        && !form.has_duplicates;
    let [left, bottom, right, top] = *numbers(form.get(b"BBox")?)?.as_slice() else {
        return None;
    };
    let matrix = match form.get(b"Matrix") {
        None => vec![1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Some(matrix) => numbers(matrix)?,
    };
    let [a, b, c, d, _, _] = *matrix.as_slice() else {
        return None;
    };
    let (width, height) = ((right - left).abs(), (top - bottom).abs());
    match width.min(height) {
        _ if !is_form || (a * d - b * c).abs() < LEAST * LEAST => None,
        side if side >= LEAST => Some(Space::Something),
        _ if width.max(height) == 0.0 => Some(Space::Nothing),
        _ => None,
    }
}

fn numbers(value: &Value<'_>) -> Option<Vec<f64>> {
    let number = |item: &Value<'_>| item.as_number().filter(|number| number.abs() <= MOST);
    value.as_array()?.iter().map(number).collect()
}

/// Whether a stream has no content but white space and comments.
fn is_empty(
    document: &Document<'_>,
    id: ObjectId,
    revision: usize,
    budget: &mut Budget,
) -> Result<bool, Reason> {
    let Some(object) = document.object(id, revision, budget)? else {
        return Ok(true);
    };
    let dict = object.value.as_dict().cloned().unwrap_or_default();
    let data = document
        .stream_data(id.number, &object, revision, budget)
        .and_then(|data| stream::decode(&dict, data, budget));
    match data {
        Err(Reason::LimitExceeded) => Err(Reason::LimitExceeded),
        Err(_) => Ok(false),
        Ok(data) => {
            let mut lexer = Lexer::new(&data, 0);
            lexer.skip_space();
            Ok(lexer.rest().is_empty())
        }
    }
}

/// The streams that `/AP` leads to, by kind or by kind and state; `None` when that is not what it is.
fn looks<'d>(
    document: &'d Document<'_>,
    widget: &Dict<'d>,
    revision: usize,
    budget: &mut Budget,
) -> Result<Option<Vec<Look>>, Reason> {
    let mut found = Vec::new();
    let mut open = vec![(widget.get(b"AP").cloned(), Vec::new())];
    while let Some((value, path)) = open.pop() {
        let depth = path.len();
        let Some(value) = value else { continue };
        let Some(object) = document.resolve(&value, revision, budget)? else {
            continue;
        };
        match (object.as_plain_dict(), value.as_ref()) {
            (Some(dict), _) if depth < STATES => {
                let is_known = depth > 0 || dict.iter().all(|(key, _)| KINDS.contains(&key));
                if dict.has_duplicates || !is_known {
                    return Ok(None);
                }
                open.extend(dict.iter().map(|(key, value)| {
                    let path: Vec<Vec<u8>> = path.iter().cloned().chain([key.to_vec()]).collect();
                    (Some(value.clone()), path)
                }));
            }
            (None, Some(id)) if depth > 0 => found.push(Look { id, path }),
            _ => return Ok(None),
        }
    }
    Ok(Some(found))
}

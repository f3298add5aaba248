//! Reads the form of a procedure from a file that somebody wrote: everything that is wrong is named with its place. No HTTP,
//! no SQL, no clock.

use crate::error::FieldFault;
use motcua_shared::catalogue::form::{FormFault, FormSchema};
use motcua_shared::error::ErrorCode;
use serde_json::Value;
use serde_path_to_error::Segment;

/// The most faults that are told at once.
const MOST_FAULTS: usize = 50;

/// The form, or all that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<FormSchema, Vec<FieldFault>> {
    // Editors of some systems begin a file with a mark that JSON does not know.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut value: Value = serde_json::from_slice(bytes).map_err(|error| {
        vec![
            FieldFault::new("file", ErrorCode::FormNotJson)
                .with("line", error.line())
                .with("column", error.column()),
        ]
    })?;
    let mut faults = Vec::new();
    let mut taken_out: Vec<String> = Vec::new();
    while faults.len() < MOST_FAULTS {
        match serde_path_to_error::deserialize::<_, FormSchema>(&value) {
            Ok(form) if faults.is_empty() => {
                let found = form_faults(&form);
                return if found.is_empty() { Ok(form) } else { Err(found) };
            }
            Ok(form) => {
                // What leads to a field that was taken out is no fault of its own.
                let is_own = |fault: &FieldFault| {
                    !matches!(
                        fault.code,
                        ErrorCode::FormRequired | ErrorCode::FormCondition | ErrorCode::FormOtherField
                    ) && !taken_out.iter().any(|path| leads_to(&fault.path, path))
                };
                faults.extend(form_faults(&form).into_iter().filter(is_own));
                break;
            }
            Err(error) => {
                let steps: Vec<String> = error.path().iter().filter_map(step).collect();
                let (fault, place) = told(&error.inner().to_string(), steps);
                let path = place.join(".");
                let is_news = !taken_out.contains(&fault.path);
                let is_missing = fault.code == ErrorCode::FormKeywordMissing;
                if is_news {
                    faults.push(fault);
                }
                // Reading goes on without it, so that the next fault is told as well.
                if is_missing && is_news || !take_out(&mut value, &place) {
                    break;
                }
                taken_out.push(path);
            }
        }
    }
    Err(faults)
}

/// What is wrong with a form that can be read.
pub fn form_faults(form: &FormSchema) -> Vec<FieldFault> {
    let told = |(path, fault): (String, FormFault)| {
        let code = match fault {
            FormFault::Dialect => ErrorCode::FormDialect,
            FormFault::Open => ErrorCode::FormOpen,
            FormFault::Empty => ErrorCode::Required,
            FormFault::Name => ErrorCode::FormFieldName,
            FormFault::Twice => ErrorCode::StandsTwice,
            FormFault::Keywords => ErrorCode::FormKeywords,
            FormFault::Other => ErrorCode::FormOtherField,
            FormFault::Bound => ErrorCode::FormBound,
            FormFault::Required => ErrorCode::FormRequired,
            FormFault::Condition => ErrorCode::FormCondition,
        };
        FieldFault::new(path, code)
    };
    form.faults().into_iter().map(told).collect()
}

fn leads_to(path: &str, taken_out: &str) -> bool {
    let above = taken_out.rsplit_once('.').map_or("", |(above, _)| above);
    path == above || path.starts_with(taken_out) || above.starts_with(path)
}

fn step(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Map { key } => Some(key.clone()),
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Enum { variant } => Some(variant.clone()),
        Segment::Unknown => None,
    }
}

/// What serde says, as a fault, and the place of what is to be taken out before it is read again.
fn told(said: &str, mut place: Vec<String>) -> (FieldFault, Vec<String>) {
    let mut quoted = said.split('`').skip(1).step_by(2).map(str::to_owned);
    let fault = if said.starts_with("unknown field") {
        let keyword = quoted.next().unwrap_or_default();
        let known: Vec<String> = quoted.collect();
        // The path already ends with the field, or with what holds it.
        if place.last() != Some(&keyword) {
            place.push(keyword.clone());
        }
        FieldFault::new(place.join("."), ErrorCode::FormKeywordUnknown)
            .with("keyword", keyword)
            .with("known", known.join(", "))
    } else if said.starts_with("missing field") {
        let keyword = quoted.next().unwrap_or_default();
        let mut path = place.clone();
        path.push(keyword.clone());
        FieldFault::new(path.join("."), ErrorCode::FormKeywordMissing).with("keyword", keyword)
    } else {
        // "unknown variant `x`, expected one of `a`, `b`" or "invalid type: string \"x\", expected a boolean"
        let known: Vec<String> = quoted.skip(1).collect();
        let wanted = said.rsplit_once("expected ").map_or(said, |(_, wanted)| wanted);
        let known = match known.is_empty() {
            true => wanted.to_owned(),
            false => known.join(", "),
        };
        FieldFault::new(place.join("."), ErrorCode::FormValueWrong).with("known", known)
    };
    (fault, place)
}

/// Takes a value out of what holds it; whether it was there.
fn take_out(value: &mut Value, place: &[String]) -> bool {
    let Some((last, above)) = place.split_last() else {
        return false;
    };
    let mut at = value;
    for step in above {
        let inner = match at {
            Value::Object(fields) => fields.get_mut(step),
            Value::Array(entries) => step.parse().ok().and_then(|place: usize| entries.get_mut(place)),
            _ => None,
        };
        match inner {
            Some(inner) => at = inner,
            None => return false,
        }
    }
    match at {
        Value::Object(fields) => fields.remove(last).is_some(),
        Value::Array(entries) => match last.parse::<usize>() {
            Ok(place) if place < entries.len() => {
                entries.remove(place);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests;

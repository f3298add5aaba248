//! Reads the form of a procedure from a file that somebody wrote: everything that is wrong is named with its place, in words of
//! ours. However the file is made, it is walked over once. No HTTP, no SQL, no clock.

use crate::error::FieldFault;
use motcua_shared::catalogue::form::{FormFault, FormSchema, MOST_FIELDS};
use motcua_shared::error::ErrorCode;
use node::Node;
use walk::Walk;

pub mod node;
mod shape;
mod walk;

/// The most faults that are told at once.
const MOST_FAULTS: usize = 50;

/// The form, or all that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<FormSchema, Vec<FieldFault>> {
    // Editors of some systems begin a file with a mark that JSON does not know.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let node: Node = serde_json::from_slice(bytes).map_err(|error| {
        vec![
            FieldFault::new("file", ErrorCode::FormNotJson)
                .with("line", error.line())
                .with("column", error.column()),
        ]
    })?;
    read_node(&node)
}

/// The form in a part of a file, or all that is wrong with it.
pub fn read_node(node: &Node) -> Result<FormSchema, Vec<FieldFault>> {
    let mut walk = Walk::default();
    let mended = walk.mend(node, shape::FORM);
    let (mut faults, mended_at) = (walk.faults, walk.mended);
    // What the walk leaves can be read: a test holds the two side by side.
    let Ok(form) = serde_json::from_value::<FormSchema>(mended) else {
        let whole = FieldFault::new("", ErrorCode::FormValueWrong).with("known", "\"…\": …");
        faults.push(whole);
        return Err(faults);
    };
    let is_meant = |fault: &FieldFault| !mended_at.iter().any(|place| hides(place, fault));
    faults.extend(form_faults(&form).into_iter().filter(is_meant));
    faults.truncate(MOST_FAULTS);
    if faults.is_empty() { Ok(form) } else { Err(faults) }
}

/// What is wrong with a form that can be read.
pub fn form_faults(form: &FormSchema) -> Vec<FieldFault> {
    let told = |(path, fault): (String, FormFault)| {
        let plain = |code| FieldFault::new(path.clone(), code);
        match fault {
            FormFault::Dialect => plain(ErrorCode::FormDialect),
            FormFault::Open => plain(ErrorCode::FormOpen),
            FormFault::TooLarge(count) => plain(ErrorCode::FormTooLarge)
                .with("count", count)
                .with("max", MOST_FIELDS),
            FormFault::Empty => plain(ErrorCode::Required),
            FormFault::Name => plain(ErrorCode::FormFieldName),
            FormFault::Twice => plain(ErrorCode::StandsTwice),
            FormFault::Keywords => plain(ErrorCode::FormKeywords),
            FormFault::Missing(keyword) => plain(ErrorCode::FormKeywordMissing).with("keyword", keyword),
            FormFault::Range(min, max) => plain(ErrorCode::NotInRange).with("min", min).with("max", max),
            FormFault::TooShort(least) => plain(ErrorCode::FormTooShort).with("least", least),
            FormFault::Choice => plain(ErrorCode::FormChoice),
            FormFault::Known => plain(ErrorCode::FormKnown),
            FormFault::Other => plain(ErrorCode::FormOtherField),
            FormFault::Bound => plain(ErrorCode::FormBound),
            FormFault::Required => plain(ErrorCode::FormRequired),
            FormFault::Condition => plain(ErrorCode::FormCondition),
            FormFault::Never => plain(ErrorCode::FormNever),
        }
    };
    form.faults().into_iter().map(told).collect()
}

/// Whether a fault may only stand there because something else was put in the place of what was written.
fn hides(mended: &str, fault: &FieldFault) -> bool {
    let scope = field_of(mended).unwrap_or(mended);
    let lies_in = |one: &str, other: &str| {
        let rest = one.strip_prefix(other);
        other.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let last = mended.rsplit('.').next().unwrap_or(mended);
    let leads_elsewhere = match fault.code {
        ErrorCode::FormRequired => last == "properties",
        // On the kind of another field, or on one of its choices.
        ErrorCode::FormOtherField | ErrorCode::FormCondition | ErrorCode::FormNever => {
            !matches!(
                last,
                "$schema"
                    | "title"
                    | "description"
                    | "maxLength"
                    | "minimum"
                    | "maximum"
                    | "unevaluatedProperties"
            ) && !last.starts_with("x-")
                && !mended.starts_with("required")
        }
        _ => false,
    };
    leads_elsewhere || lies_in(&fault.path, scope) || lies_in(scope, &fault.path)
}

/// The field that a place lies in.
fn field_of(place: &str) -> Option<&str> {
    let fields = match place.strip_prefix("properties.") {
        Some(rest) => rest,
        None => place.split_once(".then.properties.")?.1,
    };
    let name = fields.split('.').next()?.len();
    place.get(..place.len() - fields.len() + name)
}

#[cfg(test)]
mod tests;

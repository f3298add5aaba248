//! Looking into JSON whose shape nobody guarantees.

use motcua_shared::unseen::is_unseen;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// A line with one blank between words, in composed letters, without what nobody sees.
fn clean(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let seen = words.join(" ");
    seen.chars().filter(|letter| !is_unseen(*letter)).nfc().collect()
}

/// Text of a field, with blanks around it and between words made one; nothing when it is empty or no text.
pub fn text(value: &Value, field: &str) -> Option<String> {
    let found = value.get(field)?.as_str()?;
    let lines: Vec<String> = found.lines().map(clean).collect();
    let joined = lines.join("\n");
    let trimmed = joined.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The same on one line.
pub fn line(value: &Value, field: &str) -> Option<String> {
    text(value, field).map(|text| text.replace('\n', " "))
}

/// Entries of a field; none when it is no list.
pub fn list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value
        .get(field)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Texts of a list of texts.
pub fn texts(value: &Value, field: &str) -> Vec<String> {
    let entries = list(value, field).iter().filter_map(Value::as_str);
    entries.map(clean).filter(|text| !text.is_empty()).collect()
}

/// Names of a list of objects.
pub fn names(value: &Value, field: &str) -> Vec<String> {
    list(value, field)
        .iter()
        .filter_map(|entry| line(entry, "name"))
        .collect()
}

/// Whether a field says yes.
pub fn flag(value: &Value, field: &str) -> bool {
    value.get(field).and_then(Value::as_bool).unwrap_or(false)
}

/// A count, also where it is written as text; nothing for what is none.
pub fn count(value: &Value, field: &str) -> Option<f64> {
    let found = value.get(field)?;
    let number = found
        .as_f64()
        .or_else(|| found.as_str()?.trim().replace(',', ".").parse().ok())?;
    (number.is_finite() && number >= 0.0).then_some(number)
}

/// A value as people write it: texts without quotation marks.
pub fn written(value: &Value) -> String {
    match value {
        Value::String(text) => clean(text),
        other => other.to_string(),
    }
}

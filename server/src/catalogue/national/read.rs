//! Files of the national catalogue: one record, a list of them, or one on each line.

use anyhow::{Context, ensure};
use serde_json::Value;
use serde_json::value::RawValue;

/// A record of a file, as it stands there.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where: the line of a file of lines, the place in a list.
    pub at: String,
    /// The bytes.
    pub text: String,
    /// What they say, or why they say nothing.
    pub value: Result<Value, String>,
}

/// Splits a file into its records. A line that cannot be read is one of them, so that it is named in the report.
pub fn split(name: &str, text: &str) -> anyhow::Result<Vec<Found>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    ensure!(!text.is_empty(), "{name} is empty");
    if text.starts_with('[') {
        let entries: Vec<&RawValue> =
            serde_json::from_str(text).with_context(|| format!("{name} is no list of records"))?;
        return Ok(entries
            .iter()
            .enumerate()
            .map(|(at, raw)| found(format!("{name}[{}]", at + 1), raw.get()))
            .collect());
    }
    // One object over many lines, or one on each line.
    if let Ok(raw) = serde_json::from_str::<&RawValue>(text) {
        return Ok(vec![found(name.to_owned(), raw.get())]);
    }
    let lines = text.lines().enumerate();
    let records: Vec<Found> = lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| found(format!("{name}:{}", at + 1), line.trim()))
        .collect();
    ensure!(
        records.iter().any(|record| record.value.is_ok()),
        "{name} holds no record"
    );
    Ok(records)
}

fn found(at: String, text: &str) -> Found {
    Found {
        at,
        text: text.to_owned(),
        value: serde_json::from_str(text).map_err(|error| error.to_string()),
    }
}

/// How much a record says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// An entry of the list: code, name, field, who.
    Header,
    /// Everything.
    Full,
}

/// The record inside an answer of the national portal (`{"code":"OK","data":…}`), or itself.
pub fn inside(value: &Value) -> &Value {
    match value.get("data") {
        Some(data) if data.is_object() => data,
        _ => value,
    }
}

/// What kind of record it is; nothing when it is none of the national catalogue.
pub fn extent(record: &Value) -> Option<Extent> {
    record.get("code")?.as_str()?;
    record.get("name")?.as_str()?;
    if record.get("executionCases").is_some() || record.get("executionMethods").is_some() {
        return Some(Extent::Full);
    }
    record.get("codeNotation").map(|_| Extent::Header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_record_a_list_and_lines_are_read() {
        let one = r#"{"code":"1.000001","name":"A","codeNotation":"1.000001"}"#;
        for (text, records) in [
            (one.to_owned(), 1),
            (format!("[{one},{one}]"), 2),
            (format!("\u{feff}{one}\r\n\r\n{one}\n"), 2),
            (one.replace(',', ",\n"), 1),
        ] {
            let found = split("f", &text).unwrap();
            assert_eq!(found.len(), records, "{text}");
            for record in &found {
                assert_eq!(extent(record.value.as_ref().unwrap()), Some(Extent::Header));
            }
        }
    }

    #[test]
    fn a_broken_line_is_a_record_that_cannot_be_read() {
        let text = "{\"code\":\"1.000001\",\"name\":\"A\",\"codeNotation\":\"x\"}\n{\"code\":\n";
        let found = split("f.jsonl", text).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].at, "f.jsonl:2");
        assert!(found[1].value.is_err());
        for nothing in ["", " \n", "no json at all", "[1, 2"] {
            assert!(split("f", nothing).is_err(), "{nothing:?}");
        }
    }
}

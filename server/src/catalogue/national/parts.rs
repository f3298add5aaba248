//! Parts of a national record: time limits, components, ways of filing.

use super::value::{count, line, list, text, written};
use motcua_shared::catalogue::dto::{Component, CopyKind, DeliveryMethod, HalfDays};
use motcua_shared::catalogue::guidance::{Channel, ChannelKind, Fee, FeeKind};
use motcua_shared::catalogue::time_limit::TimeLimit;
use motcua_shared::search_key::search_key;
use serde_json::Value;
use std::collections::HashSet;

/// Longest id that is made of a code, in bytes.
const MAX_ID: usize = 60;

/// A time limit of a record.
pub enum Time {
    /// Counted, exactly as it stands there.
    Counted(TimeLimit),
    /// Counted, to a half day: what stood there.
    Rounded(TimeLimit, String),
    /// Words.
    Words(String),
    /// Nothing.
    Missing,
}

/// Reads a time limit. A part of a half day is left out: the authority is promised no more time than the source gives.
pub fn time(value: &Value, amount: &str, unit: &str) -> Time {
    let said = value.get(amount).filter(|found| !found.is_null());
    let kind = line(value, unit).unwrap_or_default();
    let Some(number) = count(value, amount) else {
        return match said.map(written).filter(|words| !words.is_empty()) {
            Some(words) => Time::Words(words),
            None => Time::Missing,
        };
    };
    let doubled = number * 2.0;
    // Saturating: what is too long is refused as too long, not read as something short.
    let limit = match kind.as_str() {
        "WORKING_DAY" => TimeLimit::Working(HalfDays(doubled.floor() as u32)),
        "DAY" => TimeLimit::Days(number.floor() as u32),
        "HOUR" => TimeLimit::Hours(number.floor() as u32),
        "MONTH" => TimeLimit::Months(number.floor() as u32),
        // The number stands there, but of what is not said.
        _ => return Time::Words(words_of(number)),
    };
    let whole = if kind == "WORKING_DAY" { doubled } else { number };
    if !limit.is_countable() {
        return Time::Words(format!("{} {kind}", words_of(number)));
    }
    if whole.fract() == 0.0 {
        Time::Counted(limit)
    } else {
        Time::Rounded(limit, format!("{} {}", words_of(number), unit_name(&kind)))
    }
}

fn words_of(number: f64) -> String {
    number.to_string().replace('.', ",")
}

fn unit_name(kind: &str) -> &str {
    match kind {
        "WORKING_DAY" => "ngày làm việc",
        "DAY" => "ngày",
        "HOUR" => "giờ",
        _ => "tháng",
    }
}

/// A way of filing; nothing when it is none that is known.
pub fn channel(method: &Value) -> Option<Channel> {
    let kind = match line(method, "submissionMethod")?.as_str() {
        "ONLINE" => ChannelKind::Online,
        "DIRECT" => ChannelKind::Direct,
        "POSTAL" => ChannelKind::Post,
        _ => return None,
    };
    let mut words = Vec::new();
    let time = match time(method, "processingTime", "processingTimeUnit") {
        Time::Counted(limit) => Some(limit),
        Time::Rounded(limit, exactly) => {
            words.push(exactly);
            Some(limit)
        }
        Time::Words(told) => {
            words.push(told);
            None
        }
        Time::Missing => None,
    };
    words.extend(text(method, "description"));
    let fees = list(method, "fees").iter().map(|fee| Fee {
        kind: match line(fee, "type").as_deref() {
            Some("SERVICE_FEE") => FeeKind::Charge,
            Some("PRICE_LEVEL") => FeeKind::Price,
            _ => FeeKind::Fee,
        },
        amount: fee.get("value").and_then(Value::as_i64),
        words: text(fee, "description"),
    });
    Some(Channel {
        kind,
        time,
        words,
        fees: fees.collect(),
    })
}

/// How the result is handed over, as the record says it; all ways where it says nothing.
pub fn deliveries(record: &Value) -> Vec<DeliveryMethod> {
    let mut methods: Vec<DeliveryMethod> = list(record, "returningMethods")
        .iter()
        .flat_map(|way| list(way, "value"))
        .filter_map(|value| match value.as_str()? {
            "ONLINE" => Some(DeliveryMethod::Online),
            "AT_SUBMISSION_PLACE" => Some(DeliveryMethod::AtUnit),
            "AT_HOME" => Some(DeliveryMethod::ByPost),
            _ => None,
        })
        .collect();
    methods.sort_unstable();
    methods.dedup();
    methods
}

/// An id that stands in addresses, from a code or name of others; `taken` makes it the only one.
pub fn id_of(wanted: &str, taken: &mut HashSet<String>) -> String {
    let key = search_key(wanted);
    let mut id = String::new();
    for letter in key.chars() {
        if letter.is_ascii_alphanumeric() {
            id.push(letter);
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
        if id.len() >= MAX_ID {
            break;
        }
    }
    let id = id.trim_matches('-').to_owned();
    let id = if id.is_empty() { "muc".to_owned() } else { id };
    let mut only = id.clone();
    let mut number = 2_u32;
    while !taken.insert(only.clone()) {
        only = format!("{id}-{number}");
        number += 1;
    }
    only
}

/// A heading without the marks that people put around it.
pub fn heading(text: &str) -> Option<String> {
    let clean = text.trim_matches(|mark: char| mark.is_whitespace() || "*:-+.".contains(mark));
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    (!clean.is_empty()).then_some(clean)
}

/// Whether a group of components holds remarks and no papers.
pub fn is_remark(group: Option<&str>) -> bool {
    group.is_some_and(|group| search_key(group).starts_with("luu y"))
}

/// A component of a record.
pub fn component(
    entry: &Value,
    group: Option<&str>,
    only_for: &[String],
    taken: &mut HashSet<String>,
) -> Option<Component> {
    let name = text(entry, "name")?;
    let code = line(entry, "code");
    let amount = |field: &str| count(entry, field).map_or(0, |number| number as u16);
    let (originals, copies) = (amount("originalQty"), amount("copyQty"));
    let (copy_kind, quantity, further_copies) = if originals > 0 || copies == 0 {
        (CopyKind::Original, originals, copies)
    } else {
        (CopyKind::Copy, copies, 0)
    };
    let forms = list(entry, "attachments").iter();
    Some(Component {
        id: id_of(code.as_deref().unwrap_or(&name), taken),
        name,
        note: line(entry, "source"),
        required: entry.get("required").and_then(Value::as_bool).unwrap_or(false),
        accepts: Vec::new(),
        signature_required: false,
        copy_kind,
        quantity,
        further_copies,
        code,
        group: group.map(str::to_owned),
        only_for: only_for.to_vec(),
        max_age_months: None,
        forms: forms.filter_map(|form| line(form, "fileName")).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(amount: Value, unit: &str) -> Time {
        time(&json!({"qty": amount, "type": unit}), "qty", "type")
    }

    #[test]
    fn time_limits_are_read_and_never_made_longer() {
        assert!(matches!(
            read(json!(7.5), "WORKING_DAY"),
            Time::Counted(TimeLimit::Working(HalfDays(15)))
        ));
        assert!(matches!(
            read(json!("20"), "DAY"),
            Time::Counted(TimeLimit::Days(20))
        ));
        let Time::Rounded(TimeLimit::Working(HalfDays(9)), exactly) = read(json!(4.75), "WORKING_DAY") else {
            panic!("4.75 days are nine halves and a bit");
        };
        assert_eq!(exactly, "4,75 ngày làm việc");
        for (amount, unit, words) in [
            (json!(3), "OTHER", "3"),
            (json!("Theo mô tả"), "OTHER", "Theo mô tả"),
            (json!("Không quá 15 ngày."), "DAY", "Không quá 15 ngày."),
            (json!(1e300), "DAY", "1"),
            (json!(-5), "DAY", "-5"),
        ] {
            let Time::Words(told) = read(amount, unit) else {
                panic!("{words} is no count");
            };
            assert!(told.starts_with(words), "{told}");
        }
        assert!(matches!(read(Value::Null, "DAY"), Time::Missing));
    }

    #[test]
    fn ids_are_short_plain_and_alone() {
        let mut taken = HashSet::new();
        assert_eq!(
            id_of("000.00.00.G15-KQ004946", &mut taken),
            "000-00-00-g15-kq004946"
        );
        assert_eq!(
            id_of("000.00.00.G15-KQ004946", &mut taken),
            "000-00-00-g15-kq004946-2"
        );
        assert_eq!(id_of("Mẫu số 01/ĐK Đ", &mut taken), "mau-so-01-dk-d");
        assert_eq!(id_of("***", &mut taken), "muc");
        assert!(id_of(&"x".repeat(5_000), &mut taken).len() <= MAX_ID);
    }

    #[test]
    fn headings_lose_their_marks() {
        assert_eq!(
            heading(" * Giấy tờ phải xuất trình: ").as_deref(),
            Some("Giấy tờ phải xuất trình")
        );
        assert_eq!(heading(" *- "), None);
        assert!(is_remark(heading("*Lưu ý: ").as_deref()));
        assert!(!is_remark(Some("Giấy tờ phải nộp")));
    }
}

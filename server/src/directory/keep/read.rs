//! Files of units: the national list of provinces with their communes, the national list of provinces alone, and the form of
//! the delivered file. No SQL.

use anyhow::{Context, bail};
use chrono::NaiveDate;
use motcua_shared::catalogue::dto::Level;
use motcua_shared::catalogue::report::Oddity;
use serde_json::Value;

/// A unit as a file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands.
    pub at: String,
    /// Its code, as it stands there.
    pub code: Option<String>,
    /// What is said of it, or why it cannot be taken in.
    pub said: Result<Said, (Oddity, String)>,
    /// What is worth a look all the same.
    pub odd: Vec<(Oddity, String)>,
}

/// What a file says of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Name on screen.
    pub name: String,
    /// Level of government.
    pub level: Level,
    /// Code of the unit above it.
    pub parent: Option<String>,
    /// First and last day, where the file says them.
    pub days: Option<(NaiveDate, Option<NaiveDate>)>,
    /// Whether it works with this portal, where the file says it.
    pub at_portal: Option<bool>,
}

/// Kinds of units as their names begin, by level.
const KINDS: [(&str, Level); 10] = [
    ("Thành phố ", Level::Province),
    ("Tỉnh ", Level::Province),
    ("Phường ", Level::Commune),
    ("Xã ", Level::Commune),
    ("Đặc khu ", Level::Commune),
    ("Thị trấn ", Level::Commune),
    ("Huyện ", Level::District),
    ("Quận ", Level::District),
    ("Thị xã ", Level::District),
    ("Thành phố ", Level::District),
];

/// The units of a file in its order, those that cannot be taken in as well.
pub fn read(name: &str, text: &str) -> anyhow::Result<Vec<Found>> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Value = serde_json::from_str(text).with_context(|| format!("{name} is no JSON"))?;
    if let Some(rows) = value.pointer("/data/rows").and_then(Value::as_array) {
        return Ok(provinces(name, &value, rows));
    }
    let Some(entries) = value.as_array() else {
        bail!("{name} holds no list of units");
    };
    let mut found = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let at = format!("{name}[{}]", index + 1);
        if entry.get("Code").is_some() || entry.get("FullName").is_some() {
            of_nation(&mut found, &at, entry);
        } else {
            found.push(own(at, entry));
        }
    }
    if found.iter().all(|one| one.code.is_none()) {
        bail!("{name} holds no unit");
    }
    Ok(found)
}

fn text(entry: &Value, field: &str) -> Option<String> {
    let text = entry.get(field)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `{"Code", "FullName", "Wards": […]}`
fn of_nation(found: &mut Vec<Found>, at: &str, entry: &Value) {
    let province = area(
        at.to_owned(),
        [text(entry, "Code"), text(entry, "FullName")],
        Level::Province,
        None,
    );
    let code = province.code.clone();
    found.push(province);
    let wards = entry.get("Wards").and_then(Value::as_array);
    for (index, ward) in wards.map_or(&[][..], Vec::as_slice).iter().enumerate() {
        let named = [text(ward, "Code"), text(ward, "FullName")];
        let said = text(ward, "ProvinceCode");
        let mut one = area(
            format!("{at}.Wards[{}]", index + 1),
            named,
            Level::Commune,
            code.clone(),
        );
        if let (Some(said), Some(around)) = (said, &code)
            && said != *around
        {
            one.odd
                .push((Oddity::ParentDiffers, format!("{said} ≠ {around}")));
        }
        found.push(one);
    }
}

/// `{"data": {"rows": [{"code", "name", "state"}], "count"}}`
fn provinces(name: &str, whole: &Value, rows: &[Value]) -> Vec<Found> {
    let told = whole.pointer("/data/count").and_then(Value::as_u64);
    let mut found: Vec<Found> = Vec::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        let named = [text(row, "code"), text(row, "name")];
        let at = format!("{name}[{}]", index + 1);
        let mut one = area(at, named, Level::Province, None);
        if let Some(state) = text(row, "state").filter(|state| state != "ACTIVE") {
            one.said = Err((Oddity::UnitState, state));
        }
        found.push(one);
    }
    if let (Some(told), Some(last)) = (told, found.last_mut())
        && told != rows.len() as u64
    {
        last.odd
            .push((Oddity::CountDiffers, format!("{told} ≠ {}", rows.len())));
    }
    found
}

/// A place on the map: it does not work with this portal unless somebody says so.
fn area(at: String, [code, name]: [Option<String>; 2], level: Level, parent: Option<String>) -> Found {
    let mut odd = Vec::new();
    let said = match (&code, name) {
        (None, name) => Err((Oddity::NoCode, name.unwrap_or_default())),
        (Some(_), None) => Err((Oddity::NoName, String::new())),
        (Some(_), Some(name)) => {
            let is_known = |(kind, of): &(&str, Level)| *of == level && name.starts_with(kind);
            if !KINDS.iter().any(is_known) {
                odd.push((Oddity::UnitKind, name.clone()));
            }
            Ok(Said {
                name,
                level,
                parent,
                days: None,
                at_portal: None,
            })
        }
    };
    Found { at, code, said, odd }
}

/// The form of the delivered file.
fn own(at: String, entry: &Value) -> Found {
    let code = text(entry, "code");
    let said = match serde_json::from_value::<crate::directory::service::UnitRecord>(entry.clone()) {
        Ok(record) => Ok(Said {
            name: record.name,
            level: record.level,
            parent: record.parent,
            days: Some((record.valid_from, record.valid_to)),
            at_portal: Some(record.at_portal),
        }),
        Err(error) => Err((Oddity::Unreadable, error.to_string())),
    };
    Found {
        at,
        code,
        said,
        odd: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_are_read_without_loss() {
        let nation = r#"[{"Code":"52","FullName":"Tỉnh Gia Lai","Wards":[
            {"Code":"21553","FullName":"Phường Quy Nhơn","ProvinceCode":"52"},
            {"Code":"21952","FullName":"xã Tuy Phước","ProvinceCode":"51"},
            {"Code":"21953","FullName":""}]}]"#;
        let found = read("n", nation).unwrap();
        let said: Vec<_> = found
            .iter()
            .map(|one| (one.at.as_str(), one.code.as_deref()))
            .collect();
        let expected = [
            ("n[1]", Some("52")),
            ("n[1].Wards[1]", Some("21553")),
            ("n[1].Wards[2]", Some("21952")),
            ("n[1].Wards[3]", Some("21953")),
        ];
        assert_eq!(said, expected);
        assert_eq!(found[1].said.as_ref().unwrap().parent.as_deref(), Some("52"));
        assert_eq!(found[1].said.as_ref().unwrap().level, Level::Commune);
        let odd: Vec<Oddity> = found[2].odd.iter().map(|(what, _)| *what).collect();
        assert_eq!(odd, [Oddity::UnitKind, Oddity::ParentDiffers]);
        assert_eq!(found[3].said, Err((Oddity::NoName, String::new())));

        let provinces = r#"{"code":"OK","data":{"rows":[{"id":"x","name":"Tỉnh Gia Lai","code":"52","state":"ACTIVE"},
            {"id":"y","name":"Tỉnh Bình Định","code":"51","state":"INACTIVE"}],"count":3}}"#;
        let found = read("p", provinces).unwrap();
        assert_eq!(found[0].said.as_ref().unwrap().name, "Tỉnh Gia Lai");
        assert_eq!(found[1].said, Err((Oddity::UnitState, "INACTIVE".to_owned())));
        assert_eq!(found[1].odd, [(Oddity::CountDiffers, "3 ≠ 2".to_owned())]);

        let own = r#"[{"code":"H21","name":"UBND tỉnh","level":"province","valid_from":"2025-07-01"},{"code":"H22","level":"x"}]"#;
        let found = read("o", own).unwrap();
        assert_eq!(found[0].said.as_ref().unwrap().at_portal, Some(true));
        assert!(matches!(found[1].said, Err((Oddity::Unreadable, _))));
        for bad in ["", "{}", "[]", "[1]", r#"{"data":{}}"#] {
            assert!(read("f", bad).is_err(), "{bad}");
        }
    }
}

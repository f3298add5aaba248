//! A list of programs, made sound. No HTTP, no SQL, no clock.

use crate::error::FieldFault;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::person::composed;
use motcua_shared::identity::software::{
    MAX_ENTRIES, MAX_NAME, MAX_NOTE, MAX_URL, MAX_VERSION, SupportSoftware,
};
use motcua_shared::unseen::one_line;

/// Makes a list sound, or says for each field of each entry why not.
pub fn parse(entries: &[SupportSoftware]) -> Result<Vec<SupportSoftware>, Vec<FieldFault>> {
    if entries.len() > MAX_ENTRIES {
        return Err(vec![
            FieldFault::new("entries", ErrorCode::TooLong).with("max", MAX_ENTRIES),
        ]);
    }
    let mut faults = Vec::new();
    let mut sound = Vec::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        let mut line = |field: &str, max: usize, text: Option<&str>| {
            let text = composed(&one_line(text.unwrap_or_default()));
            if text.chars().count() > max {
                let path = format!("entries.{number}.{field}");
                faults.push(FieldFault::new(path, ErrorCode::TooLong).with("max", max));
            }
            Some(text).filter(|text| !text.is_empty())
        };
        let name = line("name", MAX_NAME, Some(&entry.name));
        let version = line("version", MAX_VERSION, entry.version.as_deref());
        let url = line("url", MAX_URL, entry.url.as_deref());
        let note = line("note", MAX_NOTE, entry.note.as_deref());
        if name.is_none() {
            faults.push(FieldFault::new(
                format!("entries.{number}.name"),
                ErrorCode::Required,
            ));
        }
        if url.as_deref().is_some_and(|url| !is_address(url)) {
            faults.push(FieldFault::new(
                format!("entries.{number}.url"),
                ErrorCode::NotAnAddress,
            ));
        }
        sound.push(SupportSoftware {
            os: entry.os,
            name: name.unwrap_or_default(),
            version,
            url,
            note,
        });
    }
    if faults.is_empty() { Ok(sound) } else { Err(faults) }
}

/// A page on the net, encrypted on the way: programs that people run on their computers come from there.
fn is_address(text: &str) -> bool {
    let host = text
        .strip_prefix("https://")
        .map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let is_host = host.is_some_and(|host| host.contains('.') && !host.contains('@'));
    is_host && !text.contains([' ', '"', '<', '>', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::identity::software::OperatingSystem;

    fn entry(name: &str, url: &str) -> SupportSoftware {
        SupportSoftware {
            os: OperatingSystem::Windows,
            name: name.to_owned(),
            version: Some(" ".to_owned()),
            url: Some(url.to_owned()),
            note: None,
        }
    }

    #[test]
    fn what_is_not_seen_goes() {
        let sound = parse(&[entry("VGCA\u{200b} \u{202e}ngiS", "https://vi-du\u{200b}.vn")]).unwrap();
        assert_eq!(sound[0].name, "VGCA ngiS");
        assert_eq!(sound[0].url.as_deref(), Some("https://vi-du.vn"));
    }

    #[test]
    fn blanks_go_and_empty_is_none() {
        let sound = parse(&[entry("  VGCA   Sign Service ", " ")]).unwrap();
        assert_eq!(sound[0].name, "VGCA Sign Service");
        assert_eq!((&sound[0].version, &sound[0].url), (&None, &None));
    }

    #[test]
    fn programs_come_from_pages_that_are_what_they_say() {
        assert!(parse(&[entry("a", "https://vi-du.vn/tai-ve?x=1")]).is_ok());
        for bad in [
            "http://vi-du.vn/a.zip",
            "javascript:alert(1)",
            "https://vi-du.vn@evil.example/",
            "https://localhost",
            "vi-du.vn",
        ] {
            let faults = parse(&[entry("a", bad)]).unwrap_err();
            assert_eq!(
                (faults[0].path.as_str(), faults[0].code),
                ("entries.0.url", ErrorCode::NotAnAddress),
                "{bad}"
            );
        }
        let faults = parse(&[entry("a", ""), entry("", "")]).unwrap_err();
        assert_eq!(faults[0].path, "entries.1.name");
        assert!(parse(&vec![entry("a", ""); 41]).is_err());
    }
}

//! What is a sign of it. No HTTP, no SQL, no clock.

use motcua_shared::id::{AccountId, PersonId};
use motcua_shared::identity::staff::SharedSign;
use motcua_shared::search_key::search_key;
use motcua_shared::time::Timestamp;
use std::collections::{HashMap, HashSet};

/// How names begin that are an office's or a duty's. A person may well be called "Nguyễn Văn Thư", so that only the beginning counts.
const DUTIES: [&str; 14] = [
    "admin",
    "bo phan",
    "can bo",
    "chuyen vien",
    "lanh dao",
    "mot cua",
    "phong",
    "quan tri",
    "so",
    "tai khoan",
    "trung tam",
    "ubnd",
    "uy ban",
    "van thu",
];

/// An officer's account, as far as it matters here.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The account.
    pub id: AccountId,
    /// Whose it is.
    pub person: Option<PersonId>,
    /// Its name.
    pub name: String,
    /// Name of its unit.
    pub unit: Option<String>,
    /// For codes.
    pub phone: Option<String>,
    /// For notices.
    pub email: Option<String>,
}

/// From when to when a session was used, and from where.
#[derive(Debug, Clone)]
pub struct Used {
    /// First request.
    pub from: Timestamp,
    /// Last one.
    pub until: Timestamp,
    /// Where it came from.
    pub address: String,
    /// What the browser said of itself.
    pub device: String,
}

/// Whether a name is no person's: it begins with an office or a duty, or is a single word.
pub fn is_no_name(name: &str) -> bool {
    let key = search_key(name);
    let begins = |duty: &&str| {
        key.strip_prefix(*duty)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    !key.contains(' ') || DUTIES.iter().any(begins)
}

/// Whether a session was used while another one was, at another address and in another browser.
pub fn overlap(sessions: &[Used]) -> bool {
    let at_once = |one: &Used, other: &Used| one.from <= other.until && other.from <= one.until;
    let elsewhere = |one: &Used, other: &Used| one.address != other.address && one.device != other.device;
    sessions.iter().enumerate().any(|(at, one)| {
        let later = sessions.get(at + 1..).unwrap_or_default();
        later
            .iter()
            .any(|other| at_once(one, other) && elsewhere(one, other))
    })
}

/// The accounts that show signs, with them.
pub fn suspects(seen: Vec<Seen>, used: &HashMap<AccountId, Vec<Used>>) -> Vec<(Seen, Vec<SharedSign>)> {
    let phones = several(&seen, |one| one.phone.as_deref());
    let emails = several(&seen, |one| one.email.as_deref());
    let signs = |one: &Seen| {
        let is_of = |list: &HashSet<String>, value: &Option<String>| {
            value.as_ref().is_some_and(|value| list.contains(value))
        };
        let found = [
            (SharedSign::NoName, is_no_name(&one.name)),
            (SharedSign::SamePhone, is_of(&phones, &one.phone)),
            (SharedSign::SameEmail, is_of(&emails, &one.email)),
            (
                SharedSign::AtOnce,
                used.get(&one.id).is_some_and(|sessions| overlap(sessions)),
            ),
        ];
        let found = found.into_iter().filter(|(_, is_so)| *is_so);
        found.map(|(sign, _)| sign).collect::<Vec<_>>()
    };
    let with_signs = seen.into_iter().map(|one| {
        let signs = signs(&one);
        (one, signs)
    });
    with_signs.filter(|(_, signs)| !signs.is_empty()).collect()
}

/// What stands with accounts of more than one person. Several accounts of one person share everything.
fn several(seen: &[Seen], value: impl Fn(&Seen) -> Option<&str>) -> HashSet<String> {
    let mut owners: HashMap<&str, HashSet<Option<PersonId>>> = HashMap::new();
    for one in seen {
        if let Some(value) = value(one) {
            owners.entry(value).or_default().insert(one.person);
        }
    }
    let shared = owners.into_iter().filter(|(_, people)| people.len() > 1);
    shared.map(|(value, _)| value.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> String {
        format!("01890000-0000-7000-8000-0000000000{number:02}")
    }

    fn seen(number: u8, person: u8, name: &str, phone: &str) -> Seen {
        Seen {
            id: AccountId::parse(&id(number)).unwrap(),
            person: PersonId::parse(&id(person)),
            name: name.to_owned(),
            unit: None,
            phone: Some(phone.to_owned()),
            email: None,
        }
    }

    fn used(from: &str, until: &str, address: &str, device: &str) -> Used {
        let at = |time: &str| Timestamp::parse(&format!("2026-11-23T{time}:00Z")).unwrap();
        Used {
            from: at(from),
            until: at(until),
            address: address.to_owned(),
            device: device.to_owned(),
        }
    }

    #[test]
    fn offices_and_duties_are_no_names_and_people_called_like_them_are() {
        for name in [
            "Admin",
            "Admin Sở Công Thương",
            "Văn thư",
            "Một cửa xã",
            "Sở Nội vụ",
            "Quản trị",
        ] {
            assert!(is_no_name(name), "{name}");
        }
        for name in ["Nguyễn Văn Thư", "Lê Thị Cán", "Soan Thị Phòng", "Y Blô"] {
            assert!(!is_no_name(name), "{name}");
        }
    }

    #[test]
    fn two_places_at_once_are_a_sign_and_one_after_the_other_are_none() {
        let desk = used("01:00", "03:00", "10.0.0.1", "Firefox");
        assert!(overlap(&[
            desk.clone(),
            used("02:00", "04:00", "10.0.0.2", "Chrome")
        ]));
        assert!(!overlap(&[
            desk.clone(),
            used("03:01", "04:00", "10.0.0.2", "Chrome")
        ]));
        assert!(
            !overlap(&[desk.clone(), used("02:00", "04:00", "10.0.0.1", "Chrome")]),
            "one office"
        );
        assert!(
            !overlap(&[desk, used("02:00", "04:00", "10.0.0.2", "Firefox")]),
            "one browser that moves"
        );
    }

    #[test]
    fn a_phone_of_two_people_is_a_sign_and_one_of_two_accounts_of_a_person_is_none() {
        let accounts = vec![
            seen(1, 11, "Lê Văn Một", "0912000001"),
            seen(2, 12, "Trần Thị Hai", "0912000001"),
            seen(3, 13, "Phạm Văn Ba", "0912000003"),
            seen(4, 13, "Phạm Văn Ba", "0912000003"),
        ];
        let found = suspects(accounts, &HashMap::new());
        let found: Vec<_> = found
            .iter()
            .map(|(one, signs)| (one.name.as_str(), signs.as_slice()))
            .collect();
        assert_eq!(
            found,
            [
                ("Lê Văn Một", &[SharedSign::SamePhone][..]),
                ("Trần Thị Hai", &[SharedSign::SamePhone][..])
            ]
        );
    }
}

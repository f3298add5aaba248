//! What kind of holder a certificate has. Nothing in a Vietnamese certificate says so outright; the subject lets it be
//! guessed: agencies carry a budget or tax code in UID, offices stand below a unit, persons have a person's name.

use const_oid::ObjectIdentifier;
use motcua_shared::{
    search_key::search_key,
    signature::{parse::certificate::attribute_values, report::SignerKind},
};
use x509_cert::{Certificate, name::Name};

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");

/// What follows in UID: a code of a unit with a budget, or a tax code. Persons have neither.
const AGENCY_CODES: [&str; 2] = ["MNS:", "MST:"];

/// How the names of offices begin.
const OFFICES: [&str; 4] = ["phòng", "văn thư", "bộ phận", "tổ"];

/// How the names of agencies and companies begin, where one word tells. With marks, because Vụ is a department and Vũ
/// a family.
const AGENCIES: [&str; 13] = [
    "sở",
    "bộ",
    "cục",
    "vụ",
    "ban",
    "hội",
    "trường",
    "viện",
    "trạm",
    "quỹ",
    "ubnd",
    "hđnd",
    "cổng",
];

/// How they begin, where several words tell: as search keys, because old certificates leave the marks out.
const AGENCY_PHRASES: [&str; 33] = [
    "uy ban",
    "chi cuc",
    "tong cuc",
    "van phong",
    "thanh tra",
    "hoi dong",
    "dang uy",
    "tinh uy",
    "huyen uy",
    "thanh uy",
    "trung tam",
    "trung uong",
    "dai hoc",
    "hoc vien",
    "benh vien",
    "kho bac",
    "bao hiem",
    "toa an",
    "cong an",
    "quan doi",
    "cong ty",
    "tong cong ty",
    "tap doan",
    "ngan hang",
    "doan thanh nien",
    "lien doan",
    "mat tran",
    "chi nhanh",
    "doanh nghiep",
    "hop tac xa",
    "cong thong tin",
    "vien kiem sat",
    "dai su quan",
];

/// The kind of holder that the subject of `certificate` seems to name.
pub fn guess_kind(certificate: &Certificate) -> SignerKind {
    guess(&certificate.tbs_certificate.subject)
}

fn guess(subject: &Name) -> SignerKind {
    let has_code = attribute_values(subject, USER_ID).iter().any(|value| {
        AGENCY_CODES.iter().any(|code| {
            value
                .get(..code.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(code))
        })
    });
    if has_code {
        return SignerKind::Organisation;
    }
    let name = attribute_values(subject, COMMON_NAME).into_iter().next();
    let name = name.unwrap_or_default().trim().to_lowercase();
    let has_unit = !attribute_values(subject, UNIT).is_empty();
    if OFFICES.iter().any(|word| begins_with(&name, word)) {
        if has_unit {
            SignerKind::Office
        } else {
            SignerKind::Organisation
        }
    } else if is_agency(&name) {
        SignerKind::Organisation
    } else {
        SignerKind::Person
    }
}

fn is_agency(name: &str) -> bool {
    let key = search_key(name);
    // Some ministries use code names such as C07; no person's name has a digit.
    name.chars().any(char::is_numeric)
        || AGENCIES.iter().any(|word| begins_with(name, word))
        || AGENCY_PHRASES.iter().any(|phrase| begins_with(&key, phrase))
}

fn begins_with(name: &str, word: &str) -> bool {
    name.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::str::FromStr;

    #[test]
    fn holders_are_told_apart_by_code_unit_and_name() {
        for (subject, kind) in [
            ("CN=C07,OU=V01,O=BCA,C=VN", SignerKind::Organisation),
            ("UID=MNS:1234567,CN=Nơi nào đó,C=VN", SignerKind::Organisation),
            (
                "CN=ỦY BAN NHÂN DÂN XÃ THỬ,O=UBND TỈNH,C=VN",
                SignerKind::Organisation,
            ),
            (
                "CN=Van phong Chinh phu,O=Chinh phu,C=VN",
                SignerKind::Organisation,
            ),
            (
                "CN=PHÒNG VĂN THƯ,OU=VĂN PHÒNG BỘ,O=BỘ MẪU,C=VN",
                SignerKind::Office,
            ),
            ("CN=Vũ Văn Mẫu,OU=SỞ NỘI VỤ,O=UBND TỈNH,C=VN", SignerKind::Person),
            ("CN=Đoàn Thị Thử,O=UBND TỈNH,C=VN", SignerKind::Person),
            ("CN=Bàn Văn Thử,O=UBND TỈNH,C=VN", SignerKind::Person),
            ("CN=Trương Thị Mẫu,O=UBND TỈNH,C=VN", SignerKind::Person),
        ] {
            assert_eq!(guess(&Name::from_str(subject).unwrap()), kind, "{subject}");
        }
    }
}

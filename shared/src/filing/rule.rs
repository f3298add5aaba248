//! When a dossier can be filed, decided the same way in the browser and on the server.

use crate::catalogue::dto::{DeliveryMethod, ProcedureDefinition};
use crate::error::ErrorCode;
use crate::filing::dto::{Delivery, DossierStatus, Party, Submission, SubmissionMethod};
use crate::identity::dto::AccountKind;
use crate::identity::person::parse_email;
use crate::identity::rule::{parse_identity_number, parse_phone};
use crate::signature::report::Verdict;
use crate::vault::rule::{optional_text, required_line};

/// Longest name of a party, in characters.
pub const MAX_PARTY_NAME: usize = 200;
/// Longest address, in characters.
pub const MAX_ADDRESS: usize = 300;
/// Longest identifier of a body, in characters.
pub const MAX_IDENTIFIER: usize = 35;
/// Longest e-mail address, in characters (RFC 5321 §4.5.3.1.3).
pub const MAX_EMAIL: usize = 254;

impl DossierStatus {
    /// Number of this state in the national exchange.
    pub const fn national(self) -> u8 {
        match self {
            Self::Submitted => 1,
            Self::Received => 2,
            Self::Refused => 3,
            Self::InProcess => 4,
            Self::AwaitingSupplement => 5,
            Self::AwaitingPayment => 6,
            Self::WithdrawalRequested => 7,
            Self::Stopped => 8,
            Self::Completed => 9,
            Self::Returned => 10,
        }
    }
}

/// Something in the way of filing: path of the field and code.
pub type Obstacle = (String, ErrorCode);

/// Cleans a party and says what is wrong with it; paths start with `prefix`.
pub fn check_party(party: &Party, kind: AccountKind, prefix: &str) -> Result<Party, Vec<Obstacle>> {
    check(party, kind, prefix, true)
}

/// The same for whose matter it is where somebody else files. A child has no phone: who files is called.
pub fn check_owner(party: &Party, kind: AccountKind) -> Result<Party, Vec<Obstacle>> {
    check(party, kind, "owner", false)
}

fn check(party: &Party, kind: AccountKind, prefix: &str, needs_phone: bool) -> Result<Party, Vec<Obstacle>> {
    let mut wrong = Vec::new();
    let mut keep = |field: &str, result: Result<String, ErrorCode>| match result {
        Ok(value) => value,
        Err(code) => {
            wrong.push((format!("{prefix}.{field}"), code));
            String::new()
        }
    };
    let name = keep("name", required_line(&party.name, MAX_PARTY_NAME));
    let identifier = keep(
        "identifier",
        match kind {
            AccountKind::Citizen => parse_identity_number(&party.identifier),
            _ => required_line(&party.identifier, MAX_IDENTIFIER),
        },
    );
    let phone = match party.phone.trim() {
        "" if !needs_phone => String::new(),
        typed => keep("phone", parse_phone(typed)),
    };
    let email = parse_email(party.email.as_deref().unwrap_or_default());
    let address = optional_text(party.address.as_deref(), MAX_ADDRESS);
    if let Err(code) = email {
        wrong.push((format!("{prefix}.email"), code));
    }
    if let Err(code) = address {
        wrong.push((format!("{prefix}.address"), code));
    }
    if wrong.is_empty() {
        Ok(Party {
            name,
            identifier,
            phone,
            email: email.unwrap_or_default(),
            address: address.unwrap_or_default(),
        })
    } else {
        Err(wrong)
    }
}

/// Whether two parties have one number, however it is typed: nobody files for oneself as for another.
pub fn is_same_party(one: &Party, other: &Party) -> bool {
    let number = |party: &Party| -> String {
        let letters = party.identifier.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_uppercase).collect()
    };
    !number(one).is_empty() && number(one) == number(other)
}

/// Cleans a delivery and says what is wrong with it.
pub fn check_delivery(
    delivery: &Delivery,
    procedure: &ProcedureDefinition,
) -> Result<Delivery, Vec<Obstacle>> {
    if !procedure.delivery.contains(&delivery.method) {
        return Err(vec![("delivery.method".to_owned(), ErrorCode::NotAChoice)]);
    }
    let address = optional_text(delivery.address.as_deref(), MAX_ADDRESS)
        .map_err(|code| vec![("delivery.address".to_owned(), code)])?;
    match (delivery.method, &address) {
        (DeliveryMethod::ByPost, None) => Err(vec![("delivery.address".to_owned(), ErrorCode::Required)]),
        (DeliveryMethod::ByPost, Some(_)) => Ok(Delivery {
            method: delivery.method,
            address,
        }),
        _ => Ok(Delivery {
            method: delivery.method,
            address: None,
        }),
    }
}

/// Cleans the way of originals and says what is wrong with it: the post has to know where to come to.
pub fn check_submission(submission: &Submission) -> Result<Submission, Vec<Obstacle>> {
    let wrong = |code| vec![("submission.address".to_owned(), code)];
    let address = optional_text(submission.address.as_deref(), MAX_ADDRESS).map_err(wrong)?;
    match (submission.method, address) {
        (SubmissionMethod::ByPost, None) => Err(wrong(ErrorCode::Required)),
        (SubmissionMethod::AtDesk, _) => {
            let method = "submission.method".to_owned();
            Err(vec![(method, ErrorCode::NotAChoice)])
        }
        (method, address) => Ok(Submission {
            method,
            address: address.filter(|_| method == SubmissionMethod::ByPost),
            place: submission.place,
        }),
    }
}

/// Whether a file with this verdict may stand for a component. A signature that only lacks revocation data is taken:
/// real papers carry none, and the officer sees the state (docs/decisions).
pub fn check_signature(signature_required: bool, verdict: Option<Verdict>) -> Result<(), ErrorCode> {
    match verdict {
        Some(Verdict::TotalPassed | Verdict::Indeterminate) => Ok(()),
        Some(Verdict::TotalFailed) => Err(ErrorCode::PaperSignatureBroken),
        Some(Verdict::Unsigned | Verdict::Unreadable) | None if signature_required => {
            Err(ErrorCode::ComponentUnsigned)
        }
        Some(Verdict::Unsigned | Verdict::Unreadable) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party() -> Party {
        Party {
            name: " Trường Tiểu học Ban Mai ".to_owned(),
            identifier: "1234567".to_owned(),
            phone: "0912 345 678".to_owned(),
            email: Some("  ".to_owned()),
            address: None,
        }
    }

    #[test]
    fn a_party_is_cleaned() {
        let clean = check_party(&party(), AccountKind::Agency, "filer").unwrap();
        assert_eq!(clean.name, "Trường Tiểu học Ban Mai");
        assert_eq!(clean.phone, "0912345678");
        assert_eq!(clean.email, None);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_typed() {
        let of = |identifier: &str| Party {
            identifier: identifier.to_owned(),
            ..party()
        };
        assert!(is_same_party(&of("001099000001"), &of(" 001 099.000-001 ")));
        assert!(is_same_party(&of("0101234567-001a"), &of("0101234567-001A")));
        assert!(!is_same_party(&of("001099000001"), &of("001099000002")));
        assert!(!is_same_party(&of(""), &of(" ")), "none is nobody's");
    }

    #[test]
    fn a_name_is_one_line() {
        let long = Party {
            name: "Trần B\nPhí, lệ phí: đã nộp đủ\u{2028}\n Đã xác minh".to_owned(),
            ..party()
        };
        let clean = check_owner(&long, AccountKind::Agency).unwrap();
        assert_eq!(clean.name, "Trần B Phí, lệ phí: đã nộp đủ Đã xác minh");
    }

    #[test]
    fn the_post_has_to_know_where_to_collect() {
        let of = |method, address: &str| Submission {
            place: None,
            method,
            address: Some(address.to_owned()),
        };
        let required = vec![("submission.address".to_owned(), ErrorCode::Required)];
        assert_eq!(
            check_submission(&of(SubmissionMethod::ByPost, "  ")),
            Err(required)
        );
        let clean = check_submission(&of(SubmissionMethod::ByPost, " 12 Lê Lợi ")).unwrap();
        assert_eq!(clean.address.as_deref(), Some("12 Lê Lợi"));
        let brought = check_submission(&of(SubmissionMethod::AtUnit, "12 Lê Lợi")).unwrap();
        assert_eq!(brought.address, None, "nobody collects there");
        let by_oneself = vec![("submission.method".to_owned(), ErrorCode::NotAChoice)];
        assert_eq!(
            check_submission(&of(SubmissionMethod::AtDesk, "")),
            Err(by_oneself)
        );
    }

    #[test]
    fn every_wrong_field_is_named() {
        let empty = Party {
            identifier: "12".to_owned(),
            ..Party::default()
        };
        let wrong = check_party(&empty, AccountKind::Citizen, "filer").unwrap_err();
        assert_eq!(
            wrong,
            vec![
                ("filer.name".to_owned(), ErrorCode::Required),
                ("filer.identifier".to_owned(), ErrorCode::NotAnIdentityNumber),
                ("filer.phone".to_owned(), ErrorCode::Required),
            ]
        );
    }

    #[test]
    fn whose_matter_it_is_may_have_no_phone_but_no_wrong_one() {
        let child = |phone: &str| Party {
            phone: phone.to_owned(),
            ..party()
        };
        let clean = check_owner(&child("  "), AccountKind::Agency).unwrap();
        assert_eq!(clean.phone, "");
        let wrong = check_owner(&child("12"), AccountKind::Agency).unwrap_err();
        assert_eq!(wrong.len(), 1, "what is given is looked at");
        assert_eq!(wrong[0].0, "owner.phone");
        assert!(check_party(&child(""), AccountKind::Agency, "filer").is_err());
    }
}

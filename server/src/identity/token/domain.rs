//! What a certificate gives, and how long each step lives. No HTTP, no SQL, no clock.

use crate::clock::after;
use crate::error::FieldFault;
use crate::signature::service::{OrganisationIdentifier, TokenHolder};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::AccountId;
use motcua_shared::identity::dto::{AccountKind, SignInMethod};
use motcua_shared::identity::person::{MAX_EMAIL, parse_email};
use motcua_shared::identity::rule::parse_phone;
use motcua_shared::identity::token::{RegisterToken, TokenFound};
use motcua_shared::signature::agent::TokenPurpose;
use motcua_shared::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A person chooses a certificate and types a PIN in this time.
pub const CHALLENGE_SECONDS: u64 = 120;
/// A person fills in the form in this time.
pub const FLOW_SECONDS: u64 = 1_800;
/// So long a signature may open an account that was there before: the person reads one sentence meanwhile.
pub const ENTER_SECONDS: u64 = 600;
/// A last step whose answer was lost may be repeated for so long.
pub const REPEAT_SECONDS: u64 = 600;
/// What a token proves.
pub const ASSURANCE_LEVEL: u8 = 3;

/// An organisation as its certificate names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// A state agency below a root of the Ban Cơ yếu, an enterprise below any other.
    pub kind: AccountKind,
    /// Its name.
    pub name: String,
    /// The body above it.
    pub organisation: Option<String>,
    /// `MNS:9990001`, `MST:9900000017`, without hyphens.
    pub codes: Vec<String>,
    /// Who issued the certificate.
    pub issuer: String,
    /// SHA-256 of the issuer's name.
    pub issuer_key: String,
    /// Serial number.
    pub serial: String,
    /// SHA-256 of the certificate.
    pub fingerprint: String,
    /// First moment of validity.
    pub valid_from: Timestamp,
    /// Last moment of validity.
    pub valid_to: Timestamp,
}

impl Holder {
    /// An enterprise is its tax code only: that the Ban Cơ yếu gave out a budget code, nobody else can say.
    pub fn of(found: TokenHolder, is_of_state: bool) -> Result<Self, ErrorCode> {
        let kind = if is_of_state {
            AccountKind::Agency
        } else {
            AccountKind::Enterprise
        };
        let codes: Vec<String> = found
            .identifiers
            .iter()
            .filter_map(|one| match one {
                OrganisationIdentifier::Budget(code) => is_of_state.then(|| plain("MNS", code)),
                OrganisationIdentifier::Tax(code) => Some(plain("MST", code)),
            })
            .collect();
        if codes.is_empty() {
            return Err(ErrorCode::TokenNoIdentifier);
        }
        Ok(Self {
            kind,
            name: found.name,
            organisation: found.organisation.filter(|one| !one.is_empty()),
            codes,
            issuer: found.issuer,
            issuer_key: found.issuer_key,
            serial: found.serial,
            fingerprint: found.fingerprint,
            valid_from: found.valid_from,
            valid_to: found.valid_to,
        })
    }

    /// The codes as accounts hold them: numbers alone.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.codes
            .iter()
            .filter_map(|code| code.split_once(':').map(|(_, number)| number))
    }

    /// The number that a new account goes by: of an agency that of its budget, where it has one.
    pub fn identifier(&self) -> Option<&str> {
        self.numbers().next()
    }

    /// What the person is shown.
    pub fn view(&self, flow: String, ends_at: Timestamp, registered: bool) -> TokenFound {
        TokenFound {
            flow,
            ends_at,
            kind: self.kind,
            name: self.name.clone(),
            organisation: self.organisation.clone(),
            codes: self.codes.clone(),
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            issuer: self.issuer.clone(),
            registered,
        }
    }
}

fn plain(kind: &str, code: &str) -> String {
    format!("{kind}:{}", code.replace('-', ""))
}

/// Something that was handed out to be signed, and what came of it.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// Its id.
    pub id: String,
    /// Keyed digest of what the browser keeps.
    pub browser_key: String,
    /// What signs: a token, or a SIM.
    pub method: SignInMethod,
    /// What for.
    pub purpose: TokenPurpose,
    /// When it was handed out.
    pub asked_at: Timestamp,
    /// When it came back.
    pub used_at: Option<Timestamp>,
    /// Whose token signed, once that is known.
    pub holder: Option<Holder>,
    /// The account that came of it.
    pub account_id: Option<AccountId>,
    /// Since when.
    pub done_at: Option<Timestamp>,
}

impl Challenge {
    /// Whether what came back may be looked at.
    pub fn check_answer(
        &self,
        now: Timestamp,
        purpose: TokenPurpose,
        browser_key: Option<&str>,
    ) -> Result<(), ErrorCode> {
        if self.purpose != purpose || after(self.asked_at, CHALLENGE_SECONDS) <= now {
            return Err(ErrorCode::TokenChallengeEnded);
        }
        self.check_browser(browser_key)
    }

    /// Whether the flow still runs, and for whom.
    pub fn check_flow(
        &self,
        now: Timestamp,
        seconds: u64,
        browser_key: Option<&str>,
    ) -> Result<&Holder, ErrorCode> {
        let holder = self.holder.as_ref().ok_or(ErrorCode::FlowGone)?;
        let begun = self.used_at.unwrap_or(self.asked_at);
        if after(begun, seconds) <= now || holder.valid_to < now {
            return Err(ErrorCode::FlowGone);
        }
        self.check_browser(browser_key)?;
        Ok(holder)
    }

    fn check_browser(&self, browser_key: Option<&str>) -> Result<(), ErrorCode> {
        let is_same = browser_key.is_some_and(|key| crate::secret::same(key, &self.browser_key));
        if is_same {
            Ok(())
        } else {
            Err(ErrorCode::FlowElsewhere)
        }
    }

    /// The account, if the last step is repeated because its answer was lost.
    pub fn repeated(&self, now: Timestamp) -> Option<AccountId> {
        let is_fresh = self.done_at.is_some_and(|done| now < after(done, REPEAT_SECONDS));
        self.account_id.filter(|_| is_fresh)
    }
}

/// What an organisation says of itself, made sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Where notices go.
    pub email: String,
    /// Further way.
    pub phone: Option<String>,
}

/// Makes what was typed sound, or says for each field why not.
pub fn parse(request: &RegisterToken) -> Result<Contact, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let email = match parse_email(&request.email) {
        Ok(Some(email)) => Some(email),
        Err(ErrorCode::TooLong) => {
            faults.push(FieldFault::new("email", ErrorCode::TooLong).with("max", MAX_EMAIL));
            None
        }
        Ok(None) | Err(_) => {
            faults.push(FieldFault::new("email", ErrorCode::EmailNeeded));
            None
        }
    };
    let typed = request.phone.as_deref().unwrap_or_default();
    let phone = match typed.trim() {
        "" => None,
        typed => match parse_phone(typed) {
            Ok(phone) => Some(phone),
            Err(code) => {
                faults.push(FieldFault::new("phone", code));
                None
            }
        },
    };
    for (field, is_given) in [("terms", request.terms), ("sharing", request.sharing)] {
        if !is_given {
            faults.push(FieldFault::new(field, ErrorCode::ConsentNeeded));
        }
    }
    match email {
        Some(email) if faults.is_empty() => Ok(Contact { email, phone }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::signature::report::SignerKind;
    use std::collections::BTreeSet;

    fn found(codes: &[&str]) -> TokenHolder {
        let at = |text| Timestamp::parse(text).unwrap();
        TokenHolder {
            name: "SỞ MẪU".to_owned(),
            organisation: Some("UBND TỈNH MẪU".to_owned()),
            kind: SignerKind::Organisation,
            identifiers: codes
                .iter()
                .filter_map(|code| OrganisationIdentifier::parse(code))
                .collect::<BTreeSet<_>>(),
            valid_from: at("2026-01-01T00:00:00Z"),
            valid_to: at("2029-01-01T00:00:00Z"),
            issuer: "CA".to_owned(),
            issuer_key: "AA".to_owned(),
            serial: "01".to_owned(),
            fingerprint: "BB".to_owned(),
            anchor: "CC".to_owned(),
            is_revocation_known: true,
        }
    }

    #[test]
    fn an_agency_goes_by_its_budget_code_and_an_enterprise_by_its_tax_code() {
        let codes = ["MST:9900000017", "MNS:9990001"];
        let agency = Holder::of(found(&codes), true).unwrap();
        assert_eq!(
            (agency.kind, agency.identifier()),
            (AccountKind::Agency, Some("9990001"))
        );
        let enterprise = Holder::of(found(&codes), false).unwrap();
        assert_eq!(enterprise.codes, ["MST:9900000017"]);
        assert_eq!(enterprise.kind, AccountKind::Enterprise);
        let branch = Holder::of(found(&["MST:9900000017-001"]), false).unwrap();
        assert_eq!(branch.identifier(), Some("9900000017001"));
    }

    #[test]
    fn nobody_but_the_ban_co_yeu_names_a_budget_code() {
        let refused = Holder::of(found(&["MNS:9990001"]), false);
        assert_eq!(refused, Err(ErrorCode::TokenNoIdentifier));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let request = RegisterToken {
            flow: String::new(),
            email: " ".to_owned(),
            phone: Some("12".to_owned()),
            terms: false,
            sharing: true,
        };
        let faults = parse(&request).unwrap_err();
        let faults: Vec<_> = faults.iter().map(|one| (one.path.as_str(), one.code)).collect();
        assert_eq!(
            faults,
            [
                ("email", ErrorCode::EmailNeeded),
                ("phone", ErrorCode::NotAPhone),
                ("terms", ErrorCode::ConsentNeeded),
            ]
        );
        let sound = RegisterToken {
            email: " van.thu@vi-du.vn ".to_owned(),
            phone: Some(" ".to_owned()),
            terms: true,
            ..request
        };
        let contact = parse(&sound).unwrap();
        assert_eq!(
            (contact.email.as_str(), contact.phone),
            ("van.thu@vi-du.vn", None)
        );
    }
}

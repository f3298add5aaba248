//! What is found in a dossier, and how it is said. No HTTP, no SQL, no clock.

use motcua_shared::catalogue::dto::ProcedureDefinition;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::processing::refusal::{RefusalKind, RefusalRule, is_of_agencies};
use motcua_shared::signature::report::Verdict;
use motcua_shared::text::{self, Lang};
use motcua_shared::time::format_date;

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// By which rule.
    pub kind: RefusalKind,
    /// In which component; nothing where it is about the whole dossier.
    pub component: Option<String>,
}

/// What an account filed: its parts with the verdict over each.
pub fn examine<'a>(
    kind: AccountKind,
    procedure: &ProcedureDefinition,
    filed: impl IntoIterator<Item = (&'a str, Option<Verdict>)>,
) -> Vec<Found> {
    let is_of_agencies = is_of_agencies(&procedure.applicants);
    let mut found = Vec::new();
    if is_of_agencies && kind == AccountKind::Citizen {
        found.push(Found {
            kind: RefusalKind::PersonalAccount,
            component: None,
        });
    }
    if is_of_agencies || kind == AccountKind::Agency {
        let unsigned = filed.into_iter().filter(|(_, verdict)| !is_signed(*verdict));
        found.extend(unsigned.map(|(component, _)| Found {
            kind: RefusalKind::UnsignedComponent,
            component: Some(component.to_owned()),
        }));
    }
    found
}

/// A copy certified electronically is a signed file, too.
const fn is_signed(verdict: Option<Verdict>) -> bool {
    matches!(verdict, Some(Verdict::TotalPassed | Verdict::Indeterminate))
}

/// What the filer reads: the reason, the letter, and what to do instead. Timelines are Vietnamese.
pub fn words(rule: &RefusalRule, parts: &[String]) -> String {
    let (lang, legal) = (Lang::Vi, rule.legal_ground.as_str());
    match rule.kind {
        RefusalKind::PersonalAccount => text::ground::words_personal_account(lang, legal),
        RefusalKind::UnsignedComponent => {
            text::ground::words_unsigned_component(lang, legal, parts.join("; "))
        }
    }
}

/// The same for who is about to file it.
pub fn foreseen(rule: &RefusalRule, parts: &[String], lang: Lang) -> String {
    let day = format_date(rule.starts_on);
    match rule.kind {
        RefusalKind::PersonalAccount => text::ground::foreseen_personal_account(lang, day),
        RefusalKind::UnsignedComponent => {
            text::ground::foreseen_unsigned_component(lang, day, parts.join("; "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(applicants: &str) -> ProcedureDefinition {
        serde_json::from_str(&format!(
            r#"{{"code":"1.000001","name":"Thả diều","field":"","levels":["commune"],"applicants":[{applicants}],
            "cases":[{{"id":"c","name":"","working_time":1,"fee":0}}],"components":[],"delivery":["online"],"results":[],
            "legal_grounds":[]}}"#
        ))
        .unwrap()
    }

    fn kinds(kind: AccountKind, applicants: &str, verdicts: &[Option<Verdict>]) -> Vec<RefusalKind> {
        let parts = verdicts.iter().map(|verdict| ("a", *verdict));
        examine(kind, &of(applicants), parts)
            .into_iter()
            .map(|found| found.kind)
            .collect()
    }

    #[test]
    fn a_personal_account_is_found_where_the_procedure_is_of_agencies_alone() {
        use RefusalKind::PersonalAccount;
        let citizen = AccountKind::Citizen;
        assert_eq!(kinds(citizen, r#""agency""#, &[]), [PersonalAccount]);
        assert_eq!(kinds(citizen, r#""agency","enterprise""#, &[]), [PersonalAccount]);
        assert_eq!(kinds(citizen, r#""agency","citizen""#, &[]), []);
        assert_eq!(kinds(citizen, r#""enterprise""#, &[]), []);
        assert_eq!(kinds(AccountKind::Agency, r#""agency""#, &[]), []);
    }

    #[test]
    fn parts_of_agencies_are_signed_and_those_of_citizens_need_not_be() {
        use RefusalKind::UnsignedComponent;
        let parts = [
            None,
            Some(Verdict::Unsigned),
            Some(Verdict::TotalPassed),
            Some(Verdict::Indeterminate),
        ];
        let agency = kinds(AccountKind::Agency, r#""agency","citizen""#, &parts);
        assert_eq!(agency, [UnsignedComponent, UnsignedComponent]);
        assert_eq!(kinds(AccountKind::Citizen, r#""agency","citizen""#, &parts), []);
        assert_eq!(kinds(AccountKind::Citizen, r#""agency""#, &parts).len(), 3);
    }

    #[test]
    fn what_is_read_names_the_parts_the_letter_and_the_way_on() {
        let rule = RefusalRule {
            kind: RefusalKind::UnsignedComponent,
            legal_ground: "Công văn số 1".to_owned(),
            starts_on: "2024-09-11".parse().unwrap(),
            is_in_force: true,
            version: 1,
        };
        let words = words(&rule, &["Tờ trình".to_owned(), "Báo cáo".to_owned()]);
        assert!(words.contains("Tờ trình; Báo cáo") && words.contains("Công văn số 1"));
        assert!(words.contains("nộp lại hồ sơ"));
    }
}

//! The paper of who files for somebody else: one more component of the dossier, whatever the procedure asks for.

use crate::catalogue::dto::{Component, CopyKind, ProcedureDefinition};
use crate::filing::acting::{Acting, Ground};
use crate::search_key::search_key;
use crate::text::{self, Lang};

/// "Văn bản ủy quyền". No procedure has a component of this id: `~` is no letter of theirs.
pub const AUTHORISATION: &str = "~uy-quyen";
/// "Giấy tờ chứng minh người đại diện".
pub const GUARDIANSHIP: &str = "~dai-dien";

/// Whether a component stands there for who files and not for the procedure.
pub fn is_of_representative(component_id: &str) -> bool {
    matches!(component_id, AUTHORISATION | GUARDIANSHIP)
}

/// What procedures call an authorisation that they ask for themselves: its id in those that were delivered once, and how its name
/// begins in others, as a key for searches.
const OWN_ID: &str = "uy-quyen";
const OWN_NAMES: [&str; 3] = ["van ban uy quyen", "giay uy quyen", "hop dong uy quyen"];

/// Whether a component of the procedure itself is the authorisation of who files.
fn is_authorisation(component: &Component) -> bool {
    let name = search_key(&component.name);
    let is_named = || OWN_NAMES.iter().any(|begin| name.starts_with(begin));
    // Asked for in some cases only, it may be missing in this one.
    component.only_for.is_empty() && (component.id == OWN_ID || is_named())
}

/// The procedure with the paper that shows the ground of who files for another; as it is where one files for oneself. A procedure
/// that has a component for that paper has it once: its own is needed then.
///
/// Without an authorisation nobody may act for another (Civil Code 2015, art. 138): it is needed. Parents and guardians
/// represent by law (art. 136), and the unit finds most of them in the registers: theirs is wanted and may be missing.
pub fn represented(definition: &mut ProcedureDefinition, acting: Option<&Acting>) {
    match acting.and_then(|acting| acting.ground) {
        Some(Ground::Authorised) => {
            let mut components = definition.components.iter_mut();
            match components.find(|component| is_authorisation(component)) {
                Some(own) => own.required = true,
                None => definition.components.push(authorisation()),
            }
        }
        Some(Ground::Guardian) => {
            // As words of a procedure are: in the language of the catalogue.
            let (name, note) = (
                text::filing::paper_guardian(Lang::Vi),
                text::filing::paper_guardian_note(Lang::Vi),
            );
            definition.components.push(paper(GUARDIANSHIP, name, note, false));
        }
        _ => {}
    }
}

/// The same of a dossier, for whose components something stands: what was filed beside the procedure's own is not lost.
pub fn represented_as_filed<'a>(
    definition: &mut ProcedureDefinition,
    acting: Option<&Acting>,
    mut filed: impl Iterator<Item = &'a str>,
) {
    represented(definition, acting);
    let is_shown = definition.components.iter().any(|one| one.id == AUTHORISATION);
    if !is_shown && filed.any(|id| id == AUTHORISATION) {
        definition.components.push(authorisation());
    }
}

fn authorisation() -> Component {
    let (name, note) = (
        text::filing::paper_authorised(Lang::Vi),
        text::filing::paper_authorised_note(Lang::Vi),
    );
    paper(AUTHORISATION, name, note, true)
}

fn paper(id: &str, name: &str, note: &str, required: bool) -> Component {
    Component {
        id: id.to_owned(),
        name: name.to_owned(),
        note: Some(note.to_owned()),
        required,
        // Any paper or photograph: which one it is only a person can tell, so that none is attached by itself.
        accepts: Vec::new(),
        signature_required: false,
        copy_kind: CopyKind::Original,
        quantity: 1,
        further_copies: 0,
        code: None,
        group: None,
        only_for: Vec::new(),
        max_age_months: None,
        forms: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> ProcedureDefinition {
        serde_json::from_str(
            r#"{"code":"1.000001","name":"Thả diều","field":"","levels":["commune"],"applicants":["citizen"],
            "cases":[{"id":"a","name":"Thường","working_time":6,"fee":0}],
            "components":[{"id":"don","name":"Đơn","required":true,"accepts":[],"signature_required":false,"copy_kind":"original","quantity":1}],
            "delivery":["online"],"results":[],"legal_grounds":[]}"#,
        )
        .unwrap()
    }

    #[test]
    fn only_who_acts_on_a_paper_is_asked_for_one() {
        let before = definition();
        let with = |ground: Option<Ground>| {
            let mut definition = before.clone();
            let acting = Acting { ground, note: None };
            represented(&mut definition, Some(&acting));
            let added = definition.components.split_off(before.components.len());
            assert_eq!(definition, before, "nothing else changes");
            added
        };
        let mut own = before.clone();
        represented(&mut own, None);
        assert_eq!(own, before);
        assert_eq!(with(None), []);
        for ground in Ground::ALL {
            let added = with(Some(ground));
            let told: Vec<(&str, bool)> = added.iter().map(|one| (one.id.as_str(), one.required)).collect();
            match ground {
                Ground::Authorised => assert_eq!(told, [(AUTHORISATION, true)]),
                Ground::Guardian => assert_eq!(told, [(GUARDIANSHIP, false)]),
                _ => assert_eq!(told, []),
            }
            assert!(
                added
                    .iter()
                    .all(|one| is_of_representative(&one.id) && one.accepts.is_empty())
            );
        }
    }

    /// The procedure with a component of its own.
    fn with_own(id: &str, name: &str, only_for: &[&str]) -> ProcedureDefinition {
        let mut definition = definition();
        let mut own = definition.components[0].clone();
        (own.id, own.name, own.required) = (id.to_owned(), name.to_owned(), false);
        own.only_for = only_for.iter().map(|case| (*case).to_owned()).collect();
        definition.components.push(own);
        definition
    }

    fn authorised() -> Acting {
        Acting {
            ground: Some(Ground::Authorised),
            note: None,
        }
    }

    #[test]
    fn a_procedure_that_asks_for_an_authorisation_itself_asks_once() {
        for (id, name) in [
            ("uy-quyen", "Văn bản ủy quyền đã chứng thực"),
            ("uy-quyen", "Giấy tờ khác"),
            ("k7", "- Văn bản uỷ quyền (nếu có)"),
            ("k7", "GIẤY ỦY QUYỀN theo quy định của pháp luật"),
            ("k7", "Hợp đồng ủy quyền"),
        ] {
            let mut definition = with_own(id, name, &[]);
            represented(&mut definition, Some(&authorised()));
            let told: Vec<_> = definition
                .components
                .iter()
                .map(|one| (one.id.as_str(), one.required))
                .collect();
            assert_eq!(told, [("don", true), (id, true)], "{name}");
            // Guardians show another paper, and for oneself it stays as the procedure has it.
            let mut guardian = with_own(id, name, &[]);
            let acting = Acting {
                ground: Some(Ground::Guardian),
                note: None,
            };
            represented(&mut guardian, Some(&acting));
            assert_eq!(guardian.components.len(), 3);
            let mut own = with_own(id, name, &[]);
            represented(&mut own, None);
            assert_eq!(own, with_own(id, name, &[]));
        }
        for (id, name, only_for) in [
            ("uy-quyen", "Văn bản ủy quyền", &["a"][..]),
            ("k7", "Quyết định của cơ quan có thẩm quyền", &[]),
            ("k7", "Giấy tờ chứng minh việc ủy quyền đã chấm dứt", &[]),
        ] {
            let mut definition = with_own(id, name, only_for);
            represented(&mut definition, Some(&authorised()));
            let last = definition.components.last().unwrap();
            assert_eq!(
                (last.id.as_str(), definition.components.len()),
                (AUTHORISATION, 3),
                "{name}"
            );
            assert!(!definition.components[1].required);
        }
    }

    #[test]
    fn what_was_filed_beside_it_is_still_shown() {
        let ids = |filed: &[&'static str]| {
            let mut definition = with_own("uy-quyen", "Văn bản ủy quyền", &[]);
            represented_as_filed(&mut definition, Some(&authorised()), filed.iter().copied());
            definition
                .components
                .into_iter()
                .map(|one| one.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&["don", "uy-quyen"]), ["don", "uy-quyen"]);
        assert_eq!(ids(&["don", AUTHORISATION]), ["don", "uy-quyen", AUTHORISATION]);
        let mut plain = definition();
        represented_as_filed(&mut plain, Some(&authorised()), [AUTHORISATION].into_iter());
        assert_eq!(plain.components.len(), 2, "and not twice");
    }
}

//! The paper of who files for somebody else: one more component of the dossier, whatever the procedure asks for.

use crate::catalogue::dto::{Component, CopyKind, ProcedureDefinition};
use crate::filing::acting::{Acting, Ground};
use crate::text::{self, Lang};

/// "Văn bản ủy quyền". No procedure has a component of this id: `~` is no letter of theirs.
pub const AUTHORISATION: &str = "~uy-quyen";
/// "Giấy tờ chứng minh người đại diện".
pub const GUARDIANSHIP: &str = "~dai-dien";

/// Whether a component stands there for who files and not for the procedure.
pub fn is_of_representative(component_id: &str) -> bool {
    matches!(component_id, AUTHORISATION | GUARDIANSHIP)
}

/// The procedure with the paper that shows the ground of who files for another; as it is where one files for oneself.
///
/// Without an authorisation nobody may act for another (Civil Code 2015, art. 138): it is needed. Parents and guardians
/// represent by law (art. 136), and the unit finds most of them in the registers: theirs is wanted and may be missing.
pub fn represented(definition: &mut ProcedureDefinition, acting: Option<&Acting>) {
    // As words of a procedure are: in the language of the catalogue.
    let lang = Lang::Vi;
    let (id, name, note, required) = match acting.and_then(|acting| acting.ground) {
        Some(Ground::Authorised) => (
            AUTHORISATION,
            text::filing::paper_authorised(lang),
            text::filing::paper_authorised_note(lang),
            true,
        ),
        Some(Ground::Guardian) => (
            GUARDIANSHIP,
            text::filing::paper_guardian(lang),
            text::filing::paper_guardian_note(lang),
            false,
        ),
        _ => return,
    };
    definition.components.push(Component {
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
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> ProcedureDefinition {
        serde_json::from_str(
            r#"{"code":"1.000001","name":"Thả diều","field":"","levels":["commune"],"applicants":["citizen"],
            "cases":[{"id":"a","name":"Thường","working_time":6,"fee":0}],
            "components":[{"id":"uy-quyen","name":"Đơn","required":true,"accepts":[],"signature_required":false,"copy_kind":"original","quantity":1}],
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
}

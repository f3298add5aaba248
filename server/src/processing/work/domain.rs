//! Where a dossier goes among the steps of its procedure. No HTTP, no SQL, no clock.

use motcua_shared::catalogue::workflow::{WorkKind, WorkStep};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::processing::work::WorkMove;

/// The place of a step among those of a procedure. A dossier of which nothing was written stands at the first.
pub fn place(steps: &[WorkStep], at: Option<&str>) -> Option<usize> {
    let found = at.and_then(|at| steps.iter().position(|step| step.id == at));
    found.or((!steps.is_empty()).then_some(0))
}

/// The step that a move leads to, for an officer with these roles; nothing where the procedure has no steps and none is needed.
pub fn target<'a>(
    steps: &'a [WorkStep],
    at: Option<&str>,
    to: WorkMove,
    roles: &[StaffRole],
) -> Result<Option<&'a WorkStep>, ErrorCode> {
    let Some(place) = place(steps, at) else {
        return match to {
            WorkMove::Stay => Ok(None),
            WorkMove::Forward | WorkMove::Back => Err(ErrorCode::NoSuchStep),
        };
    };
    let next = match to {
        WorkMove::Stay => return Ok(steps.get(place)),
        WorkMove::Forward => place.checked_add(1),
        WorkMove::Back => place.checked_sub(1),
    };
    let next = next
        .and_then(|next| steps.get(next))
        .ok_or(ErrorCode::NoSuchStep)?;
    match steps.get(place) {
        Some(step) if !roles.contains(&step.role) => Err(ErrorCode::StepOfOthers),
        _ => Ok(Some(next)),
    }
}

/// The step that still stands between a dossier and its result.
pub fn before_return<'a>(steps: &'a [WorkStep], at: Option<&str>) -> Option<&'a WorkStep> {
    let step = steps.get(place(steps, at)?)?;
    (step.kind != WorkKind::Return).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn step(id: &str, kind: WorkKind, role: StaffRole) -> WorkStep {
        WorkStep {
            id: id.to_owned(),
            name: id.to_owned(),
            kind,
            role,
            days: None,
        }
    }

    fn three() -> [WorkStep; 3] {
        [
            step("a", WorkKind::Examine, StaffRole::Desk),
            step("b", WorkKind::Sign, StaffRole::Leader),
            step("c", WorkKind::Return, StaffRole::Desk),
        ]
    }

    #[test]
    fn a_step_is_left_by_those_who_have_its_role() {
        let steps = three();
        let to = |at, to, role| target(&steps, at, to, &[role]).map(|step| step.map(|step| step.id.as_str()));
        assert_eq!(to(Some("a"), WorkMove::Forward, StaffRole::Desk), Ok(Some("b")));
        assert_eq!(
            to(Some("b"), WorkMove::Forward, StaffRole::Desk),
            Err(ErrorCode::StepOfOthers)
        );
        assert_eq!(
            to(Some("b"), WorkMove::Back, StaffRole::Desk),
            Err(ErrorCode::StepOfOthers)
        );
        assert_eq!(to(Some("b"), WorkMove::Back, StaffRole::Leader), Ok(Some("a")));
        assert_eq!(to(Some("b"), WorkMove::Stay, StaffRole::Desk), Ok(Some("b")));
        assert_eq!(
            to(Some("a"), WorkMove::Back, StaffRole::Desk),
            Err(ErrorCode::NoSuchStep)
        );
        assert_eq!(
            to(Some("c"), WorkMove::Forward, StaffRole::Desk),
            Err(ErrorCode::NoSuchStep)
        );
        assert_eq!(
            to(None, WorkMove::Forward, StaffRole::Desk),
            Ok(Some("b")),
            "nothing was written"
        );
    }

    #[test]
    fn a_procedure_without_steps_needs_none() {
        assert_eq!(target(&[], None, WorkMove::Stay, &[]), Ok(None));
        assert_eq!(
            target(&[], None, WorkMove::Forward, &[StaffRole::Desk]),
            Err(ErrorCode::NoSuchStep)
        );
        assert_eq!(before_return(&[], None), None);
    }

    #[test]
    fn a_result_goes_out_at_the_step_for_it() {
        let steps = three();
        let name = |at| before_return(&steps, at).map(|step| step.id.as_str());
        assert_eq!(name(None), Some("a"));
        assert_eq!(name(Some("b")), Some("b"));
        assert_eq!(name(Some("c")), None);
    }

    proptest! {
        /// Whatever is tried: no step is passed over, and none is left without its role.
        #[test]
        fn steps_are_walked_one_by_one(moves in proptest::collection::vec((0_u8..3, any::<bool>()), 0..40)) {
            let steps = three();
            let mut at: Option<String> = None;
            for (to, is_leader) in moves {
                let to = [WorkMove::Forward, WorkMove::Back, WorkMove::Stay][usize::from(to)];
                let role = if is_leader { StaffRole::Leader } else { StaffRole::Desk };
                let before = place(&steps, at.as_deref()).unwrap();
                if let Ok(Some(next)) = target(&steps, at.as_deref(), to, &[role]) {
                    let after = place(&steps, Some(&next.id)).unwrap();
                    prop_assert!(before.abs_diff(after) <= 1);
                    prop_assert!(before == after || steps[before].role == role);
                    at = Some(next.id.clone());
                }
            }
        }
    }
}

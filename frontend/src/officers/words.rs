//! Words for what the server sends as names.

use crate::ui::{Tone, tag};
use leptos::prelude::*;
use motcua_shared::identity::desk::StaffRole;
use motcua_shared::identity::staff::OfficerAction;
use motcua_shared::text::{self, Lang};

/// What an officer may do.
pub fn roles(roles: &[StaffRole], lang: Lang) -> &'static str {
    match roles {
        [StaffRole::Administrator, ..] => text::staff::role_administrator(lang),
        [StaffRole::Desk] => text::staff::role_desk(lang),
        [StaffRole::Leader] => text::staff::role_leader(lang),
        [_, ..] => text::staff::role_leader_desk(lang),
        [] => text::staff::role_officer(lang),
    }
}

/// Whether an account may act, and whether its person has come.
pub fn state(suspended: bool, bound: bool, lang: Lang) -> AnyView {
    let state = match (suspended, bound) {
        (true, _) => tag(Tone::Bad, text::staff::state_suspended(lang)),
        (false, false) => tag(Tone::Warn, text::staff::state_waiting(lang)),
        (false, true) => tag(Tone::Ok, text::staff::state_active(lang)),
    };
    let binding = match bound {
        true => text::staff::bound_yes(lang),
        false => text::staff::bound_no(lang),
    };
    view! {
        <div>
            {state}
            <div class="hint">{binding}</div>
        </div>
    }
    .into_any()
}

/// What was done.
pub fn action(action: OfficerAction, lang: Lang) -> &'static str {
    match action {
        OfficerAction::Added => text::staff::event_added(lang),
        OfficerAction::Changed => text::staff::event_changed(lang),
        OfficerAction::Suspended => text::staff::event_suspended(lang),
        OfficerAction::Resumed => text::staff::event_resumed(lang),
        OfficerAction::Bound => text::staff::event_bound(lang),
        OfficerAction::PasswordReset => text::staff::event_password_reset(lang),
        OfficerAction::IdentityChecked => text::staff::event_identity_checked(lang),
    }
}

//! Words for what the server sends as names.

use motcua_shared::identity::desk::{AccountOrigin, ClaimDecision, Comparison};
use motcua_shared::text::{self, Lang};

/// What the operator's record said.
pub fn comparison(comparison: Comparison, lang: Lang) -> &'static str {
    match comparison {
        Comparison::Same => text::desk::comparison_same(lang),
        Comparison::Different => text::desk::comparison_different(lang),
        Comparison::Unknown => text::desk::comparison_unknown(lang),
    }
}

/// How an account came to be.
pub fn origin(origin: AccountOrigin, lang: Lang) -> &'static str {
    match origin {
        AccountOrigin::Phone => text::desk::origin_phone(lang),
        AccountOrigin::Insurance => text::desk::origin_insurance(lang),
        AccountOrigin::Post => text::desk::origin_post(lang),
        AccountOrigin::Desk => text::desk::origin_desk(lang),
        AccountOrigin::Elsewhere => text::desk::origin_elsewhere(lang),
        AccountOrigin::Imported => text::desk::origin_imported(lang),
    }
}

/// What was decided.
pub fn decision(decision: ClaimDecision, lang: Lang) -> &'static str {
    match decision {
        ClaimDecision::Kept => text::desk::decide_kept(lang),
        ClaimDecision::Suspended => text::desk::decide_suspended(lang),
        ClaimDecision::NoAccount => text::desk::decide_no_account(lang),
    }
}

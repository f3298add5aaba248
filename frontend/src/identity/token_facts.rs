//! What a certificate says of its organisation, as the person sees it before anything is made of it.

use crate::dom;
use crate::identity::kept;
use crate::state::lang;
use crate::ui::facts::{fact, facts};
use leptos::prelude::*;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::token::TokenFound;
use motcua_shared::text::{self, Lang};

/// Where this tab keeps whose token signed, so that a reload does not ask for the PIN again.
const KEY: &str = "register-token";

/// What is kept, unless it has ended.
pub fn kept() -> Option<TokenFound> {
    kept::read::<TokenFound>(KEY).filter(|found| dom::now() < found.ends_at.unix_seconds() * 1_000)
}

/// Keeps it, or forgets what was kept.
pub fn keep(found: Option<&TokenFound>) {
    kept::write(KEY, found);
}

/// The card.
pub fn view(found: &TokenFound) -> AnyView {
    let lang = lang::current();
    let kind = match found.kind {
        AccountKind::Agency => text::identity::kind_agency(lang),
        _ => text::identity::kind_enterprise(lang),
    };
    let mut entries = vec![fact(text::token::name(lang), found.name.clone())];
    if let Some(above) = &found.organisation
        && *above != found.name
    {
        entries.push(fact(text::token::organisation(lang), above.clone()));
    }
    for code in &found.codes {
        let (name, number) = code_words(code, lang);
        entries.push(fact(name, number.to_owned()));
    }
    entries.push(fact(text::token::kind(lang), kind));
    entries.push(fact(
        text::token::valid_from(lang),
        found.valid_from.vietnam_day(),
    ));
    entries.push(fact(text::token::valid_to(lang), found.valid_to.vietnam_day()));
    entries.push(fact(text::token::issuer(lang), found.issuer.clone()));
    view! {
        <section class="card">
            <h2>{text::token::facts(lang)}</h2>
            {facts(false, entries)}
        </section>
    }
    .into_any()
}

fn code_words(code: &str, lang: Lang) -> (&'static str, &str) {
    match code.split_once(':') {
        Some(("MNS", number)) => (text::token::budget_code(lang), number),
        Some((_, number)) => (text::token::tax_code(lang), number),
        None => (text::token::tax_code(lang), code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_named_in_words() {
        let vi = |code| code_words(code, Lang::Vi);
        assert_eq!(vi("MNS:9990001"), ("Mã đơn vị (MNS)", "9990001"));
        assert_eq!(vi("MST:9900000017"), ("Mã số thuế (MST)", "9900000017"));
    }
}

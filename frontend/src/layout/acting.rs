//! For whom one acts, on every page, in words.

use crate::api::Api;
use crate::dom;
use crate::react::dynamic;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::identity::dto::{AccountKind, AccountView, SignedOut};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// The band under the header; empty while nobody is signed in.
#[component]
pub fn Acting() -> impl IntoView {
    let session = session::current();
    dynamic(move || session.account().map(band))
}

fn band(account: AccountView) -> AnyView {
    let lang = lang::current();
    let capacity = text::layout::capacity(lang, kind(account.kind, lang), account.assurance_level);
    let officer = account
        .kind
        .is_officer()
        .then(|| view! { <a href="/can-bo">{text::layout::to_officers(lang)}</a> });
    let api = Api::current();
    let sign_out = move |_| {
        spawn_local(async move {
            // Whatever the server answers, this device forgets the account: that is what was asked for. Loading the
            // home page anew leaves nothing of it in memory. Who came from elsewhere is taken there to sign out, too, or
            // the next person at this device would be let in without a question.
            let answer = api.post::<SignedOut>(path::SIGN_OUT, &(), None).await;
            dom::clear_session_storage();
            crate::kept::forget_all().await;
            let elsewhere = answer.ok().and_then(|answer| answer.provider_url);
            dom::leave_for(elsewhere.as_deref().unwrap_or("/"));
        });
    };
    view! {
        <section class="acting" aria-label=text::layout::acting_label(lang)>
            <div class="wide">
                <p>{text::layout::acting(lang)} " " <a href="/tai-khoan"><b>{account.name}</b></a> " " {capacity}</p>
                {officer}
                <button type="button" class="btn-link" on:click=sign_out>{text::layout::sign_out(lang)}</button>
            </div>
        </section>
    }
    .into_any()
}

/// The capacity in which an account acts, in the middle of a sentence.
fn kind(kind: AccountKind, lang: Lang) -> &'static str {
    match kind {
        AccountKind::Citizen => text::layout::kind_citizen(lang),
        AccountKind::Enterprise => text::layout::kind_enterprise(lang),
        AccountKind::Agency => text::layout::kind_agency(lang),
        AccountKind::Staff => text::layout::kind_staff(lang),
        AccountKind::Administrator => text::layout::kind_administrator(lang),
    }
}

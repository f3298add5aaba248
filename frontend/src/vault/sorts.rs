//! The sorts of vault side by side: the own one, what authorities issued, and other systems' vaults.

use crate::api::Load;
use crate::dom;
use crate::react::{dynamic, effect};
use crate::route::param;
use crate::state::lang;
use crate::ui::partner::{partner_papers, partners};
use crate::ui::{empty, failure_box, page_heading, skeleton};
use crate::vault::asked::kind_text;
use crate::vault::strip;
use leptos::html;
use leptos::prelude::*;
use motcua_shared::text;
use motcua_shared::vault::dto::VaultKind;
use motcua_shared::vault::partner::PartnerVaultView;

/// Where a list is.
#[derive(Clone, PartialEq, Eq)]
pub enum Here {
    /// Papers of the vault, of this sort if one is asked for.
    Papers(Option<VaultKind>),
    /// Another system's vault.
    Partner(String),
}

fn address(partner: &str) -> String {
    format!("/kho/ket-noi/{}", dom::encode(partner))
}

/// The ways between them.
pub fn ways(here: Signal<Here>) -> AnyView {
    let lang = lang::current();
    let known = partners();
    let line = NodeRef::<html::Nav>::new();
    effect(move || {
        here.track();
        let _ = known.get();
        let Some(line) = line.get() else { return };
        request_animation_frame(move || {
            if let Ok(Some(current)) = line.query_selector("[aria-current]") {
                strip::bring(&line, current);
            }
        });
    });
    let way = move |label: String, href: String, own: Here| {
        let current = move || (here.get() == own).then_some("page");
        view! {
            <a class="tab" href=href aria-current=current>
                {label}
            </a>
        }
        .into_any()
    };
    let of_kind = move |label: &str, kind: VaultKind| {
        let href = format!("/kho?kho={}", kind_text(kind));
        way(label.to_owned(), href, Here::Papers(Some(kind)))
    };
    let others = dynamic(move || match known.get() {
        Load::Ready(partners) => partners
            .into_iter()
            .map(|partner| way(partner.name, address(&partner.id), Here::Partner(partner.id)))
            .collect::<Vec<_>>()
            .into_any(),
        // The own vault does not wait for them.
        _ => ().into_any(),
    });
    let ways = view! {
        {way(text::partner::all(lang).to_owned(), "/kho".to_owned(), Here::Papers(None))}
        {of_kind(text::vault::kind_own(lang), VaultKind::Own)}
        {of_kind(text::vault::kind_authority(lang), VaultKind::Authority)} {others}
    };
    strip::strip("tabs", text::partner::sorts(lang), line, ways.into_any())
}

/// `/kho/ket-noi/:id`
pub fn page() -> AnyView {
    let lang = lang::current();
    let id = param("id");
    let here = Signal::derive(move || Here::Partner(id.get().unwrap_or_default()));
    let known = partners();
    let retry = Callback::new(move |()| known.retry());
    let find = move |partners: Vec<PartnerVaultView>| {
        let id = id.get();
        partners
            .into_iter()
            .find(|partner| Some(&partner.id) == id.as_ref())
    };
    let papers = dynamic(move || match known.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(partners) => match find(partners) {
            Some(partner) => view! {
                <h2>{partner.name.clone()}</h2>
                {partner_papers(&partner, None)}
            }
            .into_any(),
            None => empty(
                text::layout::not_found_title(lang),
                text::layout::not_found_hint(lang),
                view! { <a href="/kho" class="btn quiet">{text::vault::back(lang)}</a> },
            ),
        },
    });
    view! {
        <div class="vault-top">{page_heading(text::vault::title(lang))}</div>
        {ways(here)}
        {papers}
    }
    .into_any()
}

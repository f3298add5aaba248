//! A file of a draft or of a filed dossier in the page, for browsers that only save PDF files. It opens beside the form,
//! so that nothing in the form is left.

use crate::dom;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::pdf_view::{Shown, pdf_view};
use crate::ui::{Tone, page_heading, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use motcua_shared::path::{DOSSIERS, DRAFTS};
use motcua_shared::text::{self, Lang};

/// In the query: the file is a photograph, which the browser shows by itself.
const PICTURE: &str = "anh";

/// `/xem/nhap/:id/:component`
pub fn of_draft() -> AnyView {
    signed_in(|| file(DRAFTS))
}

/// `/xem/ho-so/:id/:component`
pub fn of_dossier() -> AnyView {
    signed_in(|| file(DOSSIERS))
}

fn file(collection: &'static str) -> AnyView {
    let lang = lang::current();
    let (id, component) = (param("id"), param("component"));
    let is_picture = use_location()
        .query
        .with_untracked(|query| query.get(PICTURE).is_some());
    let shown = move || {
        let part = |part: Memo<Option<String>>| dom::encode(&part.get().unwrap_or_default());
        let address = format!("{collection}/{}/components/{}/file", part(id), part(component));
        if is_picture {
            return picture(&address, lang);
        }
        // A name may hold whose paper it is, which no address may: the page does without.
        pdf_view(Shown {
            address: format!("{address}?view=true"),
            download: address,
            name: text::viewer::attached(lang).to_owned(),
        })
    };
    let back = move || {
        let id = dom::encode(&id.get().unwrap_or_default());
        match collection == DRAFTS {
            true => format!("/nop/{id}/thanh-phan"),
            false => format!("/ho-so/{id}"),
        }
    };
    view! {
        <a href=back class="back">
            <span aria-hidden="true">"←"</span>
            {text::viewer::to_dossier(lang)}
        </a>
        {page_heading(text::viewer::attached(lang))}
        <p class="muted">{text::viewer::attached_hint(lang)}</p>
        {dynamic(shown)}
    }
    .into_any()
}

/// A photograph, as wide as the page; what does not open says so.
fn picture(address: &str, lang: Lang) -> AnyView {
    let is_broken = RwSignal::new(false);
    let source = format!("{address}?view=true");
    let shown = dynamic(move || match is_broken.get() {
        true => {
            let hint = view! { <p>{text::viewer::gone_hint(lang)}</p> };
            verdict(Tone::Bad, text::viewer::gone(lang), hint)
        }
        false => view! {
            <img
                class="picture-view"
                src=source.clone()
                alt=text::viewer::attached(lang)
                on:error=move |_| is_broken.set(true)
            />
        }
        .into_any(),
    });
    view! {
        {shown}
        <p class="gap-above">
            <a class="btn quiet" rel="external" href=address.to_owned()>{text::viewer::download(lang)}</a>
        </p>
    }
    .into_any()
}

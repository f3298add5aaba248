//! A file of a draft or of a filed dossier in the page, for browsers that only save PDF files. It opens beside the form,
//! so that nothing in the form is left.

use crate::dom;
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::route::param;
use crate::state::lang;
use crate::ui::page_heading;
use crate::ui::pdf_view::{Shown, pdf_view};
use leptos::prelude::*;
use motcua_shared::path::{DOSSIERS, DRAFTS};
use motcua_shared::text;

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
    let shown = move || {
        let part = |part: Memo<Option<String>>| dom::encode(&part.get().unwrap_or_default());
        let address = format!("{collection}/{}/components/{}/file", part(id), part(component));
        // A name may hold whose paper it is, which no address may: the page does without.
        pdf_view(Shown {
            address: format!("{address}?view=true"),
            download: address,
            name: text::viewer::attached(lang).to_owned(),
        })
    };
    view! {
        {page_heading(text::viewer::attached(lang))}
        <p class="muted">{text::viewer::attached_hint(lang)}</p>
        {dynamic(shown)}
    }
    .into_any()
}

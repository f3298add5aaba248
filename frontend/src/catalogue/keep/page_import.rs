//! Taking procedures in from a file.

use crate::layout::keeping_tabs;
use crate::state::lang;
use crate::ui::{checkbox, import_form, page_heading};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::text;

/// `/can-bo/danh-muc/thu-tuc-nhap`
pub fn page() -> AnyView {
    let lang = lang::current();
    let replaces = RwSignal::new(false);
    let more = Signal::derive(move || if replaces.get() { "&replace=true" } else { "" });
    view! {
        {keeping_tabs()}
        <div class="narrow">
            {super::back(super::LIST.to_owned(), text::keeping::back(lang))}
            {page_heading(text::keeping::import_title(lang))}
            <p>{text::keeping::import_lead(lang)}</p>
            <div class="gap-below">
                {checkbox(
                    "replace",
                    text::keeping::import_replace(lang),
                    text::keeping::import_replace_hint(lang),
                    replaces,
                )}
            </div>
            {import_form(path::CATALOGUE_IMPORT, text::keeping::import_hint(lang).to_owned(), more)}
        </div>
    }
    .into_any()
}

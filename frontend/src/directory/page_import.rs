//! Taking units in from a file.

use crate::layout::keeping_tabs;
use crate::state::lang;
use crate::ui::{import_form, page_heading};
use leptos::prelude::*;
use motcua_shared::path;
use motcua_shared::text;

/// `/can-bo/danh-muc/don-vi/nhap`
pub fn page() -> AnyView {
    let lang = lang::current();
    view! {
        {keeping_tabs()}
        <div class="narrow">
            {super::back()}
            {page_heading(text::directory::import_title(lang))}
            <p>{text::directory::import_lead(lang)}</p>
            {import_form(
                path::UNITS_IMPORT,
                text::directory::import_hint(lang).to_owned(),
                Signal::derive(|| ""),
            )}
        </div>
    }
    .into_any()
}

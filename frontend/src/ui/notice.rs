//! What the page before has done, said once, politely.

use crate::react::{dynamic, effect};
use crate::state::{lang, notice};
use leptos::prelude::*;
use motcua_shared::text;

/// Shows the sentence that the page before left, if any.
pub fn left_notice() -> AnyView {
    let lang = lang::current();
    let sentence = RwSignal::new(None);
    // Set after the live region stands, or it would not be read out.
    effect(move || sentence.set(notice::current().take()));
    view! {
        <div role="status">
            {dynamic(move || {
                sentence
                    .get()
                    .map(|text| {
                        view! {
                            <div class="notice">
                                <p>{text}</p>
                                <button type="button" class="btn-link" on:click=move |_| sentence.set(None)>
                                    {text::ui::close(lang)}
                                </button>
                            </div>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

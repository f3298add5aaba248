//! The last look before a dossier ends: a result cannot be taken back out of the owner's vault.

use super::act::Now;
use super::result_form::ResultForm;
use crate::dom;
use crate::state::lang;
use crate::ui::{Dialog, Tone, verdict};
use leptos::prelude::*;
use motcua_shared::text;

/// The dialog; `go` ends the dossier.
pub fn dialog(open: RwSignal<bool>, now: Now, forms: RwSignal<Vec<ResultForm>>, go: Callback<()>) -> AnyView {
    let lang = lang::current();
    let content = move || {
        let (unit, owner) =
            now.with_untracked(|desk| (desk.dossier.unit.name.clone(), desk.dossier.owner.name.clone()));
        let line = |(file, signer): (String, String)| {
            let other = (dom::bare(&signer) != dom::bare(&unit)).then(|| {
                verdict(
                    Tone::Warn,
                    text::processing::other_signer(lang, &signer, &unit),
                    (),
                )
            });
            view! {
                <li>
                    <p>
                        <span class="file-name">{file}</span>
                        <br />
                        {text::processing::signed_by(lang, &signer)}
                    </p>
                    {other}
                </li>
            }
        };
        let files = forms.with_untracked(|forms| {
            let signed = forms.iter().filter_map(|form| form.signed());
            signed.map(line).collect_view()
        });
        let agree = move |_| {
            open.set(false);
            go.run(());
        };
        view! {
            <div class="stack">
                <p>{text::processing::confirm_lead(lang, &owner)}</p>
                <ul class="plain-list stack-small">{files}</ul>
                <div class="row">
                    <button type="button" class="btn" on:click=agree>
                        {text::processing::confirm(lang)}
                    </button>
                    <button type="button" class="btn quiet" on:click=move |_| open.set(false)>
                        {text::processing::confirm_not(lang)}
                    </button>
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <Dialog id="xac-nhan-tra" title=text::processing::confirm_title(lang) open=open>
            {content()}
        </Dialog>
    }
    .into_any()
}

//! "Xóa cán bộ": asks once more, and leads back to the list.

use super::page_officer::Shared;
use crate::state::notice;
use crate::ui::Dialog;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::identity::staff::{OfficerView, RemoveOfficer};
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// The button, and the dialog behind it.
pub fn view(officer: &OfficerView, shared: Shared) -> AnyView {
    let lang = shared.lang;
    let asked = RwSignal::new(false);
    let (id, version, name) = (officer.id, officer.version, officer.form.name.clone());
    let title = text::staff::remove_title(lang, &name);
    let (notice, navigate) = (notice::current(), use_navigate());
    let remove = Callback::new(move |()| {
        if shared.busy.get_untracked() {
            return;
        }
        shared.errors.clear();
        shared.busy.set(true);
        let (navigate, name) = (navigate.clone(), name.clone());
        spawn_local(async move {
            let request = RemoveOfficer { version };
            let answer = shared
                .api
                .post::<()>(&path::staff_removal(id), &request, None)
                .await;
            let _ = shared.busy.try_set(false);
            let _ = asked.try_set(false);
            match answer {
                Ok(()) => {
                    notice.leave(text::staff::removed(lang, name));
                    navigate(super::LIST, Default::default());
                }
                Err(failure) => shared.errors.show_failure(&failure, lang, str::to_owned),
            }
        });
    });
    view! {
        <button type="button" class="btn quiet" on:click=move |_| asked.set(true)>
            {text::staff::remove(lang)}
        </button>
        <Dialog id="remove" title=title open=asked>
            <p>{text::staff::remove_hint(lang)}</p>
            <div class="row">
                <button type="button" class="btn danger" on:click=move |_| remove.run(())>
                    {text::staff::remove(lang)}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| asked.set(false)>
                    {text::desk::cancel(lang)}
                </button>
            </div>
        </Dialog>
    }
    .into_any()
}

//! Setting the first password of an account that the desk made, by the link that came to the phone. Its secret stands behind
//! `#` in the address, which no server sees.

use crate::api::{Api, Load};
use crate::identity::code_step::Answer;
use crate::identity::step_new_password::{self, NewPassword};
use crate::react::{dynamic, effect};
use crate::state::{lang, notice};
use crate::ui::{Tone, failure_box, page_heading, skeleton, verdict};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::desk::{LinkOpened, OpenLink};
use motcua_shared::identity::registration::SetPassword;
use motcua_shared::path;
use motcua_shared::text;
use wasm_bindgen_futures::spawn_local;

/// `/dat-mat-khau#<secret>`
pub fn page() -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let notice = notice::current();
    let navigate = use_navigate();
    let hash = use_location().hash;
    let token = Memo::new(move |_| hash.get().trim_start_matches('#').to_owned());
    let (opened, asking) = (RwSignal::new(Load::Loading), RwSignal::new(()));
    effect(move || {
        asking.track();
        let token = token.get();
        spawn_local(async move {
            let answer = api
                .post::<LinkOpened>(path::PASSWORD_LINKS, &OpenLink { token }, None)
                .await;
            let _ = opened.try_set(match answer {
                Ok(link) => Load::Ready(link),
                Err(failure) => Load::Failed(failure),
            });
        });
    });
    let done = Callback::new(move |()| {
        notice.leave(text::desk::password_set(lang).to_owned());
        let is_officer = opened.with_untracked(|link| matches!(link, Load::Ready(link) if link.is_officer));
        let next = if is_officer {
            "/can-bo/dang-nhap"
        } else {
            "/dang-nhap"
        };
        navigate(next, Default::default());
    });
    view! {
        <div class="narrow">
            {dynamic(move || match opened.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) if failure.code == ErrorCode::FlowGone => gone(),
                Load::Failed(failure) => failure_box(failure, Callback::new(move |()| asking.set(()))),
                Load::Ready(link) => {
                    step_new_password::view(NewPassword {
                        flow: token.get_untracked(),
                        policy: link.password,
                        login: String::new(),
                        send,
                        done,
                        gone: Callback::new(move |()| asking.set(())),
                        labels: [text::desk::password_title(lang), text::desk::password_act(lang)],
                        agrees: None,
                    })
                }
            })}
        </div>
    }
    .into_any()
}

fn gone() -> AnyView {
    let lang = lang::current();
    let hint = view! { <p>{text::desk::link_gone(lang)}</p> };
    view! {
        {page_heading(text::desk::password_title(lang))}
        {verdict(Tone::Warn, text::desk::link_gone_title(lang), hint)}
        <p class="actions gap-above">
            <a href="/dang-nhap">{text::identity::to_sign_in(lang)}</a>
        </p>
    }
    .into_any()
}

fn send(api: Api, flow: String, password: String) -> Answer<()> {
    Box::pin(async move {
        api.post(
            path::PASSWORD_LINK_PASSWORD,
            &SetPassword { flow, password },
            None,
        )
        .await
    })
}

//! A file that was chosen is sent by the page alone, which holds nothing of it on the device. Whoever leaves the wizard before it is
//! received is asked, by the file's name.

use crate::filing::transfer::Transfers;
use crate::state::lang;
use crate::ui::{Dialog, Leaving};
use leptos::prelude::*;
use motcua_shared::text;
use web_sys::HtmlElement;

/// What goes on after the answer.
type Go = Box<dyn FnOnce()>;

/// A copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Leave {
    transfers: Transfers,
    leaving: Leaving,
    open: RwSignal<bool>,
    go: StoredValue<Option<Go>, LocalStorage>,
}

impl Leave {
    /// Of the draft whose pages begin with `own`: among them files go on.
    pub fn new(transfers: Transfers, own: String) -> Self {
        let holds = Signal::derive(move || !transfers.not_received().is_empty());
        let (open, go) = (RwSignal::new(false), StoredValue::new_local(None::<Go>));
        let may_go = move |link: HtmlElement| {
            go.set_value(Some(Box::new(move || link.click())));
            open.set(true);
            false
        };
        Self {
            transfers,
            leaving: Leaving::watch(holds, Some(own), may_go),
            open,
            go,
        }
    }

    /// Does what leads away, after the answer where a file would be lost.
    pub fn before(self, go: impl FnOnce() + 'static) {
        if untrack(|| self.transfers.not_received()).is_empty() {
            return go();
        }
        self.go.set_value(Some(Box::new(go)));
        self.open.set(true);
    }

    /// The page stayed after all.
    pub fn ask_again(self) {
        self.leaving.ask_again();
    }

    fn go(self) {
        self.open.set(false);
        self.leaving.allow();
        if let Some(go) = self.go.try_update_value(Option::take).flatten() {
            go();
        }
    }

    /// The dialog; put it outside of any form.
    pub fn dialog(self) -> AnyView {
        let lang = lang::current();
        let content = move || {
            let line = |(_, file)| view! { <p>{text::filing::leave_line(lang, file)}</p> };
            let files = untrack(|| self.transfers.not_received());
            view! {
                <div class="stack">
                    {files.into_iter().map(line).collect_view()} <p>{text::filing::leave_hint(lang)}</p>
                    <div class="row">
                        <button type="button" class="btn" on:click=move |_| self.open.set(false)>
                            {text::filing::leave_stay(lang)}
                        </button>
                        <button type="button" class="btn quiet" on:click=move |_| self.go()>
                            {text::filing::leave_go(lang)}
                        </button>
                    </div>
                </div>
            }
            .into_any()
        };
        view! {
            <Dialog id="roi-trang" title=text::filing::leave_title(lang) open=self.open>
                {content()}
            </Dialog>
        }
        .into_any()
    }
}

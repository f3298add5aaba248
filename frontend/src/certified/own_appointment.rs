//! Choosing when to come, or another time, below a request that was made.

use crate::api::failure::of_code;
use crate::api::{Api, Load, load};
use crate::certified::{slots, words};
use crate::dom;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::{
    Choice, FormErrors, Select, empty, error_summary, failure_box, quiet_submit_button, skeleton,
};
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::id::CertifiedCopyId;
use motcua_shared::path;
use motcua_shared::text;
use motcua_shared::vault::certified::{
    ChooseAppointment, CopyState, CopyView, OfficeView, OfficesView, SlotView,
};
use wasm_bindgen_futures::spawn_local;

/// Whether the owner may still choose when to come.
pub fn is_possible(copy: &CopyView) -> bool {
    matches!(copy.state, CopyState::Asked | CopyState::Appointed)
}

/// Id of the button that opens the form of a request; the focus returns there.
pub fn opener(id: CertifiedCopyId) -> String {
    format!("doi-lich-{id}")
}

/// The form. `open` closes it, `said` is told what was agreed on.
pub fn form(now: RwSignal<CopyView>, open: RwSignal<bool>, said: RwSignal<String>) -> AnyView {
    let (unit, id) = now.with_untracked(|copy| (copy.unit_id, copy.id));
    let offices = load::<OfficesView>(|| path::CERTIFYING_OFFICES.to_owned());
    let of_unit = move |view: OfficesView| -> Vec<SlotView> {
        let is_it = |office: &OfficeView| office.unit.id == unit;
        let office = view.offices.into_iter().find(is_it);
        office.map(|office| office.slots).unwrap_or_default()
    };
    // While the list is asked for again, the last one stands.
    let known = Memo::new(
        move |before: Option<&Option<Vec<SlotView>>>| match offices.get() {
            Load::Ready(view) => Some(of_unit(view)),
            Load::Loading | Load::Failed(_) => before.cloned().flatten(),
        },
    );
    let chosen = RwSignal::new(String::new());
    let is_any = Memo::new(move |_| {
        let has_any = |slots: &Vec<SlotView>| !slots.is_empty() || !chosen.with(String::is_empty);
        known.with(|known| known.as_ref().map(has_any))
    });
    let again = Callback::new(move |()| offices.retry());
    let fields = Fields {
        now,
        open,
        said,
        known,
        chosen,
        again,
        errors: FormErrors::new(),
    };
    let content = dynamic(move || match is_any.get() {
        Some(true) => fields.view(),
        Some(false) => none_left(id, open),
        None => match offices.get() {
            Load::Failed(failure) => failure_box(failure, again),
            Load::Loading | Load::Ready(_) => skeleton(),
        },
    });
    view! { <div class="stack">{content}</div> }.into_any()
}

/// Back to the request as it is.
fn close(id: CertifiedCopyId, open: RwSignal<bool>) {
    let _ = open.try_set(false);
    request_animation_frame(move || dom::focus(&opener(id)));
}

fn keep_button(id: CertifiedCopyId, open: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    view! {
        <button type="button" class="btn text" on:click=move |_| close(id, open)>
            {text::certified::change_not(lang)}
        </button>
    }
    .into_any()
}

fn none_left(id: CertifiedCopyId, open: RwSignal<bool>) -> AnyView {
    let lang = lang::current();
    empty(
        text::certified::no_slot(lang),
        text::certified::no_slot_hint(lang),
        keep_button(id, open),
    )
}

/// What the form works with; a copy may move into handlers.
#[derive(Clone, Copy)]
struct Fields {
    now: RwSignal<CopyView>,
    open: RwSignal<bool>,
    said: RwSignal<String>,
    known: Memo<Option<Vec<SlotView>>>,
    chosen: RwSignal<String>,
    again: Callback<()>,
    errors: FormErrors,
}

impl Fields {
    fn view(self) -> AnyView {
        let lang = lang::current();
        let api = Api::current();
        let busy = RwSignal::new(false);
        let id = self.now.with_untracked(|copy| copy.id);
        let field = format!("lich-{id}");
        let choices: Signal<Vec<Choice>> = Signal::derive(move || {
            let held = self.now.with(|copy| copy.appointment);
            let chosen = self.chosen.get();
            let slots = self.known.get().unwrap_or_default();
            slots::choices(&slots, held, &chosen, lang)
        });
        let at_field = field.clone();
        let submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            if busy.get_untracked() {
                return;
            }
            self.errors.clear();
            let Some(appointment) = self.chosen.with_untracked(|value| slots::parse(value)) else {
                let sentence = of_code(ErrorCode::NotAChoice, lang);
                self.errors.mark(&at_field, sentence);
                self.errors.show();
                return;
            };
            busy.set(true);
            let version = self.now.with_untracked(|copy| copy.version);
            let at_field = at_field.clone();
            spawn_local(async move {
                let body = ChooseAppointment { version, appointment };
                let address = path::certified_copy_part(id, "appointment");
                let answer = api.put::<CopyView>(&address, &body).await;
                let _ = busy.try_set(false);
                match answer {
                    Ok(copy) => {
                        let agreed = text::certified::changed(lang, words::appointment(appointment, lang));
                        let _ = self.now.try_set(copy);
                        let _ = self.said.try_set(agreed);
                        close(id, self.open);
                    }
                    Err(failure) => {
                        self.look_again(api, id).await;
                        if self.now.try_with_untracked(is_possible) == Some(true) {
                            self.errors.show_failure(&failure, lang, |_| at_field.clone());
                        } else {
                            // Called off or taken meanwhile: the form is gone.
                            let _ = self.said.try_set(failure.sentence(lang));
                        }
                    }
                }
            });
        };
        request_animation_frame({
            let field = field.clone();
            move || dom::focus(&field)
        });
        view! {
            {error_summary(self.errors)}
            <form class="stack-small" novalidate=true on:submit=submit>
                <Select
                    id=field
                    label=text::certified::new_appointment(lang)
                    hint=text::certified::bring(lang)
                    placeholder=text::certified::choose(lang)
                    choices=choices
                    value=self.chosen
                    errors=self.errors
                />
                {slots::chosen(self.chosen, lang)}
                <div class="row">
                    {quiet_submit_button(
                        text::certified::change_save(lang),
                        text::certified::changing(lang),
                        busy,
                    )}
                    {keep_button(id, self.open)}
                </div>
            </form>
        }
        .into_any()
    }

    /// What is offered and how far the request is may both have changed; what was chosen stays.
    async fn look_again(self, api: Api, id: CertifiedCopyId) {
        self.again.run(());
        if let Ok(copy) = api.get::<CopyView>(&path::certified_copy(id), None).await {
            let _ = self.now.try_set(copy);
        }
    }
}

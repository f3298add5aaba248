//! What the pages of the wizard share: the frame around the questions, saving, and where to go afterwards.

use crate::api::upload::sleep;
use crate::dom;
use crate::filing::conflict;
use crate::filing::draft::{Act, Draft};
use crate::filing::model::{Step, element_of, saved_at};
use crate::filing::renewal;
use crate::filing::saving::{Saving, Standing};
use crate::react::dynamic;
use crate::state::lang;
use crate::state::notice::{self, NoticeState};
use crate::ui::{FormErrors, Steps, error_summary, page_heading, submit_button};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// Names in the query: come back to the check page; the element to begin with.
const BACK_TO: &str = "ve";
const BEGIN_AT: &str = "muc";

/// The router's way to another page.
type Go = Box<dyn Fn(&str)>;

/// What "Tiếp tục" or "Lưu và thoát" means for a page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// To the next step.
    GoOn,
    /// Away from the wizard.
    Leave,
}

/// One page of the wizard; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Form {
    /// The draft.
    pub draft: Draft,
    /// Saves what is typed.
    pub saving: Saving,
    /// What needs another look.
    pub errors: FormErrors,
    /// Whether something is being saved.
    pub busy: RwSignal<bool>,
    /// Language of the page.
    pub lang: Lang,
    step: Step,
    to_check: bool,
    go: StoredValue<Go, LocalStorage>,
    notice: NoticeState,
}

impl Form {
    /// The page of `step`.
    pub fn new(saving: Saving, step: Step) -> Self {
        let draft = saving.draft;
        let navigate = use_navigate();
        // Not `use_query_map`: that one stays behind when only the parameters of a route change.
        let (to_check, begin_at) = use_location().query.with_untracked(|query| {
            (
                query.get(BACK_TO).as_deref() == Some(Step::Check.slug()),
                query.get(BEGIN_AT),
            )
        });
        if let Some(element) = begin_at {
            spawn_local(begin_at_element(element));
        }
        Self {
            draft,
            saving,
            errors: FormErrors::new(),
            busy: RwSignal::new(false),
            lang: lang::current(),
            step,
            to_check,
            go: StoredValue::new_local(Box::new(move |to| navigate(to, Default::default()))),
            notice: notice::current(),
        }
    }

    /// Waits until what was typed is saved, then goes on unless something on this page is wrong. While the line is down one
    /// goes on as well: what was typed waits, and is looked at before it is filed.
    pub fn save(self, then: Then) {
        if self.busy.get_untracked() {
            return;
        }
        match then {
            Then::GoOn => self.save_now(then),
            Then::Leave => self.draft.leave.before(move || self.save_now(then)),
        }
    }

    fn save_now(self, then: Then) {
        self.errors.clear();
        self.busy.set(true);
        spawn_local(async move {
            let is_saved = self.saving.flush().await;
            let standing = self.saving.standing.try_get_untracked();
            let before = self.draft.version();
            let answer = match is_saved && then == Then::GoOn {
                true => self.draft.run(Act::Reload).await,
                false => Ok(()),
            };
            let _ = self.busy.try_set(false);
            match answer {
                Ok(()) if is_saved && then == Then::GoOn => {
                    if !self.is_wrong() {
                        return self.leave(then);
                    }
                    // What the server has now is what is typed over from here on.
                    if self.saving.catch_up() && self.draft.version() != before {
                        let _ = self.saving.renewed.try_set(true);
                    }
                }
                Ok(()) if is_saved && self.saving.refused().is_empty() => self.leave(then),
                // Told above the form, where it is decided.
                Ok(()) if !matches!(standing, Some(Standing::Waiting(_))) => {
                    self.draft.leave.ask_again();
                    dom::focus(conflict::ID);
                }
                _ => self.leave(then),
            }
        });
    }

    /// Waits until the server has what was typed, and looks at what it says of it; whether nothing is wrong.
    pub async fn is_settled(self) -> bool {
        if !self.saving.flush().await {
            dom::focus(conflict::ID);
            return false;
        }
        match self.draft.run(Act::Reload).await {
            Ok(()) => !self.is_wrong(),
            Err(failure) => {
                self.errors.show_failure(&failure, self.lang, element_of);
                false
            }
        }
    }

    /// Shows what is wrong on this page, as the server says it; whether anything is.
    fn is_wrong(self) -> bool {
        let wrong = self.draft.view.try_with_untracked(|view| {
            let of_this = view
                .missing
                .iter()
                .filter(|error| Step::of_path(&error.path) == self.step);
            of_this
                .map(|error| (element_of(&error.path), error.title.clone()))
                .collect::<Vec<_>>()
        });
        for (element, sentence) in wrong.unwrap_or_default() {
            self.errors.mark(&element, sentence);
        }
        for (path, sentence) in self.saving.refused() {
            if Step::of_path(&path) == self.step {
                self.errors.mark(&element_of(&path), sentence);
            }
        }
        self.errors.show()
    }

    /// To another page of this site.
    pub fn go(self, to: &str) {
        let _ = self.go.try_with_value(|go| go(to));
    }

    fn leave(self, then: Then) {
        match (then, self.step.next(self.has_form())) {
            (Then::Leave, _) => {
                self.notice.leave(text::filing::left(self.lang).to_owned());
                self.go(self.draft.ground.left);
            }
            (Then::GoOn, Some(next)) if !self.to_check => self.go(&self.draft.page(next.slug())),
            (Then::GoOn, _) => self.go(&self.draft.page(Step::Check.slug())),
        }
    }

    /// Whether the procedure has an electronic form.
    fn has_form(self) -> bool {
        self.draft.has_form()
    }

    /// The step before, the check page one came from, or the start page of the procedure.
    fn back(self) -> String {
        if self.to_check {
            return self.draft.page(Step::Check.slug());
        }
        match self.step.previous(self.has_form()) {
            Some(step) => self.draft.page(step.slug()),
            None if self.draft.ground.is_desk => self.draft.ground.left.to_owned(),
            None => self
                .draft
                .view
                .with_untracked(|view| format!("/thu-tuc/{}", dom::encode(&view.procedure.definition.code))),
        }
    }

    /// The whole page: where one is, the heading, the questions, the buttons.
    pub fn page(self, submit: Callback<(Then,)>, questions: AnyView) -> AnyView {
        let lang = self.lang;
        let on_submit = move |event: web_sys::SubmitEvent| {
            event.prevent_default();
            submit.run((Then::GoOn,));
        };
        let buttons = view! {
            <div class="row end gap-above wizard-buttons">
                {submit_button(text::filing::go_on(lang), text::filing::saving(lang), self.busy)}
                <button type="button" class="btn text" on:click=move |_| submit.run((Then::Leave,))>
                    {text::filing::save_and_leave(lang)}
                </button>
            </div>
        };
        view! {
            {self.head()}
            <form class="stack" novalidate on:submit=on_submit>
                {questions}
                {buttons}
            </form>
        }
        .into_any()
    }

    /// Where one is, what needs another look, and the heading.
    pub fn head(self) -> AnyView {
        let lang = self.lang;
        let steps = Step::list(self.has_form());
        let next = self
            .step
            .next(self.has_form())
            .map_or("", |step| step.title(lang));
        let (name, code) = self.draft.view.with_untracked(|view| {
            let definition = &view.procedure.definition;
            (definition.name.clone(), definition.code.clone())
        });
        let saved = move || match self.saving.standing.get() {
            Standing::Saving => text::filing::saving(lang).to_owned(),
            Standing::Saved => {
                let now = dom::now() / 1_000;
                let changed = self.draft.view.with(|view| view.changed_at);
                text::filing::saved(lang, saved_at(changed, now))
            }
            _ => text::filing::not_saved(lang).to_owned(),
        };
        view! {
            <a href=self.back() class="back">
                <span aria-hidden="true">"←"</span>
                {text::filing::back(lang)}
            </a>
            <Steps step=self.step.number(self.has_form()) of=steps.len() as u32 next=next />
            {error_summary(self.errors)}
            {page_heading(self.step.title(lang))}
            <p class="hint wizard-of">{name} " · " <span class="code">{code}</span></p>
            <p class="hint saved">{saved}</p>
            <div role="status">{dynamic(move || conflict::standing(self.saving, self.step, lang))}</div>
            {renewal::view(self)}
        }
        .into_any()
    }
}

/// Leads to an element once it is there: after the heading has taken the focus and the choices have come.
async fn begin_at_element(element: String) {
    for _ in 0..50 {
        sleep(100).await;
        if dom::by_id(&element).is_some() {
            dom::focus(&element);
            return;
        }
    }
}

/// The page of a step that leads back to the check page, beginning at an element.
pub fn change_address(draft: Draft, step: Step, element: &str) -> String {
    let mut address = format!("{}?{BACK_TO}={}", draft.page(step.slug()), Step::Check.slug());
    if !element.is_empty() {
        address += &format!("&{BEGIN_AT}={}", dom::encode(element));
    }
    address
}

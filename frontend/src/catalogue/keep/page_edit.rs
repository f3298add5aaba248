//! Changing a procedure: the form, then what would change, then a new version. What was typed survives every answer.

use super::changes::{Change, changes};
use super::draft::Draft;
use super::form::fields;
use super::form_component::Around;
use crate::api::{Api, Failure, load};
use crate::dom;
use crate::layout::keeping_tabs;
use crate::react::{dynamic, when};
use crate::route::param;
use crate::state::{lang, notice};
use crate::ui::{FormErrors, Tone, error_summary, load_view, page_heading, submit_button, verdict};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::catalogue::dto::{PaperType, ProcedureDefinition};
use motcua_shared::catalogue::keep::{KeptProcedure, WriteProcedure};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::ProcedureId;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/danh-muc/thu-tuc/:code/sua`
pub fn page() -> AnyView {
    let code = param("code");
    let kept = load::<KeptProcedure>(move || path::kept_procedure(&code.get().unwrap_or_default()));
    view! {
        {keeping_tabs()}
        {load_view(kept, |kept| edit(Some(kept.id), kept.definition))}
    }
    .into_any()
}

/// `/can-bo/danh-muc/thu-tuc-moi`
pub fn new() -> AnyView {
    let definition = ProcedureDefinition {
        code: String::new(),
        name: String::new(),
        field: String::new(),
        levels: Vec::new(),
        applicants: Vec::new(),
        cases: Vec::new(),
        components: Vec::new(),
        delivery: Vec::new(),
        results: Vec::new(),
        legal_grounds: Vec::new(),
        source: None,
        reception: motcua_shared::catalogue::dto::Reception::Information,
        form: None,
        life_events: Vec::new(),
        guidance: motcua_shared::catalogue::guidance::Guidance::default(),
        workflow: Vec::new(),
        templates: Vec::new(),
    };
    view! {
        {keeping_tabs()}
        {edit(None, definition)}
    }
    .into_any()
}

/// What the page holds; a copy may move into handlers.
#[derive(Clone, Copy)]
struct Editing {
    /// The version that would be replaced.
    seen: RwSignal<Option<ProcedureId>>,
    /// What it says: changes are told against it.
    base: RwSignal<ProcedureDefinition>,
    draft: Draft,
    around: Around,
    busy: RwSignal<bool>,
    /// What would be written, while it is looked at.
    looked: RwSignal<Option<ProcedureDefinition>>,
    /// Who was faster.
    faster: RwSignal<Option<String>>,
    api: Api,
    lang: Lang,
    is_new: bool,
}

fn edit(seen: Option<ProcedureId>, definition: ProcedureDefinition) -> AnyView {
    let lang = lang::current();
    let api = Api::current();
    let around = Around {
        errors: FormErrors::new(),
        types: RwSignal::new(Vec::new()),
        unfolded: RwSignal::new(false),
        lang,
    };
    spawn_local(async move {
        if let Ok(types) = api.get::<Vec<PaperType>>(path::PAPER_TYPES, None).await {
            let _ = around.types.try_set(types);
        }
    });
    let title = match seen {
        Some(_) => text::keeping::edit_title(lang, &definition.name),
        None => text::keeping::new_title(lang).to_owned(),
    };
    let way_back = match seen {
        Some(_) => super::address(&definition.code),
        None => super::LIST.to_owned(),
    };
    let page = Editing {
        seen: RwSignal::new(seen),
        draft: Draft::new(&definition),
        base: RwSignal::new(definition),
        around,
        busy: RwSignal::new(false),
        looked: RwSignal::new(None),
        faster: RwSignal::new(None),
        api,
        lang,
        is_new: seen.is_none(),
    };
    let looks = move || page.looked.with(Option::is_some);
    let leave = way_back.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        page.send(true, None);
    };
    view! {
        <div class="keeping-form">
            {super::back(way_back, text::keeping::back(lang))}
            {error_summary(around.errors)}
            {page_heading(title)}
            <p class="muted">{text::keeping::edit_lead(lang)}</p>
            <div role="status" class="gap-below">
                {dynamic(move || page.faster.get().map(|sentence| verdict(Tone::Warn, sentence, ())))}
            </div>
            // Hidden, not gone, while the changes are looked at.
            <form class="stack" novalidate=true on:submit=submit hidden=looks>
                {fields(page.draft, around, page.is_new)}
                <div class="row">
                    {submit_button(text::keeping::review(lang), text::keeping::reviewing(lang), page.busy)}
                    <a href=leave>{text::keeping::cancel(lang)}</a>
                </div>
            </form>
            {when(looks, move || review(page))}
        </div>
    }
    .into_any()
}

impl Editing {
    /// Has the server look at what is typed, or write it; `after` is where the page goes then.
    fn send(self, only_looks: bool, after: Option<Callback<KeptProcedure>>) {
        if self.busy.get_untracked() {
            return;
        }
        let Around { errors, unfolded, .. } = self.around;
        errors.clear();
        let definition = match self.draft.read() {
            Ok(definition) => definition,
            Err(wrong) => {
                unfolded.set(true);
                for path in wrong {
                    let sentence = match path.ends_with("working_time") {
                        true => text::keeping::not_a_time(self.lang),
                        false => text::keeping::not_a_number(self.lang),
                    };
                    errors.mark(&path, sentence.to_owned());
                }
                errors.show();
                return;
            }
        };
        self.busy.set(true);
        let request = WriteProcedure {
            replaces: self.seen.get_untracked(),
            definition,
        };
        let mut address = path::kept_procedure(&dom::encode(&request.definition.code));
        if only_looks {
            address.push_str("?check=true");
        }
        spawn_local(async move {
            let answer = self.api.put::<KeptProcedure>(&address, &request).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(kept) if only_looks => {
                    let _ = self.looked.try_set(Some(kept.definition));
                    dom::focus("review");
                }
                Ok(kept) => {
                    if let Some(after) = after {
                        after.run(kept);
                    }
                }
                Err(failure) if failure.code == ErrorCode::VersionConflict && !self.is_new => {
                    self.catch_up(failure).await;
                }
                Err(failure) => {
                    let _ = self.looked.try_set(None);
                    let _ = unfolded.try_set(!failure.fields.is_empty());
                    errors.show_failure(&failure, self.lang, str::to_owned);
                }
            }
        });
    }

    /// Somebody wrote another version: from now on changes are told against that one.
    async fn catch_up(self, failure: Failure) {
        let _ = self.looked.try_set(None);
        let code = self.base.with_untracked(|base| base.code.clone());
        let address = path::kept_procedure(&dom::encode(&code));
        let newest = match self.api.get::<KeptProcedure>(&address, None).await {
            Ok(newest) => newest,
            Err(_) => {
                self.around
                    .errors
                    .show_failure(&failure, self.lang, str::to_owned);
                return;
            }
        };
        let version = newest.versions.iter().find(|version| version.is_current);
        let (author, at) = match version {
            Some(version) => (version.author.clone(), version.since.vietnam_minute()),
            None => (None, String::new()),
        };
        let author = author.unwrap_or_else(|| text::keeping::somebody(self.lang).to_owned());
        let _ = self
            .faster
            .try_set(Some(text::keeping::conflict(self.lang, author, at)));
        let _ = self.seen.try_set(Some(newest.id));
        let _ = self.base.try_set(newest.definition);
        self.send(true, None);
    }
}

fn review(page: Editing) -> AnyView {
    let lang = page.lang;
    let navigate = use_navigate();
    let notice = notice::current();
    let done = Callback::new(move |kept: KeptProcedure| {
        notice.leave(text::keeping::saved(lang, &kept.definition.name));
        navigate(&super::address(&kept.definition.code), Default::default());
    });
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        page.send(false, Some(done));
    };
    let found = page.looked.with_untracked(|looked| {
        let looked = looked.as_ref()?;
        Some(page.base.with_untracked(|base| changes(base, looked, lang)))
    });
    let found = found.unwrap_or_default();
    let is_empty = found.is_empty() && !page.is_new;
    let rows: Vec<AnyView> = found.into_iter().map(|change| row(change, lang)).collect();
    let list = match is_empty {
        true => view! { <p>{text::keeping::review_none(lang)}</p> }.into_any(),
        false => view! { <ul class="plain-list">{rows}</ul> }.into_any(),
    };
    let button =
        (!is_empty).then(|| submit_button(text::keeping::save(lang), text::keeping::saving(lang), page.busy));
    view! {
        <form class="card stack" novalidate=true on:submit=save>
            <h2 id="review" tabindex="-1">{text::keeping::review_title(lang)}</h2>
            {list}
            <div class="row">
                {button}
                <button type="button" class="btn quiet" on:click=move |_| page.looked.set(None)>
                    {text::keeping::go_on(lang)}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn row(change: Change, lang: Lang) -> AnyView {
    let told = |words: String| match words.is_empty() {
        true => view! { <span class="muted">{text::keeping::nothing_there(lang)}</span> }.into_any(),
        false => view! { <span class="pre">{words}</span> }.into_any(),
    };
    view! {
        <li class="keeping-change">
            <h3>{change.label}</h3>
            <div>
                <p class="hint">{text::keeping::before(lang)}</p>
                <p>{told(change.before)}</p>
            </div>
            <div>
                <p class="hint">{text::keeping::after(lang)}</p>
                <p>{told(change.after)}</p>
            </div>
        </li>
    }
    .into_any()
}

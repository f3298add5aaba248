//! Searching the vault: one box over everything, and behind it the six of the letter with the filters.

use crate::api::{Load, load};
use crate::dom;
use crate::kept_words;
use crate::react::{dynamic, effect};
use crate::state::lang;
use crate::ui::{Choice, Field, FormErrors, Select, text_field};
use crate::vault::asked::{
    Asked, WORDS, Words, kind_text, read_kind, read_verdict, read_visible, verdict_text, visible_text,
};
use crate::vault::order;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use motcua_shared::catalogue::dto::PaperType;
use motcua_shared::path;
use motcua_shared::signature::report::Verdict;
use motcua_shared::text::{self, Lang};
use motcua_shared::vault::dto::VaultKind;

/// What is typed, as signals; a copy may move into handlers.
#[derive(Clone, Copy)]
struct Typed {
    q: RwSignal<String>,
    columns: [RwSignal<String>; 6],
    type_id: RwSignal<String>,
    category: RwSignal<String>,
    kind: RwSignal<String>,
    visible: RwSignal<String>,
    verdict: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            q: empty(),
            columns: [(); 6].map(|()| empty()),
            type_id: empty(),
            category: empty(),
            kind: empty(),
            visible: empty(),
            verdict: empty(),
        }
    }

    /// Shows what the address says: back and forward change it.
    fn follow(self, asked: &Asked) {
        let words = &asked.words;
        let columns = [
            &words.name,
            &words.code,
            &words.decision_number,
            &words.owner_name,
            &words.identifier,
            &words.summary,
        ];
        self.q.set(words.q.clone());
        for (signal, text) in self.columns.into_iter().zip(columns) {
            signal.set(text.clone());
        }
        self.type_id.set(asked.type_id.clone());
        self.category.set(asked.category.clone());
        self.kind.set(asked.kind.map_or("", kind_text).to_owned());
        self.visible
            .set(asked.visible.map_or("", visible_text).to_owned());
        self.verdict
            .set(asked.verdict.map_or("", verdict_text).to_owned());
    }

    fn words(self) -> Words {
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let [name, code, decision_number, owner_name, identifier, summary] = self.columns.map(text);
        Words {
            q: text(self.q),
            name,
            code,
            decision_number,
            owner_name,
            identifier,
            summary,
        }
    }

    fn asked(self, before: &Asked) -> Asked {
        let words = self.words();
        Asked {
            mark: match words.is_empty() {
                true => String::new(),
                false => kept_words::keep(WORDS, &words),
            },
            words,
            type_id: self.type_id.get_untracked(),
            category: self.category.get_untracked(),
            kind: self.kind.with_untracked(|text| read_kind(text)),
            visible: self.visible.with_untracked(|text| read_visible(text)),
            verdict: self.verdict.with_untracked(|text| read_verdict(text)),
            sort: before.sort,
            limit: before.limit,
            cursor: None,
            page: None,
        }
    }
}

/// The form; searching changes the address.
pub fn view(asked: Memo<Asked>) -> AnyView {
    let lang = lang::current();
    let typed = Typed::new();
    effect(move || asked.with(|asked| typed.follow(asked)));
    let navigate = use_navigate();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let wanted = asked.with_untracked(|before| typed.asked(before));
        navigate(&wanted.address(dom::encode), Default::default());
    };
    let is_open = asked.with_untracked(|asked| asked.words.has_columns() || asked.has_own_filters());
    view! {
        <form class="search stack-small" role="search" on:submit=submit>
            <div class="row keep">
                <input
                    id="q"
                    class="input grow"
                    type="search"
                    autocomplete="off"
                    aria-label=text::vault::search_label(lang)
                    placeholder=text::vault::search_hint(lang)
                    prop:value=move || typed.q.get()
                    on:input=move |event| typed.q.set(event_target_value(&event))
                />
                <button class="btn quiet">{text::vault::search(lang)}</button>
            </div>
            <details open=is_open>
                <summary>
                    <b>{text::vault::by_column(lang)}</b>
                    " "
                    {order::now(asked, lang)}
                </summary>
                <div class="card stack">
                    <div class="search-fields">{order::choice(asked, lang)}</div>
                    <div class="search-fields">{columns(typed, lang)}</div>
                    <div class="search-fields">{filters(typed, lang)}</div>
                    <div class="row">
                        <button class="btn quiet">{text::vault::search(lang)}</button>
                        <a class="btn text" href="/kho">{text::vault::search_clear(lang)}</a>
                    </div>
                </div>
            </details>
        </form>
    }
    .into_any()
}

/// The six searches, in the order of the letter.
fn columns(typed: Typed, lang: Lang) -> AnyView {
    let errors = FormErrors::new();
    let fields = [
        ("tim-ten", text::vault::name(lang)),
        ("tim-ma", text::vault::code_or_result(lang)),
        ("tim-so", text::vault::decision_number(lang)),
        ("tim-chu", text::vault::owner_name(lang)),
        ("tim-dinh-danh", text::vault::identifier(lang)),
        ("tim-trich-yeu", text::vault::summary(lang)),
    ];
    let field = |((id, label), value): ((&'static str, &'static str), RwSignal<String>)| {
        text_field(value, errors, Field::new(id, label))
    };
    fields
        .into_iter()
        .zip(typed.columns)
        .map(field)
        .collect::<Vec<AnyView>>()
        .into_any()
}

fn filters(typed: Typed, lang: Lang) -> AnyView {
    let errors = FormErrors::new();
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
    };
    let types = load::<Vec<PaperType>>(|| path::PAPER_TYPES.to_owned());
    let known = Memo::new(move |_| match types.get() {
        Load::Ready(types) => types,
        _ => Vec::new(),
    });
    let any = text::vault::any(lang);
    let type_choices = Signal::derive(move || {
        let own = |kind: &PaperType| choice(&kind.id, &kind.name);
        known.with(|types| {
            std::iter::once(choice("", any))
                .chain(types.iter().map(own))
                .collect::<Vec<_>>()
        })
    });
    let category_choices = Signal::derive(move || {
        let chosen = typed.type_id.get();
        known.with(|types| {
            let of_type = types.iter().filter(|kind| chosen.is_empty() || kind.id == chosen);
            let categories = of_type.flat_map(|kind| &kind.categories);
            let categories = categories.map(|category| choice(&category.code, &category.name));
            std::iter::once(choice("", any))
                .chain(categories)
                .collect::<Vec<_>>()
        })
    });
    let kinds = vec![
        choice("", any),
        choice(kind_text(VaultKind::Own), text::vault::kind_own(lang)),
        choice(kind_text(VaultKind::Authority), text::vault::kind_authority(lang)),
        choice(kind_text(VaultKind::Partner), text::vault::kind_partner(lang)),
    ];
    let visible = vec![
        choice("", any),
        choice(visible_text(true), text::vault::visible_only(lang)),
        choice(visible_text(false), text::vault::hidden_tag(lang)),
    ];
    let verdicts = vec![
        choice("", any),
        choice(
            verdict_text(Verdict::TotalPassed),
            text::signature::tag_passed(lang),
        ),
        choice(
            verdict_text(Verdict::Indeterminate),
            text::signature::tag_undecided(lang),
        ),
        choice(
            verdict_text(Verdict::TotalFailed),
            text::signature::tag_failed(lang),
        ),
    ];
    let select = |id: &'static str, label: &'static str, choices: Signal<Vec<Choice>>, value| {
        dynamic(move || {
            view! { <Select id=id label=label choices=choices value=value errors=errors /> }.into_any()
        })
    };
    vec![
        select(
            "loc-loai",
            text::vault::paper_type(lang),
            type_choices,
            typed.type_id,
        ),
        select(
            "loc-danh-muc",
            text::vault::category(lang),
            category_choices,
            typed.category,
        ),
        select(
            "loc-kho",
            text::vault::kind(lang),
            Signal::stored(kinds),
            typed.kind,
        ),
        select(
            "loc-hien-thi",
            text::vault::visible(lang),
            Signal::stored(visible),
            typed.visible,
        ),
        select(
            "loc-chu-ky",
            text::vault::signature(lang),
            Signal::stored(verdicts),
            typed.verdict,
        ),
    ]
    .into_any()
}

//! Writing an article: its words, how they will look, and from when on everybody reads them.

use super::state::{Editing, Then};
use super::{LIST, address, back, part_publish, state_tag};
use crate::api::{Load, load};
use crate::layout::keeping_tabs;
use crate::react::{dynamic, effect, when};
use crate::route::{param, use_replace};
use crate::state::{lang, notice};
use crate::ui::{
    Field, Tone, article, error_summary, failure_box, page_heading, skeleton, submit_button, text_field,
    verdict,
};
use leptos::prelude::*;
use motcua_shared::id::ArticleId;
use motcua_shared::news::dto::{ArticleAct, ArticleKind, ArticleVersionItem, KeptArticle, KeptArticleItem};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{Lang, news as text};
use wasm_bindgen_futures::spawn_local;

/// `/can-bo/danh-muc/tin-tuc/:id`
pub fn page() -> AnyView {
    let id = param("id");
    let kept = load::<KeptArticle>(move || match id.get().as_deref().and_then(ArticleId::parse) {
        Some(id) => path::article(id),
        None => format!("{}/x", path::ARTICLES),
    });
    let retry = Callback::new(move |()| kept.retry());
    let content = dynamic(move || match kept.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(kept) => edit(kept.item.kind, Some(kept)),
    });
    view! {
        {keeping_tabs()}
        {content}
    }
    .into_any()
}

/// `/can-bo/danh-muc/tin-tuc/moi`
pub fn new() -> AnyView {
    view! {
        {keeping_tabs()}
        {edit(ArticleKind::News, None)}
    }
    .into_any()
}

/// `/can-bo/danh-muc/tin-tuc/gioi-thieu`: begins the introduction, or leads to it.
pub fn new_introduction() -> AnyView {
    let known = load::<Page<KeptArticleItem>>(|| format!("{}?kind=introduction", path::ARTICLES));
    let retry = Callback::new(move |()| known.retry());
    let replace = use_replace();
    let content = dynamic(move || match known.get() {
        Load::Loading => skeleton(),
        Load::Failed(failure) => failure_box(failure, retry),
        Load::Ready(page) => match page.items.into_iter().next() {
            Some(item) => {
                replace(&address(item.id));
                skeleton()
            }
            None => edit(ArticleKind::Introduction, None),
        },
    });
    view! {
        {keeping_tabs()}
        {content}
    }
    .into_any()
}

fn edit(kind: ArticleKind, base: Option<KeptArticle>) -> AnyView {
    let lang = lang::current();
    let editing = Editing::new(kind, base, lang);
    effect(move || editing.remember());
    let notice = notice::current();
    // Set after the live region stands, or it would not be read out.
    effect(move || {
        if let Some(words) = notice.take() {
            editing.said.set(Some(words));
        }
    });
    let replace = use_replace();
    let run = Callback::new(move |then: Then| {
        if editing.busy.get_untracked() {
            return;
        }
        editing.errors.clear();
        editing.day_errors.clear();
        editing.said.set(None);
        editing.busy.set(true);
        let was_new = editing.base.with_untracked(Option::is_none);
        let replace = replace.clone();
        spawn_local(async move {
            let done = editing.act(then).await;
            let _ = editing.busy.try_set(false);
            let Some(kept) = done else { return };
            let words = editing.done(then, &kept);
            if was_new {
                notice.leave(words);
                replace(&address(kept.item.id));
            } else {
                let _ = editing.said.try_set(Some(words));
            }
        });
    });
    let title = match (kind, editing.base.with_untracked(Option::is_some)) {
        (ArticleKind::Introduction, _) => text::introduction(lang),
        (ArticleKind::News, true) => text::edit_title(lang),
        (ArticleKind::News, false) => text::add(lang),
    };
    let state = dynamic(move || {
        let item = editing
            .base
            .with(|base| base.as_ref().map(|base| base.item.clone()));
        item.map(|item| view! { <p class="row">{state_tag(&item, lang)} {link(&item, lang)}</p> })
    });
    view! {
        {back(LIST.to_owned(), text::back_to_list(lang))}
        <div class="narrow stack">
            {page_heading(title)}
            {state}
            <div role="status" class="stack">
                {dynamic(move || editing.said.get().map(|words| verdict(Tone::Ok, words, ())))}
                {dynamic(move || faster(editing))}
                {when(move || editing.came_back.get(), move || came_back(editing))}
            </div>
            {form(editing, run)}
            {preview(editing)}
            {part_publish::part(editing, run)}
            {dynamic(move || {
                editing.base.with(|base| {
                    base.as_ref().map(|base| history(base.item.id, base.versions.clone(), lang))
                })
            })}
        </div>
    }
    .into_any()
}

fn link(item: &KeptArticleItem, lang: Lang) -> Option<AnyView> {
    let href = match item.kind {
        ArticleKind::Introduction => "/gioi-thieu".to_owned(),
        ArticleKind::News => format!("/tin-tuc/{}", item.slug),
    };
    item.is_shown
        .then(|| view! { <a href=href>{text::see(lang)}</a> }.into_any())
}

/// Somebody else saved meanwhile: nothing is lost, and both are seen.
fn faster(editing: Editing) -> Option<AnyView> {
    let sentence = editing.faster.get()?;
    let lang = editing.lang;
    let other = editing.base.get_untracked().map(|base| base.text);
    let other = other.map(|words| {
        view! {
            <details>
                <summary>{text::conflict_other(lang)}</summary>
                <p class="strong">{words.title}</p>
                <p class="pre">{words.body}</p>
                {words.title_en.map(|title| view! { <p class="strong" lang="en">{title}</p> })}
                {words.body_en.map(|body| view! { <p class="pre" lang="en">{body}</p> })}
            </details>
        }
    });
    let more = view! {
        <p>{text::conflict_hint(lang)}</p>
        {other}
        <button type="button" class="btn quiet" on:click=move |_| editing.drop_typed()>
            {text::take_other(lang)}
        </button>
    };
    Some(verdict(Tone::Warn, sentence, more))
}

fn came_back(editing: Editing) -> AnyView {
    let more = view! {
        <button type="button" class="btn-link" on:click=move |_| editing.drop_typed()>
            {text::drop_typed(editing.lang)}
        </button>
    };
    verdict(Tone::Plain, text::came_back(editing.lang), more)
}

fn form(editing: Editing, run: Callback<Then>) -> AnyView {
    let lang = editing.lang;
    let [title, body, title_en, body_en] = editing.fields;
    let errors = editing.errors;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        run.run(Then::Stay);
    };
    let long = |id: &str, label| Field {
        multiline: true,
        class: "article-text",
        ..Field::new(id, label)
    };
    let body_field = Field {
        hint: text::body_hint(lang),
        ..long("body", text::body(lang))
    };
    let english = untrack(|| !title_en.get().is_empty() || !body_en.get().is_empty());
    let english_wrong = move || errors.of("title_en").get().is_some() || errors.of("body_en").get().is_some();
    view! {
        <form class="card stack" novalidate=true on:submit=submit>
            {error_summary(errors)}
            {text_field(title, errors, Field::new("title", text::title_field(lang)))}
            {text_field(body, errors, body_field)}
            <details class="article-help">
                <summary>{text::help(lang)}</summary>
                <ul>
                    <li><code>"## "</code> {text::help_heading(lang)}</li>
                    <li><code>"### "</code> {text::help_subheading(lang)}</li>
                    <li><code>"- "</code> {text::help_list(lang)}</li>
                    <li><code>"1. "</code> {text::help_numbers(lang)}</li>
                    <li><code>"**…**"</code> {text::help_bold(lang)}</li>
                    <li><code>"[…](https://…)"</code> {text::help_link(lang)}</li>
                </ul>
            </details>
            <details open=move || english || english_wrong()>
                <summary>{text::english(lang)}</summary>
                <div class="stack">
                    <p class="hint">{text::english_hint(lang)}</p>
                    {text_field(title_en, errors, Field::new("title_en", text::title_en(lang)))}
                    {text_field(body_en, errors, long("body_en", text::body_en(lang)))}
                </div>
            </details>
            <div class="row">{submit_button(text::save(lang), text::saving(lang), editing.busy)}</div>
        </form>
    }
    .into_any()
}

/// How it will look, as one types.
fn preview(editing: Editing) -> AnyView {
    let lang = editing.lang;
    let [title, body, title_en, body_en] = editing.fields;
    let open = RwSignal::new(false);
    let one = move |title: RwSignal<String>, body: RwSignal<String>, lang: &'static str| {
        dynamic(move || {
            let (title, body) = (title.get(), body.get());
            (!title.trim().is_empty() || !body.trim().is_empty()).then(|| {
                view! {
                    <div class="article-preview" lang=lang>
                        <p class="article-title">{title}</p>
                        {article(&body, lang)}
                    </div>
                }
            })
        })
    };
    let inside = move || {
        view! {
            {one(title, body, "vi")}
            {one(title_en, body_en, "en")}
        }
        .into_any()
    };
    view! {
        <section class="card stack-small" aria-labelledby="xem-truoc">
            <div class="row end">
                <h2 id="xem-truoc">{text::preview(lang)}</h2>
                <button
                    type="button"
                    class="btn quiet"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || if open.get() { text::preview_hide(lang) } else { text::preview_show(lang) }}
                </button>
            </div>
            {when(move || open.get(), inside)}
        </section>
    }
    .into_any()
}

fn history(id: ArticleId, versions: Vec<ArticleVersionItem>, lang: Lang) -> AnyView {
    let line = |item: ArticleVersionItem| {
        let act = match item.act {
            ArticleAct::Written => text::act_written(lang).to_owned(),
            ArticleAct::Published => {
                let day = item.starts_on.map(crate::format::day);
                text::act_published(lang, day.unwrap_or_default())
            }
            ArticleAct::TakenDown => text::act_taken_down(lang).to_owned(),
        };
        let told = text::changed(lang, item.at.vietnam_minute(), item.author);
        view! {
            <li>
                <a href=format!("{}/ban/{}", address(id), item.version)>{text::version_title(lang, item.version)}</a>
                " · "
                {act}
                <br />
                <span class="hint">{told}</span>
            </li>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = versions.into_iter().map(line).collect();
    view! {
        <section class="card stack-small">
            <h2>{text::history(lang)}</h2>
            <ul class="lines">{lines}</ul>
        </section>
    }
    .into_any()
}

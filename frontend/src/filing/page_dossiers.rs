//! The personal page: folders of dossiers with how many lie in each, drafts, and the way to the papers.

use crate::api::{Load, load};
use crate::dom;
use crate::filing::dossiers_asking;
use crate::filing::wording::{promised, standing};
use crate::layout::signed_in;
use crate::react::dynamic;
use crate::state::lang;
use crate::ui::facts::{fact, facts, whole_fact};
use crate::ui::{
    Pager, Tone, copyable_code, empty, failure_box, left_notice, load_view, page_heading, skeleton, tag,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use motcua_shared::filing::dto::{DossierListItem, DossierStatus, DraftListItem};
use motcua_shared::filing::folder::{Folder, FolderCounts};
use motcua_shared::page::Page;
use motcua_shared::path;
use motcua_shared::text::{self, Lang};

/// What the page lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Folder(Folder),
    Drafts,
}

/// In an address.
const DRAFTS: &str = "drafts";

impl Shown {
    fn of(text: &str) -> Self {
        match text {
            DRAFTS => Self::Drafts,
            text => Folder::of(text).map_or(Self::All, Self::Folder),
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Folder(folder) => folder.as_str(),
            Self::Drafts => DRAFTS,
        }
    }

    fn address(self) -> String {
        match self {
            Self::All => "/ho-so".to_owned(),
            shown => format!("/ho-so?muc={}", shown.as_str()),
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::All => text::dossier::folder_all(lang),
            Self::Folder(Folder::Unpaid) => text::dossier::folder_unpaid(lang),
            Self::Folder(Folder::Filed) => text::dossier::folder_filed(lang),
            Self::Folder(Folder::ToSupplement) => text::dossier::folder_to_supplement(lang),
            Self::Folder(Folder::ToConfirm) => text::dossier::folder_to_confirm(lang),
            Self::Folder(Folder::Ineligible) => text::dossier::folder_ineligible(lang),
            Self::Folder(Folder::Cancelled) => text::dossier::folder_cancelled(lang),
            Self::Drafts => text::dossier::folder_drafts(lang),
        }
    }
}

/// `/ho-so?muc=<folder>&cursor=`
pub fn page() -> AnyView {
    signed_in(list)
}

fn list() -> AnyView {
    let lang = lang::current();
    let query = use_query_map();
    let asked = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let shown = Memo::new(move |_| Shown::of(&asked("muc")));
    let cursor = Memo::new(move |_| asked("cursor"));
    let asking = dossiers_asking::load_all();
    let content = dynamic(move || match shown.get() {
        Shown::Drafts => {
            let drafts = load::<Vec<DraftListItem>>(|| path::DRAFTS.to_owned());
            load_view(drafts, self::drafts)
        }
        one => {
            let dossiers = load::<Page<DossierListItem>>(move || {
                let folder = match one {
                    Shown::Folder(folder) => folder.as_str(),
                    _ => "",
                };
                format!(
                    "{}?folder={folder}&cursor={}",
                    path::DOSSIERS,
                    dom::encode(&cursor.get())
                )
            });
            let retry = Callback::new(move |()| dossiers.retry());
            dynamic(move || match dossiers.get() {
                Load::Loading => skeleton(),
                Load::Failed(failure) => failure_box(failure, retry),
                Load::Ready(page) => {
                    let is_top = one == Shown::All && cursor.with_untracked(String::is_empty);
                    content(page, one, is_top.then_some(asking))
                }
            })
        }
    });
    view! {
        {left_notice()}
        {page_heading(text::dossier::page_title(lang))}
        <div class="personal">
            {folders(shown)}
            <div>{content}</div>
        </div>
    }
    .into_any()
}

/// The folders stand there at once; the counts come a moment later.
fn folders(shown: Memo<Shown>) -> AnyView {
    let lang = lang::current();
    let counts = load::<FolderCounts>(|| path::DOSSIER_FOLDERS.to_owned());
    let counts = Memo::new(move |_| match counts.get() {
        Load::Ready(counts) => Some(counts),
        _ => None,
    });
    let count_of = move |one: Shown| {
        counts.with(|counts| {
            let counts = counts.as_ref()?;
            match one {
                Shown::All => None,
                Shown::Drafts => Some(counts.drafts),
                Shown::Folder(folder) => {
                    let mut all = counts.folders.iter();
                    all.find(|count| count.folder == folder).map(|count| count.count)
                }
            }
        })
    };
    let number =
        |count: Option<u32>| count.map(|count| view! { <span class="count">{count}</span> }.into_any());
    let link = move |one: Shown| {
        let count = dynamic(move || number(count_of(one)));
        view! {
            <li>
                <a href=one.address() aria-current=move || (shown.get() == one).then_some("page")>
                    <span>{one.name(lang)}</span>
                    {count}
                </a>
            </li>
        }
        .into_any()
    };
    let folders = Folder::ALL.map(Shown::Folder);
    let all = [Shown::All].into_iter().chain(folders).chain([Shown::Drafts]);
    let links: Vec<AnyView> = all.map(link).collect();
    let papers = dynamic(move || number(counts.with(|counts| counts.as_ref().map(|counts| counts.papers))));
    view! {
        <nav class="folders" aria-label=text::dossier::folders(lang)>
            <ul>
                {links}
                <li>
                    <a href="/kho">
                        <span>{text::dossier::folder_papers(lang)}</span>
                        {papers}
                    </a>
                </li>
                <li>
                    <a href="/kien-nghi">
                        <span>{text::petition::title(lang)}</span>
                    </a>
                </li>
            </ul>
        </nav>
    }
    .into_any()
}

fn drafts(drafts: Vec<DraftListItem>) -> AnyView {
    let lang = lang::current();
    if drafts.is_empty() {
        return empty(
            text::dossier::drafts_empty(lang),
            text::dossier::drafts_empty_hint(lang),
            view! { <a href="/nop" class="btn">{text::filing::to_procedures(lang)}</a> },
        );
    }
    let card = |draft: DraftListItem| {
        let entries = vec![
            fact(text::filing::procedure(lang), draft.procedure_code),
            fact(
                text::dossier::draft_changed(lang),
                draft.changed_at.vietnam_minute(),
            ),
        ];
        view! {
            <li class="card dossier">
                <h2>
                    <a href=format!("/nop/{}", draft.id)>{draft.procedure_name}</a>
                </h2>
                {facts(true, entries)}
            </li>
        }
        .into_any()
    };
    let cards: Vec<AnyView> = drafts.into_iter().map(card).collect();
    view! { <ul class="plain-list">{cards}</ul> }.into_any()
}

/// `asking`: what asks something of the person stands first, and not once more among the others.
fn content(
    page: Page<DossierListItem>,
    shown: Shown,
    asking: Option<Signal<Vec<DossierListItem>>>,
) -> AnyView {
    let lang = lang::current();
    if page.items.is_empty() {
        let (title, hint) = match shown {
            Shown::Folder(_) => (
                text::dossier::folder_empty(lang),
                text::dossier::folder_empty_hint(lang),
            ),
            _ => (
                text::filing::dossiers_empty_title(lang),
                text::filing::dossiers_empty_hint(lang),
            ),
        };
        return empty(
            title,
            hint,
            view! { <a href="/nop" class="btn">{text::filing::to_procedures(lang)}</a> },
        );
    }
    let address = |cursor: Option<String>| {
        cursor.map(|cursor| format!("/ho-so?muc={}&cursor={}", shown.as_str(), dom::encode(&cursor)))
    };
    let (previous, next) = (address(page.previous), address(page.next));
    let pager = (previous.is_some() || next.is_some())
        .then(|| view! { <Pager previous=previous next=next>""</Pager> });
    view! {
        {dynamic(move || lists(&page.items, asking))}
        {pager}
    }
    .into_any()
}

fn lists(items: &[DossierListItem], asking: Option<Signal<Vec<DossierListItem>>>) -> AnyView {
    let lang = lang::current();
    let first = asking.map(|asking| asking.get()).unwrap_or_default();
    let is_first = |item: &DossierListItem| first.iter().any(|one| one.id == item.id);
    let rest: Vec<AnyView> = items
        .iter()
        .filter(|item| !is_first(item))
        .cloned()
        .map(card)
        .collect();
    if first.is_empty() {
        return view! { <ul class="plain-list">{rest}</ul> }.into_any();
    }
    let first: Vec<AnyView> = first.into_iter().map(card).collect();
    let others = (!rest.is_empty()).then(|| {
        view! {
            <section aria-labelledby="others">
                <h2 id="others">{text::dossier::others(lang)}</h2>
                <ul class="plain-list">{rest}</ul>
            </section>
        }
    });
    view! {
        <section class="gap-below" aria-labelledby="asking">
            <h2 id="asking">{text::dossier::waits_for_you(lang)}</h2>
            <ul class="plain-list">{first}</ul>
        </section>
        {others}
    }
    .into_any()
}

fn card(dossier: DossierListItem) -> AnyView {
    let lang = lang::current();
    let (tone, label) = standing(dossier.status, dossier.is_withdrawn, lang);
    let mut entries = vec![
        whole_fact(text::filing::dossier_code(lang), copyable_code(dossier.code)),
        fact(text::filing::unit_question(lang), dossier.unit_name),
        fact(
            text::filing::submitted_at(lang),
            dossier.submitted_at.vietnam_minute(),
        ),
    ];
    entries.extend(
        promised(dossier.status, dossier.due_on, lang).map(|said| fact(text::dossier::due(lang), said)),
    );
    let fee = dossier
        .is_fee_due
        .then(|| tag(Tone::Warn, text::dossier::fee_due(lang)));
    let is_asked = dossier.is_fee_due || dossier.status == DossierStatus::AwaitingSupplement;
    let unread = (dossier.unread > 0).then(|| tag(Tone::Warn, text::dossier::unread(lang, dossier.unread)));
    view! {
        <li class="card dossier" class:asks=is_asked>
            <div class="row end top">
                <h2>
                    <a href=format!("/ho-so/{}", dossier.id)>{dossier.procedure_name}</a>
                </h2>
                {tag(tone, label)}
            </div>
            <div class="row tags">{fee} {unread}</div>
            {facts(true, entries)}
        </li>
    }
    .into_any()
}

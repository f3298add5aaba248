//! "Danh sách các phần mềm hỗ trợ" (seed 000, appendix 1): what to install, by operating system.

use crate::api::load;
use crate::react::when;
use crate::state::{lang, session};
use crate::ui::{empty, load_view, page_heading};
use leptos::prelude::*;
use motcua_shared::identity::dto::AccountKind;
use motcua_shared::identity::software::{OperatingSystem, SupportSoftware, SupportSoftwareList};
use motcua_shared::path;
use motcua_shared::text;

/// `/phan-mem-ho-tro`
pub fn page() -> AnyView {
    let lang = lang::current();
    let session = session::current();
    let list = load::<SupportSoftwareList>(|| path::SUPPORT_SOFTWARE.to_owned());
    let is_administrator =
        move || matches!(session.account(), Some(account) if account.kind == AccountKind::Administrator);
    let edit = move || {
        view! {
            <p class="actions">
                <a href="/tai-khoan/phan-mem-ho-tro">{text::software::edit(lang)}</a>
            </p>
        }
        .into_any()
    };
    view! {
        <div class="narrow">
            {page_heading(text::software::title(lang))}
            <p>{text::software::hint(lang)}</p>
            {when(is_administrator, edit)}
            {load_view(list, content)}
            <p class="actions gap-above">
                <a href="/dang-nhap/usb-ky-so">{text::token::sign_in(lang)}</a>
                <a href="/dang-ky/usb-ky-so">{text::token::register_title(lang)}</a>
            </p>
        </div>
    }
    .into_any()
}

fn content(list: SupportSoftwareList) -> AnyView {
    let lang = lang::current();
    if list.entries.is_empty() {
        return empty(text::software::none(lang), text::software::none_hint(lang), ());
    }
    let of = |os: OperatingSystem| {
        let entries: Vec<SupportSoftware> = list
            .entries
            .iter()
            .filter(|entry| entry.os == os)
            .cloned()
            .collect();
        (os, entries)
    };
    let section = |(os, entries): (OperatingSystem, Vec<SupportSoftware>)| {
        view! {
            <section>
                <h2>{os.name()}</h2>
                <ul class="plain-list">{entries.into_iter().map(program).collect_view()}</ul>
            </section>
        }
    };
    let sections: Vec<_> = OperatingSystem::ALL
        .map(of)
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .map(section)
        .collect();
    view! { <div class="stack gap-above">{sections}</div> }.into_any()
}

fn program(entry: SupportSoftware) -> AnyView {
    let lang = lang::current();
    let version = entry.version.map(|version| {
        view! { <span class="muted">" "{text::software::version_of(lang, version)}</span> }
    });
    let way = match entry.url {
        Some(url) => {
            let label = text::software::get(lang, &entry.name);
            view! { <p><a rel="external noopener" href=url>{label}</a></p> }.into_any()
        }
        None => view! { <p class="hint">{text::software::no_address(lang)}</p> }.into_any(),
    };
    view! {
        <li class="card">
            <h3>{entry.name}{version}</h3>
            {entry.note.map(|note| view! { <p>{note}</p> })}
            {way}
        </li>
    }
    .into_any()
}

//! What waits for whoever is signed in, each with the way there; and where nothing does, that too.

use crate::api::{Load, load};
use crate::react::dynamic;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::filing::folder::{Folder, FolderCounts};
use motcua_shared::path;
use motcua_shared::text::{self, Lang};

/// Nothing for who is not signed in, and for officers, whose work is elsewhere.
pub fn waiting() -> AnyView {
    let session = session::current();
    let files = Memo::new(move |_| {
        let account = session.account();
        account.is_some_and(|account| account.kind.files_dossiers())
    });
    dynamic(move || files.get().then(loaded))
}

fn loaded() -> AnyView {
    let lang = lang::current();
    let counts = load::<FolderCounts>(|| path::DOSSIER_FOLDERS.to_owned());
    dynamic(move || match counts.get() {
        Load::Ready(counts) => view(lines(&counts, lang), lang),
        // The page stands without them.
        _ => ().into_any(),
    })
}

/// One line for each thing that the person has to do, the most pressing first.
fn lines(counts: &FolderCounts, lang: Lang) -> Vec<(&'static str, String)> {
    let of = |folder: Folder| {
        let mut all = counts.folders.iter();
        all.find(|one| one.folder == folder).map_or(0, |one| one.count)
    };
    let (unpaid, asked) = (of(Folder::Unpaid), of(Folder::ToSupplement));
    let mut lines = Vec::new();
    if asked > 0 {
        lines.push(("/ho-so?muc=to-supplement", text::home::wait_asked(lang, asked)));
    }
    if unpaid > 0 {
        lines.push(("/le-phi", text::home::wait_unpaid(lang, unpaid)));
    }
    if counts.unread > 0 {
        lines.push(("/ho-so", text::home::wait_unread(lang, counts.unread)));
    }
    if counts.drafts > 0 {
        lines.push(("/ho-so?muc=drafts", text::home::wait_drafts(lang, counts.drafts)));
    }
    lines
}

fn view(lines: Vec<(&'static str, String)>, lang: Lang) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="waits calm">{text::home::wait_nothing(lang)}</p> }.into_any();
    }
    let entries: Vec<AnyView> = lines
        .into_iter()
        .map(|(href, words)| view! { <li><a href=href>{words}</a></li> }.into_any())
        .collect();
    view! {
        <section class="waits" aria-labelledby="waits">
            <h2 id="waits">{text::home::wait(lang)}</h2>
            <ul>{entries}</ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::filing::folder::FolderCount;

    fn counts(of: &[(Folder, u32)], drafts: u32, unread: u32) -> FolderCounts {
        let folders = of.iter().map(|(folder, count)| FolderCount {
            folder: *folder,
            count: *count,
        });
        FolderCounts {
            folders: folders.collect(),
            drafts,
            papers: 7,
            unread,
        }
    }

    #[test]
    fn only_what_is_to_be_done_is_listed_the_most_pressing_first() {
        let quiet = counts(
            &[(Folder::Filed, 3), (Folder::Ineligible, 1), (Folder::Unpaid, 0)],
            0,
            0,
        );
        assert_eq!(lines(&quiet, Lang::Vi), []);
        let busy = counts(
            &[(Folder::Unpaid, 2), (Folder::Filed, 3), (Folder::ToSupplement, 1)],
            4,
            5,
        );
        let places: Vec<&str> = lines(&busy, Lang::Vi).iter().map(|(href, _)| *href).collect();
        assert_eq!(
            places,
            [
                "/ho-so?muc=to-supplement",
                "/le-phi",
                "/ho-so",
                "/ho-so?muc=drafts"
            ]
        );
        assert!(
            lines(&busy, Lang::Vi)[1].1.starts_with('2'),
            "the number comes first"
        );
    }
}

//! Dossiers that wait for the person: a fee to pay, papers to send. Few, so that they are asked for beside the list.

use crate::api::{Load, Loader, load};
use leptos::prelude::*;
use motcua_shared::filing::dto::DossierListItem;
use motcua_shared::filing::folder::Folder;
use motcua_shared::page::Page;
use motcua_shared::path;

/// The most of each kind that stand first; the folders have the rest.
const MOST: u32 = 5;

/// The newest of them; none while they are on their way, or when they cannot be had: the list stands without.
pub fn load_all() -> Signal<Vec<DossierListItem>> {
    let [fees, papers] = [Folder::Unpaid, Folder::ToSupplement].map(of);
    Signal::derive(move || {
        let mut all = papers();
        let fees = fees();
        let is_new = |item: &DossierListItem| !all.iter().any(|one| one.id == item.id);
        let fees: Vec<DossierListItem> = fees.into_iter().filter(is_new).collect();
        all.extend(fees);
        all
    })
}

fn of(folder: Folder) -> impl Fn() -> Vec<DossierListItem> + Copy + Send + Sync {
    let loaded: Loader<Page<DossierListItem>> =
        load(move || format!("{}?folder={}&limit={MOST}", path::DOSSIERS, folder.as_str()));
    move || match loaded.get() {
        Load::Ready(page) => page.items,
        _ => Vec::new(),
    }
}

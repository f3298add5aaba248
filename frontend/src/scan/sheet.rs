//! One page of a scan, and what may be wrong with it.

use crate::scan::quad::Quad;
use leptos::prelude::*;
use web_sys::Blob;

/// Why the photograph of a page is not to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// It is there and could not be opened.
    Unopened,
    /// The device does not have it any more.
    Gone,
}

/// One page.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// Stays its own, wherever it moves.
    pub id: u32,
    /// Quarters to the right.
    pub turns: RwSignal<u8>,
    /// The paper in the turned picture.
    pub quad: RwSignal<Quad>,
    /// What the page will look like; an address for `<img>`.
    pub small: RwSignal<String>,
    /// The whole picture while its corners are set; an address for `<img>`.
    pub whole: RwSignal<String>,
    /// What is wrong with its photograph. The page stays until the person takes it out.
    pub broken: RwSignal<Option<Broken>>,
    /// The photograph, until the device keeps it.
    pub(super) held: StoredValue<Option<Blob>, LocalStorage>,
    /// Its number where an earlier visit left it, until this one keeps it.
    pub(super) from: RwSignal<Option<u32>>,
}

impl Sheet {
    /// A page whose signals live as long as what is built now.
    pub(super) fn new(id: u32, turns: u8, quad: Quad, held: Option<Blob>, from: Option<u32>) -> Self {
        Self {
            id,
            turns: RwSignal::new(turns),
            quad: RwSignal::new(quad),
            small: RwSignal::new(String::new()),
            whole: RwSignal::new(String::new()),
            broken: RwSignal::new(None),
            held: StoredValue::new_local(held),
            from: RwSignal::new(from),
        }
    }

    /// How it is turned and cut; nothing any more when the page was left.
    pub(super) fn shape(self) -> Option<(u8, Quad)> {
        Some((self.turns.try_get_untracked()?, self.quad.try_get_untracked()?))
    }

    /// What was found of its photograph.
    pub(super) fn is(self, broken: Option<Broken>) {
        // What is said stays as it is while nothing changed.
        if self.broken.try_get_untracked().is_some_and(|now| now != broken) {
            let _ = self.broken.try_set(broken);
        }
    }
}

/// Numbers of the broken pages, as they are said.
pub fn numbers(broken: impl IntoIterator<Item = bool>) -> String {
    let mut words = String::new();
    for (index, _) in broken.into_iter().enumerate().filter(|(_, is)| *is) {
        if !words.is_empty() {
            words += ", ";
        }
        words += &(index + 1).to_string();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_pages_are_named_by_where_they_stand() {
        assert_eq!(numbers([false, true, false, true]), "2, 4");
        assert_eq!(numbers([false, false]), "");
    }
}

//! The tree of units beside the list of officers: it opens level by level. On a narrow screen it is folded above the list.

use crate::api::Load;
use crate::react::{dynamic, effect, when};
use crate::state::lang;
use leptos::prelude::*;
use motcua_shared::id::UnitId;
use motcua_shared::identity::staff::StaffUnit;
use motcua_shared::text;
use std::collections::HashSet;
use std::sync::Arc;

/// What the rows of the tree share.
#[derive(Clone)]
struct Tree {
    units: Arc<Vec<StaffUnit>>,
    open: RwSignal<HashSet<UnitId>>,
    chosen: Memo<Option<UnitId>>,
}

/// The tree. Nothing chosen stands for officers of every unit.
pub fn view(units: Signal<Load<Vec<StaffUnit>>>, chosen: Memo<Option<UnitId>>) -> AnyView {
    let lang = lang::current();
    let is_folded = RwSignal::new(true);
    // Whoever has chosen wants to see the list.
    effect(move || {
        chosen.track();
        is_folded.set(true);
    });
    let name = move || match (units.get(), chosen.get()) {
        (Load::Ready(units), Some(id)) => name_of(&units, id).to_owned(),
        _ => text::staff::unit_any(lang).to_owned(),
    };
    let rows = move || match units.get() {
        Load::Ready(units) => {
            let open = opened_for(&units, chosen.get_untracked());
            let tree = Tree {
                units: Arc::new(units),
                open: RwSignal::new(open),
                chosen,
            };
            list(&tree, None)
        }
        _ => ().into_any(),
    };
    let is_all = move || chosen.with(Option::is_none).then_some("true");
    view! {
        <nav class="card people-tree" aria-label=text::staff::tree(lang)>
            <button
                type="button"
                class="btn quiet people-fold"
                aria-expanded=move || (!is_folded.get()).to_string()
                on:click=move |_| is_folded.update(|is_folded| *is_folded = !*is_folded)
            >
                {move || text::staff::tree_chosen(lang, name())}
            </button>
            <div class="people-units" class:folded=move || is_folded.get()>
                <p class="people-row">
                    <a href=super::LIST aria-current=is_all>{text::staff::unit_any(lang)}</a>
                </p>
                {dynamic(rows)}
            </div>
        </nav>
    }
    .into_any()
}

fn list(tree: &Tree, parent: Option<UnitId>) -> AnyView {
    let rows: Vec<AnyView> = children(&tree.units, parent)
        .into_iter()
        .map(|unit| row(tree, unit))
        .collect();
    view! { <ul class="people-level">{rows}</ul> }.into_any()
}

fn row(tree: &Tree, unit: &StaffUnit) -> AnyView {
    let lang = lang::current();
    let (open, chosen, id) = (tree.open, tree.chosen, unit.id);
    let has_more = tree.units.iter().any(|other| other.parent_id == Some(id));
    let is_open = move || open.with(|open| open.contains(&id));
    let label = text::staff::tree_open(lang, &unit.name);
    let toggle = has_more.then(|| {
        view! {
            <button
                type="button"
                class="people-toggle"
                aria-label=label
                aria-expanded=move || is_open().to_string()
                on:click=move |_| open.update(|open| {
                    if !open.remove(&id) {
                        open.insert(id);
                    }
                })
            ></button>
        }
    });
    let count = text::staff::tree_count(lang, unit.officers);
    let below = tree.clone();
    view! {
        <li>
            <div class="people-row">
                {toggle}
                <a href=super::list_of(id) aria-current=move || (chosen.get() == Some(id)).then_some("true")>
                    {unit.name.clone()} " "
                    <span class="hint">{count}</span>
                </a>
            </div>
            {has_more.then(|| when(is_open, move || list(&below, Some(id))))}
        </li>
    }
    .into_any()
}

/// Units right below one; without one those whose upper unit is not in the tree. A ring hangs nowhere and is not reached.
fn children(units: &[StaffUnit], parent: Option<UnitId>) -> Vec<&StaffUnit> {
    let is_known = |id: UnitId| units.iter().any(|unit| unit.id == id);
    let hangs_here = |unit: &&StaffUnit| match parent {
        Some(_) => unit.parent_id == parent,
        None => unit.parent_id.is_none_or(|above| !is_known(above)),
    };
    units.iter().filter(hangs_here).collect()
}

/// What is open at first: the way to the chosen unit, or the highest units.
fn opened_for(units: &[StaffUnit], chosen: Option<UnitId>) -> HashSet<UnitId> {
    let mut open: HashSet<UnitId> = HashSet::new();
    let mut next = chosen;
    while let Some(id) = next.filter(|id| open.insert(*id)) {
        next = units
            .iter()
            .find(|unit| unit.id == id)
            .and_then(|unit| unit.parent_id);
    }
    if open.is_empty() {
        open.extend(children(units, None).into_iter().map(|unit| unit.id));
    }
    open
}

/// The name of a unit of the tree.
pub fn name_of(units: &[StaffUnit], id: UnitId) -> &str {
    units
        .iter()
        .find(|unit| unit.id == id)
        .map_or("", |unit| unit.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> UnitId {
        UnitId::parse(&format!("01890000-0000-7000-8000-0000000000{number:02}")).unwrap()
    }

    fn unit(number: u8, parent: Option<u8>) -> StaffUnit {
        StaffUnit {
            id: id(number),
            name: number.to_string(),
            parent_id: parent.map(id),
            officers: 0,
            unbound: 0,
            closes_on: None,
            closed_from: None,
        }
    }

    #[test]
    fn units_hang_below_one_another_and_a_ring_is_not_reached() {
        let units = [
            unit(1, Some(99)),
            unit(2, Some(1)),
            unit(3, Some(2)),
            unit(4, Some(5)),
            unit(5, Some(4)),
        ];
        let below = |parent: Option<u8>| -> Vec<&str> {
            let found = children(&units, parent.map(id));
            found.into_iter().map(|unit| unit.name.as_str()).collect()
        };
        assert_eq!(below(None), ["1"]);
        assert_eq!(below(Some(1)), ["2"]);
        assert_eq!(opened_for(&units, None), HashSet::from([id(1)]));
        assert!(opened_for(&units, Some(id(3))).is_superset(&HashSet::from([id(1), id(2)])));
        assert!(!opened_for(&units, Some(id(4))).is_empty());
        assert_eq!(name_of(&units, id(2)), "2");
    }
}

//! Setting the four corners of a paper: by dragging, with the arrow keys, or as numbers (WCAG 2.5.7).

use crate::scan::quad::{Place, Quad};
use crate::scan::sheet::Sheet;
use crate::scan::sheets::focus_soon;
use crate::scan::state::Scan;
use crate::state::lang;
use leptos::html;
use leptos::prelude::*;
use motcua_shared::text::{self, Lang};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// One press of an arrow key; with Shift a finer one.
const STEP: f64 = 0.02;
const FINE: f64 = 0.005;

/// The picture with its corners, the numbers, and the way out.
pub fn view(scan: Scan, sheet: Sheet, number: usize) -> AnyView {
    let lang = lang::current();
    let quad = sheet.quad;
    let frame = NodeRef::<html::Div>::new();
    let held = RwSignal::new(None::<usize>);
    let moved = move |event: PointerEvent| {
        let (Some(corner), Some(frame)) = (held.get_untracked(), frame.get_untracked()) else {
            return;
        };
        let room = frame.get_bounding_client_rect();
        let place = Place {
            x: (f64::from(event.client_x()) - room.left()) / room.width().max(1.0),
            y: (f64::from(event.client_y()) - room.top()) / room.height().max(1.0),
        };
        set(quad, corner, place);
    };
    let let_go = move |_: PointerEvent| held.set(None);
    let outline = move || {
        let points = quad.get().0;
        points
            .map(|place| format!("{:.2},{:.2}", place.x * 100.0, place.y * 100.0))
            .join(" ")
    };
    let id = sheet.id;
    scan.show_whole(sheet);
    let close = move |_| {
        scan.renew(sheet);
        scan.editing.set(None);
        focus_soon(format!("scan-crop-{id}"));
    };
    let handles = (0..4)
        .map(|corner| handle(quad, corner, held, lang))
        .collect_view();
    let numbers = (0..4)
        .map(|corner| number_fields(quad, corner, id, lang))
        .collect_view();
    view! {
        <div class="corners" role="group" aria-label=text::scan::crop_title(lang, number)>
            <p class="hint">{text::scan::crop_hint(lang)}</p>
            <div
                class="corners-frame"
                node_ref=frame
                on:pointermove=moved
                on:pointerup=let_go
                on:pointercancel=let_go
            >
                <img alt="" draggable="false" src=move || sheet.whole.get() />
                <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
                    <polygon points=outline></polygon>
                </svg>
                {handles}
            </div>
            <details>
                <summary>{text::scan::numbers(lang)}</summary>
                <div class="corners-numbers">{numbers}</div>
            </details>
            <div class="row">
                <button type="button" class="btn quiet" on:click=close>
                    {text::scan::done(lang)}
                </button>
                <button type="button" class="btn text" on:click=move |_| quad.set(Quad::WHOLE)>
                    {text::scan::whole(lang)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Moves a corner where the paper stays one.
fn set(quad: RwSignal<Quad>, corner: usize, place: Place) {
    if let Some(moved) = quad.get_untracked().with(corner, place) {
        quad.set(moved);
    }
}

fn name(corner: usize, lang: Lang) -> &'static str {
    match corner {
        0 => text::scan::corner_top_left(lang),
        1 => text::scan::corner_top_right(lang),
        2 => text::scan::corner_bottom_right(lang),
        _ => text::scan::corner_bottom_left(lang),
    }
}

fn place(quad: RwSignal<Quad>, corner: usize) -> Place {
    let [a, b, c, d] = quad.get().0;
    match corner {
        0 => a,
        1 => b,
        2 => c,
        _ => d,
    }
}

fn percent(share: f64) -> i32 {
    (share * 100.0).round() as i32
}

fn handle(quad: RwSignal<Quad>, corner: usize, held: RwSignal<Option<usize>>, lang: Lang) -> AnyView {
    let label = move || {
        let at = place(quad, corner);
        text::scan::corner_at(lang, name(corner, lang), percent(at.x), percent(at.y))
    };
    let grab = move |event: PointerEvent| {
        held.set(Some(corner));
        // The finger may leave the dot while it drags.
        if let Some(dot) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        {
            let _ = dot.set_pointer_capture(event.pointer_id());
        }
    };
    let press = move |event: KeyboardEvent| {
        let step = if event.shift_key() { FINE } else { STEP };
        let (x, y) = match event.key().as_str() {
            "ArrowLeft" => (-step, 0.0),
            "ArrowRight" => (step, 0.0),
            "ArrowUp" => (0.0, -step),
            "ArrowDown" => (0.0, step),
            _ => return,
        };
        event.prevent_default();
        let now = untrack(move || place(quad, corner));
        set(
            quad,
            corner,
            Place {
                x: now.x + x,
                y: now.y + y,
            },
        );
    };
    view! {
        <button
            type="button"
            class="corner"
            aria-label=label
            style:left=move || format!("{:.2}%", place(quad, corner).x * 100.0)
            style:top=move || format!("{:.2}%", place(quad, corner).y * 100.0)
            on:pointerdown=grab
            on:keydown=press
        ></button>
    }
    .into_any()
}

fn number_fields(quad: RwSignal<Quad>, corner: usize, sheet: u32, lang: Lang) -> AnyView {
    let field = move |label: &'static str, is_x: bool| {
        let id = format!("corner-{sheet}-{corner}-{}", if is_x { "x" } else { "y" });
        let shown = move || {
            let at = place(quad, corner);
            percent(if is_x { at.x } else { at.y }).to_string()
        };
        let typed = move |event: web_sys::Event| {
            let input: web_sys::HtmlInputElement = event_target(&event);
            let mut wanted = untrack(move || place(quad, corner));
            if let Ok(value) = input.value().trim().replace(',', ".").parse::<f64>() {
                let share = value.clamp(0.0, 100.0) / 100.0;
                if is_x {
                    wanted.x = share;
                } else {
                    wanted.y = share;
                }
                set(quad, corner, wanted);
            }
            // What cannot be is not left standing there.
            input.set_value(&untrack(shown));
        };
        view! {
            <div>
                <label for=id.clone()>{label}</label>
                <input
                    class="input"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    id=id
                    prop:value=shown
                    on:change=typed
                />
            </div>
        }
    };
    view! {
        <fieldset>
            <legend>{name(corner, lang)}</legend>
            <div class="corners-pair">
                {field(text::scan::from_left(lang), true)} {field(text::scan::from_top(lang), false)}
            </div>
        </fieldset>
    }
    .into_any()
}

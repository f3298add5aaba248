//! A file shown in the page: the drawing is done by viewer/pdf-view.mjs, loaded when the first file is shown; what is said
//! and pressed is here. Nothing of the file runs, and a link in it is opened only after its host was named.

use crate::api::{Api, Failure};
use crate::dom;
use crate::react::{dynamic, effect, when};
use crate::state::lang;
use crate::ui::{Dialog, Tone, verdict};
use leptos::html;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::text::{self, Lang};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{CustomEvent, Element, Url};

/// Our part of the viewer; it brings the rest.
const SCRIPT: &str = "/viewer/pdf-view.mjs";

/// Sizes to choose from, in percent of the width of the frame.
const SIZES: [u32; 8] = [50, 75, 100, 125, 150, 200, 300, 400];

/// The whole width.
const FIT: usize = 2;

/// What is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Where its bytes are.
    pub address: String,
    /// Where it can be saved.
    pub download: String,
    /// Its name.
    pub name: String,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Opening,
    /// Percent of the bytes that are here.
    Coming(u32),
    Open,
    Failed(Why),
}

/// Why there is nothing to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Broken,
    Locked,
    Gone,
    Line,
}

/// What the drawing part says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Progress(u32),
    Pages(u32),
    Page(u32),
    Unread(u32),
    Link(String),
    Key(Key),
    SignedOut,
    Failed(Why),
}

/// A key pressed in the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    In,
    Out,
    Fit,
}

impl Said {
    fn read(detail: &str) -> Option<Self> {
        let (what, value) = detail.split_once(' ')?;
        let number = || value.parse().ok();
        Some(match what {
            "progress" => Self::Progress(number()?),
            "pages" => Self::Pages(number()?),
            "page" => Self::Page(number()?),
            "unread" => Self::Unread(number()?),
            "link" => Self::Link(value.to_owned()),
            "key" => Self::Key(match value {
                "in" => Key::In,
                "out" => Key::Out,
                _ => Key::Fit,
            }),
            "failed" => match value {
                "signed-out" => Self::SignedOut,
                "locked" => Self::Failed(Why::Locked),
                "gone" => Self::Failed(Why::Gone),
                "line" => Self::Failed(Why::Line),
                _ => Self::Failed(Why::Broken),
            },
            _ => return None,
        })
    }
}

/// The state of one frame; a copy may move into handlers.
#[derive(Clone, Copy)]
struct Viewer {
    stage: RwSignal<Stage>,
    pages: RwSignal<u32>,
    page: RwSignal<u32>,
    unread: RwSignal<Option<u32>>,
    size: RwSignal<usize>,
    link: RwSignal<String>,
    asking: RwSignal<bool>,
    /// Counts attempts.
    round: RwSignal<u32>,
    inner: StoredValue<Option<Element>, LocalStorage>,
    api: Api,
    lang: Lang,
}

/// The frame with its controls.
pub fn pdf_view(shown: Shown) -> AnyView {
    let viewer = Viewer {
        stage: RwSignal::new(Stage::Opening),
        pages: RwSignal::new(0),
        page: RwSignal::new(0),
        unread: RwSignal::new(None),
        size: RwSignal::new(FIT),
        link: RwSignal::new(String::new()),
        asking: RwSignal::new(false),
        round: RwSignal::new(0),
        inner: StoredValue::new_local(None),
        api: Api::current(),
        lang: lang::current(),
    };
    let host = NodeRef::<html::Div>::new();
    let listener = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
        let detail = event.detail().as_string().unwrap_or_default();
        if let Some(said) = Said::read(&detail) {
            viewer.hear(said);
        }
    });
    let listener = StoredValue::new_local(listener);
    let frame = shown.clone();
    effect(move || {
        viewer.round.track();
        if let Some(host) = host.get() {
            listener.with_value(|listener| viewer.begin(&host, &frame, listener));
        }
    });
    effect(move || viewer.set("zoom", viewer.percent()));
    let lang = viewer.lang;
    let failed = move || matches!(viewer.stage.get(), Stage::Failed(_));
    let download = shown.download.clone();
    view! {
        <div class="pdf-viewer">
            {controls(viewer, &shown)}
            <div role="status">{dynamic(move || state(viewer, lang))}</div>
            {when(failed, move || failure(viewer, &download))}
            <div class="pdf-host" node_ref=host hidden=failed></div>
            {ask(viewer)}
        </div>
    }
    .into_any()
}

impl Viewer {
    /// Puts a fresh frame into `host`; the one before ends by leaving the page.
    fn begin(self, host: &Element, shown: &Shown, listener: &Closure<dyn FnMut(CustomEvent)>) {
        let lang = self.lang;
        let Some(document) = dom::document() else { return };
        host.set_inner_html("");
        let Ok(inner) = document.create_element("pdf-view") else {
            return;
        };
        for (name, value) in [
            ("address", shown.address.as_str()),
            ("label", &text::viewer::region(lang, &shown.name)),
            ("page-label", &text::viewer::sheet(lang, "{n}")),
            ("link-label", &text::viewer::link_label(lang, "{host}")),
        ] {
            let _ = inner.set_attribute(name, value);
        }
        let _ = inner.add_event_listener_with_callback("pdf-view", listener.as_ref().unchecked_ref());
        let _ = host.append_child(&inner);
        self.inner.set_value(Some(inner));
        self.set("zoom", self.size.with_untracked(|size| SIZES.get(*size).copied()));
        self.load_script();
    }

    /// The script is asked for once; asked for again after it did not come.
    fn load_script(self) {
        let Some(document) = dom::document() else { return };
        if document.get_element_by_id("pdf-view").is_some() {
            return;
        }
        let (Ok(script), Some(head)) = (document.create_element("script"), document.head()) else {
            return;
        };
        let round = self.round.get_untracked();
        // The browser remembers a module that did not come.
        let address = format!("{SCRIPT}?{round}");
        for (name, value) in [
            ("id", "pdf-view"),
            ("type", "module"),
            ("src", if round == 0 { SCRIPT } else { &address }),
        ] {
            let _ = script.set_attribute(name, value);
        }
        let gone = script.clone();
        let fault = Closure::once_into_js(move || {
            gone.remove();
            let _ = self.stage.try_set(Stage::Failed(Why::Line));
        });
        let _ = script.add_event_listener_with_callback("error", fault.unchecked_ref());
        let _ = head.append_child(&script);
    }

    fn hear(self, said: Said) {
        match said {
            Said::Progress(percent) => self.stage.set(if percent < 100 {
                Stage::Coming(percent)
            } else {
                Stage::Opening
            }),
            Said::Pages(pages) => {
                self.pages.set(pages);
                self.stage.set(Stage::Open);
            }
            Said::Page(page) => self.page.set(page),
            Said::Unread(page) => self.unread.set(Some(page)),
            Said::Link(address) => {
                self.link.set(address);
                self.asking.set(true);
            }
            Said::Key(Key::In) => self.resize(1),
            Said::Key(Key::Out) => self.resize(-1),
            Said::Key(Key::Fit) => self.size.set(FIT),
            Said::SignedOut => self.api.note(&Failure::of(ErrorCode::SignInNeeded)),
            Said::Failed(why) => self.stage.set(Stage::Failed(why)),
        }
    }

    fn again(self) {
        self.stage.set(Stage::Opening);
        self.unread.set(None);
        self.round.update(|round| *round += 1);
    }

    fn percent(self) -> Option<u32> {
        SIZES.get(self.size.get()).copied()
    }

    fn resize(self, by: isize) {
        self.size.update(|size| {
            *size = size.saturating_add_signed(by).min(SIZES.len() - 1);
        });
    }

    fn go(self, page: u32) {
        let page = page.clamp(1, self.pages.get_untracked().max(1));
        self.set("go", Some(page));
    }

    fn set(self, name: &str, value: Option<u32>) {
        self.inner.with_value(|inner| {
            if let (Some(inner), Some(value)) = (inner, value) {
                let _ = inner.set_attribute(name, &value.to_string());
            }
        });
    }
}

/// Size, page, and saving the file. They stand there from the beginning, so that nothing jumps.
fn controls(viewer: Viewer, shown: &Shown) -> AnyView {
    let lang = viewer.lang;
    let open = move || viewer.stage.get() == Stage::Open;
    let off = move |blocked: bool| (!open() || blocked).then_some("true");
    let first = move || viewer.page.get() <= 1;
    let last = move || viewer.page.get() >= viewer.pages.get();
    let typed = move |event: web_sys::Event| {
        let typed: Result<u32, _> = event_target_value(&event).trim().parse();
        let last = viewer.pages.get_untracked().max(1);
        let page = typed.map_or(viewer.page.get_untracked(), |page| page.clamp(1, last));
        // What cannot be shown does not stay written there.
        event_target::<web_sys::HtmlInputElement>(&event).set_value(&page.to_string());
        viewer.go(page);
    };
    let smallest = move || viewer.size.get() == 0;
    let largest = move || viewer.size.get() + 1 >= SIZES.len();
    let step = move |by: i64| {
        let page = i64::from(viewer.page.get_untracked()) + by;
        viewer.go(u32::try_from(page).unwrap_or(1));
    };
    view! {
        <div class="pdf-bar" role="group" aria-label=text::viewer::tools(lang)>
            <div class="pdf-tools">
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label=text::viewer::zoom_out(lang)
                    aria-disabled=move || off(smallest())
                    on:click=move |_| viewer.resize(-1)
                >
                    "−"
                </button>
                <button
                    type="button"
                    class="btn quiet icon wide-icon"
                    aria-disabled=move || off(false)
                    on:click=move |_| viewer.size.set(FIT)
                >
                    {move || format!("{} %", viewer.percent().unwrap_or_default())}
                    <span class="unseen">" – " {text::viewer::fit(lang)}</span>
                </button>
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label=text::viewer::zoom_in(lang)
                    aria-disabled=move || off(largest())
                    on:click=move |_| viewer.resize(1)
                >
                    "+"
                </button>
            </div>
            <div class="pdf-tools pdf-pages" hidden=move || viewer.pages.get() == 1>
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label=text::viewer::previous(lang)
                    aria-disabled=move || off(first())
                    on:click=move |_| step(-1)
                >
                    "‹"
                </button>
                <span class="pdf-page">
                    <input
                        aria-label=text::viewer::page(lang)
                        class="input"
                        inputmode="numeric"
                        autocomplete="off"
                        prop:value=move || viewer.page.get().to_string()
                        on:change=typed
                    />
                    <span>{move || text::viewer::of(lang, viewer.pages.get())}</span>
                </span>
                <button
                    type="button"
                    class="btn quiet icon"
                    aria-label=text::viewer::next(lang)
                    aria-disabled=move || off(last())
                    on:click=move |_| step(1)
                >
                    "›"
                </button>
            </div>
            <a class="btn quiet pdf-save" href=shown.download.clone() download=shown.name.clone() rel="external">
                {text::viewer::download(lang)}
            </a>
        </div>
    }
    .into_any()
}

/// What is heard; the bar is seen while bytes come.
fn state(viewer: Viewer, lang: Lang) -> AnyView {
    match viewer.stage.get() {
        Stage::Opening => waiting(text::viewer::opening(lang).to_owned(), None),
        Stage::Coming(percent) => waiting(text::viewer::coming(lang, percent), Some(percent)),
        Stage::Open => {
            let unread = viewer
                .unread
                .get()
                .map(|page| view! { <p class="hint">{text::viewer::unread(lang, page)}</p> });
            view! {
                <p class="unseen">{text::viewer::open(lang, viewer.pages.get())}</p>
                {unread}
            }
            .into_any()
        }
        Stage::Failed(_) => ().into_any(),
    }
}

fn waiting(words: String, percent: Option<u32>) -> AnyView {
    let label = words.clone();
    view! {
        <div class="pdf-waiting">
            <p aria-hidden=percent.map(|_| "true")>{words}</p>
            <progress class="bar" max="100" aria-label=label value=percent.map(|percent| percent.to_string())></progress>
        </div>
    }
    .into_any()
}

fn failure(viewer: Viewer, download: &str) -> AnyView {
    let lang = viewer.lang;
    let Stage::Failed(why) = viewer.stage.get_untracked() else {
        return ().into_any();
    };
    let (title, hint) = match why {
        Why::Broken => (text::viewer::broken(lang), text::viewer::broken_hint(lang)),
        Why::Locked => (text::viewer::locked(lang), text::viewer::locked_hint(lang)),
        Why::Gone => (text::viewer::gone(lang), text::viewer::gone_hint(lang)),
        Why::Line => (text::viewer::line(lang), text::viewer::line_hint(lang)),
    };
    let again = matches!(why, Why::Line | Why::Broken).then(|| {
        view! {
            <button type="button" class="btn quiet" on:click=move |_| viewer.again()>
                {text::viewer::again(lang)}
            </button>
        }
    });
    let save = (why != Why::Gone).then(|| {
        view! {
            <a class="btn" href=download.to_owned() download="" rel="external">
                {text::viewer::download(lang)}
            </a>
        }
    });
    let more = view! {
        <p>{hint}</p>
        <div class="row">{save} {again}</div>
    };
    view! { <div role="alert">{verdict(Tone::Warn, title, more)}</div> }.into_any()
}

/// Before a link of the paper opens.
fn ask(viewer: Viewer) -> AnyView {
    let lang = viewer.lang;
    view! {
        <Dialog id="pdf-link" title=text::viewer::link_title(lang) open=viewer.asking>
            {move || {
                let address = viewer.link.get();
                let host = Url::new(&address).map(|url| url.host()).unwrap_or_default();
                view! {
                    <div class="stack-small">
                        <p>{text::viewer::link_hint(lang, &host)}</p>
                        <p class="code pdf-address">{address.clone()}</p>
                        <div class="row">
                            <a
                                class="btn"
                                href=address
                                target="_blank"
                                rel="noopener noreferrer external"
                                on:click=move |_| viewer.asking.set(false)
                            >
                                {text::viewer::link_open(lang, &host)}
                            </a>
                            <button type="button" class="btn text" on:click=move |_| viewer.asking.set(false)>
                                {text::viewer::link_stay(lang)}
                            </button>
                        </div>
                    </div>
                }
            }}
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_drawing_part_says_is_understood_and_nothing_else() {
        assert_eq!(Said::read("pages 3"), Some(Said::Pages(3)));
        assert_eq!(
            Said::read("link https://example.vn/a b"),
            Some(Said::Link("https://example.vn/a b".to_owned()))
        );
        assert_eq!(Said::read("failed locked"), Some(Said::Failed(Why::Locked)));
        assert_eq!(Said::read("failed signed-out"), Some(Said::SignedOut));
        for odd in ["", "pages", "pages x", "pages -1", "run alert(1)"] {
            assert_eq!(Said::read(odd), None, "{odd}");
        }
    }
}

//! The few things of the browser that several parts need, wrapped so that a missing one is `None` and not a panic.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Blob, Document, File, FilePropertyBag, HtmlAnchorElement, HtmlElement, HtmlInputElement, Storage, Url,
    Window,
};

/// The window, absent only outside a browser.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// The document.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// The text in an input with this id.
pub fn input_value(id: &str) -> Option<String> {
    Some(by_id(id)?.dyn_into::<HtmlInputElement>().ok()?.value())
}

/// Moves the focus and brings the element into view.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// What stays on this device until it is cleared: the language, nothing personal.
pub fn local_storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// What lives as long as this tab: drafts of forms.
pub fn session_storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

/// Path and query of the page, to come back to.
pub fn here() -> String {
    let Some(location) = window().map(|window| window.location()) else {
        return "/".to_owned();
    };
    format!(
        "{}{}",
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default()
    )
}

/// A value as it stands in a query.
pub fn encode(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}

/// The name of a field as its label says it, without what is added in smaller words.
pub fn label_of(id: &str) -> Option<String> {
    let label = document()?
        .query_selector(&format!("label[for='{id}']:not(.option)"))
        .ok()?;
    let Some(label) = label else {
        // The first button of a group has the name of its answer; the question is that of the group.
        let group = by_id(id)?.closest("fieldset.radios").ok()??;
        let question = group.query_selector("legend").ok()??.text_content()?;
        return Some(question.trim().to_owned());
    };
    // A tick stands before its words.
    let name = match label.query_selector(".strong").ok().flatten() {
        Some(words) => words.text_content()?,
        None => label.first_child()?.text_content()?,
    };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// This device's clock, in milliseconds since 1970.
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Forgets the drafts of this tab.
pub fn clear_session_storage() {
    if let Some(storage) = session_storage() {
        let _ = storage.clear();
    }
}

/// Under which the tab knows that this site led to the next page.
const LED: &str = "led";

/// Loads a page of another program of this site, in the place of this one or after it.
pub fn go_over(address: &str, instead: bool) {
    if let Some(storage) = session_storage() {
        let _ = storage.set_item(LED, "1");
    }
    match instead {
        true => replace_by(address),
        false => leave_for(address),
    }
}

/// Whether another program of this site led here; says so once.
pub fn was_led_here() -> bool {
    let Some(storage) = session_storage() else {
        return false;
    };
    let is_led = storage.get_item(LED).ok().flatten().is_some();
    let _ = storage.remove_item(LED);
    is_led
}

/// Loads another page, of this site or of where one signed in.
pub fn leave_for(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(address);
    }
}

/// Loads another page in the place of this one: the history has no entry for what is left.
pub fn replace_by(address: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(address);
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// An address under which the first `length` bytes of a PDF on this device can be opened.
pub fn address_of_part(file: &Blob, length: u64) -> Option<String> {
    let part = file
        .slice_with_f64_and_f64_and_content_type(0.0, length as f64, "application/pdf")
        .ok()?;
    Url::create_object_url_with_blob(&part).ok()
}

/// `bytes` as a file that somebody might have chosen.
pub fn file(bytes: &[u8], media_type: &str, name: &str) -> Option<File> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    file_of(&parts, media_type, name)
}

/// Parts (`Blob`, `Uint8Array`) as one file.
pub fn file_of(parts: &js_sys::Array, media_type: &str, name: &str) -> Option<File> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    File::new_with_u8_array_sequence_and_options(parts, name, &options).ok()
}

/// Has the browser keep `bytes` as a file.
pub fn save(bytes: &[u8], media_type: &str, name: &str) {
    if let Some(file) = file(bytes, media_type, name) {
        save_file(&file);
    }
}

/// Has the browser keep a file.
pub fn save_file(file: &File) {
    let link = document()
        .and_then(|document| document.create_element("a").ok())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    if let (Ok(address), Some(link)) = (Url::create_object_url_with_blob(file), link) {
        link.set_href(&address);
        link.set_download(&file.name());
        link.click();
        let _ = Url::revoke_object_url(&address);
    }
}

/// Whether the device has no line now, as far as it knows by itself.
pub fn is_line_down() -> bool {
    window().is_some_and(|window| !window.navigator().on_line())
}

/// The device is a phone or tablet: fingers, and nothing finer.
pub fn is_touched() -> bool {
    let query = window().and_then(|window| window.match_media("(pointer: coarse)").ok()?);
    query.is_some_and(|query| query.matches())
}

/// Whether the line is down, and how it goes on.
pub fn is_offline() -> RwSignal<bool> {
    let offline = RwSignal::new(is_line_down());
    for (event, is_off) in [("offline", true), ("online", false)] {
        let heard = window_event_listener_untyped(event, move |_| {
            let _ = offline.try_set(is_off);
        });
        on_cleanup(move || heard.remove());
    }
    offline
}

/// Small letters without marks, by the browser: its tables need not be sent.
pub fn bare(text: &str) -> String {
    let text = js_sys::JsString::from(text).to_lower_case().normalize("NFD");
    let is_letter = |c: &char| !('\u{300}'..='\u{36f}').contains(c);
    let plain = |c| if c == 'đ' { 'd' } else { c };
    String::from(text).chars().filter(is_letter).map(plain).collect()
}

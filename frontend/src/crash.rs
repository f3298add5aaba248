//! When the application breaks, the person sees so and learns what to do; the console gets the reason.

use crate::dom;
use std::panic;

/// Shows the crash screen of index.html on a panic. Its words stand in index.html because nothing else can be
/// trusted to run at that moment.
pub fn install() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let Some(document) = dom::document() else { return };
        if let Some(app) = document.get_element_by_id("app") {
            let _ = app.set_attribute("hidden", "");
        }
        if let Some(screen) = document.get_element_by_id("crash") {
            let _ = screen.remove_attribute("hidden");
        }
    }));
}

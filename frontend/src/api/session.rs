//! Asking the server who is signed in.

use crate::api::Api;
use crate::state::session::{self, Known};
use leptos::prelude::*;
use motcua_shared::identity::dto::SessionView;
use motcua_shared::path;
use wasm_bindgen_futures::spawn_local;

/// Tells the server that somebody is still here; it answers who.
pub fn stay() {
    let api = Api::current();
    let session = session::current();
    spawn_local(async move {
        // Without an answer nothing is known that was not known before.
        if let Ok(view) = api.get::<SessionView>(path::SESSION, None).await {
            session.set(view);
        }
    });
}

/// Asks and puts the answer into the session.
pub fn ask() {
    let api = Api::current();
    let session = session::current();
    session.known.set(Known::Asking);
    spawn_local(async move {
        let known = match api.get::<SessionView>(path::SESSION, None).await {
            Ok(view) => Known::View(view),
            Err(failure) => Known::Failed(failure.code),
        };
        session.known.set(known);
    });
}

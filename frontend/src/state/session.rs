//! Who is signed in, as far as the browser knows. The server decides anew at every request.

use crate::dom;
use leptos::prelude::*;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{AccountView, SessionView};
use motcua_shared::upload::rule::DEFAULT_MAX_BYTES;

/// What is known of the session.
#[derive(Clone, PartialEq)]
pub enum Known {
    /// The server was asked and has not answered yet.
    Asking,
    /// The server could not be asked.
    Failed(ErrorCode),
    /// The answer.
    View(SessionView),
}

/// In context; every page may read it.
#[derive(Clone, Copy)]
pub struct Session(pub RwSignal<Known>);

/// Puts an unknown session into context.
pub fn provide() -> Session {
    let session = Session(RwSignal::new(Known::Asking));
    provide_context(session);
    session
}

/// The session of this application.
pub fn current() -> Session {
    use_context().unwrap_or_else(|| Session(RwSignal::new(Known::Asking)))
}

impl Session {
    /// The account that acts; tracks.
    pub fn account(self) -> Option<AccountView> {
        self.0.with(|known| match known {
            Known::View(view) => view.account.clone(),
            _ => None,
        })
    }

    /// Whether the portal runs with made-up accounts; tracks.
    pub fn is_demo(self) -> bool {
        self.0
            .with(|known| matches!(known, Known::View(view) if view.demo))
    }

    /// The largest file that the server takes, in bytes.
    pub fn max_upload_bytes(self) -> u64 {
        self.0.with_untracked(|known| match known {
            Known::View(view) => view.max_upload_bytes,
            _ => DEFAULT_MAX_BYTES,
        })
    }

    /// Takes over what the server said.
    pub fn set(self, view: SessionView) {
        self.0.set(Known::View(view));
    }

    /// Forgets the account: it signed out, or the server no longer knows the session.
    pub fn forget(self) {
        self.0.update(|known| {
            if let Known::View(view) = known {
                view.account = None;
            }
        });
    }

    /// Forgets the account and everything that its forms kept in this tab.
    pub fn sign_out(self) {
        if let Some(storage) = dom::session_storage() {
            let _ = storage.clear();
        }
        self.forget();
    }
}

//! Who is signed in, as far as the browser knows. The server decides anew at every request.

use crate::dom;
use leptos::prelude::*;
use motcua_shared::delegation::dto::ActingFor;
use motcua_shared::error::ErrorCode;
use motcua_shared::identity::dto::{AccountView, ProviderView, SessionView};
use motcua_shared::upload::rule::DEFAULT_MAX_BYTES;

/// Under which the tab knows whose unsent words it keeps.
const OF: &str = "of";

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
pub struct Session {
    /// What is known; pages read it through the methods below.
    pub known: RwSignal<Known>,
    /// When the server last answered, by this device's clock: it counts idleness from there.
    heard: StoredValue<i64>,
}

/// Puts an unknown session into context.
pub fn provide() -> Session {
    let session = Session::unknown();
    provide_context(session);
    session
}

/// The session of this application.
pub fn current() -> Session {
    use_context().unwrap_or_else(Session::unknown)
}

impl Session {
    fn unknown() -> Self {
        Self {
            known: RwSignal::new(Known::Asking),
            heard: StoredValue::new(dom::now()),
        }
    }

    /// The server has answered.
    pub fn touch(self) {
        self.heard.set_value(dom::now());
    }

    /// Milliseconds until the session ends unless the server hears of it before; `None` while nobody is signed in.
    pub fn left(self) -> Option<i64> {
        self.known.with_untracked(|known| match known {
            Known::View(view) if view.account.is_some() => {
                let idle = i64::try_from(view.idle_seconds).unwrap_or(i64::MAX / 1_000) * 1_000;
                Some(self.heard.get_value().saturating_add(idle) - dom::now())
            }
            _ => None,
        })
    }

    /// The account that acts; tracks.
    pub fn account(self) -> Option<AccountView> {
        self.known.with(|known| match known {
            Known::View(view) => view.account.clone(),
            _ => None,
        })
    }

    /// For whom an officer works by a delegation; tracks.
    pub fn acting_for(self) -> Option<ActingFor> {
        self.known.with(|known| match known {
            Known::View(view) => view.acting_for.as_deref().cloned(),
            _ => None,
        })
    }

    /// Whether the portal runs with made-up accounts; tracks.
    pub fn is_demo(self) -> bool {
        self.known
            .with(|known| matches!(known, Known::View(view) if view.demo))
    }

    /// Whose portal this is, where that is set; tracks.
    pub fn place(self) -> Option<String> {
        self.known.with(|known| match known {
            Known::View(view) => view.place.clone(),
            _ => None,
        })
    }

    /// The number that people call for help, where there is one; tracks.
    pub fn helpline(self) -> Option<String> {
        self.known.with(|known| match known {
            Known::View(view) => view.helpline.clone(),
            _ => None,
        })
    }

    /// Where else people can sign in; tracks.
    pub fn providers(self) -> Vec<ProviderView> {
        self.known.with(|known| match known {
            Known::View(view) => view.providers.clone(),
            _ => Vec::new(),
        })
    }

    /// Whether people can register and sign in with a USB token; tracks.
    pub fn has_token(self) -> bool {
        self.known
            .with(|known| matches!(known, Known::View(view) if view.token))
    }

    /// Whether they can with a signing SIM; tracks.
    pub fn has_sim(self) -> bool {
        self.known
            .with(|known| matches!(known, Known::View(view) if view.sim))
    }

    /// Whether officers may sign in with a password; tracks.
    pub fn staff_password(self) -> bool {
        self.known
            .with(|known| matches!(known, Known::View(view) if view.staff_password))
    }

    /// The largest file that the server takes, in bytes.
    pub fn max_upload_bytes(self) -> u64 {
        self.known.with_untracked(|known| match known {
            Known::View(view) => view.max_upload_bytes,
            _ => DEFAULT_MAX_BYTES,
        })
    }

    /// Takes over what the server said. What another account left unsent in this tab is not shown to this one.
    pub fn set(self, view: SessionView) {
        if let (Some(account), Some(storage)) = (&view.account, dom::session_storage()) {
            let id = account.id.to_string();
            let before = storage.get_item(OF).ok().flatten();
            if before.is_some_and(|before| before != id) {
                dom::clear_session_storage();
            }
            let _ = storage.set_item(OF, &id);
        }
        self.known.set(Known::View(view));
    }

    /// Forgets the account: it signed out, or the server no longer knows the session.
    pub fn forget(self) {
        self.known.update(|known| {
            if let Known::View(view) = known {
                view.account = None;
            }
        });
    }
}

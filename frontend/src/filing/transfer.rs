//! Files on their way from the device to the components of a draft: where each stands. They go on while other steps are
//! shown, and stop when the wizard is left.

use crate::api::upload::Stop;
use leptos::prelude::*;
use motcua_shared::id::UploadId;
use std::collections::BTreeMap;
use web_sys::File;

/// Where a file stands.
#[derive(Clone, PartialEq, Eq)]
pub enum Moving {
    /// No file is on its way.
    Idle,
    /// Being looked at in the browser.
    Checking(String),
    /// Leaving the device.
    Sending(String),
    /// The server has it and looks at it.
    Judging(String),
    /// It cannot be taken; name and sentence.
    Refused(String, String),
    /// It did not get through; name and sentence. It can be tried again.
    Failed(String, String),
}

impl Moving {
    /// Name of a file that is on its way.
    pub fn under_way(&self) -> Option<&str> {
        match self {
            Self::Checking(name) | Self::Sending(name) | Self::Judging(name) => Some(name),
            _ => None,
        }
    }
}

/// A file that was chosen.
#[derive(Clone)]
pub struct Job {
    /// The file.
    pub file: File,
    /// One per choice: sending it again is harmless.
    pub key: String,
    /// Stops it.
    pub stop: Stop,
    /// What the server has received of it.
    pub upload: Option<UploadId>,
}

/// The way to one component; a copy may move into handlers.
#[derive(Clone, Copy)]
pub struct Transfer {
    /// Where its file stands.
    pub state: RwSignal<Moving>,
    /// How much has left the device.
    pub percent: RwSignal<u32>,
    /// What is on its way.
    pub job: StoredValue<Option<Job>, LocalStorage>,
}

/// One way per component.
#[derive(Clone, Copy)]
pub struct Transfers(StoredValue<BTreeMap<String, Transfer>>);

impl Transfers {
    /// Nothing is on its way.
    pub fn new(components: impl Iterator<Item = String>) -> Self {
        // One after the other: collected they would be sorted first, and a sort weighs more than all of this.
        let mut all = BTreeMap::new();
        for id in components {
            let transfer = Transfer {
                state: RwSignal::new(Moving::Idle),
                percent: RwSignal::new(0),
                job: StoredValue::new_local(None),
            };
            all.insert(id, transfer);
        }
        let stops: Vec<_> = all.values().map(|transfer| transfer.job).collect();
        on_cleanup(move || {
            for job in stops {
                job.try_with_value(stop);
            }
        });
        Self(StoredValue::new(all))
    }

    /// The way to a component.
    pub fn of(self, component: &str) -> Option<Transfer> {
        self.0.with_value(|all| all.get(component).copied())
    }

    /// Component and file of everything that is on its way; does not track.
    pub fn under_way(self) -> Vec<(String, String)> {
        untrack(|| self.pick(Moving::under_way))
    }

    /// Component and file of everything that was chosen and that the server does not have: on its way, or it did not get
    /// through.
    pub fn not_received(self) -> Vec<(String, String)> {
        self.pick(|state| match state {
            Moving::Failed(name, _) => Some(name),
            state => state.under_way(),
        })
    }

    fn pick(self, of: impl Fn(&Moving) -> Option<&str>) -> Vec<(String, String)> {
        self.0.with_value(|all| {
            all.iter()
                .filter_map(|(id, transfer)| {
                    let name = transfer.state.with(|state| of(state).map(str::to_owned));
                    Some((id.clone(), name?))
                })
                .collect()
        })
    }
}

/// Stops what is on its way.
pub fn stop(job: &Option<Job>) {
    if let Some(job) = job {
        job.stop.stop();
    }
}

//! A file is looked at, sent, and attached to its component.

use crate::api::client::new_key;
use crate::api::upload::{NotSent, Stop, send_file};
use crate::api::{Api, Failure};
use crate::filing::draft::{Act, Draft};
use crate::filing::transfer::{Job, Moving, Transfer, stop};
use crate::signature::look::look;
use crate::state::{lang, session};
use leptos::prelude::*;
use motcua_shared::catalogue::dto::Component;
use motcua_shared::error::ErrorCode;
use motcua_shared::filing::dto::AttachSource;
use motcua_shared::id::UploadId;
use motcua_shared::text::Lang;
use motcua_shared::upload::dto::Purpose;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

/// Which component of which draft a file is for.
#[derive(Clone, Copy)]
pub struct Target {
    draft: Draft,
    transfer: Transfer,
    component: StoredValue<String>,
    purpose: Purpose,
    max_bytes: u64,
    api: Api,
    lang: Lang,
}

impl Target {
    /// The component of the draft.
    pub fn new(draft: Draft, transfer: Transfer, component: &Component) -> Self {
        Self {
            draft,
            transfer,
            component: StoredValue::new(component.id.clone()),
            purpose: if component.signature_required {
                Purpose::SignedComponent
            } else {
                Purpose::Component
            },
            max_bytes: session::current().max_upload_bytes(),
            api: Api::current(),
            lang: lang::current(),
        }
    }

    /// Takes a file that the person chose; one that is still on its way is stopped.
    pub fn choose(self, file: File) {
        self.stop();
        self.transfer.job.set_value(Some(Job {
            file,
            key: new_key(),
            stop: Stop::patient(),
            upload: None,
        }));
        self.start(true);
    }

    /// Tries again what did not get through.
    pub fn retry(self) {
        self.transfer.job.update_value(|job| {
            if let Some(job) = job {
                job.stop = Stop::patient();
            }
        });
        self.start(false);
    }

    /// Stops and forgets the file.
    pub fn stop(self) {
        self.transfer.job.with_value(stop);
        self.transfer.job.set_value(None);
        self.transfer.state.set(Moving::Idle);
    }

    /// A file that was not taken is no longer spoken of.
    pub fn forget_refusal(self) {
        let not_taken = |state: &Moving| matches!(state, Moving::Refused(..) | Moving::Failed(..));
        if self.transfer.state.with_untracked(not_taken) {
            self.stop();
        }
    }

    fn start(self, look_first: bool) {
        let Some(job) = self.transfer.job.get_value() else {
            return;
        };
        let component = self.component.get_value();
        spawn_local(async move {
            let name = job.file.name();
            let ended = match self.carry(&job, component, look_first).await {
                Ok(()) => Moving::Idle,
                Err(NotSent::Stopped) => return,
                Err(NotSent::Failed(failure)) if may_pass(failure.code) => {
                    Moving::Failed(name, failure.sentence(self.lang))
                }
                Err(NotSent::Failed(failure)) => {
                    Moving::Refused(name, failure.of_file(self.max_bytes, self.lang))
                }
            };
            self.say(&job, ended);
        });
    }

    async fn carry(self, job: &Job, component: String, look_first: bool) -> Result<(), NotSent> {
        let name = job.file.name();
        if look_first {
            self.say(job, Moving::Checking(name.clone()));
            let looked = look(&job.file, self.purpose, self.max_bytes).await;
            looked.map_err(|code| NotSent::Failed(Failure::of(code)))?;
        }
        let upload = match job.upload {
            Some(upload) => upload,
            None => {
                self.say(job, Moving::Sending(name.clone()));
                self.send(job).await?
            }
        };
        self.say(job, Moving::Judging(name));
        if !self.is_current(job) {
            return Err(NotSent::Stopped);
        }
        let attaching = Act::Attach(component, AttachSource::Upload(upload));
        self.draft.run(attaching).await.map_err(NotSent::Failed)
    }

    async fn send(self, job: &Job) -> Result<UploadId, NotSent> {
        let percent = self.transfer.percent;
        let _ = percent.try_set(0);
        let on_progress = move |share| {
            let _ = percent.try_set(share);
        };
        let sent = send_file(
            self.api,
            &job.file,
            self.purpose,
            &job.key,
            &job.stop,
            on_progress,
        )
        .await?;
        self.transfer.job.try_update_value(|now| {
            if let Some(now) = now.as_mut().filter(|now| now.key == job.key) {
                now.upload = Some(sent.id);
            }
        });
        Ok(sent.id)
    }

    /// Another file may have been chosen meanwhile, or none.
    fn is_current(self, job: &Job) -> bool {
        let same = |now: &Option<Job>| now.as_ref().is_some_and(|now| now.key == job.key);
        self.transfer.job.try_with_value(same) == Some(true)
    }

    fn say(self, job: &Job, state: Moving) {
        if self.is_current(job) {
            let _ = self.transfer.state.try_set(state);
        }
    }
}

/// Whether trying the same file again can help.
fn may_pass(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::NoConnection
            | ErrorCode::Unavailable
            | ErrorCode::TooManyRequests
            | ErrorCode::Internal
            | ErrorCode::VersionConflict
            | ErrorCode::SignInNeeded
            | ErrorCode::Unknown
    )
}

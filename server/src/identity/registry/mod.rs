//! Records kept elsewhere that a person's data is compared with: the mobile operators' subscribers, social insurance, the
//! accounts of the post office. One trait, one protocol (docs/adapters.md), one instance for each.

mod http;

use crate::config::Config;
use chrono::NaiveDate;
use futures::future::BoxFuture;
use motcua_shared::identity::registration::RegistrationMethod;
use motcua_shared::time::Timestamp;
use std::sync::Arc;

/// What a person says of themselves.
#[derive(Debug, Clone)]
pub struct Question {
    /// CMND or CCCD, digits only.
    pub identity_number: String,
    /// Composed, with single blanks.
    pub name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// By what the record is found: the phone, the insurance number, the account.
    pub record: String,
}

/// What the record says to it. Which part differs is not told to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// All of it is as the person said.
    Same {
        /// The phone on the record, in its local form, where there is one.
        phone: Option<String>,
    },
    /// Something differs, or there is no such record.
    Different {
        /// The operator that the phone belongs to.
        operator: Option<String>,
    },
}

/// Somebody who keeps records. An error means that nothing was learnt: too slow, down, or rubbish.
pub trait Registry: Send + Sync {
    /// Compares.
    fn compare<'a>(&'a self, question: &'a Question, now: Timestamp)
    -> BoxFuture<'a, anyhow::Result<Answer>>;
}

/// The records that this portal is connected to.
#[derive(Clone)]
pub struct Registries {
    /// Mobile operators' subscribers.
    pub subscriber: Option<Arc<dyn Registry>>,
    /// Social insurance.
    pub insurance: Option<Arc<dyn Registry>>,
    /// Accounts of the post office.
    pub post: Option<Arc<dyn Registry>>,
}

impl Registries {
    /// Those that the settings give an address of.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let connect = |kind: &'static str, settings| -> anyhow::Result<Option<Arc<dyn Registry>>> {
            let registry = http::HttpRegistry::new(kind, settings)?;
            Ok(registry.map(|registry| Arc::new(registry) as Arc<dyn Registry>))
        };
        Ok(Self {
            subscriber: connect("subscriber", &config.subscriber)?,
            insurance: connect("insurance", &config.insurance)?,
            post: connect("post", &config.post)?,
        })
    }

    /// The record that a way of registering is compared with.
    pub fn of(&self, method: RegistrationMethod) -> Option<&Arc<dyn Registry>> {
        match method {
            RegistrationMethod::Phone => self.subscriber.as_ref(),
            RegistrationMethod::Insurance => self.insurance.as_ref(),
            RegistrationMethod::Post => self.post.as_ref(),
        }
    }
}

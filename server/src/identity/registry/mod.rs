//! Records kept elsewhere that a person's data is compared with: the mobile operators' subscribers, social insurance, the
//! accounts of the post office. One trait, one protocol (docs/adapters.md), one instance for each.

mod http;
mod line;
mod population;

use crate::config::Config;
use chrono::NaiveDate;
use futures::future::BoxFuture;
use motcua_shared::identity::desk::Sex;
use motcua_shared::identity::registration::RegistrationMethod;
use motcua_shared::identity::staff::CardField;
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

/// What is written of an identity card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// CMND or CCCD, digits only.
    pub identity_number: String,
    /// Composed, with single blanks.
    pub name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// Sex.
    pub sex: Sex,
    /// Day of issue.
    pub issued_on: NaiveDate,
    /// Place of issue.
    pub issued_by: String,
}

/// Who keeps the register of the population. An error means that nothing was learnt.
pub trait Population: Send + Sync {
    /// What is other there: nothing where all of it is right. Values are never given.
    fn verify<'a>(&'a self, card: &'a Card, now: Timestamp) -> BoxFuture<'a, anyhow::Result<Vec<CardField>>>;
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
    /// The population.
    pub population: Option<Arc<dyn Population>>,
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
            population: population::HttpPopulation::new(&config.population)?
                .map(|population| Arc::new(population) as Arc<dyn Population>),
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

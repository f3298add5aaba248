//! Papers from other systems' vaults ("Kho Quy Nhơn"): their lists are shown to the owner alone, and a paper that is taken
//! becomes one of this vault, with its origin kept.
//!
//! One trait, [`PartnerVault`]; one protocol over HTTP, `http` (docs/partner-vault.md); `breaker` leaves one that is down
//! alone for a while.

mod breaker;
pub mod domain;
pub mod handler;
mod http;
pub mod service;
mod store;

use self::breaker::Breaker;
use self::domain::{Offered, OfferedPage, Owner, Question, TheirId};
use crate::config::Config;
use actix_web::web::Bytes;
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use motcua_shared::time::Timestamp;
use std::sync::Arc;

/// Why a partner gave nothing.
#[derive(Debug)]
pub enum Refused {
    /// There is no such paper, or it is somebody else's.
    Unknown,
    /// What came is not what was asked for, or not this protocol.
    Wrong(anyhow::Error),
    /// Nothing was learnt: too slow, down, busy.
    Down(anyhow::Error),
}

/// What comes of a file, until it ends or breaks off.
pub type Content = BoxStream<'static, Result<Bytes, anyhow::Error>>;

/// Another system's vault.
pub trait PartnerVault: Send + Sync {
    /// A page of the papers of an owner.
    fn list<'a>(
        &'a self,
        owner: &'a Owner,
        question: &'a Question,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<OfferedPage, Refused>>;

    /// One paper of an owner, as it is now.
    fn describe<'a>(
        &'a self,
        owner: &'a Owner,
        id: &'a TheirId,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Offered, Refused>>;

    /// The bytes of a paper.
    fn fetch<'a>(
        &'a self,
        owner: &'a Owner,
        offered: &'a Offered,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<Content, Refused>>;
}

/// A partner as this portal knows it.
pub struct Partner {
    /// Stands in addresses and in the database.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Assurance level from which an account may ask.
    pub assurance_level: u8,
    /// Category of papers whose own is not in the catalogue.
    pub category_code: String,
    vault: Box<dyn PartnerVault>,
    breaker: Breaker,
}

/// Those that the settings name.
#[derive(Clone)]
pub struct Partners(Arc<[Arc<Partner>]>);

impl Partners {
    /// Nothing is asked before somebody does.
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let connect = |settings| -> anyhow::Result<Arc<Partner>> {
            let settings: &crate::config::PartnerConfig = settings;
            Ok(Arc::new(Partner {
                id: settings.id.clone(),
                name: settings.name.trim().to_owned(),
                assurance_level: settings.assurance_level,
                category_code: settings.category_code.clone(),
                vault: Box::new(http::HttpVault::new(settings)?),
                breaker: Breaker::default(),
            }))
        };
        let partners: anyhow::Result<Vec<_>> = config.vault.partners.iter().map(connect).collect();
        Ok(Self(partners?.into()))
    }

    fn all(&self) -> &[Arc<Partner>] {
        &self.0
    }

    fn find(&self, id: &str) -> Option<&Arc<Partner>> {
        self.0.iter().find(|partner| partner.id == id)
    }
}

//! Everybody in the sandbox who holds a key and a certificate.

use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use chrono::{DateTime, Duration, Utc};

use super::certificate::{Identity, Kind, Order, Part, issue, name};
use super::key::{Hash, Key};

/// Everything that holds a certificate.
pub struct World {
    /// Moment that all dates count from.
    pub made_at: DateTime<Utc>,
    identities: Vec<Identity>,
}

impl World {
    /// All identities.
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// The identity of that name.
    pub fn get(&self, id: &str) -> Result<&Identity> {
        self.identities
            .iter()
            .find(|one| one.id == id)
            .with_context(|| format!("no identity {id}"))
    }

    /// Makes keys and certificates.
    pub fn generate(now: DateTime<Utc>) -> Result<Self> {
        let keys = Keys::generate()?;
        let mut world = World {
            made_at: now,
            identities: Vec::new(),
        };
        world.authorities(&keys)?;
        world.organisations(&keys)?;
        world.people(&keys)?;
        world.strangers(&keys)?;
        Ok(world)
    }

    /// Issues one certificate and keeps its holder.
    pub(super) fn add(&mut self, issuer: Option<&str>, order: Order) -> Result<()> {
        let issuer = issuer.map(|id| self.get(id).cloned()).transpose()?;
        self.identities.push(issue(order, issuer.as_ref())?);
        Ok(())
    }

    /// Issues an end-entity certificate.
    pub(super) fn leaf(&mut self, keys: &Keys, issuer: &str, leaf: Leaf) -> Result<()> {
        let repository_name = if issuer == "sub-g1" { "cp" } else { "cpcag2" };
        let order = Order {
            id: leaf.id,
            subject: name(leaf.subject),
            key: keys.of(leaf.id)?,
            kind: Kind::EndEntity { email: leaf.email },
            from: self.made_at + Duration::days(leaf.days.0),
            to: self.made_at + Duration::days(leaf.days.1),
            hash: leaf.hash,
            repository_name,
            extra: Vec::new(),
        };
        self.add(Some(issuer), order)
    }
}

/// Days.
pub(super) const YEAR: i64 = 365;

/// An end-entity certificate to issue.
pub(super) struct Leaf<'a> {
    /// File name in the directory of keys.
    pub(super) id: &'static str,
    /// Name.
    pub(super) subject: &'a [Part<'a>],
    /// Address in the alternative name.
    pub(super) email: &'static str,
    /// Validity in days from the moment of making.
    pub(super) days: (i64, i64),
    /// Digest of the issuer's signature.
    pub(super) hash: Hash,
}

/// Keys by name. RSA keys are slow to make, so holders that never meet in one test share one.
pub(super) struct Keys(Vec<(&'static str, Arc<Key>)>);

impl Keys {
    const OWN: [(&'static str, usize); 11] = [
        ("root-g2", 3072),
        ("sub-g2", 3072),
        ("root-g1", 2048),
        ("sub-g1", 2048),
        ("tsa-g1", 2048),
        ("tsa-g2", 2048),
        ("org-hoa-mai", 2048),
        ("person-mau", 2048),
        ("office-van-thu", 2048),
        ("foreign-root", 2048),
        ("shared", 2048),
    ];

    fn generate() -> Result<Self> {
        let halves: Vec<Vec<(&'static str, usize)>> = (0..2)
            .map(|half| Self::OWN.into_iter().skip(half).step_by(2).collect())
            .collect();
        let made = std::thread::scope(|scope| {
            let workers: Vec<_> = halves
                .into_iter()
                .map(|half| {
                    scope.spawn(move || {
                        half.into_iter()
                            .map(|(id, bits)| Ok((id, Arc::new(Key::rsa(bits)?))))
                            .collect::<Result<Vec<_>>>()
                    })
                })
                .collect();
            let mut keys = Vec::new();
            for worker in workers {
                keys.extend(worker.join().map_err(|_| anyhow!("a key worker stopped"))??);
            }
            Ok::<_, anyhow::Error>(keys)
        })?;
        let mut keys = made;
        keys.push(("org-p256", Arc::new(Key::p256())));
        keys.push(("org-p384", Arc::new(Key::p384())));
        keys.push(("org-p521", Arc::new(Key::p521())));
        keys.push(("org-ed25519", Arc::new(Key::ed25519()?)));
        Ok(Keys(keys))
    }

    /// The key of that holder.
    pub(super) fn of(&self, id: &str) -> Result<Arc<Key>> {
        let find = |id: &str| {
            self.0
                .iter()
                .find(|(name, _)| *name == id)
                .map(|(_, key)| key.clone())
        };
        find(id).or_else(|| find("shared")).context("no shared key")
    }
}

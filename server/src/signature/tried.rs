//! Who signed a piece of evidence, found out once for each issuer: a paper with many signatures asks again and again.

use super::authority::Authority;
use motcua_shared::signature::Reason;
use std::sync::{Arc, Mutex, PoisonError};

/// Issuers that are remembered. An authority has one or two certificates of its name.
const REMEMBERED: usize = 8;

/// What was found for each issuer that was tried. Copies share it.
#[derive(Debug, Clone)]
pub struct Tried<T>(Arc<Mutex<Vec<Found<T>>>>);

/// The digest of an issuer's certificate, and what was found.
type Found<T> = ([u8; 32], T);

impl<T: Clone> Tried<T> {
    /// What was found for `issuer`, or else what `find` finds now. What could not be found out is not remembered.
    pub fn by(&self, issuer: &Authority, find: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
        let mut tried = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, found)) = tried.iter().find(|(known, _)| *known == issuer.digest) {
            return Ok(found.clone());
        }
        let found = find()?;
        if tried.len() < REMEMBERED {
            tried.push((issuer.digest, found.clone()));
        }
        Ok(found)
    }
}

impl<T> Default for Tried<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

//! What a verdict would have needed, and where the certificates say it is to be had. Only named here; whether and from
//! whom anything is fetched is decided elsewhere.

use super::{authority::Authority, chain::Search, ocsp};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Addresses taken from one certificate; real ones name one or two.
const ADDRESSES: usize = 4;
/// Things wanted for one paper.
const WANTS: usize = 64;

/// One thing that would help.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// The certificate of an issuer.
    Issuer {
        /// Where it is.
        address: String,
    },
    /// An OCSP answer.
    Answer {
        /// Who answers.
        address: String,
        /// What to ask, an OCSPRequest in DER.
        request: Vec<u8>,
    },
    /// A revocation list.
    List {
        /// Where it is.
        address: String,
    },
}

impl Want {
    /// Where it is to be had.
    pub fn address(&self) -> &str {
        match self {
            Self::Issuer { address } | Self::Answer { address, .. } | Self::List { address } => address,
        }
    }
}

/// Gathers what is wanted while a paper is judged.
#[derive(Debug, Default)]
pub struct Wants {
    found: RefCell<BTreeSet<Want>>,
    /// Certificates that were asked already, by digest.
    asked: RefCell<BTreeSet<[u8; 32]>>,
}

impl Wants {
    /// Wants to know whether `subject` was revoked.
    pub fn revocation(&self, subject: &Authority, issuer: &Authority) {
        let request = ocsp::request(subject, issuer);
        for address in subject.ocsp_addresses().into_iter().take(ADDRESSES) {
            if let Some(request) = request.clone() {
                self.add(Want::Answer { address, request });
            }
        }
        for address in subject.list_addresses().into_iter().take(ADDRESSES) {
            self.add(Want::List { address });
        }
    }

    /// Wants the issuers that are missing between `certificate` and an anchor.
    pub fn issuers(&self, certificate: &Authority, search: &Search<'_>) {
        let ends = search.ends(certificate).into_iter();
        for last in ends.filter(|last| self.asked.borrow_mut().insert(last.digest)) {
            for address in last.issuer_addresses().into_iter().take(ADDRESSES) {
                self.add(Want::Issuer { address });
            }
        }
    }

    fn add(&self, want: Want) {
        let mut wants = self.found.borrow_mut();
        if wants.len() < WANTS {
            wants.insert(want);
        }
    }

    /// All of them, each once.
    pub fn into_list(self) -> Vec<Want> {
        self.found.into_inner().into_iter().collect()
    }
}

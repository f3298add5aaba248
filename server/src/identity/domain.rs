//! Accounts. No HTTP, no SQL, no clock.

use chrono::NaiveDate;
use motcua_shared::id::{AccountId, DelegationId, PersonId, UnitId};
use motcua_shared::identity::dto::{AccountKind, AccountView};
use motcua_shared::text::{self, Lang};
use std::sync::Arc;

/// By which an officer works for another one ("Ủy quyền giải quyết"), found to hold.
#[derive(Debug, Clone)]
pub struct Mandate {
    /// The delegation.
    pub id: DelegationId,
    /// The delegator.
    pub delegator: AccountId,
    /// Their name.
    pub name: String,
    /// Whose dossiers it is about.
    pub unit: UnitId,
    /// Name of that unit.
    pub unit_name: String,
    /// Last day.
    pub until: NaiveDate,
    /// Codes of the procedures; all of them when absent.
    pub procedures: Option<Vec<String>>,
    /// The day on which it was looked at.
    pub on: NaiveDate,
}

impl Mandate {
    /// Whether it is about this procedure.
    pub fn covers(&self, code: &str) -> bool {
        let named = self.procedures.as_ref();
        named.is_none_or(|codes| codes.iter().any(|one| one == code))
    }

    /// "X thay Y": as acts are written down.
    pub fn signed(&self, name: &str) -> String {
        text::delegation::signed(Lang::Vi, name, &self.name)
    }
}

/// The delegation that a session works by, as it stands.
#[derive(Debug, Clone)]
pub struct Acting {
    /// What it lets one do.
    pub mandate: Arc<Mandate>,
    /// Whether it still holds.
    pub holds: bool,
}

/// An account that may act.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// In which capacity it acts.
    pub kind: AccountKind,
    /// Name of the person or body.
    pub name: String,
    /// Identity number, tax or budget code.
    pub identifier: String,
    /// The person behind it; absent for a body, and for an officer who is not bound to a person yet.
    pub person_id: Option<PersonId>,
    /// Phone that is asked first for codes and notices; a body that came with a token may have none.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Identity assurance level, 1–3.
    pub assurance_level: u8,
    /// Unit of a staff account.
    pub unit_id: Option<UnitId>,
    /// By which it works for another officer in this request.
    pub mandate: Option<Arc<Mandate>>,
}

impl Account {
    /// The name that acts are written down with.
    pub fn signed(&self) -> String {
        match &self.mandate {
            Some(mandate) => mandate.signed(&self.name),
            None => self.name.clone(),
        }
    }

    /// What the account sees of itself.
    pub fn view(&self) -> AccountView {
        AccountView {
            id: self.id,
            kind: self.kind,
            name: self.name.clone(),
            identifier: self.identifier.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            assurance_level: self.assurance_level,
            unit_id: self.unit_id,
        }
    }
}

/// What is needed to sign in to an account.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account.
    pub account: Account,
    /// PHC string, if there is a password.
    pub password_hash: Option<String>,
    /// Whether it may sign in.
    pub is_active: bool,
}

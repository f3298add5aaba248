//! Accounts. No HTTP, no SQL, no clock.

use motcua_shared::id::{AccountId, PersonId, UnitId};
use motcua_shared::identity::dto::{AccountKind, AccountView};

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
}

impl Account {
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

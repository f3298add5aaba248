//! Codes where the answer must not tell whether anybody gets one: for an account that does not exist, and for one that
//! may not have another code now, a code is made that goes nowhere.

use super::domain::{Destination, Flow, Purpose};
use super::service::Codes;
use super::store;
use crate::db::DbConn;
use crate::db::types::new_id;
use crate::error::{AppError, AppResult};
use motcua_shared::error::ErrorCode;
use motcua_shared::id::{AccountId, ChallengeId};
use motcua_shared::identity::dto::Challenge;

impl Codes {
    /// Begins a flow for `to`, if there is such an account. Both answers are made by the same steps.
    pub fn begin_unseen(
        &self,
        conn: &mut DbConn,
        purpose: Purpose,
        subject: &str,
        to: Option<(AccountId, Destination)>,
    ) -> AppResult<Challenge> {
        self.check_address(conn)?;
        let mut flow = Flow {
            id: new_id(ChallengeId::from_uuid),
            purpose,
            account_id: None,
            subject: subject.to_owned(),
            destination: Destination::Phone(String::new()),
            wrong_codes: 0,
            is_used: false,
            sends: Vec::new(),
        };
        if let Some((account, destination)) = to {
            flow.account_id = Some(account);
            flow.destination = destination;
            if !self.may_send(conn, &flow)? {
                flow.account_id = None;
                flow.destination = Destination::Phone(String::new());
            }
        }
        store::insert(conn, &flow, self.now)?;
        let goes_out = flow.account_id.is_some();
        self.send_unseen(conn, flow, goes_out)
    }

    /// Another code in such a flow.
    pub fn resend_unseen(
        &self,
        conn: &mut DbConn,
        id: ChallengeId,
        purpose: Purpose,
    ) -> AppResult<Challenge> {
        let flow = self.waiting(conn, id, purpose)?;
        self.check_address(conn)?;
        let goes_out = flow.account_id.is_some() && self.may_send(conn, &flow)?;
        self.send_unseen(conn, flow, goes_out)
    }

    fn may_send(&self, conn: &mut DbConn, flow: &Flow) -> AppResult<bool> {
        let lock = match flow.account_id {
            Some(account) => self.check_lock(conn, account, flow.purpose),
            None => Ok(()),
        };
        match lock.and_then(|()| self.check_recipient(conn, flow)) {
            Ok(()) => Ok(true),
            Err(AppError {
                code: ErrorCode::CodeLocked | ErrorCode::TooManyCodes,
                ..
            }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn send_unseen(&self, conn: &mut DbConn, mut flow: Flow, goes_out: bool) -> AppResult<Challenge> {
        let recipient = if goes_out {
            self.fingerprint("destination", flow.destination.as_str())
        } else {
            self.fingerprint("nobody", &flow.id.to_string())
        };
        let code = self.write_send(conn, &mut flow, &recipient)?;
        if goes_out {
            self.tell(conn, &flow, code)?;
        }
        Ok(Challenge {
            sent_to: String::new(),
            ..self.challenge(&flow)
        })
    }
}

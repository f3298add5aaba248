//! Telling everywhere: every phone and the e-mail of an account, not only the channel that its owner likes best, because
//! one of them may be in other hands.

use super::domain::Account;
use super::store as accounts;
use crate::db::DbConn;
use crate::error::AppResult;
use crate::notification::service::{self as notification, ChannelKind, Message, Notice, Recipient};
use motcua_shared::id::AccountId;
use motcua_shared::text::Lang;
use motcua_shared::time::Timestamp;

impl Account {
    /// Where it is told of its matters: at the contacts that it proved.
    pub fn contact(&self) -> Recipient {
        Recipient::new(Some(self.id), self.phone.as_deref(), self.email.as_deref())
    }
}

/// Where an account is reached.
#[derive(Debug, Clone)]
pub struct Addresses {
    account: AccountId,
    phones: Vec<String>,
    emails: Vec<String>,
}

impl Addresses {
    /// Now: ask before a change that takes one away.
    pub fn of(conn: &mut DbConn, account: AccountId) -> AppResult<Self> {
        Ok(Self {
            account,
            phones: accounts::list_phones(conn, account)?,
            emails: accounts::find_active(conn, account)?
                .and_then(|account| account.email)
                .into_iter()
                .collect(),
        })
    }

    /// And here, too.
    pub fn and_phone(mut self, phone: &str) -> Self {
        if !self.phones.iter().any(|known| known == phone) {
            self.phones.push(phone.to_owned());
        }
        self
    }

    /// And at these e-mails.
    pub fn and_emails(mut self, emails: Vec<String>) -> Self {
        self.emails.extend(emails);
        self
    }

    /// Tells everywhere.
    pub fn tell(&self, conn: &mut DbConn, now: Timestamp, notice: &Notice, lang: Lang) -> AppResult<()> {
        let mut send = |phone: Option<&str>, email: Option<&str>, channel: ChannelKind| {
            let to = Recipient::new(Some(self.account), phone, email);
            let message = Message::new(to, notice.clone(), lang).only(channel);
            notification::send(conn, now, message).map(|_| ())
        };
        for phone in &self.phones {
            send(Some(phone), None, ChannelKind::Sms)?;
        }
        for email in &self.emails {
            send(None, Some(email), ChannelKind::Email)?;
        }
        Ok(())
    }
}

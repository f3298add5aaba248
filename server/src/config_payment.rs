//! Settings of fees.

use anyhow::{bail, ensure};
use motcua_shared::payment::vietqr::{is_account, is_bin};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::collections::HashSet;

/// How fees are paid.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentConfig {
    /// VNPAY's payment page; empty: no online payments.
    pub vnpay_url: String,
    /// Names this portal to VNPAY (`vnp_TmnCode`).
    pub vnpay_terminal: String,
    /// Keys the signatures of both sides (`vnp_HashSecret`).
    pub vnpay_secret: SecretString,
    /// Minutes for which a payment that was begun can be finished.
    pub vnpay_minutes: u64,
    /// Accounts of units that take transfers.
    #[serde(default)]
    pub accounts: Vec<AccountConfig>,
}

/// The account of a unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountConfig {
    /// Code of the unit.
    pub unit: String,
    /// BIN of the bank, six digits.
    pub bin: String,
    /// Name of the bank.
    pub bank: String,
    /// Number of the account.
    pub number: String,
    /// Its holder, as the bank writes it.
    pub holder: String,
}

impl PaymentConfig {
    /// The account that takes transfers for a unit.
    pub fn account_of(&self, unit_code: &str) -> Option<&AccountConfig> {
        self.accounts.iter().find(|account| account.unit == unit_code)
    }

    /// Refuses what must not run.
    pub fn check(&self, is_demo: bool) -> anyhow::Result<()> {
        let mut units = HashSet::new();
        for account in &self.accounts {
            let unit = &account.unit;
            ensure!(
                is_bin(&account.bin),
                "payment.accounts {unit}: bin takes the six digits of the bank"
            );
            ensure!(
                is_account(&account.number),
                "payment.accounts {unit}: number takes up to 19 letters and digits"
            );
            ensure!(
                !unit.is_empty() && !account.bank.trim().is_empty() && !account.holder.trim().is_empty(),
                "payment.accounts {unit}: unit, bank and holder are needed"
            );
            ensure!(units.insert(unit), "payment.accounts names {unit} twice");
        }
        ensure!(
            (5..=60).contains(&self.vnpay_minutes),
            "payment.vnpay_minutes must be from 5 to 60"
        );
        if self.vnpay_url.is_empty() {
            return Ok(());
        }
        if self.vnpay_url.starts_with("http://") {
            ensure!(
                is_demo,
                "payment.vnpay_url must begin with https://: people pay there"
            );
        } else if !self.vnpay_url.starts_with("https://") {
            bail!("payment.vnpay_url must begin with https://");
        }
        ensure!(
            !self.vnpay_url.contains(['?', '#']),
            "payment.vnpay_url is the address of the page, without anything behind it"
        );
        ensure!(
            !self.vnpay_terminal.is_empty() && !self.vnpay_secret.expose_secret().is_empty(),
            "payment.vnpay_terminal and payment.vnpay_secret are needed with payment.vnpay_url"
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> AccountConfig {
        AccountConfig {
            unit: "H21.101".to_owned(),
            bin: "970403".to_owned(),
            bank: "Sacombank".to_owned(),
            number: "0011012345678".to_owned(),
            holder: "UBND XA TUY PHUOC".to_owned(),
        }
    }

    fn config() -> PaymentConfig {
        PaymentConfig {
            vnpay_url: "https://vnpay.example/pay".to_owned(),
            vnpay_terminal: "MOTCUA01".to_owned(),
            vnpay_secret: "secret".to_owned().into(),
            vnpay_minutes: 15,
            accounts: vec![account()],
        }
    }

    #[test]
    fn what_would_lose_money_or_a_secret_stops_the_start() {
        config().check(false).unwrap();
        let bad: [fn(&mut PaymentConfig); 9] = [
            |config| config.vnpay_url = "http://vnpay.example/pay".to_owned(),
            |config| config.vnpay_url = "vnpay.example".to_owned(),
            |config| config.vnpay_url = "https://vnpay.example/pay?x=1".to_owned(),
            |config| config.vnpay_secret = String::new().into(),
            |config| config.vnpay_terminal = String::new(),
            |config| config.vnpay_minutes = 0,
            |config| config.accounts[0].bin = "97040".to_owned(),
            |config| config.accounts[0].number = "0011 0123".to_owned(),
            |config| config.accounts.push(account()),
        ];
        for change in bad {
            let mut changed = config();
            change(&mut changed);
            assert!(changed.check(false).is_err(), "{changed:?}");
        }
        let secret = format!("{:?}", config());
        assert!(!secret.contains("\"secret\""), "{secret}");
    }
}

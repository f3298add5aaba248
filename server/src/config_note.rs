//! What settings leave closed. None of it stops a start, and all of it surprises whoever did not mean it.

use crate::config::{Config, Profile};
use crate::config_oidc::Served;

impl Config {
    /// Each in a sentence that begins with the setting.
    pub fn notes(&self) -> Vec<String> {
        let knows_citizens = self
            .identity
            .oidc
            .iter()
            .any(|provider| provider.serves.contains(&Served::Citizens));
        let registers = [&self.subscriber, &self.insurance, &self.post]
            .iter()
            .any(|registry| !registry.url.is_empty());
        let takes_tokens = !self.signature.agents.is_empty() || !self.signature.vnpt_licence.is_empty();
        let sends_codes = !self.sms.url.is_empty();
        let takes_sims = !self.sim.url.is_empty();
        let cases = [
            (
                self.identity.oidc.is_empty() && !sends_codes && !takes_tokens && !takes_sims,
                "identity.oidc: no way of signing in is open: no provider, no SMS gateway for passwords (sms.url), no token \
                 (signature.agents), no SIM (sim.url)",
            ),
            (
                !knows_citizens && !self.identity.staff_password,
                "identity.oidc: no officer can sign in: no provider serves citizens, and identity.staff_password is false",
            ),
            (
                !knows_citizens && self.identity.staff_password && !sends_codes,
                "sms.url: no officer can sign in: a password needs a code by SMS, and no provider serves citizens",
            ),
            (
                !knows_citizens && !registers && !takes_sims,
                "identity.oidc: no citizen can open an account: no provider serves citizens, and subscriber.url, insurance.url, \
                 post.url and sim.url are empty",
            ),
            (
                !self.identity.oidc.is_empty() && !sends_codes,
                "sms.url: no gateway, so no one-time codes: accounts with a password cannot be signed in to",
            ),
            (
                self.profile == Profile::Production && self.antivirus.address.is_empty(),
                "antivirus.address: empty, so files are taken without being scanned for viruses",
            ),
            (
                self.profile == Profile::Production && self.signature.fetch_hosts.is_empty(),
                "signature.fetch_hosts: empty, so no revocation data is brought: papers without it wait for an officer (\"chờ xác \
                 minh\")",
            ),
        ];
        let met = cases.into_iter().filter(|(is_so, _)| *is_so);
        met.map(|(_, sentence)| sentence.to_owned()).collect()
    }
}

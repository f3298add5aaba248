//! How a message finds its way: which channel is tried, when again, and when it is over.

use lettre::Address;
use motcua_shared::notification::dto::{ChannelKind, ChannelOrder};

/// Failures on a channel after which the next one is tried.
const TRIES: u32 = 6;

/// Longest wait between two tries.
const LONGEST_WAIT_SECONDS: u64 = 3600;

/// An e-mail address that can stand in a header: no line break, no second address, nothing around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(Address);

impl EmailAddress {
    /// The address in a text, if it is one and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        if text.chars().any(char::is_control) {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// For the library that sends.
    pub fn address(&self) -> Address {
        self.0.clone()
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a message did not go: who is to blame decides what happens next. The text is for the operator and holds the
/// gateway's code, never its words, which may repeat the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// This recipient is not to be reached this way: the next channel at once, and this one never again.
    Refused(String),
    /// The gateway is down or busy: again soon.
    Later(String),
    /// Not before somebody did something (keys, credit, templates): the next channel at once, this one much later.
    Stuck(String),
}

impl Failure {
    /// The stable name, for figures.
    pub const fn outcome(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Later(_) => "later",
            Self::Stuck(_) => "stuck",
        }
    }

    /// What an operator reads.
    pub fn reason(&self) -> &str {
        match self {
            Self::Refused(reason) | Self::Later(reason) | Self::Stuck(reason) => reason,
        }
    }
}

/// How far a message got on its channels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its channels in order.
    pub order: ChannelOrder,
    /// Those that can never reach the recipient.
    pub refused: Vec<ChannelKind>,
    /// The one to try.
    pub channel: ChannelKind,
    /// Failures on it in this round.
    pub tries: u32,
    /// Times that all channels were gone through.
    pub round: u32,
}

/// Where a message goes after a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Again after so many seconds, by this route.
    Try(Route, u64),
    /// Every channel refused it.
    Over,
}

impl Route {
    /// The first try.
    pub fn begin(order: ChannelOrder) -> Option<Self> {
        let channel = *order.kinds().first()?;
        Some(Self {
            order,
            refused: Vec::new(),
            channel,
            tries: 0,
            round: 0,
        })
    }

    /// What to do after a failure, with so many seconds to live: waits double up to an hour, but a message that is
    /// soon worthless is tried more often than that.
    pub fn after(mut self, failure: &Failure, seconds_left: u64) -> Next {
        match failure {
            Failure::Later(_) if self.tries + 1 < TRIES => {
                self.tries += 1;
                let wait = wait(self.round * TRIES + self.tries);
                return Next::Try(self, wait.min((seconds_left / 4).max(2)));
            }
            Failure::Refused(_) if !self.refused.contains(&self.channel) => self.refused.push(self.channel),
            _ => {}
        }
        self.move_on(seconds_left)
    }

    fn move_on(mut self, seconds_left: u64) -> Next {
        let kinds = self.order.kinds();
        let place = kinds.iter().position(|kind| *kind == self.channel).unwrap_or(0);
        let is_open = |kind: &&ChannelKind| !self.refused.contains(kind);
        let following = kinds.iter().skip(place + 1).find(is_open).copied();
        let first = kinds.iter().find(is_open).copied();
        self.tries = 0;
        if let Some(channel) = following {
            self.channel = channel;
            return Next::Try(self, 0);
        }
        let Some(channel) = first else { return Next::Over };
        self.channel = channel;
        self.round += 1;
        let wait = wait(self.round * TRIES);
        Next::Try(self, wait.min((seconds_left / 4).max(2)))
    }
}

fn wait(failures: u32) -> u64 {
    2_u64.saturating_pow(failures).min(LONGEST_WAIT_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ChannelKind::{Email, Sms, Zalo};
    use proptest::prelude::*;

    const DAYS: u64 = 3 * 24 * 3600;

    fn later() -> Failure {
        Failure::Later("x".to_owned())
    }

    fn route(kinds: &[ChannelKind]) -> Route {
        Route::begin(kinds.to_vec().try_into().unwrap()).unwrap()
    }

    /// Channel and wait of each of the first steps.
    fn steps(mut route: Route, failure: &Failure, left: u64, count: usize) -> Vec<(ChannelKind, u64)> {
        let mut steps = Vec::new();
        for _ in 0..count {
            match route.after(failure, left) {
                Next::Over => break,
                Next::Try(next, wait) => {
                    steps.push((next.channel, wait));
                    route = next;
                }
            }
        }
        steps
    }

    #[test]
    fn one_channel_is_tried_again_ever_later_and_never_given_up() {
        let waits: Vec<u64> = steps(route(&[Sms]), &later(), DAYS, 14)
            .iter()
            .map(|step| step.1)
            .collect();
        assert_eq!(
            waits,
            [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600, 3600, 3600]
        );
    }

    #[test]
    fn after_six_failures_the_next_channel_is_tried_at_once() {
        let steps = steps(route(&[Zalo, Sms]), &later(), DAYS, 13);
        assert_eq!(
            steps,
            [
                (Zalo, 2),
                (Zalo, 4),
                (Zalo, 8),
                (Zalo, 16),
                (Zalo, 32),
                (Sms, 0),
                (Sms, 2),
                (Sms, 4),
                (Sms, 8),
                (Sms, 16),
                (Sms, 32),
                (Zalo, 64),
                (Zalo, 128),
            ]
        );
    }

    #[test]
    fn what_is_refused_everywhere_is_over() {
        let refused = Failure::Refused("x".to_owned());
        assert_eq!(
            steps(route(&[Zalo, Sms, Email]), &refused, DAYS, 9),
            [(Sms, 0), (Email, 0)]
        );
    }

    #[test]
    fn a_channel_that_was_only_down_is_come_back_to() {
        let Next::Try(on_sms, 0) = route(&[Zalo, Sms]).after(&Failure::Stuck("x".to_owned()), DAYS) else {
            panic!("the other channel at once");
        };
        let Next::Try(back, wait) = on_sms.after(&Failure::Refused("x".to_owned()), DAYS) else {
            panic!("Zalo did not refuse");
        };
        assert_eq!((back.channel, wait, back.refused), (Zalo, 64, vec![Sms]));
    }

    #[test]
    fn a_code_is_tried_again_before_it_ends() {
        let mut left = 120;
        let mut at = route(&[Sms]);
        while left > 5 {
            let Next::Try(next, wait) = at.after(&later(), left) else {
                panic!("one channel")
            };
            assert!(wait <= (left / 4).max(2), "{wait} of {left}");
            left -= wait;
            at = next;
        }
    }

    #[test]
    fn an_address_is_one_address_and_nothing_else() {
        for good in ["a@b.vn", " nguyen.thi-mau+hs@example.gov.vn "] {
            assert!(EmailAddress::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.vn",
            "a@b.vn\r\nBcc: c@d.vn",
            "a@b.vn\n",
            "a@b.vn, c@d.vn",
            "A <a@b.vn>",
            "a b@c.vn",
            "a@b.vn\0",
            "a@b.vn>\r\nRCPT TO:<c@d.vn",
        ] {
            assert_eq!(EmailAddress::parse(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn a_route_ends_only_when_everything_refused(failures in proptest::collection::vec(0_u8..3, 1..60)) {
            let mut at = route(&[Sms, Zalo, Email]);
            for failure in failures {
                let failure = match failure {
                    0 => Failure::Refused(String::new()),
                    1 => later(),
                    _ => Failure::Stuck(String::new()),
                };
                let refused = at.refused.len();
                prop_assert!(!at.refused.contains(&at.channel));
                match at.after(&failure, DAYS) {
                    Next::Over => {
                        prop_assert_eq!(refused, 2);
                        return Ok(());
                    }
                    Next::Try(next, wait) => {
                        prop_assert!(wait <= LONGEST_WAIT_SECONDS);
                        at = next;
                    }
                }
            }
        }
    }
}

//! Counters of messages, by channel and by what came of them.

use motcua_shared::notification::dto::ChannelKind;
use prometheus::{IntCounterVec, Opts};

/// The counters, cheap to clone.
#[derive(Clone)]
pub struct Figures(IntCounterVec);

impl Figures {
    /// With all labels from the start, so that a rate can be taken of the first failure.
    pub fn new() -> Result<Self, prometheus::Error> {
        let counters = IntCounterVec::new(
            Opts::new(
                "motcua_messages_total",
                "Messages handed to a gateway, by outcome; expired and failed ones went nowhere",
            ),
            &["channel", "outcome"],
        )?;
        for kind in ChannelKind::ALL {
            for outcome in ["sent", "refused", "later", "stuck"] {
                counters.with_label_values(&[kind.name(), outcome]).reset();
            }
        }
        Ok(Self(counters))
    }

    /// One more; no channel for what is over before it got to one.
    pub fn count(&self, channel: Option<ChannelKind>, outcome: &str) {
        let channel = channel.map_or("none", ChannelKind::name);
        self.0.with_label_values(&[channel, outcome]).inc();
    }

    /// For the registry.
    pub fn collector(&self) -> Box<dyn prometheus::core::Collector> {
        Box::new(self.0.clone())
    }
}

//! The ways by which messages go, and somebody's order of them.

use serde::{Deserialize, Serialize};

/// A way by which a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// A text message to the phone.
    Sms,
    /// A notification in Zalo, found by the phone number.
    Zalo,
    /// An e-mail.
    Email,
}

impl ChannelKind {
    /// All of them, the portal's default order.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Zalo, Self::Email];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Zalo => "zalo",
            Self::Email => "email",
        }
    }

    /// The channel of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// In which order channels are tried: at least one, none twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "Vec<ChannelKind>")]
pub struct ChannelOrder(Vec<ChannelKind>);

/// An order that names none or one twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoOrder;

impl std::fmt::Display for NoOrder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an order of channels names at least one, and none twice")
    }
}

impl TryFrom<Vec<ChannelKind>> for ChannelOrder {
    type Error = NoOrder;

    fn try_from(kinds: Vec<ChannelKind>) -> Result<Self, NoOrder> {
        let is_twice = |(at, kind)| kinds.iter().take(at).any(|earlier| earlier == kind);
        if kinds.is_empty() || kinds.iter().enumerate().any(is_twice) {
            return Err(NoOrder);
        }
        Ok(Self(kinds))
    }
}

impl ChannelOrder {
    /// Only this one.
    pub fn only(kind: ChannelKind) -> Self {
        Self(vec![kind])
    }

    /// The channels, first to last.
    pub fn kinds(&self) -> &[ChannelKind] {
        &self.0
    }

    /// The same with `kind` before all others.
    pub fn starting_with(&self, kind: ChannelKind) -> Self {
        let others = self.0.iter().copied().filter(|one| *one != kind);
        Self(std::iter::once(kind).chain(others).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_names_at_least_one_and_none_twice() {
        assert_eq!(serde_json::from_str::<ChannelOrder>("[]").ok(), None);
        assert_eq!(
            serde_json::from_str::<ChannelOrder>("[\"sms\",\"sms\"]").ok(),
            None
        );
        let order: ChannelOrder = serde_json::from_str("[\"zalo\",\"sms\"]").unwrap();
        assert_eq!(order.kinds(), [ChannelKind::Zalo, ChannelKind::Sms]);
        let code = order.starting_with(ChannelKind::Sms);
        assert_eq!(serde_json::to_string(&code).unwrap(), "[\"sms\",\"zalo\"]");
        assert_eq!(
            ChannelOrder::only(ChannelKind::Zalo).starting_with(ChannelKind::Sms),
            code
        );
    }
}

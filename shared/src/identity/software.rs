//! The list of software that people need on their own computers, kept by administrators.

use serde::{Deserialize, Serialize};

/// Longest name, in characters.
pub const MAX_NAME: usize = 100;
/// Longest version, in characters.
pub const MAX_VERSION: usize = 30;
/// Longest address, in characters.
pub const MAX_URL: usize = 300;
/// Longest note, in characters.
pub const MAX_NOTE: usize = 300;
/// Most entries.
pub const MAX_ENTRIES: usize = 40;

/// What a computer runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OperatingSystem {
    /// Windows.
    Windows,
    /// macOS.
    Macos,
    /// Linux.
    Linux,
}

impl OperatingSystem {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Windows, Self::Macos, Self::Linux];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::Macos => "macos",
            Self::Linux => "linux",
        }
    }

    /// As its maker writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Windows => "Windows",
            Self::Macos => "macOS",
            Self::Linux => "Linux",
        }
    }
}

/// One program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportSoftware {
    /// What it runs on.
    pub os: OperatingSystem,
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: Option<String>,
    /// Where to get it; `https://` only.
    #[serde(default)]
    pub url: Option<String>,
    /// What to know about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// The list in its order, and which state of it this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportSoftwareList {
    /// Digest of the state that was read; handed back so that nobody overwrites what somebody else just wrote.
    pub state: String,
    /// The programs.
    pub entries: Vec<SupportSoftware>,
}

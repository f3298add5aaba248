//! The typeface of everything printed: Tinos, which has the widths of Times New Roman (see server/fonts).

/// How letters stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Upright.
    Regular,
    /// Bold.
    Bold,
    /// Slanted.
    Italic,
}

impl Style {
    /// The TrueType file.
    pub(super) fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../fonts/Tinos-Regular.ttf"),
            Self::Bold => include_bytes!("../../fonts/Tinos-Bold.ttf"),
            Self::Italic => include_bytes!("../../fonts/Tinos-Italic.ttf"),
        }
    }
}

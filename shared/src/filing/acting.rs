//! Filing for somebody else: on which ground (Civil Code 2015, art. 134–138; seed 000 §1: who files and whose matter it is
//! are two things).

use crate::error::ErrorCode;
use crate::filing::rule::Obstacle;
use crate::vault::rule::optional_text;
use serde::{Deserialize, Serialize};

/// Longest words to the ground, in characters.
pub const MAX_GROUND_NOTE: usize = 300;

/// Why somebody may file for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// "Được ủy quyền".
    Authorised,
    /// Parent or guardian: represents by law.
    Guardian,
    /// A relative, where the law lets relatives file.
    Relative,
    /// A body that files for its members or staff.
    Body,
    /// Another one, in words.
    Other,
}

impl Ground {
    /// In the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Authorised,
        Self::Guardian,
        Self::Relative,
        Self::Body,
        Self::Other,
    ];

    /// As it travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorised => "authorised",
            Self::Guardian => "guardian",
            Self::Relative => "relative",
            Self::Body => "body",
            Self::Other => "other",
        }
    }

    /// Read back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == text)
    }
}

/// The ground, as it was chosen and typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Acting {
    /// Which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// Number and day of the authorisation, or what the other ground is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Cleans it and says what is wrong with it.
pub fn check_acting(acting: &Acting) -> Result<Acting, Vec<Obstacle>> {
    let mut wrong = Vec::new();
    if acting.ground.is_none() {
        wrong.push(("acting.ground".to_owned(), ErrorCode::Required));
    }
    let note = optional_text(acting.note.as_deref(), MAX_GROUND_NOTE);
    match (&note, acting.ground) {
        (Err(code), _) => wrong.push(("acting.note".to_owned(), *code)),
        (Ok(None), Some(Ground::Other)) => wrong.push(("acting.note".to_owned(), ErrorCode::Required)),
        _ => {}
    }
    if wrong.is_empty() {
        Ok(Acting {
            ground: acting.ground,
            note: note.unwrap_or_default(),
        })
    } else {
        Err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_needed_and_another_one_in_words() {
        let codes = |acting: &Acting| {
            check_acting(acting).map_err(|wrong| wrong.into_iter().map(|(path, _)| path).collect::<Vec<_>>())
        };
        assert_eq!(codes(&Acting::default()).unwrap_err(), ["acting.ground"]);
        for ground in Ground::ALL {
            assert_eq!(Ground::parse(ground.as_str()), Some(ground));
            let travels = serde_json::to_string(&ground).unwrap();
            assert_eq!(travels, format!("\"{}\"", ground.as_str()));
            let bare = Acting {
                ground: Some(ground),
                note: Some("  ".to_owned()),
            };
            assert_eq!(codes(&bare).is_ok(), ground != Ground::Other);
        }
        let long = Acting {
            ground: Some(Ground::Other),
            note: Some("x".repeat(MAX_GROUND_NOTE + 1)),
        };
        assert_eq!(codes(&long).unwrap_err(), ["acting.note"]);
    }
}

//! Events of life by which people look for procedures: they know what happened, not what the procedure is called.

use crate::text::{self, Lang};
use serde::{Deserialize, Serialize};

/// An event of life. Its name stands in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LifeEvent {
    /// "Sinh con".
    #[serde(rename = "sinh-con")]
    Birth,
    /// "Kết hôn".
    #[serde(rename = "ket-hon")]
    Marriage,
    /// "Gia đình, giám hộ".
    #[serde(rename = "gia-dinh")]
    Family,
    /// "Học hành".
    #[serde(rename = "hoc-hanh")]
    School,
    /// "Việc làm".
    #[serde(rename = "viec-lam")]
    Work,
    /// "Chuyển nơi ở".
    #[serde(rename = "noi-o")]
    Residence,
    /// "Nhà đất".
    #[serde(rename = "nha-dat")]
    Housing,
    /// "Mở hộ kinh doanh".
    #[serde(rename = "kinh-doanh")]
    Business,
    /// "Phương tiện, lái xe".
    #[serde(rename = "phuong-tien")]
    Vehicle,
    /// "Sức khỏe, bảo hiểm y tế".
    #[serde(rename = "suc-khoe")]
    Health,
    /// "Khó khăn cần hỗ trợ, hưu trí".
    #[serde(rename = "ho-tro")]
    Support,
    /// "Người thân qua đời".
    #[serde(rename = "qua-doi")]
    Death,
}

impl LifeEvent {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 12] = [
        Self::Birth,
        Self::Marriage,
        Self::Family,
        Self::School,
        Self::Work,
        Self::Residence,
        Self::Housing,
        Self::Business,
        Self::Vehicle,
        Self::Health,
        Self::Support,
        Self::Death,
    ];

    /// As it stands in addresses and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Birth => "sinh-con",
            Self::Marriage => "ket-hon",
            Self::Family => "gia-dinh",
            Self::School => "hoc-hanh",
            Self::Work => "viec-lam",
            Self::Residence => "noi-o",
            Self::Housing => "nha-dat",
            Self::Business => "kinh-doanh",
            Self::Vehicle => "phuong-tien",
            Self::Health => "suc-khoe",
            Self::Support => "ho-tro",
            Self::Death => "qua-doi",
        }
    }

    /// Reads it back.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Its name on screen.
    pub fn name(self, lang: Lang) -> &'static str {
        use text::life as t;
        match self {
            Self::Birth => t::birth(lang),
            Self::Marriage => t::marriage(lang),
            Self::Family => t::family(lang),
            Self::School => t::school(lang),
            Self::Work => t::work(lang),
            Self::Residence => t::residence(lang),
            Self::Housing => t::housing(lang),
            Self::Business => t::business(lang),
            Self::Vehicle => t::vehicle(lang),
            Self::Health => t::health(lang),
            Self::Support => t::support(lang),
            Self::Death => t::death(lang),
        }
    }
}

/// An event with how many procedures it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LifeEventCount {
    /// Which.
    pub life_event: LifeEvent,
    /// How many procedures in force.
    pub procedures: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_addresses_is_the_one_that_travels() {
        for event in LifeEvent::ALL {
            assert_eq!(serde_json::to_value(event).unwrap(), event.as_str());
            assert_eq!(LifeEvent::parse(event.as_str()), Some(event));
        }
        assert_eq!(LifeEvent::parse("x"), None);
    }
}

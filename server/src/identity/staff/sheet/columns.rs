//! The columns of the table, in the order of the appendix; the day of birth and the code of the unit are ours.

use motcua_shared::identity::desk::StaffRole;
use motcua_shared::search_key::search_key;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Counts the rows of a level.
    Place,
    /// As on the card.
    Name,
    /// Day of birth.
    Born,
    /// "Chức vụ".
    Position,
    /// Name of the unit.
    Unit,
    /// Its code: two units may have one name.
    UnitCode,
    /// Identity number.
    Identity,
    /// Mobile phone.
    Phone,
    /// "x" for whoever has the role.
    Role(StaffRole),
}

impl Column {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Place,
        Self::Name,
        Self::Born,
        Self::Position,
        Self::Unit,
        Self::UnitCode,
        Self::Identity,
        Self::Phone,
        Self::Role(StaffRole::Desk),
        Self::Role(StaffRole::Leader),
        Self::Role(StaffRole::Administrator),
    ];

    /// What stands at its head. The table is a form of the State: it is in Vietnamese, whatever the page is in.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Place => "STT",
            Self::Name => "Họ và tên",
            Self::Born => "Ngày sinh",
            Self::Position => "Chức vụ",
            Self::Unit => "Đơn vị",
            Self::UnitCode => "Mã đơn vị",
            Self::Identity => "Số CCCD hoặc CMND",
            Self::Phone => "Số ĐTDD",
            Self::Role(StaffRole::Desk) => "Cán bộ một cửa",
            Self::Role(StaffRole::Leader) => "Lãnh đạo ký duyệt",
            Self::Role(StaffRole::Administrator) => "Người quản trị cổng",
        }
    }

    /// Of what somebody wrote at the head, however they wrote it.
    pub fn of(heading: &str) -> Option<Self> {
        let key = search_key(heading);
        match key.as_str() {
            "so cmnd" | "so cccd" | "so cccd cmnd" => Some(Self::Identity),
            "so dien thoai" | "so di dong" => Some(Self::Phone),
            key => Self::ALL
                .into_iter()
                .find(|column| search_key(column.heading()) == key),
        }
    }

    /// Whether a table without it cannot be read.
    pub const fn is_needed(self) -> bool {
        !matches!(self, Self::Place | Self::UnitCode | Self::Role(StaffRole::Leader))
    }

    /// Where its cells stand in a line.
    pub fn index(self) -> usize {
        Self::ALL
            .iter()
            .position(|column| *column == self)
            .unwrap_or_default()
    }

    /// The column of the field of a form, for what is said about the field.
    pub fn of_field(path: &str) -> Option<Self> {
        match path {
            "identity_number" => Some(Self::Identity),
            "name" => Some(Self::Name),
            "birth_date" => Some(Self::Born),
            "position" => Some(Self::Position),
            "phone" => Some(Self::Phone),
            "unit_id" => Some(Self::Unit),
            "roles" => Some(Self::Role(StaffRole::Administrator)),
            _ => None,
        }
    }
}

/// The letters of a column: A, B, … AA.
pub fn letters(mut column: u32) -> String {
    let mut found = Vec::new();
    loop {
        let letter = u8::try_from(column % 26).unwrap_or_default();
        found.push(char::from(b'A' + letter));
        match column / 26 {
            0 => break,
            rest => column = rest - 1,
        }
    }
    found.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_without_marks_and_under_the_name_of_the_letter() {
        for column in Column::ALL {
            assert_eq!(Column::of(&column.heading().to_uppercase()), Some(column));
        }
        assert_eq!(Column::of(" so  CMND"), Some(Column::Identity));
        assert_eq!(Column::of("Lãnh đạo"), None);
    }

    #[test]
    fn columns_are_called_as_spreadsheets_call_them() {
        let names: Vec<String> = [0, 25, 26, 51, 701, 702].map(letters).to_vec();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
    }
}

//! How amounts of the catalogue are written for people.

use crate::catalogue::dto::HalfDays;

impl HalfDays {
    /// `1`, `7,5`: days with the decimal sign of the Vietnamese language.
    pub fn days_vi(self) -> String {
        let whole = self.0 / 2;
        if self.0.is_multiple_of(2) {
            whole.to_string()
        } else {
            format!("{whole},5")
        }
    }

    /// `1`, `7.5`.
    pub fn days_en(self) -> String {
        self.days_vi().replace(',', ".")
    }
}

/// `15.000 đ`, as money is written in Viet Nam.
pub fn format_dong(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{text} đ")
}

/// `744 kB`, `1,2 MB`: sizes for people, decimal units.
pub fn format_bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes / 100_000;
            format!("{},{} MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_sizes_read_as_in_viet_nam() {
        assert_eq!(format_dong(0), "0 đ");
        assert_eq!(format_dong(15_000), "15.000 đ");
        assert_eq!(format_dong(1_100_000), "1.100.000 đ");
        assert_eq!(format_bytes(999), "999 B");
        assert_eq!(format_bytes(744_200), "745 kB");
        assert_eq!(format_bytes(1_261_014), "1,2 MB");
    }

    #[test]
    fn half_days_are_kept() {
        assert_eq!(HalfDays(15).days_vi(), "7,5");
        assert_eq!(HalfDays(2).days_vi(), "1");
    }
}

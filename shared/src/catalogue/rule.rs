//! How amounts of the catalogue are written for people.

use crate::catalogue::dto::HalfDays;
use crate::text::Lang;

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

/// `744 kB`, `1,2 MB` (`1.2 MB` in English): sizes for people, in decimal units as shops and phones use them.
pub fn format_bytes(bytes: u64, lang: Lang) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000_000;
    if bytes < KB {
        return format!("{bytes} B");
    }
    if bytes < MB {
        return format!("{} kB", (bytes + KB / 2) / KB);
    }
    let tenths = (bytes + MB / 20) / (MB / 10);
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        rest => format!("{}{mark}{rest} MB", tenths / 10),
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
        for (bytes, words) in [
            (999, "999 B"),
            (99_400, "99 kB"),
            (743_600, "744 kB"),
            (1_240_000, "1,2 MB"),
            (50_000_000, "50 MB"),
        ] {
            assert_eq!(format_bytes(bytes, Lang::Vi), words);
        }
        assert_eq!(format_bytes(1_240_000, Lang::En), "1.2 MB");
    }

    #[test]
    fn half_days_are_kept() {
        assert_eq!(HalfDays(15).days_vi(), "7,5");
        assert_eq!(HalfDays(2).days_vi(), "1");
    }
}

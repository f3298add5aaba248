//! Money in words.

use crate::text::Lang;

/// `15.000 đ`.
pub fn money(dong: i64, lang: Lang) -> String {
    let digits = dong.unsigned_abs().to_string();
    let mark = if lang == Lang::Vi { '.' } else { ',' };
    let mut text = String::new();
    if dong < 0 {
        text.push('-');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text + " đ"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_points_between_thousands() {
        assert_eq!(money(0, Lang::Vi), "0 đ");
        assert_eq!(money(15_000, Lang::Vi), "15.000 đ");
        assert_eq!(money(1_234_567, Lang::En), "1,234,567 đ");
    }
}

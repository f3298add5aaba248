//! Figures in words.

use motcua_shared::statistics::figures::FigureKind;
use motcua_shared::text::{Lang, figures as text};

/// `61,4 %`
pub fn percent(permille: u32, lang: Lang) -> String {
    let (whole, tenth) = (permille / 10, permille % 10);
    match lang {
        Lang::Vi => format!("{whole},{tenth} %"),
        Lang::En => format!("{whole}.{tenth}%"),
    }
}

/// `1.000.000`
pub fn count(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(mark);
        }
        written.push(digit);
    }
    written
}

/// What a figure is called, and how it is computed.
pub fn title_and_formula(kind: FigureKind, lang: Lang) -> (&'static str, &'static str) {
    match kind {
        FigureKind::Reuse => (text::reuse(lang), text::reuse_formula(lang)),
        FigureKind::Device => (text::device(lang), text::device_formula(lang)),
        FigureKind::Digitised => (text::digitised(lang), text::digitised_formula(lang)),
        FigureKind::Electronic => (text::electronic(lang), text::electronic_formula(lang)),
        FigureKind::OnTime => (text::on_time(lang), text::on_time_formula(lang)),
        FigureKind::Overdue => (text::overdue(lang), text::overdue_formula(lang)),
        FigureKind::Personal => (text::personal(lang), text::personal_formula(lang)),
        FigureKind::Filed => (text::filed(lang), text::filed_formula(lang)),
        FigureKind::Ended => (text::ended(lang), text::ended_formula(lang)),
        FigureKind::Open => (text::open(lang), text::open_formula(lang)),
        FigureKind::Waiting => (text::waiting(lang), text::waiting_formula(lang)),
        FigureKind::Processing => (text::processing(lang), text::processing_formula(lang)),
        FigureKind::Feedback => (text::feedback(lang), text::feedback_formula(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_of_the_language_write_them() {
        assert_eq!(
            (percent(614, Lang::Vi), percent(1_000, Lang::En)),
            ("61,4 %".to_owned(), "100.0%".to_owned())
        );
        for (number, written) in [(0, "0"), (999, "999"), (1_000, "1.000"), (1_234_567, "1.234.567")] {
            assert_eq!(count(number, Lang::Vi), written);
        }
        assert_eq!(count(12_345, Lang::En), "12,345");
    }
}

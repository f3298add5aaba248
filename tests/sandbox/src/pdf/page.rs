//! Laying out a page in the form of Nghị định 30/2020: names at the top, number and date, title, text.

use std::fmt::Write as _;

use super::font::Style;

/// Text at the left margin starts here.
const LEFT: f32 = 85.0;
/// Text ends here.
const RIGHT: f32 = 545.0;
const BOTTOM: f32 = 60.0;

/// A page being written from top to bottom, in PDF operators.
#[derive(Clone)]
pub struct Page {
    ops: String,
    y: f32,
}

/// Words of an official paper.
#[derive(Clone, Copy)]
pub struct Letter<'a> {
    /// Issuing body's superior.
    pub superior: &'a str,
    /// Issuing body.
    pub body: &'a str,
    /// Number and symbol, for example `Số: 12/TTr-UBND`.
    pub number: &'a str,
    /// Place and date.
    pub place: &'a str,
    /// Kind of paper, in capitals.
    pub title: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// Paragraphs.
    pub paragraphs: &'a [&'a str],
    /// Office of the signer, in capitals.
    pub office: &'a str,
    /// Name of the signer.
    pub signer: &'a str,
}

impl Default for Page {
    fn default() -> Self {
        Page {
            ops: String::new(),
            y: 790.0,
        }
    }
}

impl Page {
    /// A letter in the prescribed form, marked as a sample.
    pub fn letter(letter: &Letter) -> Self {
        let mut page = Page::default();
        page.ops.push_str("0.7 0.09 0.1 rg\n");
        page.centered(
            297.0,
            815.0,
            "BẢN MẪU THỬ NGHIỆM – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ",
            Style::Bold,
            10.0,
        );
        page.ops.push_str("0 g\n");
        let (left, right) = (175.0, 420.0);
        page.centered(left, 785.0, letter.superior, Style::Regular, 11.5);
        page.centered(left, 769.0, letter.body, Style::Bold, 11.5);
        page.centered(
            right,
            785.0,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            Style::Bold,
            11.5,
        );
        page.centered(right, 769.0, "Độc lập - Tự do - Hạnh phúc", Style::Bold, 12.5);
        page.rule(left - 35.0, left + 35.0, 763.0);
        page.rule(right - 78.0, right + 78.0, 763.0);
        page.centered(left, 742.0, letter.number, Style::Regular, 12.0);
        page.centered(right, 742.0, letter.place, Style::Italic, 12.0);
        page.centered(297.0, 700.0, letter.title, Style::Bold, 14.0);
        page.y = 682.0;
        for line in wrap(letter.subject, Style::Bold, 12.5, 380.0, 0.0) {
            page.centered(297.0, page.y, &line, Style::Bold, 12.5);
            page.y -= 16.0;
        }
        page.y -= 14.0;
        for paragraph in letter.paragraphs {
            page.paragraph(paragraph);
        }
        page.y -= 14.0;
        page.centered(right, page.y, letter.office, Style::Bold, 12.5);
        page.centered(
            right,
            (page.y - 110.0).max(BOTTOM + 20.0),
            letter.signer,
            Style::Bold,
            12.5,
        );
        page
    }

    /// The operators.
    pub fn content(&self) -> &str {
        &self.ops
    }

    /// Where the signature may stand: just below the office of the signer.
    pub fn signature_top(&self) -> f32 {
        self.y - 6.0
    }

    fn paragraph(&mut self, text: &str) {
        let size = 13.0;
        for (n, line) in wrap(text, Style::Regular, size, RIGHT - LEFT, 28.0)
            .iter()
            .enumerate()
        {
            let x = if n == 0 { LEFT + 28.0 } else { LEFT };
            self.text(x, self.y, line, Style::Regular, size);
            self.y -= 18.0;
        }
        self.y -= 6.0;
    }

    fn centered(&mut self, middle: f32, y: f32, text: &str, style: Style, size: f32) {
        self.text(middle - style.width(text, size) / 2.0, y, text, style, size);
    }

    fn text(&mut self, x: f32, y: f32, text: &str, style: Style, size: f32) {
        self.ops.push_str(&text_operators(x, y, text, style, size));
    }

    fn rule(&mut self, from: f32, to: f32, y: f32) {
        let _ = writeln!(self.ops, "0.6 w {from:.1} {y:.1} m {to:.1} {y:.1} l S");
    }
}

/// Operators that show one line of text.
pub fn text_operators(x: f32, y: f32, text: &str, style: Style, size: f32) -> String {
    format!(
        "BT /{} {size:.1} Tf {x:.2} {y:.2} Td {} Tj ET\n",
        style.resource(),
        style.encode(text)
    )
}

/// Breaks text into lines no wider than `width`; the first is shorter by `indent`.
pub fn wrap(text: &str, style: Style, size: f32, width: f32, indent: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = if lines.len() == 1 { width - indent } else { width };
        let Some(line) = lines.last_mut() else { break };
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if style.width(&longer, size) <= room || line.is_empty() {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_lose_no_word() {
        let text =
            "Ủy ban nhân dân xã kính trình Chủ tịch Ủy ban nhân dân tỉnh xem xét, quyết định khen thưởng.";
        let lines = wrap(text, Style::Regular, 13.0, 150.0, 20.0);
        assert!(lines.len() > 2);
        assert!(lines.iter().all(|line| Style::Regular.width(line, 13.0) <= 150.0));
        assert_eq!(lines.join(" "), text);
    }
}

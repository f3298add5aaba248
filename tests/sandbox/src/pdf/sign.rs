//! Signing: one incremental update with a field, its widget and the signature dictionary.

use std::fmt::Write as _;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, FixedOffset, Utc};

use super::document::{Pdf, stream};
use super::font::Style;
use super::page::text_operators;
use crate::pki::certificate::Identity;
use crate::pki::cms::{self, Options};
use crate::pki::timestamp;

/// Hexadecimal digits that the Ban Cơ yếu tool reserves for a signature.
pub const USUAL_GAP: usize = 24_770;

/// /SubFilter of a document timestamp; its token is made of the timestamp of the CMS options.
pub const DOCUMENT_TIMESTAMP: &str = "ETSI.RFC3161";

/// What a signature looks like on the page.
#[derive(Clone)]
pub enum Look {
    /// Nothing.
    Hidden,
    /// Lines of text in a box: left, bottom, width, height.
    Text([f32; 4], Vec<String>),
    /// A red seal: left, bottom, diameter, lines in its middle.
    Seal([f32; 3], Vec<String>),
}

/// One signature.
#[derive(Clone)]
pub struct Signature<'a> {
    /// Who signs.
    pub signer: &'a Identity,
    /// Claimed time, written as /M.
    pub claimed: DateTime<Utc>,
    /// /SubFilter.
    pub sub_filter: &'a str,
    /// The CMS inside.
    pub cms: Options<'a>,
    /// Hexadecimal digits of the gap.
    pub gap: usize,
    /// Appearance.
    pub look: Look,
    /// Certify with DocMDP.
    pub certify: bool,
    /// What the certification permits: /P, usually 2.
    pub level: u8,
    /// More entries of the signature dictionary.
    pub extra: &'a str,
    /// More entries of the field.
    pub field_extra: &'a str,
    /// /Reason.
    pub reason: &'a str,
    /// Bytes behind the value that ByteRange leaves out as well: always 0 but in a forgery.
    pub hidden: usize,
}

impl<'a> Signature<'a> {
    /// A signature like those of the Ban Cơ yếu tool, without a timestamp.
    pub fn new(signer: &'a Identity, claimed: DateTime<Utc>) -> Self {
        Signature {
            signer,
            claimed,
            sub_filter: "adbe.pkcs7.detached",
            cms: Options::default(),
            gap: USUAL_GAP,
            look: Look::Hidden,
            certify: false,
            level: 2,
            extra: "",
            field_extra: "",
            reason: "Bản mẫu thử nghiệm",
            hidden: 0,
        }
    }
}

/// Where the signature value of a signed file lies: digits between `<` and `>`.
#[derive(Clone, Copy)]
pub struct Gap {
    /// Offset of `<`.
    pub start: usize,
    /// Offset after `>`.
    pub end: usize,
}

/// Signs `pdf` as it stands.
pub fn sign(pdf: &mut Pdf, signature: &Signature) -> Result<Gap> {
    let before = pdf.bytes.len();
    let (dictionary, widget) = (pdf.new_id(), pdf.new_id());
    let mut objects = vec![(dictionary, dictionary_body(signature))];
    let mut widget_body = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature{}) /V {dictionary} 0 R /P {} 0 R /F 132 ",
        pdf.fields.len() + 1,
        pdf.first_page()
    );
    if let Some((rect, operators)) = draw(&signature.look) {
        let appearance = pdf.new_id();
        let [left, bottom, width, height] = rect;
        let _ = write!(
            widget_body,
            "/Rect [{left:.1} {bottom:.1} {:.1} {:.1}] /AP << /N {appearance} 0 R >>",
            left + width,
            bottom + height
        );
        let head = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 {width:.1} {height:.1}] /Resources {}",
            Pdf::fonts()
        );
        objects.push((appearance, stream(&head, operators.as_bytes())?));
    } else {
        widget_body.push_str("/Rect [0 0 0 0]");
    }
    widget_body.push_str(signature.field_extra);
    widget_body.push_str(" >>");
    objects.push((widget, widget_body.into_bytes()));
    pdf.fields.push(widget);
    if signature.certify {
        pdf.certified_by = Some(dictionary);
    }
    objects.extend(pdf.annotate(widget));
    pdf.append(&objects)?;
    fill(&mut pdf.bytes, before, signature)
}

/// Fills in ByteRange and Contents of the signature dictionary written after `from`: the value is the
/// first run of zeros in angle brackets.
pub fn fill(bytes: &mut [u8], from: usize, signature: &Signature) -> Result<Gap> {
    let find = |what: &[u8], from: usize| {
        bytes[from..]
            .windows(what.len())
            .position(|window| window == what)
            .map(|at| from + at)
    };
    let start = find(b"<00000000000000000000", from).context("no room for the signature")?;
    let key = find(b"/ByteRange", from).context("no ByteRange")?;
    let range = find(b"[", key).context("no ByteRange")? + 1;
    let room = find(b"]", range).context("no ByteRange")? - range;
    let end = start + signature.gap + 2 + signature.hidden;
    let text = format!("0 {start} {end} {}", bytes.len() - end);
    ensure!(text.len() <= room, "ByteRange does not fit");
    bytes[range..range + room].copy_from_slice(format!("{text:room$}").as_bytes());
    let covered = [&bytes[..start], &bytes[end..]].concat();
    let cms = match (&signature.cms.stamp, signature.sub_filter) {
        (Some(stamp), DOCUMENT_TIMESTAMP) => timestamp::token(stamp, &covered)?,
        _ => cms::detached(signature.signer, &covered, &signature.cms)?,
    };
    ensure!(
        cms.len() * 2 <= signature.gap,
        "the signature does not fit into its gap"
    );
    for (n, byte) in cms.iter().enumerate() {
        let digits = format!("{byte:02x}");
        bytes[start + 1 + 2 * n..start + 3 + 2 * n].copy_from_slice(digits.as_bytes());
    }
    Ok(Gap { start, end })
}

/// The signature dictionary with its room still empty.
pub fn dictionary_body(signature: &Signature) -> Vec<u8> {
    if signature.sub_filter == DOCUMENT_TIMESTAMP {
        return format!(
            "<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /{DOCUMENT_TIMESTAMP} /ByteRange [{}] /Contents <{}> >>",
            " ".repeat(48),
            "0".repeat(signature.gap)
        )
        .into_bytes();
    }
    let mut out = format!(
        "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{} /M ({}) /Reason {} /Location {} /ByteRange [{}] /Contents <{}>",
        signature.sub_filter,
        pdf_date(signature.claimed),
        text_string(signature.reason),
        text_string("Bình Minh Mẫu"),
        " ".repeat(48),
        "0".repeat(signature.gap)
    );
    out.push_str(&" ".repeat(signature.hidden));
    if signature.certify {
        let _ = write!(
            out,
            " /Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P {} /V /1.2 >> >>]",
            signature.level
        );
    }
    out.push_str(signature.extra);
    out.push_str(" >>");
    out.into_bytes()
}

/// `D:YYYYMMDDhhmmss+07'00'`.
pub fn pdf_date(at: DateTime<Utc>) -> String {
    vietnam(at).format("D:%Y%m%d%H%M%S+07'00'").to_string()
}

/// The same moment on Vietnamese clocks.
pub fn vietnam(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    match FixedOffset::east_opt(7 * 3600) {
        Some(offset) => at.with_timezone(&offset),
        None => at.fixed_offset(),
    }
}

/// A text string in UTF-16.
pub fn text_string(text: &str) -> String {
    let mut out = String::from("<FEFF");
    for unit in text.encode_utf16() {
        let _ = write!(out, "{unit:04X}");
    }
    out.push('>');
    out
}

fn draw(look: &Look) -> Option<([f32; 4], String)> {
    match look {
        Look::Hidden => None,
        Look::Text(rect, lines) => {
            let [_, _, width, height] = *rect;
            let mut ops = format!(
                "0.2 0.35 0.6 RG 0.8 w 0.5 0.5 {:.1} {:.1} re S 0.1 0.2 0.45 rg\n",
                width - 1.0,
                height - 1.0
            );
            let step = (height - 6.0) / lines.len().max(1) as f32;
            for (n, line) in lines.iter().enumerate() {
                let widest = Style::Regular.width(line, 1.0).max(1.0);
                let size = (step * 0.8).min((width - 10.0) / widest).min(11.0);
                ops.push_str(&text_operators(
                    5.0,
                    height - 3.0 - step * (n as f32 + 0.78),
                    line,
                    Style::Regular,
                    size,
                ));
            }
            Some((*rect, ops))
        }
        Look::Seal([left, bottom, diameter], lines) => {
            let middle = diameter / 2.0;
            let mut ops = String::from("0.8 0.05 0.1 RG 0.8 0.05 0.1 rg 2 w\n");
            ops.push_str(&circle(middle, middle - 2.0));
            ops.push_str("1 w\n");
            ops.push_str(&circle(middle, middle - 6.0));
            let mut y = middle + lines.len() as f32 * 5.5 - 8.0;
            for line in lines {
                let size = ((diameter - 24.0) / Style::Bold.width(line, 1.0).max(1.0)).min(9.5);
                let x = middle - Style::Bold.width(line, size) / 2.0;
                ops.push_str(&text_operators(x, y, line, Style::Bold, size));
                y -= 11.0;
            }
            Some(([*left, *bottom, *diameter, *diameter], ops))
        }
    }
}

/// A circle out of four Bézier curves.
fn circle(middle: f32, radius: f32) -> String {
    let (m, r, k) = (middle, radius, radius * 0.5523);
    format!(
        "{:.2} {m:.2} m {:.2} {:.2} {:.2} {:.2} {m:.2} {:.2} c {:.2} {:.2} {:.2} {:.2} {:.2} {m:.2} c {:.2} {:.2} {:.2} {:.2} {m:.2} {:.2} c {:.2} {:.2} {:.2} {:.2} {:.2} {m:.2} c S\n",
        m + r,
        m + r,
        m + k,
        m + k,
        m + r,
        m + r,
        m - k,
        m + r,
        m - r,
        m + k,
        m - r,
        m - r,
        m - k,
        m - k,
        m - r,
        m - r,
        m + k,
        m - r,
        m + r,
        m - k,
        m + r
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_on_vietnamese_clocks() {
        let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        assert_eq!(pdf_date(at), "D:20260101070000+07'00'");
    }

    #[test]
    fn a_text_string_carries_a_byte_order_mark() {
        assert_eq!(text_string("ĩ"), "<FEFF0129>");
    }
}

//! What Nghị định 30/2020/NĐ-CP, appendix I, and the practice of state agencies ask signatures to look like: the
//! picture of the signature in blue where the office of the signer stands; the red seal in its true size over about
//! the left third of it; number and date written into the places left for them.

use super::{Line, Look, Part, Picture, font};
use crate::signature::prepare::request::{Area, Place};
use crate::typeface::Style;
use motcua_shared::time::Timestamp;

/// Width and height of a seal when its picture does not say, in points: what most signed papers have.
pub const SEAL: f32 = 110.0;
/// Width and height of a person's signature on most signed papers, in points.
pub const SIGNATURE: (f32, f32) = (180.0, 90.0);
/// The part of the signature that the seal covers, from the left.
const COVERED: f32 = 1.0 / 3.0;
/// Size of number and date in the head of a paper, in points.
const HEAD_SIZE: f32 = 13.0;
/// Size of the lines on attached papers and copies, in points.
const NOTE_SIZE: f32 = 10.0;
/// From one line to the next, in sizes.
const LEADING: f32 = 1.2;
/// Letters below the line reach this deep, in sizes.
const DEPTH: f32 = 0.25;
const BLACK: [f32; 3] = [0.0; 3];

/// A person's signature: the picture as large as fits into the place.
pub fn person(picture: Picture, place: Place) -> (Place, Look) {
    let look = Look::of_picture(picture, place.area.width, place.area.height);
    (place, look)
}

/// The agency's seal beside a signature at `signature`: in its true size where the picture says it, else 110 × 110,
/// over the left third of the signature, at its middle.
pub fn seal(picture: Picture, signature: Place) -> (Place, Look) {
    let (width, height) = match picture.true_size() {
        // A picture that was saved with the density of a screen has not the size of a seal.
        Some((width, height)) if (60.0..=160.0).contains(&width) && (60.0..=160.0).contains(&height) => {
            (width, height)
        }
        _ => (SEAL, SEAL),
    };
    let beside = signature.area;
    let area = Area::new(
        beside.left + beside.width * COVERED - width,
        beside.bottom + (beside.height - height) / 2.0,
        width,
        height,
    );
    let look = Look::of_picture(picture, width, height);
    (Place { area, ..signature }, look)
}

/// Number or date in the head of a paper, its letters standing at `left`, `baseline`.
pub fn number_or_date(text: &str, page: usize, left: f32, baseline: f32) -> (Place, Look) {
    lines(&[text], HEAD_SIZE, page, left, baseline)
}

/// The two lines that an agency's signature shows at the top right of an attached paper or a copy: number and symbol
/// of the paper; day, time and offset after ISO 8601. `right` and `top` are their corner.
pub fn attached(number: &str, moment: Timestamp, page: usize, right: f32, top: f32) -> (Place, Look) {
    let time = iso_8601(moment);
    let texts = [number, time.as_str()];
    let width = widest(&texts, NOTE_SIZE);
    let last_baseline = top - NOTE_SIZE * LEADING * 2.0;
    lines(&texts, NOTE_SIZE, page, right - width, last_baseline)
}

/// `2026-11-21T10:15:30+07:00`.
fn iso_8601(moment: Timestamp) -> String {
    const OFFSET: i32 = 7 * 3_600;
    let utc = moment.utc();
    chrono::FixedOffset::east_opt(OFFSET).map_or_else(
        || utc.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        |offset| {
            utc.with_timezone(&offset)
                .format("%Y-%m-%dT%H:%M:%S%:z")
                .to_string()
        },
    )
}

fn widest(texts: &[&str], size: f32) -> f32 {
    let widths = texts.iter().map(|text| font::width(text, Style::Regular, size));
    widths.fold(1.0, f32::max)
}

/// Lines one below the other, the last one standing at `baseline`.
fn lines(texts: &[&str], size: f32, page: usize, left: f32, baseline: f32) -> (Place, Look) {
    let mut parts = Vec::new();
    let mut height = size * DEPTH;
    for text in texts.iter().rev() {
        parts.push(Part::Line(Line {
            text: (*text).to_owned(),
            left: 0.0,
            baseline: height,
            size,
            style: Style::Regular,
            ink: BLACK,
        }));
        height += size * LEADING;
    }
    parts.reverse();
    let width = widest(texts, size);
    let area = Area::new(left, baseline - size * DEPTH, width, height);
    let look = Look { width, height, parts };
    (Place { page, area }, look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attached_lines_end_at_their_corner() {
        let moment = Timestamp::parse("2026-11-21T03:15:30Z").unwrap();
        let (place, look) = attached("12/QĐ-UBND", moment, 1, 560.0, 820.0);
        assert!((place.area.left + place.area.width - 560.0).abs() < 0.01);
        assert!(place.area.bottom + place.area.height <= 820.01);
        let texts: Vec<&str> = look
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Line(line) => Some(line.text.as_str()),
                Part::Picture(..) => None,
            })
            .collect();
        assert_eq!(texts, ["12/QĐ-UBND", "2026-11-21T10:15:30+07:00"]);
    }
}

//! A file in pieces, by tus 1.0: a line that breaks costs one piece at most.

use super::{Answer, Line, NotSent, WAITS, failure_of};
use crate::dom;
use motcua_shared::path;
use motcua_shared::upload::dto::Purpose;
use std::rc::Rc;
use web_sys::File;

/// The smallest piece, and the largest file that goes in one.
pub const SMALLEST: u32 = 256 * 1024;
/// The first piece, and the largest: browsers send a request anew by themselves when a kept-alive line breaks, so that a
/// break costs up to a piece although the server kept what had come of it.
const FIRST: u32 = 512 * 1024;
const LARGEST: u32 = 1024 * 1024;

/// What a piece should take, in milliseconds: below it grows, above it shrinks.
const QUICK: f64 = 1_500.0;
const SLOW: f64 = 6_000.0;

/// Where the file stands.
enum Next {
    /// Nowhere yet.
    Begin,
    /// Somewhere: the line broke.
    Ask,
    /// Here.
    Piece(f64),
    /// On the server.
    Read,
}

/// Sends the file; the body of the last answer comes back.
pub async fn send(
    line: &Line<'_>,
    file: &File,
    purpose: Purpose,
    key: &str,
    on_progress: Rc<dyn Fn(u32)>,
) -> Result<String, NotSent> {
    let size = file.size();
    // Whole numbers: reading and writing others weighs more than all of this.
    let length = (size as u64).to_string();
    let metadata = format!(
        "filename {},purpose {}",
        base64(&file.name()),
        base64(purpose.as_str())
    );
    let (mut address, mut next) = (String::new(), Next::Begin);
    let (mut piece, mut waits) = (f64::from(FIRST), WAITS.iter());
    loop {
        let share = on_progress.clone();
        let mut from = 0.0;
        let mut headers = vec![("tus-resumable", "1.0.0")];
        let offset;
        let (method, body) = match next {
            Next::Begin => {
                headers.extend([
                    ("upload-length", length.as_str()),
                    ("upload-metadata", &metadata),
                    (path::IDEMPOTENCY_HEADER, key),
                ]);
                ("POST", None)
            }
            Next::Ask => ("HEAD", None),
            Next::Read => ("GET", None),
            Next::Piece(at) => {
                from = at;
                offset = (at as u64).to_string();
                headers.extend([
                    ("content-type", "application/offset+octet-stream"),
                    ("upload-offset", offset.as_str()),
                ]);
                let end = (at + piece).min(size);
                ("PATCH", file.slice_with_f64_and_f64(at, end).ok())
            }
        };
        let moved = move |loaded, _| share(((from + loaded) / size * 100.0) as u32);
        let to = if address.is_empty() {
            path::RESUMABLE_UPLOADS
        } else {
            &address
        };
        let begun = js_sys::Date::now();
        let answer = line
            .ask(method, to, &headers, body.as_ref(), Rc::new(moved))
            .await?;
        let took = js_sys::Date::now() - begun;
        next = match answer {
            Some(answer) if answer.is_fine() => {
                let Some(offset) = header(&answer, "upload-offset") else {
                    // Only the outcome says no offset.
                    return Ok(answer.body);
                };
                if let Next::Begin = next {
                    address = header(&answer, "location").unwrap_or_default();
                }
                let at = offset.parse::<u64>().map_or(size, |at| at as f64);
                if at > from {
                    waits = WAITS.iter();
                }
                if body.is_some() {
                    piece = fitting(piece, took);
                }
                if at < size { Next::Piece(at) } else { Next::Read }
            }
            // Why a file is not there is said in words where its outcome is read.
            Some(_) if matches!(next, Next::Ask) => Next::Read,
            // Another try of this piece got through.
            Some(answer) if answer.status == 409 && body.is_some() => Next::Ask,
            answer => {
                line.wait(failure_of(answer.as_ref()), &mut waits).await?;
                piece = (piece / 2.0).max(f64::from(SMALLEST));
                match next {
                    Next::Piece(_) => Next::Ask,
                    same => same,
                }
            }
        };
    }
}

fn header(answer: &Answer, name: &str) -> Option<String> {
    answer.request.get_response_header(name).ok().flatten()
}

/// The next piece after one that took so long.
fn fitting(piece: f64, took: f64) -> f64 {
    let next = if took < QUICK {
        piece * 2.0
    } else if took > SLOW {
        piece / 2.0
    } else {
        piece
    };
    next.clamp(f64::from(SMALLEST), f64::from(LARGEST))
}

/// UTF-8 in Base64. The browser does so with characters below 256, one for each byte.
fn base64(text: &str) -> String {
    let bytes: String = text.bytes().map(char::from).collect();
    let encoded = dom::window().and_then(|window| window.btoa(&bytes).ok());
    encoded.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_follow_the_line() {
        let quick = (0..10).fold(f64::from(FIRST), |piece, _| fitting(piece, 100.0));
        let slow = (0..10).fold(f64::from(FIRST), |piece, _| fitting(piece, 20_000.0));
        assert_eq!((quick, slow), (f64::from(LARGEST), f64::from(SMALLEST)));
        assert_eq!(fitting(1e6, 3_000.0), 1e6);
    }
}

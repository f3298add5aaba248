//! How large a picture unfolds, read from its head as it comes in: some kilobytes of PNG may be billions of pixels.

use motcua_shared::error::ErrorCode;
use motcua_shared::upload::dto::MediaType;

/// Width and height of a PNG stand behind signature, length and type of its first chunk.
const PNG_HEAD: usize = 24;

/// Reads the size of a picture from bytes that come in pieces, keeping next to none of them.
#[derive(Debug)]
pub struct Gauge {
    max_pixels: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    /// What stands at the beginning of the file, until it can be told.
    Head(Vec<u8>),
    /// In a JPEG before a marker.
    Marker(Vec<u8>),
    /// In a JPEG inside a segment that does not matter.
    Skip(u64),
    /// Nothing more to find out.
    Done,
}

impl Gauge {
    /// For pictures of at most so many pixels.
    pub fn new(max_pixels: u64) -> Self {
        Self {
            max_pixels,
            state: State::Head(Vec::with_capacity(PNG_HEAD)),
        }
    }

    /// Takes what comes next; refuses a picture that is too large.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<(), ErrorCode> {
        while !bytes.is_empty() {
            match &mut self.state {
                State::Head(head) => {
                    take(head, &mut bytes, PNG_HEAD);
                    if head.starts_with(&[0xff, 0xd8]) {
                        let rest = head.get(2..).unwrap_or_default().to_vec();
                        self.state = State::Marker(Vec::new());
                        self.feed(&rest)?;
                    } else if head.len() == PNG_HEAD {
                        let size = png_size(head);
                        self.state = State::Done;
                        self.judge(size)?;
                    }
                }
                State::Marker(seen) => {
                    let Some((first, rest)) = bytes.split_first() else {
                        return Ok(());
                    };
                    bytes = rest;
                    seen.push(*first);
                    self.marker()?;
                }
                State::Skip(left) => {
                    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                    bytes = bytes.get(here..).unwrap_or_default();
                    *left -= here as u64;
                    if *left == 0 {
                        self.state = State::Marker(Vec::new());
                    }
                }
                State::Done => return Ok(()),
            }
        }
        Ok(())
    }

    /// Whether the file ended before a picture could begin.
    pub fn finish(&self, media: MediaType) -> Result<(), ErrorCode> {
        match (media, &self.state) {
            (MediaType::Jpeg | MediaType::Png, State::Head(_) | State::Marker(_) | State::Skip(_)) => {
                Err(ErrorCode::FileDamaged)
            }
            _ => Ok(()),
        }
    }

    /// Looks at what stands before and in a segment of a JPEG, as far as it has come.
    fn marker(&mut self) -> Result<(), ErrorCode> {
        let State::Marker(seen) = &mut self.state else {
            return Ok(());
        };
        let next = match seen.as_slice() {
            [0xff] => return Ok(()),
            // Fill bytes, and markers that stand alone.
            [0xff, 0xff] => State::Marker(vec![0xff]),
            [0xff, 0x01 | 0xd0..=0xd8] => State::Marker(Vec::new()),
            // The pixels begin, or the file ends, and no size was given.
            [0xff, 0xda | 0xd9 | 0x00] => return Err(ErrorCode::FileDamaged),
            [0xff, _] | [0xff, _, _] => return Ok(()),
            [0xff, kind, high, low] if !is_frame(*kind) => {
                let length = u64::from(u16::from_be_bytes([*high, *low]));
                let rest = length.checked_sub(2).ok_or(ErrorCode::FileDamaged)?;
                if rest == 0 {
                    State::Marker(Vec::new())
                } else {
                    State::Skip(rest)
                }
            }
            [0xff, _, _, _, _, height_high, height_low, width_high, width_low] => {
                let height = u16::from_be_bytes([*height_high, *height_low]);
                let width = u16::from_be_bytes([*width_high, *width_low]);
                self.state = State::Done;
                return self.judge(Some((u64::from(width), u64::from(height))));
            }
            [0xff, ..] => return Ok(()),
            _ => return Err(ErrorCode::FileDamaged),
        };
        self.state = next;
        Ok(())
    }

    fn judge(&self, size: Option<(u64, u64)>) -> Result<(), ErrorCode> {
        match size {
            Some((width, height)) if width.saturating_mul(height) > self.max_pixels => {
                Err(ErrorCode::PictureTooLarge)
            }
            _ => Ok(()),
        }
    }
}

/// The markers that begin a frame and say its size.
fn is_frame(kind: u8) -> bool {
    matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc)
}

fn take(head: &mut Vec<u8>, bytes: &mut &[u8], wanted: usize) {
    let here = wanted.saturating_sub(head.len()).min(bytes.len());
    let (now, rest) = bytes.split_at_checked(here).unwrap_or((bytes, &[]));
    head.extend_from_slice(now);
    *bytes = rest;
}

fn png_size(head: &[u8]) -> Option<(u64, u64)> {
    let rest = head.strip_prefix(&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a])?;
    let number = |from: usize| {
        let bytes: [u8; 4] = rest.get(from..from + 4)?.try_into().ok()?;
        Some(u64::from(u32::from_be_bytes(bytes)))
    };
    Some((number(8)?, number(12)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(b"\x08\x02\0\0\0");
        bytes
    }

    /// With `before` bytes of other segments in front of the frame, as cameras write them.
    fn jpeg(width: u16, height: u16, before: usize) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        let mut left = before;
        while left > 0 {
            let here = left.min(60_000);
            bytes.extend([0xff, 0xe1]);
            bytes.extend(u16::try_from(here + 2).unwrap().to_be_bytes());
            bytes.extend(vec![0xff; here]);
            left -= here;
        }
        bytes.extend([0xff, 0xff, 0xc0, 0, 17, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda]);
        bytes
    }

    fn gauged(bytes: &[u8], piece: usize, media: MediaType) -> Result<(), ErrorCode> {
        let mut gauge = Gauge::new(70_000_000);
        for piece in bytes.chunks(piece) {
            gauge.feed(piece)?;
        }
        gauge.finish(media)
    }

    #[test]
    fn a_picture_of_thirty_thousand_by_thirty_thousand_is_too_large() {
        let too_large = Err(ErrorCode::PictureTooLarge);
        assert_eq!(gauged(&png(30_000, 30_000), 7, MediaType::Png), too_large);
        assert_eq!(gauged(&png(u32::MAX, u32::MAX), 7, MediaType::Png), too_large);
        assert_eq!(gauged(&jpeg(30_000, 30_000, 0), 7, MediaType::Jpeg), too_large);
        assert_eq!(
            gauged(&jpeg(30_000, 30_000, 300_000), 1000, MediaType::Jpeg),
            too_large
        );
        assert_eq!(gauged(&png(9_248, 6_936), 7, MediaType::Png), Ok(()));
        assert_eq!(gauged(&jpeg(9_248, 6_936, 70_000), 999, MediaType::Jpeg), Ok(()));
    }

    #[test]
    fn a_picture_without_a_size_is_damaged() {
        let whole = jpeg(100, 100, 10);
        for length in 4..18 {
            let cut = gauged(&whole[..length], 3, MediaType::Jpeg);
            assert_eq!(cut, Err(ErrorCode::FileDamaged), "{length}");
        }
        assert_eq!(
            gauged(&png(1, 1)[..20], 3, MediaType::Png),
            Err(ErrorCode::FileDamaged)
        );
        assert_eq!(gauged(b"%PDF-1.7 whatever else it is", 3, MediaType::Pdf), Ok(()));
    }

    proptest! {
        #[test]
        fn pieces_do_not_matter(width in 1_u16.., height in 1_u16.., before in 0_usize..3000, piece in 1_usize..4000) {
            let bytes = jpeg(width, height, before);
            prop_assert_eq!(gauged(&bytes, piece, MediaType::Jpeg), gauged(&bytes, bytes.len(), MediaType::Jpeg));
        }

        #[test]
        fn noise_ends(bytes: Vec<u8>, piece in 1_usize..50) {
            let mut jpeg = vec![0xff, 0xd8, 0xff];
            jpeg.extend(bytes);
            let _ = gauged(&jpeg, piece, MediaType::Jpeg);
        }
    }
}

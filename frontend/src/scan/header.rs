//! What the first bytes of a picture say, read before a browser decodes it: a small file can unfold into gigabytes.

use motcua_heic::{MAX_DOTS, MAX_SIDE};

/// The kinds of pictures that people choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every browser decodes it.
    Common,
    /// Phones of one maker write it, and only their browsers decode it; for the others there is `scan::heic`.
    Heic,
}

/// Why a picture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// Not a picture, or none whose size can be read.
    Unknown,
    /// So many dots across and down.
    TooLarge(u32, u32),
}

/// How much of a file is read to find its size: colour profiles and previews may stand before it.
pub const HEAD: usize = 1 << 20;

/// Where to read on when the size of the picture is not in `head`: some phones describe a HEIC picture behind its dots.
/// Nothing when the description is there, or the file is of another kind.
pub fn further(head: &[u8]) -> Option<u64> {
    if part(head, 4, 4) != Some(b"ftyp") {
        return None;
    }
    let mut at = 0_u64;
    loop {
        let here = usize::try_from(at).ok()?;
        let Some(start) = part(head, here, 8) else {
            return Some(at);
        };
        let (size, kind) = start.split_at(4);
        let size = match number(size) {
            1 => {
                let (high, low) = pair(head, here.checked_add(8)?)?;
                u64::from(high) << 32 | u64::from(low)
            }
            size => u64::from(size),
        };
        // The last box may say zero; none is shorter than its own head.
        if kind == b"meta" || size < 8 {
            return None;
        }
        at = at.checked_add(size)?;
    }
}

/// Kind of a picture that may be decoded.
pub fn read(head: &[u8]) -> Result<Kind, NotTaken> {
    let (kind, (width, height)) = if head.starts_with(&[0xff, 0xd8]) {
        (Kind::Common, jpeg(head))
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        (Kind::Common, pair(head, 16))
    } else if part(head, 0, 4) == Some(b"RIFF") && part(head, 8, 4) == Some(b"WEBP") {
        (Kind::Common, webp(head))
    } else if part(head, 4, 4) == Some(b"ftyp") {
        (Kind::Heic, heic(head))
    } else {
        return Err(NotTaken::Unknown);
    }
    .known()?;
    let dots = u64::from(width) * u64::from(height);
    if dots == 0 {
        return Err(NotTaken::Unknown);
    }
    if width.max(height) > MAX_SIDE || dots > MAX_DOTS {
        return Err(NotTaken::TooLarge(width, height));
    }
    Ok(kind)
}

/// A kind with a size that was found.
trait Known {
    fn known(self) -> Result<(Kind, (u32, u32)), NotTaken>;
}

impl Known for (Kind, Option<(u32, u32)>) {
    fn known(self) -> Result<(Kind, (u32, u32)), NotTaken> {
        self.1.map(|size| (self.0, size)).ok_or(NotTaken::Unknown)
    }
}

fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

fn little(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .rev()
        .fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

/// Width and height as two big-endian numbers of four bytes.
fn pair(bytes: &[u8], at: usize) -> Option<(u32, u32)> {
    let width = number(part(bytes, at, 4)?);
    let height = number(part(bytes, at + 4, 4)?);
    Some((width, height))
}

/// Walks the segments to the frame header.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let [mark, kind] = *part(bytes, at, 2)? else {
            return None;
        };
        if mark != 0xff {
            return None;
        }
        match kind {
            // Fill bytes and marks without content.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                let height = number(part(bytes, at + 5, 2)?);
                let width = number(part(bytes, at + 7, 2)?);
                return Some((width, height));
            }
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::try_from(number(part(bytes, at + 2, 2)?)).ok()?.max(2),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match part(bytes, 12, 4)? {
        b"VP8X" => Some((little(part(bytes, 24, 3)?) + 1, little(part(bytes, 27, 3)?) + 1)),
        b"VP8L" => {
            let bits = little(part(bytes, 21, 4)?);
            Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8 " => Some((
            little(part(bytes, 26, 2)?) & 0x3fff,
            little(part(bytes, 28, 2)?) & 0x3fff,
        )),
        _ => None,
    }
}

/// The largest size that any picture in the file claims (`ispe` boxes).
fn heic(bytes: &[u8]) -> Option<(u32, u32)> {
    let brand = part(bytes, 8, 4)?;
    if !matches!(
        brand,
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" | b"avif"
    ) {
        return None;
    }
    let boxes = bytes.windows(4).enumerate().filter(|(_, name)| *name == b"ispe");
    boxes
        .filter_map(|(at, _)| pair(bytes, at + 8))
        .max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
        // A thumbnail's frame header inside an EXIF segment must not be taken for the picture's.
        let exif = [0xff, 0xc0, 0, 17, 8, 0, 10, 0, 10];
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1, 0, (exif.len() + 2) as u8];
        bytes.extend(exif);
        bytes.extend([0xff, 0xff, 0xc2, 0, 17, 8]);
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes
    }

    #[test]
    fn pictures_of_a_phone_are_taken() {
        assert_eq!(read(&png(3_000, 4_000)), Ok(Kind::Common));
        assert_eq!(read(&jpeg_of(4_000, 3_000)), Ok(Kind::Common));
        let mut heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        for (width, height) in [(512_u32, 512_u32), (4_032, 3_024)] {
            heic.extend(b"\0\0\0\x14ispe\0\0\0\0");
            heic.extend(width.to_be_bytes());
            heic.extend(height.to_be_bytes());
        }
        assert_eq!(read(&heic), Ok(Kind::Heic));
        let mut webp = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
        webp.extend([0x9f, 0x0f, 0, 0xb7, 0x0b, 0]);
        assert_eq!(read(&webp), Ok(Kind::Common));
    }

    #[test]
    fn a_description_behind_the_dots_is_looked_for() {
        let ftyp = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        let with = |rest: &[u8]| further(&[&ftyp[..], rest].concat());
        assert_eq!(with(b"\0\0\x02\0meta"), None);
        assert_eq!(with(b"\0\x20\0\0mdat..."), Some(24 + 0x20_0000));
        assert_eq!(
            with(b"\0\0\0\x01mdat\0\0\0\x01\0\0\0\x10..."),
            Some(24 + 0x1_0000_0010)
        );
        assert_eq!(with(b"\0\0\0\x0amdat..\0\0\x02\0meta"), None);
        // Cut within the head of a box; a box that says it is shorter than its head; sizes beyond all files.
        assert_eq!(with(b"\0\0"), Some(24));
        assert_eq!(with(b"\0\0\0\x07mdat"), None);
        assert_eq!(with(b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"), None);
        assert_eq!(further(&png(1, 1)), None);
        assert_eq!(further(b""), None);
    }

    #[test]
    fn pictures_that_would_unfold_are_refused_unread() {
        assert_eq!(
            read(&png(30_000, 30_000)),
            Err(NotTaken::TooLarge(30_000, 30_000))
        );
        assert_eq!(
            read(&jpeg_of(30_000, 30_000)),
            Err(NotTaken::TooLarge(30_000, 30_000))
        );
        assert_eq!(read(&png(16_001, 10)), Err(NotTaken::TooLarge(16_001, 10)));
        assert_eq!(read(&png(9_000, 9_000)), Err(NotTaken::TooLarge(9_000, 9_000)));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        for bytes in [
            &b""[..],
            b"%PDF-1.7",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8",
            b"\xff\xd8\xff\xe1\0\0",
            b"\xff\xd8\xff\xe1\xff\xff",
            b"\xff\xd8\xff\xd9",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"\0\0\0\x18ftypisom\0\0\0\0",
            &png(0, 10),
        ] {
            assert_eq!(read(bytes), Err(NotTaken::Unknown));
        }
    }
}

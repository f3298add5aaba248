//! Photographs in HEIC made into dots. Phones of one maker write them by default, and only their browsers decode them.
//!
//! Knows no window: the worker of the scan page (`frontend/src/scan/heic_worker.rs`), the tests and the fuzzer call the
//! same function. The file is somebody's bytes: what it claims is weighed before anything is decoded.

mod claim;
mod dots;

pub use dots::Dots;
use heifer::heifer_hevc_dec::Error as Stream;
use heifer::heifer_isobmff::{Error as Container, HeifFile};
use heifer::{Error, Options, decode_rgba8, decode_srgb_rgba8};

/// Largest number of dots of a picture that is decoded, of whatever kind. Each takes four bytes.
pub const MAX_DOTS: u64 = 64_000_000;

/// Longest side of a picture that is decoded.
pub const MAX_SIDE: u32 = 16_000;

/// Most dots of what is handed back: a page of a scan is made of no more.
pub const WORKING_DOTS: u64 = 16_000_000;

/// Why there are no dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Written in a way that is not decoded here, as AV1 in the same kind of file.
    Unsupported,
    /// Cut off or broken.
    Damaged,
    /// So many dots across and down.
    TooLarge(u32, u32),
}

/// Decodes the picture that the file is about, turned and cut as the file says (`irot`, `imir`, `clap`; what EXIF says of
/// the same turn is not applied again), in sRGB, on white, and no larger than [`WORKING_DOTS`].
pub fn decode(file: &[u8]) -> Result<Dots, Fault> {
    decode_within(file, MAX_DOTS)
}

/// The same with a limit of one's own: the fuzzer has little time for each file.
pub fn decode_within(file: &[u8], max_dots: u64) -> Result<Dots, Fault> {
    let container = HeifFile::parse(file).map_err(of_container)?;
    claim::weigh(&container, max_dots)?;
    let options = Options {
        max_threads: 1,
        max_pixels: max_dots,
    };
    let image = match decode_srgb_rgba8(file, &options) {
        // Colours that are not converted, as of HDR pictures: a paper is legible in them all the same.
        Err(Error::Unsupported(_)) => decode_rgba8(file, &options),
        decoded => decoded,
    }
    .map_err(fault)?;
    let mut dots = Dots::new(image.width, image.height, image.data).ok_or(Fault::Damaged)?;
    dots.on_white();
    Ok(dots.within(WORKING_DOTS))
}

fn fault(error: Error) -> Fault {
    match error {
        Error::Container(error) => of_container(error),
        Error::Unsupported(_) | Error::Hevc(Stream::Unimplemented(_)) => Fault::Unsupported,
        Error::Hevc(_) | Error::Encode(_) | Error::Invalid(_) => Fault::Damaged,
    }
}

fn of_container(error: Container) -> Fault {
    match error {
        Container::Unimplemented(_) => Fault::Unsupported,
        _ => Fault::Damaged,
    }
}

#[cfg(test)]
mod tests;

//! Reading a file once and hashing it on the way. Not mapped: a file that shrinks while it is mapped ends the process.
//! But read into memory of large pages, since asking for it in pages of 4 KiB takes a third of the time of all the rest.
//!
//! Which bytes a signature covers is known only when the whole file is there. But every signature covers the file from
//! its start to a gap, so that SHA-256 can run while the file comes in: the state is kept at every step, and a signature
//! goes on from the last step before its gap.

use memmap2::MmapMut;
use ring::digest::{Context, SHA256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc;

/// Bytes between two kept states; also what is read at a time.
const STEP: usize = 512 << 10;

/// Large pages of the processors that this runs on.
const LARGE_PAGE: usize = 2 << 20;

/// The states of SHA-256 at 0, [`STEP`], 2 × [`STEP`] … bytes of a file.
#[derive(Clone)]
pub struct Ladder(Vec<Context>);

impl std::fmt::Debug for Ladder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ladder of {}", self.0.len())
    }
}

impl Ladder {
    /// The last kept state at or before `place`, and where it stands.
    pub fn below(&self, place: usize) -> Option<(Context, usize)> {
        let rung = (place / STEP).min(self.0.len().checked_sub(1)?);
        Some((self.0.get(rung)?.clone(), rung * STEP))
    }
}

/// A file in memory with what is known of its digest.
#[derive(Debug)]
pub struct ReadFile {
    memory: Memory,
    length: usize,
    /// States of its SHA-256.
    pub ladder: Ladder,
}

impl ReadFile {
    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        let all: &[u8] = match &self.memory {
            Memory::Small(bytes) => bytes,
            Memory::Large(map) => map,
        };
        all.get(..self.length).unwrap_or_default()
    }
}

/// Where a file lies in memory.
#[derive(Debug)]
enum Memory {
    Small(Vec<u8>),
    /// Belongs to no file. May be longer than what was read.
    Large(MmapMut),
}

impl Memory {
    /// Room for `length` bytes, in large pages where the system has them.
    fn new(length: usize) -> io::Result<Self> {
        if length < LARGE_PAGE / 2 {
            return Ok(Self::Small(vec![0; length]));
        }
        let whole_pages = length
            .checked_next_multiple_of(LARGE_PAGE)
            .ok_or(io::ErrorKind::FileTooLarge)?;
        let map = MmapMut::map_anon(whole_pages)?;
        #[cfg(target_os = "linux")]
        // A system without large pages gives small ones, which do as well.
        let _ = map.advise(memmap2::Advice::HugePage);
        Ok(Self::Large(map))
    }

    fn room(&mut self) -> &mut [u8] {
        match self {
            Self::Small(bytes) => bytes,
            Self::Large(map) => map,
        }
    }
}

/// Reads the whole file. A file that has become shorter meanwhile is an error, not a file with zeros at its end.
pub fn read_file(path: &Path) -> io::Result<ReadFile> {
    let mut file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let length = usize::try_from(metadata.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
    if length < STEP {
        // Also what has no length, such as a pipe.
        let mut bytes = Vec::with_capacity(length);
        file.read_to_end(&mut bytes)?;
        let ladder = climb(bytes.chunks(STEP));
        return Ok(ReadFile {
            length: bytes.len(),
            memory: Memory::Small(bytes),
            ladder,
        });
    }
    let mut memory = Memory::new(length)?;
    let room = memory.room().get_mut(..length).unwrap_or_default();
    let (hand_over, parts) = mpsc::channel::<&[u8]>();
    let (read, climbed) = std::thread::scope(|scope| {
        let hashing = scope.spawn(move || climb(parts.into_iter()));
        let mut chunks = room.chunks_mut(STEP);
        let read = chunks.try_for_each(|chunk| {
            file.read_exact(chunk)?;
            hand_over
                .send(chunk)
                .map_err(|_| io::Error::other("hashing stopped"))
        });
        drop(hand_over);
        (read, hashing.join())
    });
    read?;
    let ladder = climbed.map_err(|_| io::Error::other("hashing stopped"))?;
    Ok(ReadFile {
        memory,
        length,
        ladder,
    })
}

/// Keeps the state before each part; all parts but the last are one step long.
fn climb<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Ladder {
    let mut state = Context::new(&SHA256);
    let mut rungs = vec![state.clone()];
    for part in parts {
        state.update(part);
        if part.len() == STEP {
            rungs.push(state.clone());
        }
    }
    Ladder(rungs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::digest::digest;

    #[test]
    fn long_and_short_files_are_read_to_their_last_byte_and_hashed_on_the_way() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, STEP - 1, STEP, STEP * 4, STEP * 5 + 7, STEP * 8] {
            let path = folder.path().join(length.to_string());
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            std::fs::write(&path, &bytes).unwrap();
            let read = read_file(&path).unwrap();
            assert!(read.bytes() == bytes, "{length}");
            for place in [0, length / 2, length] {
                let (mut state, from) = read.ladder.below(place).unwrap();
                assert!(
                    from <= place && place - from <= STEP,
                    "{length}: {place} from {from}"
                );
                state.update(&bytes[from..place]);
                assert_eq!(state.finish().as_ref(), digest(&SHA256, &bytes[..place]).as_ref());
            }
        }
        assert!(read_file(&folder.path().join("none")).is_err());
        assert!(read_file(folder.path()).is_err());
    }
}

//! Reading a file once, as fast as it can be had. Not mapped: a file that shrinks while it is mapped ends the process.

use std::fs::File;
use std::io;
use std::path::Path;

/// Below this, threads cost more than they save.
const WORTHWHILE: usize = 4 << 20;
/// Most of the time goes into pages that are touched for the first time; more threads than this do not help.
const THREADS: usize = 4;

/// The whole file. Long ones are read by several threads, each into its own part of the memory.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
    if length < WORTHWHILE {
        return std::fs::read(path);
    }
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(THREADS));
    let mut bytes = vec![0; length];
    let part = length.div_ceil(threads);
    std::thread::scope(|scope| {
        let readers: Vec<_> = bytes
            .chunks_mut(part)
            .enumerate()
            .map(|(place, chunk)| {
                let file = &file;
                scope.spawn(move || read_part(file, chunk, place * part))
            })
            .collect();
        readers.into_iter().try_for_each(|reader| {
            reader
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("a reader stopped")))
        })
    })?;
    Ok(bytes)
}

/// A file that has become shorter meanwhile is an error, not a file with zeros at its end.
#[cfg(unix)]
fn read_part(file: &File, chunk: &mut [u8], at: usize) -> io::Result<()> {
    let at = u64::try_from(at).map_err(|_| io::ErrorKind::FileTooLarge)?;
    std::os::unix::fs::FileExt::read_exact_at(file, chunk, at)
}

#[cfg(not(unix))]
fn read_part(file: &File, chunk: &mut [u8], at: usize) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    let at = u64::try_from(at).map_err(|_| io::ErrorKind::FileTooLarge)?;
    let mut own = file.try_clone()?;
    let _guard = PLACE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    own.seek(SeekFrom::Start(at))?;
    own.read_exact(chunk)
}

/// Handles that were cloned share their place.
#[cfg(not(unix))]
static PLACE: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_files_are_read_to_their_last_byte() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, WORTHWHILE - 1, WORTHWHILE, WORTHWHILE * 2 + 7] {
            let path = folder.path().join(length.to_string());
            let bytes: Vec<u8> = (0..=250).cycle().take(length).collect();
            std::fs::write(&path, &bytes).unwrap();
            assert!(read_file(&path).unwrap() == bytes, "{length}");
        }
        assert!(read_file(&folder.path().join("none")).is_err());
        assert!(read_file(folder.path()).is_err());
    }
}

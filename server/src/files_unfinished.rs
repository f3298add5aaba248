//! What a server left that was killed in the middle of writing. In a folder an object is written beside its name, as
//! `<name>#<digits>`, and `object_store` lists no such names. An S3 store keeps unfinished objects out of sight, too; there a
//! rule of the store lets them go (docs/operations.md).

use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Deletes what was begun in a folder before `oldest` (seconds since 1970) and never became an object; says how many.
pub async fn clear(folder: &Path, oldest: i64) -> std::io::Result<usize> {
    let oldest = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(oldest).unwrap_or_default());
    let mut entries = match tokio::fs::read_dir(folder).await {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    let mut count = 0;
    while let Some(entry) = entries.next_entry().await? {
        if !entry.file_name().to_str().is_some_and(is_unfinished) {
            continue;
        }
        let gone = match entry.metadata().await {
            Ok(meta) if meta.is_file() && meta.modified()? < oldest => {
                tokio::fs::remove_file(entry.path()).await
            }
            Ok(_) => continue,
            Err(error) => Err(error),
        };
        match gone {
            Ok(()) => count += 1,
            // It became an object in this moment, or was taken back.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(count)
}

fn is_unfinished(name: &str) -> bool {
    let number = name.rsplit_once('#').map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_numbered_is_unfinished() {
        for name in ["01926f3e-0000-7000-8000-000000000000#1", "a.b#12"] {
            assert!(is_unfinished(name), "{name}");
        }
        for name in ["a", "a#", "a#b", "#a1", "1"] {
            assert!(!is_unfinished(name), "{name}");
        }
    }
}

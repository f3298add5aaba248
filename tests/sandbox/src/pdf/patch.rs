//! Changing finished files by hand: what no honest tool does.

use anyhow::{Context, Result, ensure};

/// First position of `what` at or behind `from`.
pub fn find(bytes: &[u8], what: &[u8], from: usize) -> Result<usize> {
    let rest = bytes.get(from..).context("behind the end")?;
    let at = rest.windows(what.len()).position(|window| window == what);
    let shown = String::from_utf8_lossy(what);
    at.map(|at| at + from)
        .with_context(|| format!("{shown} is not there"))
}

/// Last position of `what`.
pub fn find_last(bytes: &[u8], what: &[u8]) -> Result<usize> {
    let at = bytes.windows(what.len()).rposition(|window| window == what);
    at.with_context(|| format!("{} is not there", String::from_utf8_lossy(what)))
}

/// Writes over what is at `at`, filling up with spaces to `length`.
pub fn overwrite(bytes: &mut [u8], at: usize, length: usize, text: &str) -> Result<()> {
    ensure!(text.len() <= length, "{text} is too long");
    let room = bytes.get_mut(at..at + length).context("behind the end")?;
    room.copy_from_slice(format!("{text:length$}").as_bytes());
    Ok(())
}

/// Writes over the numbers of the last ByteRange: between its brackets, or brackets and all.
pub fn overwrite_byte_range(bytes: &mut [u8], text: &str, with_brackets: bool) -> Result<()> {
    let key = find_last(bytes, b"/ByteRange [")?;
    let (start, close) = (key + 11, find(bytes, b"]", key)?);
    if with_brackets {
        overwrite(bytes, start, close + 1 - start, text)
    } else {
        overwrite(bytes, start + 1, close - start - 1, text)
    }
}

/// The numbers of the last ByteRange.
pub fn byte_range(bytes: &[u8]) -> Result<Vec<usize>> {
    let start = find_last(bytes, b"/ByteRange [")? + 12;
    let text = String::from_utf8_lossy(&bytes[start..find(bytes, b"]", start)?]).into_owned();
    Ok(text
        .split_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect())
}

/// Where the last cross-reference section is, as the file says.
pub fn last_section(bytes: &[u8]) -> Result<usize> {
    let at = find_last(bytes, b"startxref\n")? + 10;
    let digits: String = bytes[at..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .map(|byte| char::from(*byte))
        .collect();
    digits.parse().context("startxref without a number")
}

/// Appends objects and a table with this trailer. An object without a body is one that is already at that offset, or
/// freed when that is 0.
pub fn append(bytes: &mut Vec<u8>, objects: &[(u32, Body)], trailer: &str) -> Result<usize> {
    let mut rows = Vec::new();
    for (number, body) in objects {
        let offset = match body {
            Body::Text(text) => {
                let at = bytes.len();
                bytes.extend(format!("{number} 0 obj\n").bytes());
                bytes.extend_from_slice(text);
                bytes.extend_from_slice(b"\nendobj\n");
                at
            }
            Body::At(offset) => *offset,
        };
        let row = if offset == 0 {
            format!("{number} 1\n0000000000 65535 f \n")
        } else {
            format!("{number} 1\n{offset:010} 00000 n \n")
        };
        rows.push(row);
    }
    let section = bytes.len();
    bytes.extend(
        format!(
            "xref\n{}trailer\n<< {trailer} >>\nstartxref\n{section}\n%%EOF\n",
            rows.concat()
        )
        .bytes(),
    );
    Ok(section)
}

/// What [`append`] says of an object.
pub enum Body {
    /// Written here.
    Text(Vec<u8>),
    /// At an offset.
    At(usize),
}

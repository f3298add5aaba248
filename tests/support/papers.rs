//! Files to send: the sandbox's papers, and pictures made here.

use crate::sandbox;
use bytes::Bytes;

/// The bytes of a file of the sandbox, e.g. `papers/to-trinh.pdf`.
pub fn read(path: &str) -> Bytes {
    let path = sandbox::folder().join(path);
    std::fs::read(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .into()
}

/// A sound paper by its name, e.g. `to-trinh`.
pub fn sound(name: &str) -> Bytes {
    read(&format!("papers/{name}.pdf"))
}

/// A bad file by its name, e.g. `chua-ky`.
pub fn bad(name: &str) -> Bytes {
    read(&format!("papers/hong/{name}.pdf"))
}

/// The smallest file that is taken for a picture.
pub fn picture() -> Bytes {
    Bytes::from_static(&[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])
}

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

/// A picture of one pixel.
pub fn picture() -> Bytes {
    Bytes::from_static(
        b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82",
    )
}

/// A file that every antivirus finds, which the portal takes for a picture.
pub fn infected_picture() -> Bytes {
    let eicar = [
        "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-",
        "ANTIVIRUS-TEST-FILE!$H+H*",
    ];
    [picture().as_ref(), eicar.concat().as_bytes()].concat().into()
}

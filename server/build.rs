//! Tells the linker to pack the addresses that are put right when the program starts, which is most of what `motcua
//! verify` does on a small file. Loaders know the packed form since glibc 2.36.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if loads_packed_addresses() {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// Whether the program is for this very machine, and its glibc is new enough.
fn loads_packed_addresses() -> bool {
    let is_for_here = told("HOST") == told("TARGET");
    let is_glibc = told("CARGO_CFG_TARGET_ENV").as_deref() == Some("gnu")
        && told("CARGO_CFG_TARGET_OS").as_deref() == Some("linux");
    is_for_here && is_glibc && glibc().is_some_and(|version| version >= (2, 36))
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is how cargo speaks to a build script"
)]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn glibc() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

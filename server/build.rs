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
    let is_for_here = std::env::var("HOST").ok() == std::env::var("TARGET").ok();
    let is_glibc = std::env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|name| name == "gnu")
        && std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|name| name == "linux");
    is_for_here && is_glibc && glibc().is_some_and(|version| version >= (2, 36))
}

fn glibc() -> Option<(u32, u32)> {
    let output = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (major, minor) = text.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

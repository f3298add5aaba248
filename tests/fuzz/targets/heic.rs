//! Photographs in HEIC: the boxes, what they claim, and the coded pictures, on any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motcua_heic::decode_within;

/// Few enough that a file is done within the fuzzer's patience.
const MOST: u64 = 1_000_000;

fuzz_target!(|bytes: &[u8]| {
    let Ok(dots) = decode_within(bytes, MOST) else {
        return;
    };
    let count = u64::from(dots.width) * u64::from(dots.height);
    assert!(count > 0 && count <= MOST);
    assert_eq!(dots.rgba.len() as u64, count * 4);
    // On white paper nothing is seen through.
    assert!(dots.rgba.chunks_exact(4).all(|dot| dot[3] == 255));
});

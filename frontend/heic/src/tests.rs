//! Samples whose picture is known (`samples/make.py` drew it, another encoder coded it), and files that are not right.

use crate::{Dots, Fault, MAX_DOTS, decode, decode_within};
use proptest::prelude::*;

const PLAIN: &[u8] = include_bytes!("../samples/plain.heic");
const DEEP: &[u8] = include_bytes!("../samples/deep.heic");
const CLEAR: &[u8] = include_bytes!("../samples/clear.heic");
const PHONE: &[u8] = include_bytes!("../samples/phone.heic");
const BEHIND: &[u8] = include_bytes!("../samples/behind.heic");
const MIRRORED: &[u8] = include_bytes!("../samples/mirrored.heic");
const CUT: &[u8] = include_bytes!("../samples/cut.heic");
const WIDE: &[u8] = include_bytes!("../samples/wide.heic");

const ALL: [&[u8]; 8] = [PLAIN, DEEP, CLEAR, PHONE, BEHIND, MIRRORED, CUT, WIDE];

/// The picture that was drawn.
const WIDTH: u32 = 180;
const HEIGHT: u32 = 120;

fn drawn(x: u32, y: u32) -> [f64; 3] {
    let slope = f64::from(x * 24 / WIDTH + y * 16 / HEIGHT);
    let base = match (x * 2 / WIDTH, y * 2 / HEIGHT) {
        (0, 0) => [180.0, 30.0, 30.0],
        (_, 0) => [30.0, 150.0, 60.0],
        (0, _) => [30.0, 60.0, 180.0],
        _ => [210.0, 210.0, 200.0],
    };
    base.map(|part| part + slope)
}

/// How near a decoded picture is to the one that was drawn, in decibels; `of` says where a dot was. Beside the edges of
/// the quarters the encoder lost colour, which has half as many dots as light.
fn nearness(dots: &Dots, of: impl Fn(u32, u32) -> (u32, u32, Ground)) -> f64 {
    let (mut sum, mut count) = (0.0, 0_u32);
    for (at, dot) in dots.rgba.as_chunks::<4>().0.iter().enumerate() {
        let at = u32::try_from(at).unwrap();
        let (x, y, ground) = of(at % dots.width, at / dots.width);
        assert_eq!(dot[3], 255);
        if x.abs_diff(WIDTH / 2) < 4 || y.abs_diff(HEIGHT / 2) < 4 {
            continue;
        }
        let wanted = match ground {
            Ground::Drawn => drawn(x, y),
            Ground::White => [255.0; 3],
        };
        for part in 0..3 {
            sum += (f64::from(dot[part]) - wanted[part]).powi(2);
            count += 1;
        }
    }
    assert!(count > dots.width * dots.height * 2);
    10.0 * (255.0_f64.powi(2) / (sum / f64::from(count))).log10()
}

/// What is to be seen at a place.
enum Ground {
    Drawn,
    White,
}

fn near(file: &[u8], size: (u32, u32), of: impl Fn(u32, u32) -> (u32, u32, Ground)) {
    let dots = decode(file).unwrap();
    assert_eq!((dots.width, dots.height), size);
    let nearness = nearness(&dots, of);
    assert!(nearness > 40.0, "{nearness} dB");
}

#[test]
fn pictures_come_out_as_they_were_drawn() {
    near(PLAIN, (WIDTH - 1, HEIGHT - 1), |x, y| (x, y, Ground::Drawn));
    near(DEEP, (WIDTH, HEIGHT), |x, y| (x, y, Ground::Drawn));
}

#[test]
fn a_phone_s_picture_is_put_together_and_turned_once() {
    near(PHONE, (HEIGHT, WIDTH), |x, y| (y, HEIGHT - 1 - x, Ground::Drawn));
    near(BEHIND, (HEIGHT, WIDTH), |x, y| (y, HEIGHT - 1 - x, Ground::Drawn));
    near(MIRRORED, (WIDTH, HEIGHT), |x, y| {
        (WIDTH - 1 - x, y, Ground::Drawn)
    });
    near(CUT, (100, 80), |x, y| (x + 50, y + 15, Ground::Drawn));
}

#[test]
fn what_is_transparent_is_white_paper() {
    near(CLEAR, (WIDTH, HEIGHT), |x, y| {
        let ground = if x < WIDTH / 2 {
            Ground::Drawn
        } else {
            Ground::White
        };
        (x, y, ground)
    });
}

#[test]
fn colours_of_a_wide_screen_become_those_of_every_screen() {
    let dots = decode(WIDE).unwrap();
    let middle = ((dots.height / 2 * dots.width + dots.width / 2) * 4) as usize;
    let [red, green, blue] = [0, 1, 2].map(|part| dots.rgba[middle + part]);
    assert!(red > 250 && green < 12 && blue < 12, "{red} {green} {blue}");
}

/// `file` with the first `from` after `mark` replaced by `to`.
fn changed(file: &[u8], mark: &[u8], skip: usize, to: &[u8]) -> Vec<u8> {
    let at = file.windows(mark.len()).position(|part| part == mark).unwrap() + mark.len() + skip;
    let mut file = file.to_vec();
    file[at..at + to.len()].copy_from_slice(to);
    file
}

fn pair(width: u16, height: u16) -> Vec<u8> {
    [width.to_be_bytes(), height.to_be_bytes()].concat()
}

#[test]
fn claims_are_weighed_before_anything_is_decoded() {
    // The size of a grid stands behind version, flags, rows and columns.
    let huge = changed(PHONE, b"idat", 4, &pair(30_000, 30_000));
    assert_eq!(decode(&huge), Err(Fault::TooLarge(30_000, 30_000)));
    let long = changed(PHONE, b"idat", 4, &pair(16_001, 1));
    assert_eq!(decode(&long), Err(Fault::TooLarge(16_001, 1)));
    assert_eq!(decode_within(PHONE, 1_000), Err(Fault::TooLarge(180, 120)));
    let nothing = changed(PHONE, b"idat", 4, &pair(0, 120));
    assert_eq!(decode(&nothing), Err(Fault::Damaged));
    // Tiles of which nothing is seen.
    let small = changed(PHONE, b"idat", 4, &pair(64, 64));
    assert_eq!(decode(&small), Err(Fault::Damaged));
    // Tiles that leave a rest: found by the fuzzer, the decoder would panic.
    let narrow = [47_u32.to_be_bytes(), 64_u32.to_be_bytes()].concat();
    assert_eq!(decode(&changed(PHONE, b"ispe", 4, &narrow)), Err(Fault::Damaged));
    // More tiles than there are.
    let many = changed(PHONE, b"idat", 2, &[255, 255]);
    assert_eq!(decode(&many), Err(Fault::Damaged));
    // The size of one coded picture.
    let claimed = [30_000_u32.to_be_bytes(), 30_000_u32.to_be_bytes()].concat();
    assert_eq!(
        decode(&changed(DEEP, b"ispe", 4, &claimed)),
        Err(Fault::TooLarge(30_000, 30_000))
    );
}

#[test]
fn a_stream_is_larger_than_the_boxes_say() {
    // Boxes of a few dots around a stream of 180 by 120: the limit holds for what is decoded, too.
    let claimed = [16_u32.to_be_bytes(), 16_u32.to_be_bytes()].concat();
    let lying = changed(DEEP, b"ispe", 4, &claimed);
    assert_eq!(decode_within(&lying, 10_000), Err(Fault::Unsupported));
}

#[test]
fn what_is_not_decoded_here_is_told_from_what_is_broken() {
    let at = |file: &[u8], kind: &[u8], to: &[u8]| {
        let at = file.windows(4).position(|part| part == kind).unwrap();
        let mut file = file.to_vec();
        file[at..at + 4].copy_from_slice(to);
        file
    };
    assert_eq!(decode(&at(PLAIN, b"hvc1", b"av01")), Err(Fault::Unsupported));
    assert_eq!(decode(&at(PHONE, b"grid", b"iovl")), Err(Fault::Unsupported));
    for broken in [
        &b""[..],
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        b"%PDF-1.7",
        &PHONE[..700],
    ] {
        assert_eq!(decode(broken), Err(Fault::Damaged));
    }
}

#[test]
fn a_file_that_was_cut_off_anywhere_gives_a_fault() {
    for file in ALL {
        for length in (0..file.len()).step_by(13) {
            assert!(decode(&file[..length]).is_err(), "{length}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Neither a panic nor more dots than promised, whatever stands in the file.
    #[test]
    fn broken_files_are_borne(
        which in 0..ALL.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..6),
    ) {
        let mut file = ALL[which].to_vec();
        let head = file.len().min(900);
        for (place, value, in_head) in changes {
            let at = place.index(if in_head { head } else { file.len() });
            file[at] = value;
        }
        if let Ok(dots) = decode_within(&file, 1_000_000) {
            prop_assert_eq!(dots.rgba.len() as u64, u64::from(dots.width) * u64::from(dots.height) * 4);
            prop_assert!(u64::from(dots.width) * u64::from(dots.height) <= MAX_DOTS);
        }
    }
}

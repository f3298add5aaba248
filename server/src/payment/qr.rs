//! A code as a picture: a PNG, which banking applications take from the pictures of a phone.

use anyhow::anyhow;
use fast_qr::{ECL, QRBuilder};

/// Dots of one square.
const SCALE: usize = 8;
/// Squares of white around the code, as the standard asks for.
const QUIET: usize = 4;

/// The picture, one bit a dot.
pub fn png(text: &str) -> anyhow::Result<Vec<u8>> {
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|error| anyhow!("no code: {error:?}"))?;
    let side = (code.size + 2 * QUIET) * SCALE;
    let row_bytes = side.div_ceil(8);
    let mut dots = vec![0xFF_u8; row_bytes * side];
    for (index, line) in dots.chunks_mut(row_bytes).enumerate() {
        let row = (index / SCALE).checked_sub(QUIET).filter(|row| *row < code.size);
        let Some(row) = row else { continue };
        for column in 0..code.size {
            let is_dark = code
                .data
                .get(row * code.size + column)
                .is_some_and(|module| module.value());
            // Eight dots are one byte, so that a square is one byte of a line.
            if let Some(byte) = line.get_mut(column + QUIET).filter(|_| is_dark) {
                *byte = 0;
            }
        }
    }
    let width = u32::try_from(side)?;
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, width);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header()?.write_image_data(&dots)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use motcua_shared::payment::vietqr::Transfer;

    #[test]
    fn another_program_reads_the_text_back() {
        let text = Transfer {
            bin: "970403".to_owned(),
            account: "0011012345678".to_owned(),
            amount: 15_000,
            bill: "H211012611200001".to_owned(),
            purpose: "H211012611200001".to_owned(),
        }
        .payload()
        .unwrap();
        let bytes = png(&text).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes))
            .read_info()
            .unwrap();
        let mut dots = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut dots).unwrap();
        let (side, line) = (info.width as usize, info.line_size);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if dots[y * line + x / 8] & (0x80 >> (x % 8)) == 0 {
                0
            } else {
                255
            }
        });
        let found = image.detect_grids();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].decode().unwrap().1, text);
    }
}

//! A PDF whose pages are pictures, and nothing else: no name, no date, no program.

/// A page: a JPEG and its dots. The JPEG itself (`J`) stays where it is: forty of them are not brought into memory.
pub struct Leaf<J> {
    /// The JPEG, in colour.
    pub jpeg: J,
    /// Its bytes.
    pub length: usize,
    /// Dots across.
    pub width: u32,
    /// Dots down.
    pub height: u32,
}

/// Longest side of a page in points: that of A4.
const LONG_SIDE: f64 = 841.89;

/// A piece of the file.
pub enum Piece<J> {
    /// What is written around the pictures.
    Words(Vec<u8>),
    /// A picture as it is.
    Jpeg(J),
}

/// The file, piece by piece.
pub fn pdf<J>(leaves: Vec<Leaf<J>>) -> Vec<Piece<J>> {
    let mut out = Writer {
        pieces: Vec::new(),
        bytes: Vec::new(),
        written: 0,
        offsets: Vec::new(),
    };
    // Four bytes above 127 say that the file is not text (ISO 32000-1 §7.5.2).
    out.bytes.extend(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n");
    // Catalogue, pages, then three objects for each page.
    let kids: Vec<String> = (0..leaves.len())
        .map(|index| format!("{} 0 R", 3 + 3 * index))
        .collect();
    out.object("<< /Type /Catalog /Pages 2 0 R >>", None);
    out.object(
        &format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            leaves.len(),
            kids.join(" ")
        ),
        None,
    );
    for (index, leaf) in leaves.into_iter().enumerate() {
        let page = 3 + 3 * index;
        let scale = LONG_SIDE / f64::from(leaf.width.max(leaf.height).max(1));
        let (width, height) = (f64::from(leaf.width) * scale, f64::from(leaf.height) * scale);
        out.object(
            &format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2} {height:.2}] /Resources << /XObject << /P {} 0 R >> >> \
                 /Contents {} 0 R >>",
                page + 2,
                page + 1
            ),
            None,
        );
        let draw = format!("q {width:.2} 0 0 {height:.2} 0 0 cm /P Do Q");
        let length = format!("<< /Length {} >>", draw.len());
        out.object(&length, Some((draw.len(), Piece::Words(draw.into_bytes()))));
        out.object(
            &format!(
                "<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /DeviceRGB /BitsPerComponent 8 \
                 /Filter /DCTDecode /Length {} >>",
                leaf.width,
                leaf.height,
                leaf.length
            ),
            Some((leaf.length, Piece::Jpeg(leaf.jpeg))),
        );
    }
    out.finish()
}

struct Writer<J> {
    pieces: Vec<Piece<J>>,
    /// Written since the last piece.
    bytes: Vec<u8>,
    /// Bytes of the pieces.
    written: usize,
    offsets: Vec<usize>,
}

impl<J> Writer<J> {
    fn at(&self) -> usize {
        self.written + self.bytes.len()
    }

    fn object(&mut self, dictionary: &str, stream: Option<(usize, Piece<J>)>) {
        self.offsets.push(self.at());
        let number = self.offsets.len();
        self.bytes
            .extend(format!("{number} 0 obj\n{dictionary}\n").as_bytes());
        if let Some((length, stream)) = stream {
            self.bytes.extend(b"stream\n");
            self.cut();
            self.written += length;
            self.pieces.push(stream);
            self.bytes.extend(b"\nendstream\n");
        }
        self.bytes.extend(b"endobj\n");
    }

    fn cut(&mut self) {
        self.written = self.at();
        self.pieces.push(Piece::Words(std::mem::take(&mut self.bytes)));
    }

    fn finish(mut self) -> Vec<Piece<J>> {
        let start = self.at();
        let count = self.offsets.len() + 1;
        let mut tail = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for offset in &self.offsets {
            tail += &format!("{offset:010} 00000 n \n");
        }
        tail += &format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        self.bytes.extend(tail.as_bytes());
        self.cut();
        self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_stands_where_the_table_says() {
        let jpeg = b"\xff\xd8 endobj \xff\xd9".to_vec();
        let leaf = |width, height| Leaf {
            jpeg: jpeg.clone(),
            length: jpeg.len(),
            width,
            height,
        };
        let pieces = pdf(vec![leaf(1_414, 2_000), leaf(2_000, 1_414)]);
        let file: Vec<u8> = pieces
            .into_iter()
            .flat_map(|piece| match piece {
                Piece::Words(bytes) | Piece::Jpeg(bytes) => bytes,
            })
            .collect();
        let text = String::from_utf8_lossy(&file).into_owned();
        let find = |needle: &[u8]| file.windows(needle.len()).position(|part| part == needle);
        let table = find(b"xref\n0 9\n").unwrap();
        assert!(text.contains(&format!("startxref\n{table}\n")));
        let rows = String::from_utf8_lossy(&file[table..]).into_owned();
        for (index, row) in rows.lines().skip(3).take(8).enumerate() {
            let offset: usize = row[..10].parse().unwrap();
            let head = format!("{} 0 obj", index + 1);
            assert!(file[offset..].starts_with(head.as_bytes()), "{head}");
        }
        assert!(text.contains("[0 0 595.22 841.89]") && text.contains("[0 0 841.89 595.22]"));
        for told in ["Producer", "Creat", "Author", "ModDate", "/ID"] {
            assert!(!text.contains(told), "{told}");
        }
    }
}

//! Unsigned papers, one of each kind of file that there is.

/// A file being written: bodies of objects 1, 2, 3…
struct Writer {
    bytes: Vec<u8>,
    places: Vec<(usize, usize)>,
}

impl Writer {
    fn new() -> Self {
        Self {
            bytes: b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec(),
            places: Vec::new(),
        }
    }

    fn object(&mut self, number: usize, body: &str) {
        self.places.push((number, self.bytes.len()));
        self.bytes
            .extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }

    fn at(&self, number: usize) -> usize {
        self.places.iter().find(|(own, _)| *own == number).unwrap().1
    }
}

/// Text in a standard font, so that renderers have something to show below the signatures.
const CONTENT: &str = "BT /F1 14 Tf 72 700 Td (A paper that is to be signed) Tj ET";

fn content() -> String {
    format!("<</Length {}>>stream\n{CONTENT}\nendstream", CONTENT.len())
}

fn bodies(page: &str, catalog: &str) -> Vec<String> {
    vec![
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595.276 841.890]>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{page}>>"),
        content(),
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>".to_owned(),
    ]
}

const TRAILER: &str = "/Root 1 0 R/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]";

/// With a cross-reference table, more keys in its page and its catalog, and more objects from number 6.
pub fn table(page: &str, catalog: &str, more: &[&str]) -> Vec<u8> {
    let mut pdf = Writer::new();
    let mut bodies = bodies(page, catalog);
    bodies.extend(more.iter().map(|body| (*body).to_owned()));
    for (place, body) in bodies.iter().enumerate() {
        pdf.object(place + 1, body);
    }
    let start = pdf.bytes.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for number in 1..=bodies.len() {
        table += &format!("{:010} 00000 n \n", pdf.at(number));
    }
    let size = bodies.len() + 1;
    table += &format!("trailer\n<</Size {size}{TRAILER}>>\nstartxref\n{start}\n%%EOF\n");
    pdf.bytes.extend_from_slice(table.as_bytes());
    pdf.bytes
}

/// Rows of a cross-reference stream, `/W[1 4 1]`.
fn row(kind: u8, second: usize, third: u8) -> Vec<u8> {
    let second = u32::try_from(second).unwrap().to_be_bytes();
    [&[kind][..], &second, &[third]].concat()
}

/// The bodies of objects 1, 2, 3 and 5 in one object stream.
fn packed(bodies: &[String]) -> String {
    let (mut index, mut inside) = (String::new(), String::new());
    for number in [1, 2, 3, 5] {
        index += &format!("{number} {} ", inside.len());
        inside += &format!("{}\n", bodies[number - 1]);
    }
    format!(
        "<</Type/ObjStm/N 4/First {}/Length {}>>stream\n{index}{inside}\nendstream",
        index.len(),
        index.len() + inside.len()
    )
}

fn put_stream(pdf: &mut Writer, number: usize, head: &str, data: &[u8]) {
    pdf.places.push((number, pdf.bytes.len()));
    let head = format!("{number} 0 obj\n<<{head}/Length {}>>stream\n", data.len());
    pdf.bytes.extend_from_slice(head.as_bytes());
    pdf.bytes.extend_from_slice(data);
    pdf.bytes.extend_from_slice(b"\nendstream\nendobj\n");
}

/// With a cross-reference stream; everything that may lies in an object stream. No line end behind the last line.
pub fn streams() -> Vec<u8> {
    let mut pdf = Writer::new();
    let bodies = bodies("", "");
    pdf.object(4, &bodies[3]);
    pdf.object(6, &packed(&bodies));
    let start = pdf.bytes.len();
    let rows = [
        row(0, 0, 255),
        row(2, 6, 0),
        row(2, 6, 1),
        row(2, 6, 2),
        row(1, pdf.at(4), 0),
        row(2, 6, 3),
        row(1, pdf.at(6), 0),
        row(1, start, 0),
    ];
    let head = format!("/Type/XRef/Size 8/W[1 4 1]{TRAILER}");
    put_stream(&mut pdf, 7, &head, &rows.concat());
    pdf.bytes
        .extend_from_slice(format!("startxref\n{start}\n%%EOF").as_bytes());
    pdf.bytes
}

/// Hybrid: old readers see a table in which the packed objects are free, new ones the stream beside it.
pub fn hybrid() -> Vec<u8> {
    let mut pdf = Writer::new();
    // Only the font is hidden from old readers, as writers of such files do with what those can do without.
    let bodies = bodies("", "");
    for number in 1..=4 {
        pdf.object(number, &bodies[number - 1]);
    }
    let font = &bodies[4];
    pdf.object(
        6,
        &format!(
            "<</Type/ObjStm/N 1/First 4/Length {}>>stream\n5 0 {font}\nendstream",
            font.len() + 4
        ),
    );
    let beside = pdf.bytes.len();
    let rows = [row(2, 6, 0), row(1, pdf.at(6), 0)].concat();
    put_stream(&mut pdf, 7, "/Type/XRef/Size 8/W[1 4 1]/Index[5 2]", &rows);
    let start = pdf.bytes.len();
    let mut table = "xref\n0 8\n0000000005 65535 f \n".to_owned();
    for number in 1..=4 {
        table += &format!("{:010} 00000 n \n", pdf.at(number));
    }
    table += "0000000000 00000 f \n0000000000 00000 f \n";
    table += &format!("{beside:010} 00000 n \n");
    table += &format!("trailer\n<</Size 8{TRAILER}/XRefStm {beside}>>\nstartxref\n{start}\n%%EOF\n");
    pdf.bytes.extend_from_slice(table.as_bytes());
    pdf.bytes
}

/// With an empty signature field "Chu.Ky" of its own size and another one, "Khac", that locks everything.
pub fn with_fields() -> Vec<u8> {
    table(
        "/Annots 9 0 R",
        "/AcroForm 6 0 R",
        &[
            "<</Fields[7 0 R 10 0 R]/DA(/Helv 0 Tf 0 g)>>",
            "<</T(Chu)/Kids[8 0 R]>>",
            "<</FT/Sig/T(Ky)/Parent 7 0 R/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[300 100 500 160]>>",
            "[8 0 R 10 0 R]",
            "<</FT/Sig/T(Khac)/Type/Annot/Subtype/Widget/F 4/P 3 0 R/Rect[60 100 260 160]/Lock<</Type/SigFieldLock/Action/All>>>>",
        ],
    )
}

/// Every kind of file, by name.
pub fn kinds() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("table", table("", "", &[])),
        ("streams", streams()),
        ("hybrid", hybrid()),
        (
            "turned",
            table("/Rotate 90/CropBox[50 60 550 800]/Annots[]", "", &[]),
        ),
        (
            "upside-down",
            table("/Rotate 180/UserUnit 2", "/AcroForm<</Fields[]>>", &[]),
        ),
        ("turned-left", table("/Rotate -90/Annots 6 0 R", "", &["[]"])),
        ("fields", with_fields()),
    ]
}

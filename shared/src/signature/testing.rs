//! Small PDFs for tests, written revision by revision.

use std::fmt::Write;

/// Hexadecimal digits kept for `/Contents`.
const ROOM: usize = 64;

/// A PDF of one page that is being written.
pub(crate) struct Pdf {
    bytes: Vec<u8>,
    /// Number and offset of what this revision wrote; offset 0 is a freed object.
    written: Vec<(u32, usize)>,
    previous: Option<usize>,
    /// `/Fields` of the form.
    fields: String,
    /// More keys of the form.
    pub(crate) form_keys: &'static str,
    /// `/Annots` of the page.
    widgets: String,
    signatures: u32,
    /// `/Size` of the trailer.
    size: u32,
}

impl Pdf {
    /// One page with one content stream, in one revision.
    pub(crate) fn new() -> Self {
        let mut pdf = Self {
            bytes: b"%PDF-1.7\n".to_vec(),
            written: Vec::new(),
            previous: None,
            fields: String::new(),
            form_keys: "",
            widgets: String::new(),
            signatures: 0,
            size: 99,
        };
        pdf.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        pdf.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        pdf.object(3, &pdf.page());
        pdf.object(4, "<</Length 3>>stream\nq Q\nendstream");
        pdf.end();
        pdf
    }

    /// Goes on with a file whose last section is at `previous`.
    pub(crate) fn continued(bytes: Vec<u8>, previous: usize) -> Self {
        Self {
            bytes,
            previous: Some(previous),
            written: Vec::new(),
            ..Self::new()
        }
    }

    /// The page as it should be now.
    pub(crate) fn page(&self) -> String {
        let widgets = &self.widgets;
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Font 9 0 R/Annots[{widgets}]>>"
        )
    }

    /// The catalog as it should be now, with more keys.
    pub(crate) fn catalog(&self, more: &str) -> String {
        let (fields, keys) = (&self.fields, self.form_keys);
        format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{fields}]{keys}/SigFlags 3>>{more}>>")
    }

    /// Writes an object.
    pub(crate) fn object(&mut self, number: u32, body: &str) {
        self.written.push((number, self.bytes.len()));
        self.bytes
            .extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }

    /// Writes a field that is its own widget; `page` and `catalog` list it from now on.
    pub(crate) fn field(&mut self, number: u32, body: &str) {
        self.fields += &format!("{number} 0 R ");
        self.widget(number, body);
    }

    /// Writes an annotation that is no field, or the widget of one.
    pub(crate) fn widget(&mut self, number: u32, body: &str) {
        self.widgets += &format!("{number} 0 R ");
        self.object(number, &format!("<</Type/Annot/P 3 0 R{body}>>"));
    }

    /// Writes a field whose widgets stand apart.
    pub(crate) fn parent(&mut self, number: u32, body: &str) {
        self.fields += &format!("{number} 0 R ");
        self.object(number, &format!("<<{body}>>"));
    }

    /// Writes catalog and page as they are now, and ends the revision.
    pub(crate) fn end_form(&mut self) {
        self.object(1, &self.catalog(""));
        self.object(3, &self.page());
        self.end();
    }

    /// Frees an object.
    pub(crate) fn free(&mut self, number: u32) {
        self.written.push((number, 0));
    }

    /// Ends the revision with a cross-reference table, if there is anything in it.
    pub(crate) fn end(&mut self) {
        if !self.written.is_empty() {
            self.end_with("");
        }
    }

    /// The same, with more keys in the trailer.
    pub(crate) fn end_with(&mut self, more: &str) {
        let at = self.bytes.len();
        let mut table = "xref\n".to_owned();
        for (number, offset) in self.written.drain(..) {
            self.size = self.size.max(number + 1);
            let (kind, generation) = if offset == 0 { ('f', 65_534) } else { ('n', 0) };
            writeln!(table, "{number} 1\n{offset:010} {generation:05} {kind} ").unwrap();
        }
        let previous = self.previous.map(|at| format!("/Prev {at}")).unwrap_or_default();
        let size = self.size;
        writeln!(
            table,
            "trailer\n<</Size {size}/Root 1 0 R{previous}{more}>>\nstartxref\n{at}\n%%EOF"
        )
        .unwrap();
        self.bytes.extend_from_slice(table.as_bytes());
        self.previous = Some(at);
    }

    /// Ends the revision with a hybrid section: `free` are called free in the table and given in the stream.
    pub(crate) fn end_hybrid(&mut self, free: &[u32]) {
        let at = self.bytes.len();
        let (mut index, mut data) = (String::new(), String::new());
        for number in free {
            let offset = self
                .written
                .iter()
                .find(|(written, _)| written == number)
                .unwrap()
                .1;
            write!(index, "{number} 1 ").unwrap();
            write!(data, "01{offset:08X}").unwrap();
        }
        write!(data, ">").unwrap();
        let stream = format!(
            "98 0 obj\n<</Type/XRef/W[1 4 0]/Index[{index}]/Size 99/Filter/ASCIIHexDecode/Length {}>>stream\n{data}\nendstream\nendobj\n",
            data.len()
        );
        self.bytes.extend_from_slice(stream.as_bytes());
        for (number, offset) in &mut self.written {
            if free.contains(number) {
                *offset = 0;
            }
        }
        self.end_with(&format!("/XRefStm {at}"));
    }

    /// Where the next byte goes.
    pub(crate) fn position(&self) -> usize {
        self.bytes.len()
    }

    /// Says in this revision's section that `number` is at `offset`.
    pub(crate) fn point(&mut self, number: u32, offset: usize) {
        self.written.push((number, offset));
    }

    /// Adds a revision that signs the file.
    pub(crate) fn sign(&mut self) {
        self.sign_with("/SubFilter/adbe.pkcs7.detached", "/Rect[0 0 5 5]/AP<<>>");
    }

    /// The same, with these keys in the signature and in the field. What the CMS says is not looked at here.
    pub(crate) fn sign_with(&mut self, signature: &str, field: &str) {
        self.sign_on(signature, field, |page| page);
    }

    /// The same, on another page.
    pub(crate) fn sign_on(&mut self, signature: &str, field: &str, page: impl FnOnce(String) -> String) {
        let number = 10 + 2 * self.signatures;
        self.signatures += 1;
        self.fields += &format!("{} 0 R ", number + 1);
        self.widgets += &format!("{} 0 R ", number + 1);
        let field = format!(
            "<</FT/Sig/T(Signature{})/V {number} 0 R/Type/Annot/Subtype/Widget/P 3 0 R{field}>>",
            self.signatures
        );
        self.object(number + 1, &field);
        self.sign_as_on(number, signature, page);
    }

    /// Writes the signature dictionary `number`, ends the revision and signs it.
    pub(crate) fn sign_as(&mut self, number: u32, signature: &str) {
        self.sign_as_on(number, signature, |page| page);
    }

    fn sign_as_on(&mut self, number: u32, signature: &str, page: impl FnOnce(String) -> String) {
        let contents = "0".repeat(ROOM);
        self.object(
            number,
            &format!(
                "<</Type/Sig{signature}/ByteRange[0 {:30}]/Contents<{contents}>>>",
                ""
            ),
        );
        let object_at = self.written.last().unwrap().1;
        self.object(1, &self.catalog(""));
        self.object(3, &page(self.page()));
        self.end();

        let gap = object_at + find(&self.bytes[object_at..], b"/Contents<") + 9;
        let behind = gap + ROOM + 2;
        let range = format!("{gap} {behind} {}", self.bytes.len() - behind);
        let range_at = object_at + find(&self.bytes[object_at..], b"/ByteRange[0 ") + 13;
        self.bytes[range_at..range_at + range.len()].copy_from_slice(range.as_bytes());
    }

    /// The file.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds bytes as they are.
    pub(crate) fn append(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
}

fn find(bytes: &[u8], pattern: &[u8]) -> usize {
    memchr::memmem::find(bytes, pattern).unwrap()
}

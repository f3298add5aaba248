//! A PDF file as bytes that only ever grow: a first revision, then incremental updates.

use std::io::Write as _;

use anyhow::Result;
use flate2::{Compression, write::ZlibEncoder};
use rsa::rand_core::{OsRng, RngCore};

use super::font::{OBJECTS_PER_FONT, STYLES};
use super::page::Page;

/// How cross-references are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Classical table and trailer.
    Table,
    /// Cross-reference streams; the first revision also uses an object stream.
    Streams,
}

const CATALOG: u32 = 1;
const PAGES: u32 = 2;
const FIRST_FONT: u32 = 3;

/// A file under construction.
#[derive(Clone)]
pub struct Pdf {
    /// The file so far.
    pub bytes: Vec<u8>,
    /// Signature fields, in order.
    pub fields: Vec<u32>,
    /// The signature named in /Perms /DocMDP.
    pub certified_by: Option<u32>,
    /// The document security store.
    pub store: Option<u32>,
    layout: Layout,
    next: u32,
    last_section: usize,
    id: String,
    page_ids: Vec<u32>,
    first_page: FirstPage,
}

/// The page that carries the signatures: its dictionary is written anew with each of them.
#[derive(Clone)]
struct FirstPage {
    contents: u32,
    annotations: Vec<u32>,
}

/// A stream object: `extra` goes into its dictionary, `data` is deflated.
pub fn stream(extra: &str, data: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data)?;
    let packed = encoder.finish()?;
    Ok(raw_stream(&format!("/Filter /FlateDecode {extra}"), &packed))
}

/// A stream object whose data is stored as it is.
pub fn raw_stream(extra: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} {extra} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

impl Pdf {
    /// A file with these pages.
    pub fn new(pages: &[Page], layout: Layout) -> Result<Self> {
        Self::with_attachments(pages, layout, &[])
    }

    /// A file with these pages, and streams of data that no page shows (to make a file large).
    pub fn with_attachments(pages: &[Page], layout: Layout, data: &[Vec<u8>]) -> Result<Self> {
        Self::build(pages, layout, data, true)
    }

    /// A small file: its pages name fonts that it does not have.
    pub fn without_fonts(pages: &[Page], layout: Layout) -> Result<Self> {
        Self::build(pages, layout, &[], false)
    }

    fn build(pages: &[Page], layout: Layout, data: &[Vec<u8>], with_fonts: bool) -> Result<Self> {
        let mut random = [0u8; 16];
        OsRng.fill_bytes(&mut random);
        let first_free = FIRST_FONT + OBJECTS_PER_FONT * STYLES.len() as u32;
        let page_ids: Vec<u32> = (0..pages.len() as u32).map(|n| first_free + 2 * n).collect();
        let next = first_free + 2 * pages.len() as u32;
        let mut pdf = Pdf {
            bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(),
            fields: Vec::new(),
            certified_by: None,
            store: None,
            layout,
            next,
            last_section: 0,
            id: random.iter().map(|b| format!("{b:02X}")).collect(),
            first_page: FirstPage {
                contents: first_free + 1,
                annotations: Vec::new(),
            },
            page_ids: page_ids.clone(),
        };
        let kids: Vec<String> = page_ids.iter().map(|id| format!("{id} 0 R")).collect();
        let mut objects = vec![
            (CATALOG, pdf.catalog()),
            (
                PAGES,
                format!(
                    "<< /Type /Pages /Kids [{}] /Count {} >>",
                    kids.join(" "),
                    kids.len()
                )
                .into_bytes(),
            ),
        ];
        for (n, style) in STYLES.iter().enumerate().filter(|_| with_fonts) {
            objects.extend(style.objects(FIRST_FONT + OBJECTS_PER_FONT * n as u32)?);
        }
        for (page, id) in pages.iter().zip(page_ids) {
            objects.push((id, page_object(id + 1, &[])));
            objects.push((id + 1, stream("", page.content().as_bytes())?));
        }
        for bytes in data {
            let id = pdf.new_id();
            objects.push((id, raw_stream("/Type /EmbeddedFile", bytes)));
        }
        if layout == Layout::Streams {
            objects = pdf.packed(objects)?;
        }
        pdf.append(&objects)?;
        Ok(pdf)
    }

    /// The next free object number.
    pub fn new_id(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// The catalog as it stands.
    pub fn catalog(&self) -> Vec<u8> {
        let mut out = format!("<< /Type /Catalog /Pages {PAGES} 0 R /Lang (vi-VN)");
        if !self.fields.is_empty() {
            let fields: Vec<String> = self.fields.iter().map(|id| format!("{id} 0 R")).collect();
            out.push_str(&format!(
                " /AcroForm << /Fields [{}] /SigFlags 3 >>",
                fields.join(" ")
            ));
        }
        if let Some(id) = self.certified_by {
            out.push_str(&format!(" /Perms << /DocMDP {id} 0 R >>"));
        }
        if let Some(id) = self.store {
            out.push_str(&format!(" /DSS {id} 0 R"));
        }
        out.push_str(" >>");
        out.into_bytes()
    }

    /// Appends a revision with a document security store of these certificates, revocation lists and OCSP answers.
    pub fn add_store(
        &mut self,
        certificates: &[Vec<u8>],
        lists: &[Vec<u8>],
        answers: &[Vec<u8>],
    ) -> Result<()> {
        let mut objects = Vec::new();
        let mut body = "<< /Type /DSS".to_owned();
        for (key, parts) in [("Certs", certificates), ("CRLs", lists), ("OCSPs", answers)] {
            let mut ids = Vec::new();
            for part in parts {
                let id = self.new_id();
                objects.push((id, stream("", part)?));
                ids.push(format!("{id} 0 R"));
            }
            body.push_str(&format!(" /{key} [{}]", ids.join(" ")));
        }
        body.push_str(" >>");
        let store = self.new_id();
        self.store = Some(store);
        objects.push((store, body.into_bytes()));
        objects.push((CATALOG, self.catalog()));
        self.append(&objects)
    }

    /// The catalog object with one more entry.
    pub fn catalog_with(&self, entry: &str) -> (u32, Vec<u8>) {
        let mut body = self.catalog();
        body.truncate(body.len() - 2);
        body.extend(entry.bytes());
        body.extend_from_slice(b" >>");
        (CATALOG, body)
    }

    /// Number of the page that carries the signatures.
    pub fn first_page(&self) -> u32 {
        self.page_ids.first().copied().unwrap_or_default()
    }

    /// Adds an annotation to the first page and gives the objects that say so.
    pub fn annotate(&mut self, widget: u32) -> Vec<(u32, Vec<u8>)> {
        self.first_page.annotations.push(widget);
        vec![
            (CATALOG, self.catalog()),
            (
                self.first_page(),
                page_object(self.first_page.contents, &self.first_page.annotations),
            ),
        ]
    }

    /// Font resources, for appearances.
    pub fn fonts() -> String {
        let fonts: Vec<String> = STYLES
            .iter()
            .enumerate()
            .map(|(n, style)| {
                format!(
                    "/{} {} 0 R",
                    style.resource(),
                    FIRST_FONT + OBJECTS_PER_FONT * n as u32
                )
            })
            .collect();
        format!("<< /Font << {} >> >>", fonts.join(" "))
    }

    /// Writes a new text over the first page: what nobody may do after signing.
    pub fn replace_page(&mut self, page: &Page) -> Result<()> {
        let contents = self.first_page.contents;
        self.append(&[(contents, stream("", page.content().as_bytes())?)])
    }

    /// Takes up after a section that was appended by hand.
    pub fn continue_after(&mut self, section: usize) {
        self.last_section = section;
    }

    /// Appends one revision.
    pub fn append(&mut self, objects: &[(u32, Vec<u8>)]) -> Result<()> {
        let mut offsets = Vec::new();
        for (id, body) in objects {
            offsets.push((*id, self.bytes.len(), 0u32));
            self.bytes.extend(format!("{id} 0 obj\n").bytes());
            self.bytes.extend_from_slice(body);
            self.bytes.extend_from_slice(b"\nendobj\n");
        }
        self.finish(offsets, Vec::new())
    }

    /// First revision with an object stream: writes it, and gives the objects that stay outside.
    fn packed(&mut self, objects: Vec<(u32, Vec<u8>)>) -> Result<Vec<(u32, Vec<u8>)>> {
        let is_stream = |body: &[u8]| body.ends_with(b"endstream");
        let (streams, plain): (Vec<_>, Vec<_>) = objects.into_iter().partition(|(_, body)| is_stream(body));
        let (mut index, mut bodies) = (String::new(), Vec::new());
        for (id, body) in &plain {
            index.push_str(&format!("{id} {} ", bodies.len()));
            bodies.extend_from_slice(body);
            bodies.push(b'\n');
        }
        let container = self.new_id();
        let head = format!("/Type /ObjStm /N {} /First {}", plain.len(), index.len());
        let packed = stream(&head, &[index.as_bytes(), &bodies].concat())?;
        let mut offsets = Vec::new();
        for (id, body) in streams.iter().chain([&(container, packed)]) {
            offsets.push((*id, self.bytes.len(), 0u32));
            self.bytes.extend(format!("{id} 0 obj\n").bytes());
            self.bytes.extend_from_slice(body);
            self.bytes.extend_from_slice(b"\nendobj\n");
        }
        let inside = plain
            .iter()
            .enumerate()
            .map(|(n, (id, _))| (*id, container as usize, n as u32))
            .collect();
        self.finish(offsets, inside)?;
        Ok(Vec::new())
    }

    fn finish(&mut self, mut offsets: Vec<(u32, usize, u32)>, inside: Vec<(u32, usize, u32)>) -> Result<()> {
        if offsets.is_empty() && inside.is_empty() {
            return Ok(());
        }
        let section = self.bytes.len();
        let previous = if self.last_section > 0 {
            format!(" /Prev {}", self.last_section)
        } else {
            String::new()
        };
        match self.layout {
            Layout::Table => {
                offsets.sort_unstable();
                self.bytes.extend_from_slice(b"xref\n");
                if self.last_section == 0 {
                    self.bytes.extend_from_slice(b"0 1\n0000000000 65535 f \n");
                }
                for (id, offset, _) in offsets {
                    self.bytes
                        .extend(format!("{id} 1\n{offset:010} 00000 n \n").bytes());
                }
                let trailer = self.trailer(&previous);
                self.bytes.extend(format!("trailer\n<< {trailer} >>\n").bytes());
            }
            Layout::Streams => {
                let own = self.new_id();
                let mut rows: Vec<(u32, u8, usize, u32)> = vec![(own, 1, section, 0)];
                rows.extend(offsets.into_iter().map(|(id, offset, _)| (id, 1, offset, 0)));
                rows.extend(inside.into_iter().map(|(id, container, n)| (id, 2, container, n)));
                if self.last_section == 0 {
                    rows.push((0, 0, 0, 255));
                }
                rows.sort_unstable();
                let (mut index, mut data) = (String::new(), Vec::new());
                for (id, kind, field, n) in rows {
                    index.push_str(&format!("{id} 1 "));
                    data.push(kind);
                    data.extend(u32::try_from(field)?.to_be_bytes());
                    data.push(u8::try_from(n)?);
                }
                let trailer = self.trailer(&previous);
                let head = format!("/Type /XRef /W [1 4 1] /Index [{}] {trailer}", index.trim_end());
                self.bytes.extend(format!("{own} 0 obj\n").bytes());
                self.bytes.extend(stream(&head, &data)?);
                self.bytes.extend_from_slice(b"\nendobj\n");
            }
        }
        self.bytes
            .extend(format!("startxref\n{section}\n%%EOF\n").bytes());
        self.last_section = section;
        Ok(())
    }

    fn trailer(&self, previous: &str) -> String {
        format!(
            "/Size {} /Root {CATALOG} 0 R /ID [<{id}> <{id}>]{previous}",
            self.next,
            id = self.id
        )
    }
}

fn page_object(contents: u32, annotations: &[u32]) -> Vec<u8> {
    let mut out = format!(
        "<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 595 842] /Resources {} /Contents {contents} 0 R",
        Pdf::fonts()
    );
    if !annotations.is_empty() {
        let annotations: Vec<String> = annotations.iter().map(|id| format!("{id} 0 R")).collect();
        out.push_str(&format!(" /Annots [{}]", annotations.join(" ")));
    }
    out.push_str(" >>");
    out.into_bytes()
}

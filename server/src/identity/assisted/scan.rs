//! What a scan really is: its content is held against its ending (seed 002: doc, docx or pdf).

use motcua_shared::error::ErrorCode;
use motcua_shared::upload::dto::MediaType;
use motcua_shared::upload::rule::sniff;
use serde::{Deserialize, Serialize};
use std::io::{Cursor, Read};

/// What is read of the list of contents of a docx; real ones take a few kilobytes.
const MAX_CONTENT_TYPES: u64 = 1_000_000;

/// Unpacked, two pictures of a card are nowhere near this.
const MAX_UNPACKED: u64 = 200_000_000;

/// Parts of a docx with two pictures.
const MAX_PARTS: usize = 2_000;

/// The main part of a docx.
const MAIN_PART: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// A kind of file that a scan may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// PDF.
    Pdf,
    /// Word 97–2003.
    Doc,
    /// Office Open XML.
    Docx,
}

impl Format {
    /// The value of `Content-Type`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// The format that name and content agree on. Whether a PDF can be read is for the verifier to say.
pub fn check(name: &str, bytes: &[u8]) -> Result<Format, ErrorCode> {
    if bytes.is_empty() {
        return Err(ErrorCode::FileEmpty);
    }
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf") if sniff(bytes) == Some(MediaType::Pdf) => Ok(Format::Pdf),
        Some("docx") => check_docx(bytes).map(|()| Format::Docx),
        Some("doc") => check_doc(bytes).map(|()| Format::Doc),
        Some("pdf") => Err(ErrorCode::ScanNotWhatItSays),
        _ => Err(ErrorCode::ScanTypeNotTaken),
    }
}

/// A docx is a zip whose list of contents names a Word document. Nothing but that list is unpacked; what the other parts
/// say of their size is added up, because somebody will open this file.
fn check_docx(bytes: &[u8]) -> Result<(), ErrorCode> {
    let other = |_| ErrorCode::ScanNotWhatItSays;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(other)?;
    if archive.len() > MAX_PARTS {
        return Err(ErrorCode::ScanUnsafe);
    }
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(other)?;
        unpacked = unpacked.saturating_add(part.size());
        let name = part.name().map_err(other)?.to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") {
            return Err(ErrorCode::ScanUnsafe);
        }
    }
    if unpacked > MAX_UNPACKED {
        return Err(ErrorCode::ScanUnsafe);
    }
    let list = archive
        .by_name("[Content_Types].xml")
        .map_err(|_| ErrorCode::ScanNotWhatItSays)?;
    let mut text = Vec::new();
    let read = list.take(MAX_CONTENT_TYPES + 1).read_to_end(&mut text);
    let length = read.map_err(|_| ErrorCode::ScanNotWhatItSays)?;
    if u64::try_from(length).unwrap_or(u64::MAX) > MAX_CONTENT_TYPES {
        return Err(ErrorCode::ScanUnsafe);
    }
    let text = String::from_utf8_lossy(&text);
    if text.contains("macroEnabled") {
        Err(ErrorCode::ScanUnsafe)
    } else if text.contains(MAIN_PART) && archive.by_name("word/document.xml").is_ok() {
        Ok(())
    } else {
        Err(ErrorCode::ScanNotWhatItSays)
    }
}

/// A doc is a compound file with a stream of that name.
fn check_doc(bytes: &[u8]) -> Result<(), ErrorCode> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| ErrorCode::ScanNotWhatItSays)?;
    if !file.is_stream("/WordDocument") {
        Err(ErrorCode::ScanNotWhatItSays)
    } else if file.is_storage("/Macros") || file.is_storage("/_VBA_PROJECT_CUR") {
        Err(ErrorCode::ScanUnsafe)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn types() -> Vec<u8> {
        format!("<Types><Override PartName=\"/word/document.xml\" ContentType=\"{MAIN_PART}\"/></Types>")
            .into_bytes()
    }

    fn compound(streams: &[&str], storages: &[&str]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for name in storages {
            file.create_storage(name).unwrap();
        }
        for name in streams {
            file.create_stream(name).unwrap().write_all(b"scan").unwrap();
        }
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn the_three_formats_are_known_by_what_is_in_them() {
        assert_eq!(check("CCCD.PDF", b"%PDF-1.7\n"), Ok(Format::Pdf));
        let docx = zipped(&[("[Content_Types].xml", &types()), ("word/document.xml", b"<w/>")]);
        assert_eq!(check("cccd.docx", &docx), Ok(Format::Docx));
        let doc = compound(&["/WordDocument"], &[]);
        assert_eq!(check("cccd.doc", &doc), Ok(Format::Doc));
        for (name, bytes) in [
            ("a.pdf", &docx),
            ("a.doc", &docx),
            ("a.docx", &doc),
            ("a.pdf", &doc),
        ] {
            assert_eq!(check(name, bytes), Err(ErrorCode::ScanNotWhatItSays), "{name}");
        }
        for name in ["a.jpg", "a", "a.exe", "a.pdf.png", "pdf"] {
            assert_eq!(
                check(name, b"%PDF-1.7\n"),
                Err(ErrorCode::ScanTypeNotTaken),
                "{name}"
            );
        }
        assert_eq!(check("a.pdf", b""), Err(ErrorCode::FileEmpty));
    }

    #[test]
    fn other_zips_and_compound_files_are_no_documents() {
        let sheet = zipped(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")]);
        let bare = zipped(&[("word/document.xml", b"<w/>")]);
        let promised = zipped(&[("[Content_Types].xml", &types())]);
        for bytes in [&sheet, &bare, &promised, &b"PK\x03\x04rest".to_vec()] {
            assert_eq!(check("a.docx", bytes), Err(ErrorCode::ScanNotWhatItSays));
        }
        let workbook = compound(&["/Workbook"], &[]);
        let header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument".to_vec();
        for bytes in [&workbook, &header] {
            assert_eq!(check("a.doc", bytes), Err(ErrorCode::ScanNotWhatItSays));
        }
    }

    #[test]
    fn programs_and_bombs_stay_outside() {
        let macros = zipped(&[
            ("[Content_Types].xml", &types()),
            ("word/document.xml", b"<w/>"),
            ("word/vbaProject.bin", b"x"),
        ]);
        let enabled = zipped(&[
            ("[Content_Types].xml", b"macroEnabled"),
            ("word/document.xml", b"<w/>"),
        ]);
        let zeros = vec![0_u8; 25_000_000];
        let names: Vec<String> = (0..9).map(|number| format!("word/media/{number}.bmp")).collect();
        let mut parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &zeros[..])).collect();
        let types = types();
        parts.push(("[Content_Types].xml", &types));
        parts.push(("word/document.xml", b"<w/>"));
        let bomb = zipped(&parts);
        assert!(bomb.len() < 5_000_000);
        let list = zipped(&[("[Content_Types].xml", &zeros), ("word/document.xml", b"<w/>")]);
        for bytes in [&macros, &enabled, &bomb, &list] {
            assert_eq!(check("a.docx", bytes), Err(ErrorCode::ScanUnsafe));
        }
        let doc = compound(&["/WordDocument"], &["/Macros"]);
        assert_eq!(check("a.doc", &doc), Err(ErrorCode::ScanUnsafe));
    }
}

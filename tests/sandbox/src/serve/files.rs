//! Published certificates and lists, and the sample papers for download.

use std::fs;
use std::path::Path;

use actix_web::http::header::{ContentDisposition, LOCATION};
use actix_web::{HttpResponse, Responder, web};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::Settings;
use super::inbox_page::{escape, frame};
use crate::papers::label;
use crate::pki::store::{AUTHORITIES, LISTS};

fn found(kind: &str, bytes: Option<Vec<u8>>) -> HttpResponse {
    match bytes {
        Some(bytes) => HttpResponse::Ok().content_type(kind).body(bytes),
        None => HttpResponse::NotFound().body("not found\n"),
    }
}

/// `GET /pki/pub/crl/{file}`
pub async fn list(file: web::Path<String>, settings: web::Data<Settings>) -> impl Responder {
    let known = LISTS.iter().find(|(_, name)| *name == file.as_str());
    let bytes = known.and_then(|(_, name)| fs::read(settings.dir.join("trust/crls").join(name)).ok());
    found("application/pkix-crl", bytes)
}

/// `GET /pki/pub/crt/{file}`
pub async fn certificate(file: web::Path<String>, settings: web::Data<Settings>) -> impl Responder {
    let known = AUTHORITIES
        .iter()
        .find(|(_, _, name)| file.strip_suffix(".crt") == Some(name));
    let bytes = known.and_then(|(_, place, name)| {
        let pem =
            fs::read_to_string(settings.dir.join("trust").join(place).join(format!("{name}.pem"))).ok()?;
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        STANDARD.decode(body).ok()
    });
    found("application/pkix-cert", bytes)
}

/// `GET /papers`
pub async fn to_index() -> impl Responder {
    HttpResponse::PermanentRedirect()
        .insert_header((LOCATION, "/papers/"))
        .finish()
}

/// `GET /papers/`
pub async fn index(settings: web::Data<Settings>) -> impl Responder {
    let section = |title: &str, note: &str, folder: &str, prefix: &str| {
        let rows: String = names(&settings.dir.join(folder))
            .into_iter()
            .map(|(name, size)| {
                let text = label(name.trim_end_matches(".pdf")).map(|text| format!("<br>{}", escape(&text)));
                let (name, text) = (escape(&name), text.unwrap_or_default());
                let kilobytes = size.div_ceil(1000);
                format!(
                    "<li><a href=\"/papers/{prefix}{name}\" download>{name}</a> <small>{kilobytes} kB{text}</small></li>"
                )
            })
            .collect();
        format!("<section><h2>{title}</h2><p>{note}</p><ul class=\"files\">{rows}</ul></section>")
    };
    let body = [
        section(
            "Giấy tờ đã ký số",
            "Bản mẫu hợp lệ để nộp thử: tải về rồi tải lên cổng.",
            "papers",
            "",
        ),
        section(
            "Tệp hỏng",
            "Mỗi tệp sai một kiểu, để thử cổng từ chối và giải thích.",
            "papers/hong",
            "hong/",
        ),
        section(
            "Trường hợp cho bộ kiểm tra chữ ký",
            "Kết quả mong đợi nằm trong corpus/expected.json.",
            "corpus",
            "corpus/",
        ),
    ];
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .body(frame("Giấy tờ mẫu", &body.concat(), ""))
}

/// `GET /papers/{file}`
pub async fn paper(file: web::Path<String>, settings: web::Data<Settings>) -> impl Responder {
    download(&settings.dir.join("papers"), &file)
}

/// `GET /papers/{folder}/{file}`
pub async fn paper_in_folder(
    path: web::Path<(String, String)>,
    settings: web::Data<Settings>,
) -> impl Responder {
    let (folder, file) = path.into_inner();
    match folder.as_str() {
        "hong" => download(&settings.dir.join("papers/hong"), &file),
        "corpus" => download(&settings.dir.join("corpus"), &file),
        _ => found("", None),
    }
}

/// Only names that the directory lists are served: a path cannot lead elsewhere.
fn download(folder: &Path, file: &str) -> HttpResponse {
    let bytes = names(folder)
        .into_iter()
        .find(|(name, _)| name == file)
        .and_then(|(name, _)| fs::read(folder.join(name)).ok());
    match bytes {
        Some(bytes) => HttpResponse::Ok()
            .content_type("application/pdf")
            .insert_header(ContentDisposition::attachment(file))
            .body(bytes),
        None => found("", None),
    }
}

/// PDF files of a directory with their sizes, by name.
fn names(folder: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<(String, u64)> = entries
        .filter_map(|entry| {
            Some((
                entry.file_name().into_string().ok()?,
                entry.metadata().ok()?.len(),
            ))
        })
        .filter(|(name, _)| name.ends_with(".pdf"))
        .collect();
    names.sort();
    names
}

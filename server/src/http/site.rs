//! The built site, held in memory: compressed beforehand, immutable where trunk put a hash into the name.

use super::header::PagePolicy;
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};
use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use motcua_shared::path::Entry;
use motcua_shared::text::{self, Lang};
use std::collections::HashMap;
use std::path::Path;

/// One file of the site.
struct Asset {
    plain: web::Bytes,
    brotli: Option<web::Bytes>,
    gzip: Option<web::Bytes>,
    content_type: &'static str,
    etag: String,
    is_hashed: bool,
}

/// All files of the site by their path.
pub struct Site {
    assets: HashMap<String, Asset>,
}

impl Site {
    /// Reads the folder that trunk wrote. Without one the server still answers under /api.
    pub fn load(folder: &Path) -> anyhow::Result<Self> {
        let mut assets = HashMap::new();
        if folder.is_dir() {
            read_folder(folder, folder, &mut assets)
                .with_context(|| format!("http.site: {}", folder.display()))?;
        }
        if let Some(worker) = assets.get_mut(WORKER) {
            fill_in_pages(worker)?;
        }
        Ok(Self { assets })
    }

    /// Whether the page is there that everybody comes to first.
    pub fn has_pages(&self) -> bool {
        self.assets.contains_key(Entry::Main.html())
    }

    /// The policy of its pages: inline scripts of the HTML files are allowed by their digest, `agents` by their addresses.
    pub fn policy(&self, agents: &[String]) -> anyhow::Result<PagePolicy> {
        let mut hashes = Vec::new();
        for entry in Entry::ALL {
            let page = self.assets.get(entry.html()).map(|asset| &asset.plain);
            let page = page
                .map(|bytes| String::from_utf8_lossy(bytes))
                .unwrap_or_default();
            hashes.extend(inline_scripts(&page).map(|script| {
                STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, script.as_bytes()))
            }));
        }
        PagePolicy::new(&hashes, agents)
    }
}

/// Keeps pages in the browser for bad lines.
const WORKER: &str = "sw.js";

/// Tells the worker which program has which pages.
fn fill_in_pages(worker: &mut Asset) -> anyhow::Result<()> {
    let pages: Vec<(&str, &str)> = Entry::PAGES
        .iter()
        .map(|(pattern, entry)| (*pattern, entry.html()))
        .collect();
    let script = String::from_utf8_lossy(&worker.plain);
    let lang = Lang::Vi;
    let no_line = [
        text::layout::no_line_title(lang),
        text::layout::no_line_hint(lang),
        text::layout::no_line_again(lang),
    ];
    let filled = script
        .replace("\"__PAGES__\"", &serde_json::to_string(&pages)?)
        .replace("\"__NO_LINE__\"", &serde_json::to_string(&no_line)?);
    worker.plain = filled.into_bytes().into();
    let digest = crate::secret::sha256_hex(&worker.plain);
    worker.etag = format!("\"{}\"", digest.chars().take(32).collect::<String>());
    // Compressed before it was filled in.
    (worker.brotli, worker.gzip) = (None, None);
    Ok(())
}

/// The text of each script element without `src`.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (script, _) = rest.split_once("</script")?;
        (!attributes.contains("src=") && !script.is_empty()).then_some(script)
    })
}

fn read_folder(root: &Path, folder: &Path, assets: &mut HashMap<String, Asset>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_folder(root, &path, assets)?;
            continue;
        }
        let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let sibling = |ending: &str| {
            std::fs::read(format!("{}.{ending}", path.display()))
                .ok()
                .map(web::Bytes::from)
        };
        let plain = std::fs::read(&path)?;
        let digest = crate::secret::sha256_hex(&plain);
        let asset = Asset {
            etag: format!("\"{}\"", digest.chars().take(32).collect::<String>()),
            brotli: sibling("br"),
            gzip: sibling("gz"),
            content_type: content_type(&name),
            is_hashed: is_hashed(&name),
            plain: plain.into(),
        };
        assets.insert(name, asset);
    }
    Ok(())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether an address asks for a file rather than a page. Codes have dots as well: `/thu-tuc/1.004194`, `/can-bo/danh-muc/don-vi/H21.101`.
fn is_file(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.rsplit_once('.').is_some_and(|(_, ending)| {
        let of_code = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        !(ending.bytes().all(of_code) && ending.bytes().any(|byte| byte.is_ascii_digit()))
    })
}

/// Trunk puts 16 hexadecimal digits into the names of what it built: `app-0123456789abcdef_bg.wasm`. The viewer of papers
/// has its version in the name of its folder.
fn is_hashed(name: &str) -> bool {
    name.starts_with("pdfjs-")
        || name
            .split(['-', '_', '.'])
            .any(|part| part.len() >= 15 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A file of the site, or its page for every address that the browser's router knows.
pub async fn serve(request: HttpRequest, site: web::Data<Site>) -> HttpResponse {
    page(&request, &site, request.headers())
}

/// The page of an address that shows nothing, or nothing any more, with the status that says so: search engines forget what is
/// answered like this, and browsers do not keep it.
pub fn gone(request: &HttpRequest, site: &Site) -> HttpResponse {
    let mut headers = request.headers().clone();
    headers.remove(header::IF_NONE_MATCH);
    let mut response = page(request, site, &headers);
    if response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response.headers_mut().remove(header::ETAG);
    response
}

fn page(request: &HttpRequest, site: &Site, headers: &HeaderMap) -> HttpResponse {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return HttpResponse::MethodNotAllowed().finish();
    }
    let name = request.path().trim_start_matches('/');
    let asset = site.assets.get(name);
    let asset = match asset {
        None if is_file(name) => None,
        None => site.assets.get(Entry::of(request.path()).html()),
        found => found,
    };
    match asset {
        Some(asset) => answer(asset, headers),
        None => HttpResponse::NotFound()
            .content_type("text/plain; charset=utf-8")
            .body("Không tìm thấy trang.\n"),
    }
}

fn answer(asset: &Asset, headers: &HeaderMap) -> HttpResponse {
    let text = |name: header::HeaderName| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let mut builder = HttpResponse::Ok();
    let cache = if asset.is_hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    builder
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::ETAG, asset.etag.clone()))
        .insert_header((header::VARY, "accept-encoding"));
    if text(header::IF_NONE_MATCH).contains(&asset.etag) {
        return builder.status(StatusCode::NOT_MODIFIED).finish();
    }
    builder.content_type(asset.content_type);
    let accepted = text(header::ACCEPT_ENCODING);
    let accepts = |coding: &str| {
        accepted
            .split(',')
            .any(|part| part.trim().split(';').next() == Some(coding))
    };
    let (coding, body) = match (&asset.brotli, &asset.gzip) {
        (Some(body), _) if accepts("br") => (Some("br"), body),
        (_, Some(body)) if accepts("gzip") => (Some("gzip"), body),
        _ => (None, &asset.plain),
    };
    if let Some(coding) = coding {
        builder.insert_header((header::CONTENT_ENCODING, coding));
    }
    builder.body(body.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_found_and_linked_ones_are_not() {
        let page = "<script type=\"module\">let a = 1;</script><script src=\"/x.js\"></script>";
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), vec!["let a = 1;"]);
    }

    #[test]
    fn only_names_with_a_digest_or_a_version_are_immutable() {
        assert!(is_hashed("motcua-app-0fe1bea41a4abfd6_bg.wasm"));
        for code in [
            "thu-tuc/1.012373.H08",
            "can-bo/danh-muc/thu-tuc/1.001193",
            "can-bo/danh-muc/don-vi/H21.24.01",
            "kho",
        ] {
            assert!(!is_file(code), "{code}");
        }
        for file in ["khong-co.js", "Cargo.toml", "motcua.db", "a/b.woff2", "x.map"] {
            assert!(is_file(file), "{file}");
        }
        assert!(is_hashed("pdfjs-6.5.438/pdf.min.mjs"));
        assert!(!is_hashed("viewer/pdf-view.mjs"));
        assert!(!is_hashed("index.html") && !is_hashed("account.html"));
        assert!(!is_hashed("signature-worker_bg.wasm"));
    }
}

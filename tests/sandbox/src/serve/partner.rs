//! Another system's vault, "Kho Quy Nhơn", in the protocol of docs/partner-vault.md, with papers of the portal's demonstration
//! accounts. It misbehaves when it is told to.

use std::collections::HashMap;
use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, Responder, web};
use futures::stream;
use ring::digest;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tracing::warn;

use super::Settings;
use super::registry::check_caller;

/// A paper that lies here.
struct Paper {
    id: &'static str,
    owner: &'static str,
    name: &'static str,
    category: Option<&'static str>,
    number: Option<&'static str>,
    summary: Option<&'static str>,
    issued_on: Option<&'static str>,
    issuer: &'static str,
    /// Below the directory of the set.
    file: &'static str,
}

const COMMUNE: &str = "UBND xã Hoa Mai (mẫu)";

const PAPERS: [Paper; 7] = [
    Paper {
        id: "QN/2026/000101",
        owner: "001099000001",
        name: "Giấy khai sinh",
        category: Some("KQ.G15.000031"),
        number: Some("99/2026"),
        summary: Some("Bản điện tử, cấp tại xã Hoa Mai"),
        issued_on: Some("2026-06-12"),
        issuer: COMMUNE,
        file: "papers/giay-khai-sinh.pdf",
    },
    Paper {
        id: "QN/2026/000102",
        owner: "001099000001",
        name: "Giấy xác nhận tình trạng hôn nhân",
        category: Some("KQ.G15.000038"),
        number: Some("45/UBND-XNTTHN"),
        summary: None,
        issued_on: Some("2026-11-03"),
        issuer: COMMUNE,
        file: "papers/giay-xac-nhan-tinh-trang-hon-nhan.pdf",
    },
    // A category that the portal does not know.
    Paper {
        id: "QN/2026/000103",
        owner: "001099000001",
        name: "Bản sao bằng tốt nghiệp đại học",
        category: Some("QN.RIENG.07"),
        number: None,
        summary: Some("Trường Đại học Ví Dụ"),
        issued_on: None,
        issuer: COMMUNE,
        file: "papers/ban-sao-chung-thuc-bang-tot-nghiep.pdf",
    },
    Paper {
        id: "QN/2025/000007",
        owner: "001099000001",
        name: "Quyết định trợ cấp (tệp bị sửa sau khi ký)",
        category: Some("KQ.H21.910004"),
        number: Some("07/QĐ-UBND"),
        summary: None,
        issued_on: Some("2025-02-03"),
        issuer: COMMUNE,
        file: "papers/hong/sua-sau-khi-ky.pdf",
    },
    Paper {
        id: "QN/2025/000008",
        owner: "001099000001",
        name: "Văn bản chưa ký số",
        category: None,
        number: None,
        summary: None,
        issued_on: None,
        issuer: COMMUNE,
        file: "papers/hong/chua-ky.pdf",
    },
    Paper {
        id: "QN/2026/000201",
        owner: "9990001",
        name: "Quyết định công nhận danh hiệu",
        category: Some("KQ.H21.910004"),
        number: Some("215/QĐ-SNV"),
        summary: Some("Tập thể lao động xuất sắc năm 2025"),
        issued_on: Some("2026-09-15"),
        issuer: "Sở Nội vụ (mẫu)",
        file: "papers/quyet-dinh-cong-nhan.pdf",
    },
    Paper {
        id: "QN/2026/000202",
        owner: "9990001",
        name: "Biên bản họp xét khen thưởng",
        category: Some("KQ.H21.910003"),
        number: Some("07/BB-HĐ"),
        summary: None,
        issued_on: Some("2026-10-02"),
        issuer: COMMUNE,
        file: "papers/bien-ban-hop.pdf",
    },
];

/// Whoever has so many that they fill more than a page.
const COLLECTOR: &str = "001099000002";
const COLLECTED: usize = 25;

/// How it misbehaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fault {
    /// Not at all.
    #[default]
    None,
    /// 503.
    Down,
    /// Answers after twenty seconds.
    Slow,
    /// Sends a list that is none.
    Garbage,
    /// A list that never ends.
    LongList,
    /// Answers another request.
    OtherRequest,
    /// Sends the caller to another address.
    Redirect,
    /// Lists and describes papers of somebody else.
    OtherOwner,
    /// Describes another paper than was asked for.
    OtherPaper,
    /// Sends other bytes than announced.
    OtherFile,
    /// Sends a file that never ends.
    EndlessFile,
    /// Breaks off in the middle of a file.
    BrokenFile,
    /// Announces a file larger than anybody takes.
    HugeFile,
    /// Announces and sends something that is no PDF.
    NotPdf,
    /// Says that papers were issued in a hundred years.
    OddDay,
}

/// How often it was asked.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Asked {
    list: u32,
    describe: u32,
    content: u32,
}

#[derive(Default)]
struct Condition {
    fault: Fault,
    asked: Asked,
    /// Newer files, by paper.
    newer: HashMap<String, String>,
}

/// The vault.
#[derive(Default)]
pub struct Vault(Mutex<Condition>);

impl Vault {
    fn note(&self, count: fn(&mut Asked) -> &mut u32) -> Fault {
        let mut condition = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *count(&mut condition.asked) += 1;
        condition.fault
    }

    fn newer(&self, id: &str) -> Option<String> {
        let condition = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        condition.newer.get(id).cloned()
    }
}

/// The routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/partner/v1/papers/list", web::post().to(list))
        .route("/partner/v1/papers/describe", web::post().to(describe))
        .route("/partner/v1/papers/content", web::post().to(content))
        .route("/partner/control", web::post().to(control))
        .route("/partner/asked", web::get().to(asked));
}

#[derive(Deserialize)]
struct Control {
    #[serde(default)]
    fault: Option<Fault>,
    /// The paper that gets another file.
    #[serde(default)]
    paper_id: Option<String>,
    /// That file, below the directory of the set.
    #[serde(default)]
    file: Option<String>,
}

async fn control(vault: web::Data<Vault>, control: web::Json<Control>) -> impl Responder {
    let mut condition = vault.0.lock().unwrap_or_else(PoisonError::into_inner);
    let Control {
        fault,
        paper_id,
        file,
    } = control.into_inner();
    if let Some(fault) = fault {
        condition.fault = fault;
    }
    if let (Some(id), Some(file)) = (paper_id, file) {
        condition.newer.insert(id, file);
    }
    HttpResponse::NoContent()
}

async fn asked(vault: web::Data<Vault>) -> impl Responder {
    let condition = vault.0.lock().unwrap_or_else(PoisonError::into_inner);
    web::Json(condition.asked)
}

#[derive(Deserialize)]
struct Owner {
    identifier: String,
}

#[derive(Deserialize)]
struct ListRequest {
    request_id: String,
    owner: Owner,
    query: Option<String>,
    cursor: Option<String>,
    limit: usize,
}

#[derive(Deserialize)]
struct OneRequest {
    request_id: String,
    owner: Owner,
    paper_id: String,
}

/// What comes before every answer: who asks, and how it misbehaves.
async fn received<T: for<'de> Deserialize<'de>>(
    request: &HttpRequest,
    body: &[u8],
    settings: &Settings,
    fault: Fault,
) -> Result<T, HttpResponse> {
    let keys = (&*settings.partner_api_key, &*settings.partner_secret_key);
    if let Err(why) = check_caller(request, body, keys) {
        warn!(why, "a request for papers was refused");
        return Err(HttpResponse::Unauthorized().json(json!({ "error": why })));
    }
    match fault {
        Fault::Down => return Err(HttpResponse::ServiceUnavailable().finish()),
        Fault::Slow => actix_web::rt::time::sleep(Duration::from_secs(20)).await,
        Fault::Garbage => return Err(HttpResponse::Ok().body("<html>Bảo trì hệ thống</html>")),
        Fault::Redirect => {
            return Err(HttpResponse::TemporaryRedirect()
                .insert_header(("location", "/partner/elsewhere"))
                .finish());
        }
        _ => {}
    }
    serde_json::from_slice(body)
        .map_err(|_| HttpResponse::BadRequest().json(json!({ "error": "unreadable" })))
}

fn file(vault: &Vault, settings: &Settings, id: &str, usual: &str) -> Vec<u8> {
    let name = vault.newer(id).unwrap_or_else(|| usual.to_owned());
    fs::read(settings.dir.join(name)).unwrap_or_default()
}

fn described(paper: &Paper, bytes: &[u8], fault: Fault) -> Value {
    let other = if paper.owner == "9990001" {
        "9990033"
    } else {
        "9990001"
    };
    let sha256: String = digest::digest(&digest::SHA256, bytes)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    json!({
        "id": if fault == Fault::OtherPaper { "QN/0000/000000" } else { paper.id },
        "owner_identifier": if fault == Fault::OtherOwner { other } else { paper.owner },
        "name": paper.name,
        "result_code": format!("H08.{}", paper.id.replace('/', "-")),
        "decision_number": paper.number,
        "summary": paper.summary,
        "issued_on": if fault == Fault::OddDay { Some("2126-01-01") } else { paper.issued_on },
        "issuer": paper.issuer,
        "category_code": paper.category,
        "size": if fault == Fault::HugeFile { 900_000_000 } else { bytes.len() },
        "sha256": sha256,
    })
}

fn bytes_of(paper: &Paper, vault: &Vault, settings: &Settings, fault: Fault) -> Vec<u8> {
    if fault == Fault::NotPdf {
        return "<html>Không phải PDF</html>".into();
    }
    file(vault, settings, paper.id, paper.file)
}

/// `POST /partner/v1/papers/list`
async fn list(
    request: HttpRequest,
    body: web::Bytes,
    settings: web::Data<Settings>,
    vault: web::Data<Vault>,
) -> HttpResponse {
    let fault = vault.note(|asked| &mut asked.list);
    let asked: ListRequest = match received(&request, &body, &settings, fault).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    if fault == Fault::LongList {
        let blanks = web::Bytes::from(vec![b' '; 64 << 10]);
        let endless = stream::repeat_with(move || Ok::<_, actix_web::Error>(blanks.clone()));
        return HttpResponse::Ok().streaming(endless);
    }
    let mut all: Vec<Value> = PAPERS
        .iter()
        .filter(|paper| paper.owner == asked.owner.identifier)
        .map(|paper| described(paper, &bytes_of(paper, &vault, &settings, fault), fault))
        .collect();
    if asked.owner.identifier == COLLECTOR {
        let bytes = file(&vault, &settings, "", "papers/bao-cao-thanh-tich.pdf");
        for number in 1..=COLLECTED {
            let mut paper = described(&PAPERS[0], &bytes, Fault::None);
            paper["id"] = format!("QN/2024/{number:06}").into();
            paper["owner_identifier"] = COLLECTOR.into();
            paper["name"] = format!("Báo cáo số {number}").into();
            all.push(paper);
        }
    }
    if let Some(query) = &asked.query {
        let query = query.to_lowercase();
        all.retain(|paper| paper.to_string().to_lowercase().contains(&query));
    }
    let start: usize = asked
        .cursor
        .as_deref()
        .map_or(0, |cursor| cursor.parse().unwrap_or(0));
    let start = start.min(all.len());
    let end = (start + asked.limit.min(100)).min(all.len());
    let next = (end < all.len()).then(|| end.to_string());
    let request_id = match fault {
        Fault::OtherRequest => "khac",
        _ => &asked.request_id,
    };
    let papers = all.get(start..end).unwrap_or_default();
    HttpResponse::Ok().json(json!({ "request_id": request_id, "papers": papers, "next": next }))
}

fn find<'a>(asked: &OneRequest) -> Option<&'a Paper> {
    PAPERS
        .iter()
        .find(|paper| paper.id == asked.paper_id && paper.owner == asked.owner.identifier)
}

/// `POST /partner/v1/papers/describe`
async fn describe(
    request: HttpRequest,
    body: web::Bytes,
    settings: web::Data<Settings>,
    vault: web::Data<Vault>,
) -> HttpResponse {
    let fault = vault.note(|asked| &mut asked.describe);
    let asked: OneRequest = match received(&request, &body, &settings, fault).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let Some(paper) = find(&asked) else {
        return HttpResponse::NotFound().json(json!({ "error": "no such paper" }));
    };
    let bytes = bytes_of(paper, &vault, &settings, fault);
    let paper = described(paper, &bytes, fault);
    HttpResponse::Ok().json(json!({ "request_id": asked.request_id, "paper": paper }))
}

/// `POST /partner/v1/papers/content`
async fn content(
    request: HttpRequest,
    body: web::Bytes,
    settings: web::Data<Settings>,
    vault: web::Data<Vault>,
) -> HttpResponse {
    let fault = vault.note(|asked| &mut asked.content);
    let asked: OneRequest = match received(&request, &body, &settings, fault).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let Some(paper) = find(&asked) else {
        return HttpResponse::NotFound().json(json!({ "error": "no such paper" }));
    };
    let mut bytes = bytes_of(paper, &vault, &settings, fault);
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("application/pdf")
        .insert_header(("x-request-id", asked.request_id));
    match fault {
        Fault::OtherFile => {
            if let Some(last) = bytes.last_mut() {
                *last ^= 1;
            }
            answer.body(bytes)
        }
        Fault::EndlessFile => {
            let first = web::Bytes::from(bytes);
            answer.streaming(stream::repeat_with(move || {
                Ok::<_, actix_web::Error>(first.clone())
            }))
        }
        Fault::BrokenFile => {
            bytes.truncate(bytes.len() / 2);
            let broken = actix_web::error::ErrorInternalServerError("cut");
            let parts = [Ok(web::Bytes::from(bytes)), Err(broken)];
            answer.streaming(stream::iter(parts))
        }
        _ => answer.body(bytes),
    }
}

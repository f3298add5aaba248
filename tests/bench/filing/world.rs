//! A portal with a procedure of ten papers and one file of one's own, and a hundred offices that have the papers.

use crate::line::Line;
use crate::server::{self, STAMP, Server};
use anyhow::{Context, ensure};
use diesel::connection::SimpleConnection;
use motcua_server::clock::Clock;
use motcua_server::db::{Db, types::new_id, write_now};
use motcua_server::secret::sha256_hex;
use motcua_server::vault::domain::{SearchKey, Searched, SearchedFile};
use motcua_server::vault::store::{NewFile, NewPaper, Origin, insert};
use motcua_shared::catalogue::dto::{DeliveryMethod, UnitView};
use motcua_shared::filing::dto::{ChangeDraft, Delivery, DraftView, SubmitDraft};
use motcua_shared::id::{AccountId, PaperId};
use motcua_shared::path;
use motcua_shared::signature::report::Verdict;
use motcua_shared::upload::dto::{Purpose, UploadView};
use motcua_shared::vault::dto::VaultKind;
use serde_json::json;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The procedure that is filed.
const PROCEDURE: &str = "9.000001";
/// Its component that nobody's vault has.
pub const OWN_FILE: &str = "anh";
/// Its fee, in đồng.
const FEE: i64 = 20_000;
/// Papers of each office, one for each of the other components.
pub const PAPERS: usize = 10;
/// Offices that file.
pub const OFFICES: usize = 100;

const CATEGORIES: [&str; PAPERS] = [
    "KQ.H21.910001",
    "KQ.H21.910002",
    "KQ.H21.910003",
    "KQ.H21.910004",
    "KQ.H21.910005",
    "KQ.H21.910006",
    "KQ.H21.910007",
    "KQ.H21.910008",
    "KQ.G15.000021",
    "KQ.G17.000034",
];

/// A running portal.
pub struct World {
    /// Where it answers.
    pub port: u16,
    /// Its rows.
    pub db: Db,
    /// A session of each office.
    pub tokens: Vec<String>,
    /// Where its files are.
    pub files: PathBuf,
    unit: UnitView,
    _server: Server,
}

impl World {
    /// Starts a portal and fills it.
    pub fn make(bin: &Path, sandbox: &Path, folder: &Path, database: &str) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let server = Server::start(bin, sandbox, folder, database, port)?;
        import_procedure(bin, folder)?;
        let db = server::open(database)?;
        open_offices(&db)?;
        let tokens: Vec<String> = (0..OFFICES)
            .map(|number| server::sign_in(&db, &login(number)))
            .collect::<anyhow::Result<_>>()?;
        let first = tokens.first().context("no offices")?;
        let sent = send_papers(bin, sandbox, folder, port, first)?;
        for number in 0..OFFICES {
            fill_vault(&db, number, &sent)?;
        }
        let mut line = Line::open(port)?;
        let units: Vec<UnitView> = line
            .ask("GET", &path::procedure_units(PROCEDURE), first, b"")?
            .json(200)?;
        Ok(Self {
            port,
            db,
            tokens,
            files: folder.join("files"),
            unit: units.into_iter().next().context("nobody receives it")?,
            _server: server,
        })
    }

    /// What opens a draft.
    pub fn opening() -> Vec<u8> {
        json!({ "procedure_code": PROCEDURE }).to_string().into_bytes()
    }

    /// What fills a draft in.
    pub fn filling(&self, draft: &DraftView) -> anyhow::Result<Vec<u8>> {
        let change = ChangeDraft {
            version: draft.version,
            unit_id: Some(self.unit.id),
            case_id: Some("thuong".to_owned()),
            delivery: Some(Delivery {
                method: DeliveryMethod::AtUnit,
                address: None,
            }),
            ..ChangeDraft::default()
        };
        Ok(serde_json::to_vec(&change)?)
    }

    /// What files a draft.
    pub fn filing(draft: &DraftView) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(&SubmitDraft {
            version: draft.version,
            digest: draft.digest.clone(),
        })?)
    }
}

fn login(number: usize) -> String {
    format!("vanphong{number:03}")
}

fn account(number: usize) -> String {
    format!("01990000-0000-7000-9000-{number:012}")
}

/// By the command that an administrator uses, on the database of the running server.
fn import_procedure(bin: &Path, folder: &Path) -> anyhow::Result<()> {
    let papers = CATEGORIES.iter().enumerate().map(|(place, category)| {
        json!({
            "id": format!("giay-{place}"), "name": format!("Giấy tờ thứ {place}"), "required": true,
            "accepts": [category], "signature_required": true, "copy_kind": "original", "quantity": 1,
        })
    });
    let own = json!({
        "id": OWN_FILE, "name": "Tệp của người nộp", "required": false, "accepts": [], "signature_required": false,
        "copy_kind": "copy", "quantity": 1,
    });
    let procedure = json!([{
        "code": PROCEDURE, "name": "Thủ tục để đo", "field": "Thi đua, khen thưởng", "levels": ["commune"],
        "applicants": ["agency"],
        "cases": [{ "id": "thuong", "name": "Thông thường", "working_time": 5, "fee": FEE }],
        "components": papers.chain([own]).collect::<Vec<_>>(),
        "delivery": ["at-unit"],
        "results": [{ "code": "KQ.H21.910001", "name": "Kết quả" }],
        "legal_grounds": ["Nghị định số 61/2018/NĐ-CP"],
    }]);
    let file = folder.join("procedure.json");
    std::fs::write(&file, procedure.to_string())?;
    let output = Command::new(bin.join("motcua"))
        .arg("--config")
        .arg(folder.join("bench.toml"))
        .args(["catalogue", "import"])
        .arg(&file)
        .output()?;
    ensure!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

fn open_offices(db: &Db) -> anyhow::Result<()> {
    let now = Clock::default().now().utc().format(STAMP).to_string();
    for number in 0..OFFICES {
        db.connection()?.batch_execute(&format!(
            "insert into accounts (id, kind, login, name, identifier, phone, assurance_level, status, version, created_at)
             values ('{}', 'agency', '{}', 'Van phong {number}', '777{number:04}', '09{number:08}', 3, 'active', 1, '{now}')",
            account(number),
            login(number)
        ))?;
    }
    Ok(())
}

/// A paper that was sent and judged.
struct Sent {
    sha256: String,
    size: u64,
    view: UploadView,
}

/// Signed papers of a megabyte each, sent into the vault of the first office as its people would.
fn send_papers(
    bin: &Path,
    sandbox: &Path,
    folder: &Path,
    port: u16,
    token: &str,
) -> anyhow::Result<Vec<Sent>> {
    let out = folder.join("papers");
    let made = Command::new(bin.join("motcua-sandbox"))
        .args(["large", "--count", &PAPERS.to_string(), "--size-mb", "1", "--out"])
        .arg(&out)
        .arg("--dir")
        .arg(sandbox)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    ensure!(made.success(), "the papers cannot be made");
    let mut line = Line::open(port)?;
    let mut files: Vec<PathBuf> = std::fs::read_dir(&out)?
        .map(|entry| Ok(entry?.path()))
        .collect::<anyhow::Result<_>>()?;
    files.sort();
    files
        .iter()
        .map(|file| {
            let bytes = std::fs::read(file)?;
            let view = send(&mut line, token, Purpose::Vault, &bytes, &sha256_hex(&bytes))?;
            let category = CATEGORIES.first().context("no categories")?;
            let add = json!({
                "upload_id": view.id, "category_code": category, "name": "Giấy tờ", "is_visible": false,
                "is_shared": false,
            });
            let added = line.ask("POST", path::PAPERS, token, add.to_string().as_bytes())?;
            ensure!(added.status == 201, "{}", added.text());
            Ok(Sent {
                sha256: view.sha256.clone(),
                size: view.size,
                view,
            })
        })
        .collect()
}

/// Sends a file in one request.
pub fn send(
    line: &mut Line,
    token: &str,
    purpose: Purpose,
    bytes: &[u8],
    key: &str,
) -> anyhow::Result<UploadView> {
    line.send(&crate::line::Request {
        method: "POST",
        address: &format!("/api/v1/uploads?purpose={}", purpose.as_str()),
        token,
        headers: &[
            ("content-type", "application/octet-stream"),
            ("x-file-name", "a.pdf"),
            ("idempotency-key", key),
        ],
        body: bytes,
    })?
    .json(201)
}

/// The papers of one office, one for each component. Those of the first are there already, hidden: they are taken out.
fn fill_vault(db: &Db, number: usize, sent: &[Sent]) -> anyhow::Result<()> {
    let now = Clock::default().now();
    let mut conn = db.connection()?;
    let owner = AccountId::parse(&account(number)).context("an account id")?;
    if number == 0 {
        for (place, category) in CATEGORIES.iter().enumerate() {
            let sha256 = &sent.get(place).context("too few papers")?.sha256;
            conn.batch_execute(&format!(
                "update papers set category_code = '{category}', is_visible = true
                 where account_id = '{owner}' and sha256 = '{sha256}'"
            ))?;
        }
        return Ok(());
    }
    write_now(&mut conn, |conn| {
        for (sent, category) in sent.iter().zip(CATEGORIES) {
            let name = format!("Giấy tờ của văn phòng {number}");
            let paper = NewPaper {
                id: new_id(PaperId::from_uuid),
                account_id: owner,
                code: format!("000000000000.{category}"),
                search_key: SearchKey::of(Searched {
                    name: &name,
                    code: category,
                    result_code: None,
                    decision_number: None,
                    owner_name: "Van phong",
                    identifier: "777",
                    summary: None,
                    category,
                    file: SearchedFile {
                        name: "a.pdf",
                        signers: "",
                    },
                }),
                name,
                category_code: category.to_owned(),
                vault_kind: VaultKind::Own,
                origin: Origin::default(),
                identifier: "777".to_owned(),
                owner_name: "Van phong".to_owned(),
                decision_number: None,
                summary: None,
                issued_on: None,
                is_visible: true,
                file: NewFile {
                    file_name: "a.pdf".to_owned(),
                    size: sent.size,
                    sha256: sent.sha256.clone(),
                    report: sent
                        .view
                        .report
                        .clone()
                        .ok_or(motcua_shared::error::ErrorCode::Internal)?,
                    verdict: Verdict::TotalPassed,
                    lacks_revocation: false,
                    signers: String::new(),
                    signed_by: None,
                    signed_at: None,
                    added_by: Some(owner),
                },
                added_as: None,
                added_at: now,
            };
            insert(conn, &paper)?;
        }
        Ok(())
    })?;
    Ok(())
}

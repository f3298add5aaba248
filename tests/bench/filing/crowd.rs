//! A hundred offices file twenty dossiers each on lines that are cut at random: every one is there once, every counter is
//! right, and no file is left over or gone.

use super::world::{OFFICES, OWN_FILE, PAPERS, World, send};
use crate::line::{Answer, Cut, Line, Request};
use crate::table::Table;
use anyhow::{Context, anyhow, bail, ensure};
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use motcua_server::db::DbConn;
use motcua_server::secret::sha256_hex;
use motcua_shared::filing::dto::{Attach, AttachSource, DossierView, DraftView};
use motcua_shared::path;
use motcua_shared::upload::dto::{Purpose, UploadView};
use std::collections::BTreeSet;
use std::path::Path;
use std::thread;
use std::time::Instant;

/// Dossiers of each office.
const EACH: usize = 20;
const ALL: usize = OFFICES * EACH;
/// Of a thousand requests so many are cut, and tried again.
const CUT: u64 = 300;
/// Of a thousand submissions so many come from two tabs at once.
const TWICE: u64 = 100;
/// How often one request is tried: far more than chance asks for.
const TRIES: usize = 60;

/// Files them all and looks at what is there.
pub fn measure(name: &str, world: &World, table: &mut Table) -> anyhow::Result<()> {
    let before = Counts::read(world)?;
    let started = Instant::now();
    let mut codes = BTreeSet::new();
    let (mut requests, mut cuts, mut sent) = (0, 0, BTreeSet::new());
    thread::scope(|scope| {
        let offices: Vec<_> = world
            .tokens
            .iter()
            .enumerate()
            .map(|(number, token)| scope.spawn(move || Office::new(world, number, token).file_all()))
            .collect();
        for office in offices {
            let office = office.join().map_err(|_| anyhow!("an office ended"))??;
            codes.extend(office.codes);
            sent.extend(office.sent);
            requests += office.requests;
            cuts += office.cuts;
        }
        anyhow::Ok(())
    })?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(codes.len() == ALL, "{} codes were told", codes.len());
    let found = Counts::read(world)?.since(&before);
    let wrong = found.wrong();
    let left = files_left(world, &sent)?;
    let is_right = wrong.is_empty() && left.is_empty();
    table.add(
        &format!("{name}: {ALL} dossiers by {OFFICES} clients, {cuts} of {requests} requests cut"),
        if is_right {
            format!(
                "exactly {}, every counter right, no file left over, {:.0} a second",
                found.dossiers,
                ALL as f64 / seconds
            )
        } else {
            format!("{wrong:?} {left:?}")
        },
        format!("exactly {ALL}"),
        is_right,
    );
    Ok(())
}

/// One office with its line.
struct Office<'a> {
    world: &'a World,
    number: usize,
    token: &'a str,
    line: Option<Line>,
    chance: u64,
    codes: Vec<String>,
    sent: Vec<String>,
    requests: usize,
    cuts: usize,
}

impl<'a> Office<'a> {
    fn new(world: &'a World, number: usize, token: &'a str) -> Self {
        Self {
            world,
            number,
            token,
            line: None,
            // The same in every run.
            chance: 0x9e37_79b9_7f4a_7c15 ^ (number as u64 + 1),
            codes: Vec::new(),
            sent: Vec::new(),
            requests: 0,
            cuts: 0,
        }
    }

    /// The next number below a thousand (xorshift).
    fn chance(&mut self) -> u64 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 7;
        self.chance ^= self.chance << 17;
        self.chance % 1_000
    }

    fn file_all(mut self) -> anyhow::Result<Self> {
        for turn in 0..EACH {
            let code = self
                .file(turn)
                .with_context(|| format!("office {}, dossier {turn}", self.number))?;
            self.codes.push(code);
        }
        Ok(self)
    }

    fn file(&mut self, turn: usize) -> anyhow::Result<String> {
        let key = format!("bench-crowd-{}-{turn}", self.number);
        let draft: DraftView = self
            .insist(&Request {
                method: "POST",
                address: path::DRAFTS,
                token: self.token,
                headers: &[("content-type", "application/json"), ("idempotency-key", &key)],
                body: &World::opening(),
            })?
            .json(201)?;
        let bytes = small_pdf(&key);
        self.sent.push(sha256_hex(&bytes));
        let sent = self.send(&bytes, &key)?;
        let draft = self.attach(draft, &sent)?;
        let draft = self.fill(draft)?;
        ensure!(draft.missing.is_empty(), "{:?}", draft.missing);
        let body = World::filing(&draft)?;
        let address = path::draft_submit(draft.id);
        let submit = Request {
            method: "POST",
            address: &address,
            token: self.token,
            headers: &[("content-type", "application/json")],
            body: &body,
        };
        if self.chance() < TWICE {
            // The other tab presses at the same time; what it hears is not looked at.
            let other = Line::open(self.world.port)?;
            other.lose(&submit, Cut::Waiting)?;
        }
        let filed: DossierView = self.insist(&submit)?.json(200)?;
        ensure!(
            filed
                .components
                .iter()
                .filter(|one| one.attachment.is_some())
                .count()
                == PAPERS + 1,
            "a component is missing"
        );
        Ok(filed.code)
    }

    fn send(&mut self, bytes: &[u8], key: &str) -> anyhow::Result<UploadView> {
        if self.chance() < CUT {
            self.cuts += 1;
            let line = Line::open(self.world.port)?;
            let address = format!("/api/v1/uploads?purpose={}", Purpose::Component.as_str());
            let headers = [
                ("content-type", "application/octet-stream"),
                ("x-file-name", "a.pdf"),
                ("idempotency-key", key),
            ];
            let request = Request {
                method: "POST",
                address: &address,
                token: self.token,
                headers: &headers,
                body: bytes,
            };
            let cut = self.cut();
            line.lose(&request, cut)?;
        }
        for _ in 0..TRIES {
            self.requests += 1;
            let token = self.token;
            match send(self.line()?, token, Purpose::Component, bytes, key) {
                Ok(sent) => return Ok(sent),
                // The first sending is still at it.
                Err(error)
                    if error.to_string().starts_with("409") || error.to_string().starts_with("503") =>
                {
                    thread::sleep(std::time::Duration::from_millis(50));
                }
                Err(error) => return Err(error),
            }
        }
        bail!("the file is not taken")
    }

    fn attach(&mut self, draft: DraftView, sent: &UploadView) -> anyhow::Result<DraftView> {
        let address = path::draft_component(draft.id, OWN_FILE);
        let body = |draft: &DraftView| {
            serde_json::to_vec(&Attach {
                version: draft.version,
                source: AttachSource::Upload(sent.id),
            })
        };
        let is_there = |draft: &DraftView| {
            let part = draft.components.iter().find(|part| part.component_id == OWN_FILE);
            part.and_then(|part| part.attachment.as_ref()).is_some()
        };
        self.change(draft, "PUT", &address, |draft| Ok(body(draft)?), is_there)
    }

    fn fill(&mut self, draft: DraftView) -> anyhow::Result<DraftView> {
        let address = path::draft(draft.id);
        let world = self.world;
        let is_there = |draft: &DraftView| draft.unit.is_some() && draft.delivery.is_some();
        self.change(draft, "PATCH", &address, |draft| world.filling(draft), is_there)
    }

    /// Changes a draft; after an answer that was lost it is read again, as the page does.
    fn change(
        &mut self,
        mut draft: DraftView,
        method: &str,
        address: &str,
        body: impl Fn(&DraftView) -> anyhow::Result<Vec<u8>>,
        is_there: impl Fn(&DraftView) -> bool,
    ) -> anyhow::Result<DraftView> {
        for _ in 0..TRIES {
            let bytes = body(&draft)?;
            let answer = self.insist(&Request {
                method,
                address,
                token: self.token,
                headers: &[("content-type", "application/json")],
                body: &bytes,
            })?;
            if answer.status == 200 {
                return answer.json(200);
            }
            ensure!(
                [404, 409, 422].contains(&answer.status),
                "{}: {}",
                answer.status,
                answer.text()
            );
            let own = path::draft(draft.id);
            let token = self.token;
            draft = self.line()?.ask("GET", &own, token, b"")?.json(200)?;
            if is_there(&draft) {
                return Ok(draft);
            }
        }
        bail!("the draft cannot be changed")
    }

    /// Asks until an answer is heard to its end and the server was not too busy.
    fn insist(&mut self, request: &Request<'_>) -> anyhow::Result<Answer> {
        for _ in 0..TRIES {
            self.requests += 1;
            if self.chance() < CUT {
                self.cuts += 1;
                let cut = self.cut();
                let line = match self.line.take() {
                    Some(line) => line,
                    None => Line::open(self.world.port)?,
                };
                // The server may have hung up before.
                let _ = line.lose(request, cut);
                continue;
            }
            let answer = self.line()?.send(request)?;
            if answer.status != 503 {
                return Ok(answer);
            }
            thread::sleep(std::time::Duration::from_millis(50));
        }
        bail!("{} {} is not answered", request.method, request.address)
    }

    fn cut(&mut self) -> Cut {
        match self.chance() % 3 {
            0 => Cut::Asking,
            1 => Cut::Waiting,
            _ => Cut::Hearing,
        }
    }

    fn line(&mut self) -> anyhow::Result<&mut Line> {
        if self.line.is_none() {
            self.line = Some(Line::open(self.world.port)?);
        }
        self.line.as_mut().context("no line")
    }
}

/// A PDF of one empty page that nobody else sends.
fn small_pdf(words: &str) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>".to_owned(),
        format!("<</Title({words})>>"),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (place, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj\n{object}\nendobj\n", place + 1));
    }
    let start = text.len();
    format!(
        "{text}{table}trailer\n<</Size {}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    )
    .into_bytes()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// What a filed dossier leaves, counted.
struct Counts {
    dossiers: i64,
    others: Vec<(&'static str, i64, i64)>,
}

/// What is counted, and how often it is there for one dossier.
const COUNTED: [(&str, &str, i64); 12] = [
    (
        "numbers given",
        "select coalesce(sum(last_serial), 0) as value from dossier_serials",
        1,
    ),
    ("codes", "select count(distinct code) as value from dossiers", 1),
    (
        "drafts that became one",
        "select count(distinct dossier_id) as value from drafts where dossier_id is not null",
        1,
    ),
    (
        "components",
        "select count(*) as value from dossier_components",
        11,
    ),
    ("uses of papers", "select count(*) as value from paper_uses", 10),
    (
        "uses on the papers",
        "select coalesce(sum(times_used), 0) as value from papers",
        10,
    ),
    (
        "lines in the vaults",
        "select count(*) as value from paper_events where act = 'attached'",
        10,
    ),
    ("fees", "select count(*) as value from charges", 1),
    (
        "notices",
        "select count(*) as value from messages where kind = 'dossier-submitted'",
        1,
    ),
    (
        "audit",
        "select count(*) as value from audit_entries where action = 'dossier-submitted'",
        1,
    ),
    (
        "drafts left open",
        "select count(*) as value from drafts where dossier_id is null",
        0,
    ),
    (
        "papers in the vaults",
        "select coalesce(sum(paper_count), 0) as value from vaults",
        0,
    ),
];

impl Counts {
    fn read(world: &World) -> anyhow::Result<Self> {
        let mut connection = world.db.connection()?;
        let conn: &mut DbConn = &mut connection;
        let mut count = |query: &str| -> anyhow::Result<i64> {
            // PostgreSQL makes a numeric of a sum.
            let query =
                query
                    .replacen("select ", "select cast(", 1)
                    .replacen(" as value", " as bigint) as value", 1);
            Ok(sql_query(query).get_result::<Number>(conn)?.value)
        };
        Ok(Self {
            dossiers: count("select count(*) as value from dossiers")?,
            others: COUNTED
                .iter()
                .map(|(what, query, each)| Ok((*what, count(query)?, *each)))
                .collect::<anyhow::Result<_>>()?,
        })
    }

    fn since(self, before: &Self) -> Self {
        let others = self.others.into_iter().zip(&before.others);
        Self {
            dossiers: self.dossiers - before.dossiers,
            others: others
                .map(|((what, now, each), (_, then, _))| (what, now - then, each))
                .collect(),
        }
    }

    fn wrong(&self) -> Vec<String> {
        let all = ALL as i64;
        let mut wrong = Vec::new();
        if self.dossiers != all {
            wrong.push(format!("{} dossiers", self.dossiers));
        }
        for (what, count, each) in &self.others {
            if *count != each * all {
                wrong.push(format!("{what}: {count}"));
            }
        }
        wrong
    }
}

/// Files that nobody stands on, and files that somebody stands on and that are not there as they were sent.
fn files_left(world: &World, sent: &BTreeSet<String>) -> anyhow::Result<Vec<String>> {
    let mut wrong = Vec::new();
    let mut found = BTreeSet::new();
    list(&world.files, &mut |file| {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_stored = file.components().any(|part| part.as_os_str() == "stored");
        if is_stored && sha256_hex(&std::fs::read(file)?) == name {
            found.insert(name);
        } else {
            wrong.push(format!("left over: {name}"));
        }
        Ok(())
    })?;
    wrong.extend(sent.difference(&found).map(|sha256| format!("gone: {sha256}")));
    // Beside the files of the dossiers there are the papers of the vaults, and nothing else.
    let papers = found.difference(sent).count();
    if papers != PAPERS {
        wrong.push(format!("{papers} further files"));
    }
    wrong.truncate(5);
    Ok(wrong)
}

fn list(folder: &Path, each: &mut impl FnMut(&Path) -> anyhow::Result<()>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.metadata()?.is_dir() {
            list(&entry.path(), each)?;
        } else {
            each(&entry.path())?;
        }
    }
    Ok(())
}

//! Filing ten papers of the vault while others read, against `/healthz` asked in turn on the same line.

use super::world::{OFFICES, World};
use crate::line::{Line, Request};
use crate::table::{Table, p95};
use anyhow::{Context, anyhow, ensure};
use motcua_shared::filing::dto::DraftView;
use motcua_shared::path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Dossiers that are filed.
const FILED: usize = 600;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(80);
/// Who read meanwhile, each so often a second: fifty readings a second.
const READERS: u32 = 5;
const EACH: u32 = 10;
/// Of `/healthz`.
const LIMIT: f64 = 10.0;

/// Prepares drafts, then files them one by one.
pub fn measure(name: &str, world: &World, table: &mut Table) -> anyhow::Result<()> {
    let drafts: Vec<(String, DraftView)> = (0..FILED)
        .map(|number| {
            let token = world.tokens.get(number % OFFICES).context("no office")?;
            Ok((token.clone(), prepare(world, token, number)?))
        })
        .collect::<anyhow::Result<_>>()?;
    let read = AtomicU64::new(0);
    let over = AtomicBool::new(false);
    let (mut filed, mut healths) = (Vec::new(), Vec::new());
    let started = Instant::now();
    thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|number| {
                let (over, read, drafts) = (&over, &read, &drafts);
                scope.spawn(move || read_on(world, number, drafts, over, read))
            })
            .collect();
        let done = file_all(world, &drafts, &mut filed, &mut healths);
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().map_err(|_| anyhow!("a reader ended"))??;
        }
        done
    })?;
    let rate = read.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64();
    ensure!(rate > 45.0, "only {rate:.0} readings a second were answered");
    table.ratio(
        &format!("{name}: filing 10 papers while {rate:.0} readings a second run, p95 / healthz"),
        p95(&mut filed),
        p95(&mut healths),
        LIMIT,
        "ms",
    );
    Ok(())
}

/// A draft that only has to be filed: its ten papers came by themselves.
fn prepare(world: &World, token: &str, number: usize) -> anyhow::Result<DraftView> {
    let mut line = Line::open(world.port)?;
    let key = format!("bench-filing-{number}");
    let draft: DraftView = line
        .send(&Request {
            method: "POST",
            address: path::DRAFTS,
            token,
            headers: &[("content-type", "application/json"), ("idempotency-key", &key)],
            body: &World::opening(),
        })?
        .json(201)?;
    let filled = world.filling(&draft)?;
    let draft: DraftView = line
        .ask("PATCH", &path::draft(draft.id), token, &filled)?
        .json(200)?;
    ensure!(draft.missing.is_empty(), "{:?}", draft.missing);
    Ok(draft)
}

fn file_all(
    world: &World,
    drafts: &[(String, DraftView)],
    filed: &mut Vec<f64>,
    healths: &mut Vec<f64>,
) -> anyhow::Result<()> {
    let mut line = Line::open(world.port)?;
    for (number, (token, draft)) in drafts.iter().enumerate() {
        let body = World::filing(draft)?;
        thread::sleep(PAUSE / 2);
        let started = Instant::now();
        let answer = line.ask("GET", "/healthz", token, b"")?;
        let idle = started.elapsed();
        ensure!(answer.status == 200, "{}", answer.text());
        thread::sleep(PAUSE / 2);
        let started = Instant::now();
        let answer = line.ask("POST", &path::draft_submit(draft.id), token, &body)?;
        let asked = started.elapsed();
        ensure!(answer.status == 200, "{}", answer.text());
        // The first ones warm the caches.
        if number >= FILED / 10 {
            filed.push(asked.as_secs_f64() * 1000.0);
            healths.push(idle.as_secs_f64() * 1000.0);
        }
    }
    Ok(())
}

/// What people read, in turn, at fixed moments whether the answer before came late or not.
fn read_on(
    world: &World,
    number: u32,
    drafts: &[(String, DraftView)],
    over: &AtomicBool,
    read: &AtomicU64,
) -> anyhow::Result<()> {
    let mut line = Line::open(world.port)?;
    let every = Duration::from_secs(1) / EACH;
    let started = Instant::now() + every * number / READERS;
    for turn in 0_u32.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep((started + every * turn).saturating_duration_since(Instant::now()));
        let place = usize::try_from(turn * READERS + number)?;
        let (token, draft) = drafts.get(place % drafts.len()).context("no drafts")?;
        let procedure = path::procedure(&draft.procedure.definition.code);
        let draft = path::draft(draft.id);
        let (method, address, body): (_, &str, &[u8]) = match turn % 6 {
            0 => ("GET", path::DRAFTS, b""),
            1 => ("GET", path::DOSSIERS, b""),
            2 => ("POST", path::PAPER_SEARCH, b"{}"),
            3 => ("GET", &procedure, b""),
            4 => ("GET", &draft, b""),
            _ => ("GET", path::PROCEDURES, b""),
        };
        let answer = line.ask(method, address, token, body)?;
        ensure!(answer.status == 200, "{address}: {}", answer.text());
        read.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

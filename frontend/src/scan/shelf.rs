//! A scan that waits on the device: the photographs as they were taken, and what was done to them, sealed under a key of the
//! account that no device keeps. So a phone that ran out of memory, or a page that was loaded anew, loses none.

use crate::api::json;
use crate::dom;
use crate::kept::{self, Put};
use crate::scan::hold::{self, Hold};
use crate::scan::picture;
use crate::scan::record::Record;
use crate::scan::sheet::Broken;
use crate::sealed::Seal;
use js_sys::{Array, Uint8Array};
use motcua_shared::identity::account::DeviceKey;
use serde_json::to_string;
use web_sys::Blob;

const DAY: i64 = 86_400_000;

/// Where the scan's own record lies beside its pages.
const RECORD: &str = "ban-ghi";

/// Where its sign lies: until when it waits. `frontend/sw.js` knows it as well.
const SIGN: &str = "han";

/// Letters of a moment.
const MOMENT: usize = 14;

/// The place of one scan. No other tab has it.
#[derive(Clone)]
pub struct Shelf {
    seal: Seal,
    /// When it would have ended had nothing been changed, and something by chance.
    name: String,
    days: u32,
    _hold: Hold,
}

impl Shelf {
    /// An empty one. Nothing without a cipher, and where nothing may be kept.
    pub async fn new(key: &DeviceKey) -> Option<Self> {
        let chance = (js_sys::Math::random() * 1e9) as u32;
        let until = moment(key.days);
        let name = format!("{until}-{chance:09}");
        let shelf = Self {
            seal: Seal::of(&key.key).await?,
            _hold: hold::take(&name).await?,
            name,
            days: key.days,
        };
        kept::begin(&shelf.key(SIGN), &until).await.then_some(shelf)
    }

    /// Whether the device keeps anything, whoever's it is.
    pub async fn is_any() -> bool {
        let_go_old().await;
        !kept::keys().await.is_empty()
    }

    /// The newest scan for this goal that the account left, unless another tab is at it. `own` is that of this visit.
    pub async fn find(key: &DeviceKey, goal: &str, own: Option<&str>) -> Option<(Self, Record)> {
        let seal = Seal::of(&key.key).await?;
        for entry in kept::keys().await.into_iter().rev() {
            let Some((name, RECORD)) = entry.split_once('/') else {
                continue;
            };
            // Where there are no locks this page would take its own pages for those of another visit.
            if own == Some(name) {
                continue;
            }
            let Some(record) = read(&seal, &entry).await.filter(|record| record.goal == goal) else {
                continue;
            };
            let Some(hold) = hold::take(name).await else {
                continue;
            };
            let shelf = Self {
                seal: seal.clone(),
                name: name.to_owned(),
                days: key.days,
                _hold: hold,
            };
            if !record.is_saved && !record.pages.is_empty() {
                shelf.raise_sign().await;
                return Some((shelf, record));
            }
            shelf.clear().await;
        }
        None
    }

    /// Scans from before there were signs get one: their name says until when they wait.
    async fn raise_sign(&self) {
        let sign = self.key(SIGN);
        if kept::is_there(&sign).await == Some(false) {
            let _ = kept::begin(&sign, named(&self.name)).await;
        }
    }

    /// Tells it from others.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn key(&self, part: &str) -> String {
        format!("{}/{part}", self.name)
    }

    /// Keeps a photograph as it was taken.
    pub async fn put_page(&self, id: u32, photograph: &Blob) -> Put {
        match picture::bytes(photograph).await {
            Some(bytes) => self.put(&id.to_string(), &bytes).await,
            None => Put::NoRoom,
        }
    }

    /// A photograph, or why there is none.
    pub async fn page(&self, id: u32) -> Result<Blob, Broken> {
        let key = self.key(&id.to_string());
        let Some(sealed) = kept::get(&key).await else {
            return Err(self.fault(id).await.unwrap_or(Broken::Unopened));
        };
        let opened = self.seal.open(&sealed, &key).await.ok_or(Broken::Unopened)?;
        Blob::new_with_u8_array_sequence(&Array::of1(&opened)).map_err(|_| Broken::Unopened)
    }

    /// What is known to be wrong with a photograph without opening it.
    pub async fn fault(&self, id: u32) -> Option<Broken> {
        let is_gone = kept::is_there(&self.key(&id.to_string())).await == Some(false);
        is_gone.then_some(Broken::Gone)
    }

    /// Lets go a photograph.
    pub async fn drop_page(&self, id: u32) {
        let key = self.key(&id.to_string());
        kept::forget(&key, &format!("{key}\0")).await;
    }

    /// Keeps what is known beside the photographs.
    pub async fn put_record(&self, record: &Record) -> Put {
        let text = to_string(record).unwrap_or_default();
        self.put(RECORD, &Uint8Array::from(text.as_bytes())).await
    }

    async fn put(&self, part: &str, bytes: &Uint8Array) -> Put {
        let key = self.key(part);
        match self.seal.close(bytes, &key).await {
            Some(sealed) => kept::put_beside(&self.key(SIGN), &moment(self.days), &key, &sealed).await,
            None => Put::NoRoom,
        }
    }

    /// Lets go all of it. What is being written this moment does not come in any more.
    pub async fn clear(&self) {
        forget(&self.name).await;
    }
}

async fn forget(name: &str) {
    // `0` comes behind `/`.
    kept::forget(&format!("{name}/"), &format!("{name}0")).await;
}

async fn read(seal: &Seal, key: &str) -> Option<Record> {
    // What cannot be read is another account's, or was altered.
    let opened = seal.open(&kept::get(key).await?, key).await?;
    json::from_str(&String::from_utf8(opened.to_vec()).ok()?).ok()
}

/// Lets go what nobody came back for in time and nobody is at, as `frontend/sw.js` does.
async fn let_go_old() {
    let now = moment(0);
    for name in names(&kept::keys().await) {
        let Some(until) = kept::until(&format!("{name}/{SIGN}")).await else {
            continue;
        };
        if is_over(name, until.as_deref(), &now) && hold::take_now(name).await.is_some() {
            forget(name).await;
        }
    }
}

/// So many days from now; moments sort as text.
fn moment(days: u32) -> String {
    format!("{:014}", dom::now() + i64::from(days) * DAY)
}

/// Whose they are, each once: keys come in their order.
fn names(keys: &[String]) -> Vec<&str> {
    let mut names: Vec<&str> = keys
        .iter()
        .map(|key| key.split_once('/').map_or(key.as_str(), |(name, _)| name))
        .collect();
    names.dedup();
    names
}

/// The moment in a name.
fn named(name: &str) -> &str {
    name.get(..MOMENT).unwrap_or_default()
}

/// Whether a scan waited long enough: what its sign says counts from its last change.
fn is_over(name: &str, until: Option<&str>, now: &str) -> bool {
    until.unwrap_or_else(|| named(name)) < now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_scan_counts_from_its_last_change_and_not_from_its_name() {
        let name = "01700000000000-000000001";
        let (before, later) = ("01699999999999", "01700000000001");
        assert!(!is_over(name, Some("01700000600000"), later), "changed since");
        assert!(is_over(name, Some("01700000000000"), later));
        assert!(!is_over(name, None, before), "from before there were signs");
        assert!(is_over(name, None, later));
        assert!(is_over("la", None, before), "nothing that has a moment");
    }

    #[test]
    fn each_scan_is_looked_at_once_however_many_pages_it_has() {
        let keys = ["1-1/1", "1-1/2", "1-1/ban-ghi", "1-1/han", "2-1/1", "la"].map(str::to_owned);
        assert_eq!(names(&keys), ["1-1", "2-1", "la"]);
    }
}

//! A scan that waits on the device: the photographs as they were taken, and what was done to them, sealed under a key of the
//! account that no device keeps. So a phone that ran out of memory, or a page that was loaded anew, loses none.

use crate::api::json;
use crate::api::upload::sleep;
use crate::dom;
use crate::kept;
use crate::scan::picture;
use crate::scan::quad::{Place, Quad};
use crate::sealed::Seal;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use motcua_shared::identity::account::DeviceKey;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

const DAY: i64 = 86_400_000;

/// Corners are kept as whole numbers of this part.
const PARTS: f64 = 10_000.0;

/// Where the scan's own record lies beside its pages.
const RECORD: &str = "ban-ghi";

/// What is known of a scan beside its photographs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What it is for.
    pub goal: String,
    /// It became a file that was saved: nothing of it is missed.
    pub is_saved: bool,
    /// In their order.
    pub pages: Vec<PageRecord>,
}

/// What is known of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Under which its photograph lies.
    pub id: u32,
    /// Quarters to the right.
    pub turns: u8,
    /// The corners of the paper: from the left, from the top, and so on.
    corners: Vec<u32>,
}

impl PageRecord {
    /// Of a page as it stands.
    pub fn new(id: u32, turns: u8, quad: Quad) -> Self {
        let whole = |share: f64| (share * PARTS).round() as u32;
        Self {
            id,
            turns,
            corners: quad
                .0
                .iter()
                .flat_map(|place| [whole(place.x), whole(place.y)])
                .collect(),
        }
    }

    /// The paper in the picture.
    pub fn quad(&self) -> Quad {
        let share = |whole: u32| f64::from(whole) / PARTS;
        let place = |corner: &[u32]| match corner {
            [x, y] => Some(Place {
                x: share(*x),
                y: share(*y),
            }),
            _ => None,
        };
        let places: Option<Vec<Place>> = self.corners.chunks(2).map(place).collect();
        places
            .and_then(|places| places.try_into().ok())
            .map_or(Quad::WHOLE, Quad)
    }
}

/// The place of one scan. No other tab has it.
#[derive(Clone)]
pub struct Shelf {
    seal: Seal,
    /// Its last moment, and something by chance.
    name: String,
    _hold: Hold,
}

impl Shelf {
    /// An empty one. Nothing without a cipher.
    pub async fn new(key: &DeviceKey) -> Option<Self> {
        let ends = dom::now() + i64::from(key.days) * DAY;
        let chance = (js_sys::Math::random() * 1e9) as u32;
        let name = format!("{ends:014}-{chance:09}");
        Some(Self {
            seal: Seal::of(&key.key).await?,
            _hold: take_hold(&name).await?,
            name,
        })
    }

    /// Whether the device keeps anything, whoever's it is.
    pub async fn is_any() -> bool {
        // What nobody came back for in time is let go first.
        kept::forget("", &format!("{:014}", dom::now())).await;
        !kept::keys().await.is_empty()
    }

    /// The newest scan for this goal that the account left, unless another tab is at it.
    pub async fn find(key: &DeviceKey, goal: &str) -> Option<(Self, Record)> {
        let seal = Seal::of(&key.key).await?;
        for key in kept::keys().await.into_iter().rev() {
            let Some((name, RECORD)) = key.split_once('/') else {
                continue;
            };
            let Some(record) = read(&seal, &key).await.filter(|record| record.goal == goal) else {
                continue;
            };
            let Some(hold) = take_hold(name).await else {
                continue;
            };
            let shelf = Self {
                seal: seal.clone(),
                name: name.to_owned(),
                _hold: hold,
            };
            if !record.is_saved && !record.pages.is_empty() {
                return Some((shelf, record));
            }
            shelf.clear().await;
        }
        None
    }

    fn key(&self, part: &str) -> String {
        format!("{}/{part}", self.name)
    }

    /// Keeps a photograph as it was taken; whether there was room.
    pub async fn put_page(&self, id: u32, photograph: &Blob) -> bool {
        let Some(bytes) = picture::bytes(photograph).await else {
            return false;
        };
        self.put(&id.to_string(), &bytes).await
    }

    /// A photograph.
    pub async fn page(&self, id: u32) -> Option<Blob> {
        let key = self.key(&id.to_string());
        let bytes = self.seal.open(&kept::get(&key).await?, &key).await?;
        Blob::new_with_u8_array_sequence(&Array::of1(&bytes)).ok()
    }

    /// Lets go a photograph.
    pub async fn drop_page(&self, id: u32) {
        let key = self.key(&id.to_string());
        kept::forget(&key, &format!("{key}\0")).await;
    }

    /// Keeps what is known beside the photographs.
    pub async fn put_record(&self, record: &Record) -> bool {
        let text = serde_json::to_string(record).unwrap_or_default();
        self.put(RECORD, &Uint8Array::from(text.as_bytes())).await
    }

    async fn put(&self, part: &str, bytes: &Uint8Array) -> bool {
        let key = self.key(part);
        match self.seal.close(bytes, &key).await {
            Some(sealed) => kept::put(&key, &sealed).await,
            None => false,
        }
    }

    /// Lets go all of it.
    pub async fn clear(&self) {
        // `0` comes behind `/`.
        kept::forget(&self.key(""), &format!("{}0", self.name)).await;
    }
}

async fn read(seal: &Seal, key: &str) -> Option<Record> {
    // What cannot be read is another account's, or was altered.
    let opened = seal.open(&kept::get(key).await?, key).await?;
    json::from_str(&String::from_utf8(opened.to_vec()).ok()?).ok()
}

/// Says to other tabs that a scan is being worked on, until this goes.
type Hold = Rc<Held>;

struct Held(Option<Function>);

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// How often a place is asked for that a page has which is just going: reloading, the old page goes after the new one came.
const TRIES: usize = 5;

/// Nothing when another tab has it. A browser without locks lets everybody.
async fn take_hold(name: &str) -> Option<Hold> {
    for attempt in 0..TRIES {
        if attempt > 0 {
            sleep(100).await;
        }
        if let Some(held) = ask(name).await {
            return Some(Rc::new(held));
        }
    }
    None
}

async fn ask(name: &str) -> Option<Held> {
    let Some((locks, request)) = locks() else {
        return Some(Held(None));
    };
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    let answer = Promise::new(&mut |resolve, _| {
        let told = resolve.clone();
        let given = Closure::once_into_js(move |lock: JsValue| {
            let mut release = JsValue::NULL;
            let until = Promise::new(&mut |done, _| release = done.into());
            let (told_of, until) = match lock.is_null() {
                true => (JsValue::NULL, JsValue::NULL),
                false => (release, until.into()),
            };
            let _ = told.call1(&JsValue::NULL, &told_of);
            until
        });
        if request.call3(&locks, &name.into(), &options, &given).is_err() {
            let _ = resolve.call1(&JsValue::NULL, &JsValue::NULL);
        }
    });
    let release = JsFuture::from(answer).await.ok()?.dyn_into::<Function>().ok()?;
    Some(Held(Some(release)))
}

fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&dom::window()?.navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_scan_comes_back_as_it_was() {
        let moved = Quad::WHOLE
            .with(0, Place { x: 0.2, y: 0.1234 })
            .and_then(|quad| quad.with(2, Place { x: 0.9, y: 0.88 }))
            .unwrap();
        let record = Record {
            goal: "01a00000-0000-7000-8000-000000000000/to-khai".to_owned(),
            is_saved: false,
            pages: vec![PageRecord::new(7, 3, moved), PageRecord::new(2, 0, Quad::WHOLE)],
        };
        let read: Record = json::from_str(&serde_json::to_string(&record).unwrap()).unwrap();
        assert_eq!(read, record);
        assert_eq!(read.pages[0].quad(), moved);
        assert_eq!(read.pages[1].quad(), Quad::WHOLE);
    }
}

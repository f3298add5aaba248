//! What is known of a scan beside its photographs, and by which numbers its pages come back.

use crate::scan::quad::{Place, Quad};
use serde::{Deserialize, Serialize};

/// Corners are kept as whole numbers of this part.
const PARTS: f64 = 10_000.0;

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

/// A page that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its number from now on.
    pub id: u32,
    /// Its number where it still lies, unless that is the place of this visit.
    pub from: Option<u32>,
    /// What is known of it.
    pub page: PageRecord,
}

impl Record {
    /// The pages as they come back where `last` was the last number given to a page: with their own numbers where there was
    /// none yet, else with new ones, because each number is one photograph. And the last number given then.
    pub fn come_back(&self, last: u32) -> (u32, Vec<Coming>) {
        let is_first = last == 0;
        let mut highest = last;
        let mut coming = Vec::with_capacity(self.pages.len());
        for page in &self.pages {
            let (id, from) = match is_first {
                true => (page.id, None),
                false => (highest + 1, Some(page.id)),
            };
            highest = highest.max(id);
            let page = page.clone();
            coming.push(Coming { id, from, page });
        }
        (highest, coming)
    }

    /// Without these pages.
    pub fn without(mut self, ids: &[u32]) -> Self {
        self.pages.retain(|page| !ids.contains(&page.id));
        self
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::json;

    fn record(ids: &[u32]) -> Record {
        Record {
            goal: String::new(),
            is_saved: false,
            pages: ids
                .iter()
                .map(|id| PageRecord::new(*id, 0, Quad::WHOLE))
                .collect(),
        }
    }

    fn numbers(coming: &[Coming]) -> Vec<(u32, Option<u32>)> {
        coming.iter().map(|one| (one.id, one.from)).collect()
    }

    #[test]
    fn pages_come_back_under_their_numbers_where_there_is_none_yet() {
        let (last, coming) = record(&[7, 2, 5]).come_back(0);
        assert_eq!(numbers(&coming), [(7, None), (2, None), (5, None)]);
        assert_eq!(last, 7, "the next page is none of them");
    }

    #[test]
    fn beside_pages_of_this_visit_none_keeps_a_number_that_may_be_taken() {
        let (last, coming) = record(&[1, 3, 2]).come_back(2);
        assert_eq!(numbers(&coming), [(3, Some(1)), (4, Some(3)), (5, Some(2))]);
        assert_eq!(last, 5);
        assert_eq!(
            coming[0].page.id, 1,
            "its photograph still lies under the old one"
        );
    }

    #[test]
    fn a_record_goes_without_the_pages_that_lie_elsewhere_now() {
        assert_eq!(record(&[1, 3, 2]).without(&[3, 9]), record(&[1, 2]));
        assert_eq!(record(&[1]).without(&[1]), record(&[]));
    }

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

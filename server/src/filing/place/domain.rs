//! At which desk a dossier was handed in. No HTTP, no SQL, no clock.

use motcua_shared::id::UnitId;

/// A dossier that was handed in at another desk than that of the unit which decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedIn {
    /// The desk.
    pub place: UnitId,
    /// The unit that decides.
    pub decides: UnitId,
    /// Whether that unit has it by now.
    pub is_handed_on: bool,
}

/// Which units have to do with a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lies {
    /// The one whose officers work on it now.
    pub at: UnitId,
    /// Where it was handed in, if that is another desk than that of the unit which decides.
    pub handed_in: Option<HandedIn>,
}

impl Lies {
    /// The unit that decides.
    pub fn decides(&self) -> UnitId {
        self.handed_in.map_or(self.at, |handed| handed.decides)
    }

    /// The desk where it was handed in, if that is another one.
    pub fn place(&self) -> Option<UnitId> {
        self.handed_in.map(|handed| handed.place)
    }

    /// Where it goes when the desk receives it; nowhere from where it is decided.
    pub fn goes_to(&self) -> Option<UnitId> {
        let waiting = self.handed_in.filter(|handed| !handed.is_handed_on);
        waiting.map(|handed| handed.decides)
    }

    /// Whether officers of a unit may read it: of the one that has it, of the one that decides, and of the desk that took it
    /// in, where people come back to ask.
    pub fn is_seen_by(&self, unit: UnitId) -> bool {
        let of_handing = |handed: HandedIn| handed.place == unit || handed.decides == unit;
        self.at == unit || self.handed_in.is_some_and(of_handing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(number: u8) -> UnitId {
        UnitId::parse(&format!("01926f3e-0000-7000-8000-0000000000{number:02}")).unwrap()
    }

    #[test]
    fn a_dossier_is_seen_where_it_was_handed_in_and_where_it_is_decided_and_nowhere_else() {
        let (place, decides, other) = (unit(1), unit(2), unit(3));
        for is_handed_on in [false, true] {
            let lies = Lies {
                at: if is_handed_on { decides } else { place },
                handed_in: Some(HandedIn {
                    place,
                    decides,
                    is_handed_on,
                }),
            };
            assert!(lies.is_seen_by(place) && lies.is_seen_by(decides) && !lies.is_seen_by(other));
            assert_eq!((lies.decides(), lies.place()), (decides, Some(place)));
            assert_eq!(lies.goes_to(), (!is_handed_on).then_some(decides));
        }
        let plain = Lies {
            at: decides,
            handed_in: None,
        };
        assert!(plain.is_seen_by(decides) && !plain.is_seen_by(place));
        assert_eq!(
            (plain.decides(), plain.place(), plain.goes_to()),
            (decides, None, None)
        );
    }
}

//! Which entries about a dossier its filer reads. What is not named here is for officers alone, so that an act that comes later
//! says nothing by mistake.

use motcua_shared::audit::proof::WithheldKind;

/// Acts of which filers learn anyway: from the timeline, from messages, or because they did them. And every reading.
const SHOWN: &[&str] = &[
    "draft-opened",
    "reception-begun",
    "dossier-submitted",
    "dossier-viewed",
    "dossier-file-read",
    "dossier-result-read",
    "dossier-received",
    "dossier-begun",
    "dossier-extended",
    "dossier-refused",
    "dossier-returned",
    "dossier-result-delivered",
    "dossier-message-sent",
    "supplement-asked",
    "supplement-sent",
    "withdrawal-asked",
    "withdrawal-granted",
    "withdrawal-declined",
    "payment-started",
    "fee-paid",
    "fee-waived",
    "fee-voided",
    "fee-refunded",
    "fee-overpaid",
    "fee-kept",
    "fee-struck",
];

/// Readings among all acts.
const READINGS: &[&str] = &[
    "dossier-viewed",
    "dossier-file-read",
    "dossier-result-read",
    "opinion-viewed",
];

/// What takes the place of an entry's bytes; nothing where the filer reads them. Done for another officer, the entry names both,
/// and filers read units and no names.
pub fn withheld(action: &str, names_officers: bool) -> Option<WithheldKind> {
    if SHOWN.contains(&action) && !names_officers {
        return None;
    }
    match READINGS.contains(&action) {
        true => Some(WithheldKind::Reading),
        false => Some(WithheldKind::Work),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filers_read_what_they_learn_anyway_and_of_the_rest_that_it_was() {
        assert_eq!(withheld("dossier-viewed", false), None);
        assert_eq!(withheld("dossier-viewed", true), Some(WithheldKind::Reading));
        assert_eq!(withheld("dossier-received", true), Some(WithheldKind::Work));
        assert_eq!(withheld("opinion-viewed", false), Some(WithheldKind::Reading));
        for inner in [
            "dossier-passed-on",
            "dossier-taken-over",
            "opinion-asked",
            "result-signed",
            "made-up-later",
        ] {
            assert_eq!(withheld(inner, false), Some(WithheldKind::Work), "{inner}");
        }
    }
}

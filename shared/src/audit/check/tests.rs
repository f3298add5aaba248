//! A small log of three days, proved for one of two dossiers, and every way of spoiling that.

use super::*;
use crate::audit::chain::{paths, root, to_hex};
use crate::audit::proof::{FORMAT, MOST_BYTES, Unread, Withheld, WithheldKind};
use crate::id::AccountId;
use crate::time::Timestamp;
use proptest::prelude::*;

const OURS: &str = "01926f3e-0000-7000-8000-00000000000a";
const THEIRS: &str = "01926f3e-0000-7000-8000-00000000000b";

fn text(number: usize, subject: &str) -> String {
    let id = format!("01926f3e-0000-7000-8000-{number:012}");
    let account = (!number.is_multiple_of(4)).then_some("01926f3e-0000-7000-8000-0000000000ff");
    serde_json::json!([
        "motcua-audit-1",
        id,
        account,
        "dossier-viewed",
        subject,
        "{}",
        "r",
        "2026-11-23T05:06:07.000008Z"
    ])
    .to_string()
}

fn hex(hashes: &[Hash]) -> Vec<String> {
    hashes.iter().map(to_hex).collect()
}

fn fields(text: &str) -> Option<Vec<Option<String>>> {
    serde_json::from_str(text).ok()
}

/// Five seals of 1, 4, 9, 2 and 3 entries, of which every second is ours; the first three are under one timestamp, the
/// fourth under another, the fifth under none. One entry of ours is withheld, and the last one is not sealed yet.
fn sample() -> Proof {
    let now = Timestamp::parse("2026-11-23T05:06:07Z").unwrap();
    let sizes = [1_usize, 4, 9, 2, 3];
    let (mut entries, mut seals, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    let (mut previous, mut so_far) = (BEGINNING, 0);
    for (number, size) in (1_u64..).zip(sizes) {
        let texts: Vec<String> = (so_far..so_far + size)
            .map(|at| text(at, if at % 2 == 0 { OURS } else { THEIRS }))
            .collect();
        let leaves: Vec<Hash> = texts.iter().map(|text| leaf(text.as_bytes())).collect();
        let ours: Vec<usize> = (0..size).filter(|at| (so_far + at) % 2 == 0).collect();
        for (index, path) in ours.iter().zip(paths(&leaves, &ours)) {
            let place = Some(Place {
                seal: number,
                index: *index as u64,
                path: hex(&path),
            });
            let is_withheld = so_far + index == 6;
            entries.push(ProvedEntry {
                entry: (!is_withheld).then(|| texts[*index].clone()),
                withheld: is_withheld.then(|| Withheld {
                    kind: WithheldKind::Work,
                    recorded_at: now,
                    leaf: to_hex(&leaves[*index]),
                }),
                place,
            });
        }
        let after = head(&previous, number, size as u64, &root(&leaves));
        seals.push(ProvedSeal {
            number,
            entries: size as u64,
            previous_head: to_hex(&previous),
            root: to_hex(&root(&leaves)),
            stamp: None,
        });
        heads.push(after);
        (previous, so_far) = (after, so_far + size);
    }
    let mut stamps = Vec::new();
    for (first, last) in [(1_u64, 3_u64), (4, 4)] {
        let places = first as usize - 1..last as usize;
        let leaves: Vec<Hash> = heads[places.clone()].iter().map(|head| leaf(head)).collect();
        let all: Vec<usize> = (0..leaves.len()).collect();
        for (seal, path) in seals[places].iter_mut().zip(paths(&leaves, &all)) {
            seal.stamp = Some(UnderStamp {
                last,
                path: hex(&path),
            });
        }
        stamps.push(ProvedStamp {
            first,
            last,
            last_head: to_hex(&heads[last as usize - 1]),
            root: to_hex(&root(&leaves)),
            asked_at: now,
            token: "AAAA".to_owned(),
        });
    }
    entries.push(ProvedEntry {
        entry: Some(text(99, OURS)),
        withheld: None,
        place: None,
    });
    Proof {
        format: FORMAT.to_owned(),
        dossier_code: "H21.101-261123-0001".to_owned(),
        account_id: AccountId::parse("01926f3e-0000-7000-8000-0000000000ff").unwrap(),
        made_at: now,
        subjects: vec![OURS.to_owned()],
        entries,
        next: None,
        seals,
        stamps,
        digest: String::new(),
    }
}

fn faults(spoil: impl FnOnce(&mut Proof)) -> Vec<Fault> {
    let mut proof = sample();
    spoil(&mut proof);
    check(&proof, fields).faults
}

#[test]
fn a_sound_proof_says_how_far_each_entry_is_proved() {
    let file = sample().write().unwrap();
    let proof = Proof::read(file.as_bytes()).unwrap();
    assert_eq!(
        Proof {
            digest: String::new(),
            ..proof.clone()
        },
        sample()
    );
    let found = check(&proof, fields);
    assert_eq!(found.faults, []);
    let first = Standing::Stamped { last: 3 };
    let (second, sealed) = (Standing::Stamped { last: 4 }, Standing::Sealed);
    assert_eq!(
        found.standings,
        [
            first,
            first,
            first,
            first,
            first,
            first,
            first,
            second,
            sealed,
            sealed,
            Standing::Open
        ]
    );
    assert_eq!(found.imprints.keys().copied().collect::<Vec<_>>(), [3, 4]);
    assert_eq!(found.count(|one| one == sealed), 2);
    assert!(!file.contains(THEIRS), "nothing of others");
}

#[test]
fn each_fault_is_named() {
    assert_eq!(
        faults(|it| it.entries[1].entry = Some(text(98, OURS))),
        [Fault::EntryNotTied { entry: 2, seal: 2 }]
    );
    assert_eq!(
        faults(|it| it.entries[1].entry = Some(text(1, THEIRS))),
        [Fault::EntryForeign { entry: 2 }]
    );
    for bad in [
        "",
        "[]",
        "{}",
        "[1]",
        "[\"motcua-audit-2\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]",
        "[null,null,null,null,null,null,null,null]",
    ] {
        assert_eq!(
            faults(|it| it.entries[1].entry = Some(bad.to_owned())),
            [Fault::EntryUnreadable { entry: 2 }],
            "{bad}"
        );
    }
    assert_eq!(
        faults(|it| it.entries[1].entry = None),
        [Fault::EntryUnreadable { entry: 2 }]
    );
    assert_eq!(
        faults(|it| it.entries[0].withheld = it.entries[3].withheld.clone()),
        [Fault::EntryUnreadable { entry: 1 }],
        "one or the other"
    );
    let place = |it: &mut Proof, spoil: fn(&mut Place)| spoil(it.entries[2].place.as_mut().unwrap());
    let untied = [Fault::EntryNotTied { entry: 3, seal: 2 }];
    assert_eq!(faults(|it| place(it, |place| place.index = 4)), untied);
    assert_eq!(faults(|it| place(it, |place| place.index = u64::MAX)), untied);
    assert_eq!(
        faults(|it| place(it, |place| place.path = vec!["0".repeat(64); 65])),
        untied
    );
    assert_eq!(
        faults(|it| place(it, |place| place.path[0] = "no digest".to_owned())),
        untied
    );
    assert_eq!(faults(|it| place(it, |place| drop(place.path.pop()))), untied);
    assert_eq!(
        faults(|it| place(it, |place| place.seal = 77)),
        [Fault::SealMissing { seal: 77 }]
    );
    assert_eq!(
        faults(|it| it.entries[3] = it.entries[4].clone()),
        [Fault::EntryTwice { entry: 5, seal: 3 }]
    );

    assert_eq!(
        faults(|it| it.seals.push(it.seals[4].clone())),
        [Fault::SealTwice { seal: 5 }]
    );
    assert_eq!(
        faults(|it| it.seals[4].root = it.seals[4].root.to_uppercase()),
        [
            Fault::SealUnreadable { seal: 5 },
            Fault::SealMissing { seal: 5 },
            Fault::SealMissing { seal: 5 }
        ],
        "a digest has one text"
    );
    assert_eq!(
        faults(|it| it.seals[4].previous_head = "0".repeat(64)),
        [Fault::ChainBroken { seal: 5 }]
    );
    assert_eq!(
        faults(|it| it.seals[0].previous_head = "1".repeat(64)),
        [
            Fault::SealNotStamped { seal: 1 },
            Fault::ChainBroken { seal: 1 },
            Fault::ChainBroken { seal: 2 }
        ]
    );
    assert!(faults(|it| it.seals[4].entries = u64::MAX).contains(&Fault::EntryNotTied { entry: 9, seal: 5 }));
    assert_eq!(
        faults(|it| it.seals[1].stamp = it.seals[2].stamp.clone()),
        [Fault::SealNotStamped { seal: 2 }]
    );
    assert_eq!(
        faults(|it| it.seals[3].stamp = it.seals[2].stamp.clone()),
        [Fault::SealNotStamped { seal: 4 }]
    );

    assert_eq!(
        faults(|it| drop(it.stamps.pop())),
        [Fault::StampMissing { last: 4 }]
    );
    assert_eq!(
        faults(|it| it.stamps.push(it.stamps[1].clone())),
        [Fault::StampTwice { last: 4 }]
    );
    for first in [0, 5] {
        assert_eq!(
            faults(|it| it.stamps[1].first = first),
            [
                Fault::StampUnreadable { last: 4 },
                Fault::StampMissing { last: 4 }
            ]
        );
    }
    assert_eq!(
        faults(|it| it.stamps[0].last_head = it.stamps[1].last_head.clone()),
        [Fault::SealNotStamped { seal: 3 }]
    );
}

#[test]
fn what_is_no_proof_is_not_read() {
    let file = sample().write().unwrap();
    assert!(matches!(Proof::read(b""), Err(Unread::NoProof(_))));
    assert!(matches!(Proof::read(b"{}"), Err(Unread::NoProof(_))));
    assert!(matches!(Proof::read(&[0xff; 20]), Err(Unread::NoProof(_))));
    assert!(matches!(
        Proof::read("[".repeat(100_000).as_bytes()),
        Err(Unread::NoProof(_))
    ));
    assert_eq!(Proof::read(&vec![b' '; MOST_BYTES + 1]), Err(Unread::TooLong));
    assert_eq!(
        Proof::read(file.replace(FORMAT, "motcua-audit-proof-2").as_bytes()),
        Err(Unread::OtherFormat)
    );
    assert_eq!(Proof::read(format!("{file} ").as_bytes()), Err(Unread::Altered));
    assert_eq!(
        Proof::read(file.replace("0001\"", "0002\"").as_bytes()),
        Err(Unread::Altered),
        "the code is in no digest but this"
    );
}

/// Everything in the file that the chain or the reader holds, byte by byte: all but what is the portal's word alone.
fn covered() -> Vec<usize> {
    let file = sample().write().unwrap();
    let mut is_word = vec![false; file.len()];
    for word in [
        "\"dossier_code\":\"H21.101-261123-0001\"",
        "\"account_id\":\"01926f3e-0000-7000-8000-0000000000ff\"",
        "\"made_at\":\"2026-11-23T05:06:07Z\"",
        "\"kind\":\"work\"",
        "\"recorded_at\":\"2026-11-23T05:06:07Z\"",
        "\"asked_at\":\"2026-11-23T05:06:07Z\"",
        // Its signature is checked elsewhere.
        "\"token\":\"AAAA\"",
        "\"next\":null",
    ] {
        assert!(file.contains(word), "{word}");
        for (at, _) in file.match_indices(word) {
            is_word[at..at + word.len()].fill(true);
        }
    }
    // What no seal ties yet is proved by nothing.
    let last = serde_json::to_string(&text(99, OURS)).unwrap();
    let open = file.find(&last).unwrap();
    is_word[open..open + last.len()].fill(true);
    (0..file.len() - 66).filter(|at| !is_word[*at]).collect()
}

proptest! {
    /// Any other byte anywhere: the file is no proof any more.
    #[test]
    fn no_byte_of_the_file_can_be_another(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = sample().write().unwrap().into_bytes();
        let at = at.index(file.len());
        prop_assume!(file[at] != byte);
        file[at] = byte;
        prop_assert!(Proof::read(&file).is_err());
    }

    /// Also where somebody writes the file's own digest anew, what the chain holds cannot be another.
    #[test]
    fn whoever_writes_the_digest_anew_gains_nothing(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut file = sample().write().unwrap().into_bytes();
        let at = *at.get(&covered());
        prop_assume!(file[at] != byte);
        file[at] = byte;
        let Ok(proof) = serde_json::from_slice::<Proof>(&file) else { return Ok(()) };
        let Ok(proof) = Proof::read(proof.write().unwrap().as_bytes()) else { return Ok(()) };
        // Blanks between the fields mean the same.
        prop_assume!(Proof { digest: String::new(), ..proof.clone() } != sample());
        prop_assert_ne!(check(&proof, fields).faults, []);
    }

    /// Whatever is written into its places, it is read to the end.
    #[test]
    fn any_numbers_and_texts_are_checked(numbers in prop::collection::vec(any::<u64>(), 8), text in ".*", count in 0_usize..4) {
        let mut proof = sample();
        proof.entries[0].place = Some(Place { seal: numbers[0] % 6, index: numbers[1], path: vec![text.clone(); count] });
        proof.seals[1].number = numbers[2] % 7;
        proof.seals[1].entries = numbers[3];
        proof.stamps[0].first = numbers[4] % 5;
        proof.stamps[0].last = numbers[5];
        proof.stamps[1].root = text.clone();
        proof.entries[1].entry = Some(text);
        prop_assert_ne!(check(&proof, fields).faults, []);
    }
}

//! One, two and three signatures on every kind of file.

use crate::{
    paper,
    peers::Bench,
    picture::{handwriting, seal},
    signer::{Signer, now},
};
use motcua_server::signature::{
    Policy, RevocationMode, TrustStore, Verifier,
    prepare::{
        Area, Certification, Details, EmbedError, Kind, Lock, Place, PrepareError, Prepared, Request, Target,
        add_empty_field, look::decree30, prepare,
    },
};
use motcua_shared::signature::{
    Reason,
    report::{Changes, Verdict, VerificationReport},
};
use std::sync::LazyLock;

pub static PERSON: LazyLock<Signer> = LazyLock::new(|| Signer::new("Nguyễn Văn Mẫu", "Tỉnh Mẫu", 0x11));
pub static AGENCY: LazyLock<Signer> =
    LazyLock::new(|| Signer::new("Ủy ban nhân dân xã Bình Minh Mẫu", "Tỉnh Mẫu", 0x22));
pub static CLOCK: LazyLock<Signer> = LazyLock::new(Signer::clock);

fn roots() -> [&'static [u8]; 3] {
    [&PERSON.root, &AGENCY.root, &CLOCK.root]
}

pub fn verify(paper: &[u8]) -> VerificationReport {
    let mut store = TrustStore::default();
    for root in roots() {
        assert_eq!(store.add(root), 1);
    }
    Verifier::new(store, Policy::default(), RevocationMode::Off).verify(paper, now())
}

pub fn sign(signer: &Signer, paper: &[u8], request: &Request) -> Vec<u8> {
    let prepared = prepare(paper, request).unwrap();
    assert_eq!(
        &prepared.bytes()[..paper.len()],
        paper,
        "the paper itself is not touched"
    );
    let cms = match request.kind {
        Kind::Signature(_) => signer.cms(&prepared),
        Kind::DocumentTimestamp => signer.token(&prepared),
    };
    prepared.embed(&cms).unwrap()
}

fn details(reason: &str) -> Details {
    Details {
        name: Some("Nguyễn Văn Mẫu".to_owned()),
        reason: Some(reason.to_owned()),
        location: Some("Bình Minh Mẫu".to_owned()),
        ..Details::at(now())
    }
}

/// Where the person signs.
const SPOT: Place = Place {
    page: 1,
    area: Area::new(330.0, 120.0, 180.0, 90.0),
};

pub fn person() -> Request {
    let (place, look) = decree30::person(handwriting(), SPOT);
    Request::signature(details("Ký duyệt (bản mẫu)")).shown(place, look)
}

pub fn agency() -> Request {
    let (place, look) = decree30::seal(seal(), SPOT);
    Request::signature(details("Đóng dấu")).shown(place, look)
}

fn number() -> Request {
    let (place, look) = decree30::number_or_date("12/QĐ-UBND", 1, 80.0, 400.0);
    Request::signature(Details::at(now())).shown(place, look)
}

#[track_caller]
fn assert_sound(name: &str, paper: &[u8], signatures: usize) {
    let report = verify(paper);
    assert_eq!(
        (report.verdict, report.reasons.as_slice()),
        (Verdict::TotalPassed, [].as_slice()),
        "{name}"
    );
    assert_eq!(report.signatures.len(), signatures, "{name}");
    let last = report.signatures.last().unwrap();
    assert!(last.covers_whole_document, "{name}");
    for earlier in report.signatures.iter().rev().skip(1) {
        assert_eq!(earlier.changes_after, Changes::Permitted, "{name}");
    }
}

#[test]
fn person_agency_and_number_sign_every_kind_of_file() {
    let bench = Bench::new();
    for (name, original) in paper::kinds() {
        let mut paper = original;
        for (place, (signer, request)) in [(&*PERSON, person()), (&*AGENCY, agency()), (&*AGENCY, number())]
            .into_iter()
            .enumerate()
        {
            paper = sign(signer, &paper, &request);
            assert_sound(name, &paper, place + 1);
            bench.judge(&format!("{name}-{}", place + 1), &paper, &roots(), place + 1);
        }
    }
}

fn certifying(level: Certification) -> Request {
    let mut request = person();
    request.kind = Kind::Signature(Details {
        certification: Some(level),
        ..details("Ký ban hành")
    });
    request
}

#[test]
fn a_certified_paper_is_signed_in_the_fields_that_were_left_for_it() {
    let bench = Bench::new();
    let (seal_place, seal_look) = decree30::seal(seal(), SPOT);
    for level in [Certification::FormsAndSignatures, Certification::Annotations] {
        let paper = add_empty_field(&paper::streams(), "CoQuan", seal_place).unwrap();
        let paper = sign(&PERSON, &paper, &certifying(level));
        let mut request = Request::signature(details("Đóng dấu")).in_field("CoQuan");
        request.look = Some(seal_look.clone());
        let paper = sign(&AGENCY, &paper, &request);
        let paper = sign(&CLOCK, &paper, &Request::timestamp());
        assert_sound("certified", &paper, 3);
        assert_eq!(verify(&paper).signatures[0].trusted_time, Some(now()));
        bench.judge(&format!("certified-{level:?}"), &paper, &roots(), 3);

        let again = prepare(&paper, &certifying(level));
        assert_eq!(again.unwrap_err(), PrepareError::NotTheFirst);
    }
}

/// The tools of state agencies add fields to papers that are certified with P=2, and so do readers of them expect it.
/// pyHanko takes only fields that were there, so it is not asked here.
#[test]
fn a_certified_paper_takes_new_fields_as_the_tools_of_agencies_add_them() {
    let paper = sign(
        &PERSON,
        &paper::table("", "", &[]),
        &certifying(Certification::FormsAndSignatures),
    );
    let paper = sign(&AGENCY, &paper, &agency());
    assert_sound("certified", &paper, 2);
    Bench::new().judge_without_pyhanko("certified-new-field", &paper, 2);
}

#[test]
fn a_paper_certified_against_every_change_takes_a_timestamp_only() {
    let request = Request::signature(Details {
        certification: Some(Certification::Nothing),
        ..details("Ký ban hành")
    });
    let paper = sign(&PERSON, &paper::table("", "", &[]), &request);
    let refused = prepare(&paper, &agency()).unwrap_err();
    let expected = PrepareError::Forbidden {
        field: "Signature1".to_owned(),
        reason: Reason::CertificationForbids,
    };
    assert_eq!(refused, expected);
    let stamped = sign(&CLOCK, &paper, &Request::timestamp());
    assert_sound("timestamped", &stamped, 2);
    Bench::new().judge("certified-nothing", &stamped, &roots(), 2);
}

#[test]
fn empty_fields_are_filled_by_name_and_lock_what_they_say() {
    let bench = Bench::new();
    let unsigned = paper::with_fields();
    let (_, look) = decree30::person(handwriting(), SPOT);
    let mut first = Request::signature(details("Ký vào ô có sẵn")).in_field("Chu.Ky");
    first.look = Some(look);
    let one = sign(&PERSON, &unsigned, &first);
    assert_eq!(verify(&one).signatures[0].field, "Chu.Ky");
    assert_sound("field", &one, 1);
    bench.judge("field-1", &one, &roots(), 1);
    let taken = prepare(&one, &first).unwrap_err();
    assert_eq!(taken, PrepareError::NoSuchField("Chu.Ky".to_owned()));

    let two = sign(
        &AGENCY,
        &one,
        &Request::signature(Details::at(now())).in_field("Khac"),
    );
    assert_sound("fields", &two, 2);
    let text = String::from_utf8_lossy(&two);
    assert!(text.contains("/TransformMethod /FieldMDP"));
    bench.judge("field-2", &two, &roots(), 2);
}

#[test]
fn a_lock_of_a_new_field_is_written_and_signed() {
    let mut request = Request::signature(Details {
        lock: Some(Lock::Only(vec!["Số".to_owned()])),
        ..Details::at(now())
    });
    request.target = Target::Hidden {
        name: Some("Khoá".to_owned()),
    };
    let paper = sign(&PERSON, &paper::streams(), &request);
    assert_sound("lock", &paper, 1);
    assert_eq!(verify(&paper).signatures[0].field, "Khoá");
    Bench::new().judge("lock", &paper, &roots(), 1);
}

#[test]
fn a_prepared_paper_can_wait_in_a_file() {
    let prepared = prepare(&paper::hybrid(), &agency()).unwrap();
    let reopened = Prepared::reopen(prepared.bytes().to_vec()).unwrap();
    assert_eq!(reopened, prepared);
    let [start, first, second, rest] = prepared.byte_range();
    assert_eq!(
        (start, second + rest),
        (0, prepared.bytes().len()),
        "the range ends where the file does"
    );
    let gap = &prepared.bytes()[first..second];
    assert!(gap.starts_with(b"<00") && gap.ends_with(b"00>"));
    let signed = reopened.embed(&AGENCY.cms(&prepared)).unwrap();
    assert_sound("waited", &signed, 1);
    assert_eq!(Prepared::reopen(signed), Err(EmbedError::NotPrepared));
    assert_eq!(Prepared::reopen(paper::hybrid()), Err(EmbedError::NotPrepared));
}

#[test]
fn what_does_not_fit_or_does_not_belong_is_refused_whole() {
    let paper = paper::table("", "", &[]);
    let mut request = agency();
    request.room = 300;
    let prepared = prepare(&paper, &request).unwrap();
    let cms = AGENCY.cms(&prepared);
    assert!(cms.len() > 300);
    let expected = EmbedError::TooLong {
        length: cms.len(),
        room: 300,
    };
    assert_eq!(prepared.embed(&cms), Err(expected));

    let prepared = prepare(&paper, &agency()).unwrap();
    let other = prepare(&paper, &person()).unwrap();
    assert_eq!(
        prepared.clone().embed(&AGENCY.cms(&other)),
        Err(EmbedError::OfSomethingElse)
    );
    assert_eq!(
        prepared.clone().embed(&CLOCK.token(&other)),
        Err(EmbedError::OfSomethingElse)
    );
    let cms = AGENCY.cms(&prepared);
    assert!(matches!(
        prepared.clone().embed(&cms[..cms.len() - 1]),
        Err(EmbedError::NotASignature(_))
    ));
    let longer = [&cms[..], &[0]].concat();
    assert_eq!(
        prepared.clone().embed(&longer),
        Err(EmbedError::NotASignature(Reason::CmsTrailingBytes))
    );
    assert!(prepared.embed(b"").is_err());
}

#[test]
fn places_pages_and_names_must_exist() {
    let paper = paper::table("/Rotate 90/CropBox[50 60 550 800]", "", &[]);
    let at = |page, left, bottom| {
        let area = Area::new(left, bottom, 100.0, 50.0);
        let (place, look) = decree30::person(handwriting(), Place { page, area });
        prepare(&paper, &Request::signature(Details::at(now())).shown(place, look)).map(|_| ())
    };
    // Turned, the page is 740 wide and 500 high.
    assert_eq!(at(1, 640.0, 450.0), Ok(()));
    let outside = PrepareError::OutsideThePage {
        width: 740.0,
        height: 500.0,
    };
    for (left, bottom) in [(641.0, 0.0), (0.0, 451.0), (-1.0, 0.0), (f32::NAN, 0.0)] {
        assert_eq!(at(1, left, bottom), Err(outside.clone()));
    }
    assert_eq!(at(2, 0.0, 0.0), Err(PrepareError::NoSuchPage(2)));

    let named = |name: &str| {
        let mut request = Request::signature(Details::at(now()));
        request.target = Target::Hidden {
            name: Some(name.to_owned()),
        };
        prepare(&paper::with_fields(), &request).map(|prepared| prepared.field().to_owned())
    };
    assert_eq!(named("Moi"), Ok("Moi".to_owned()));
    for name in ["", "a.b", "Khac"] {
        assert_eq!(named(name), Err(PrepareError::BadFieldName(name.to_owned())));
    }
}

#[test]
fn a_paper_that_was_changed_after_signing_is_not_signed_over() {
    let paper = sign(&PERSON, &paper::table("", "", &[]), &person());
    let page = "3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n";
    let start = paper.len() + page.len();
    let previous = String::from_utf8_lossy(&paper);
    let previous = previous
        .rsplit("startxref\n")
        .next()
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let update = format!(
        "{page}xref\n3 1\n{:010} 00000 n \ntrailer\n<</Size 99/Root 1 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n",
        paper.len()
    );
    let changed = [&paper[..], update.as_bytes()].concat();
    let refused = prepare(&changed, &agency()).unwrap_err();
    assert_eq!(
        refused,
        PrepareError::AlreadyChanged {
            field: "Signature1".to_owned(),
            reason: Reason::PageChanged
        }
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    for (bytes, reason) in [
        (&b""[..], Reason::Empty),
        (b"%PNG", Reason::NotAPdf),
        (b"%PDF-1.7\n", Reason::Truncated),
    ] {
        let refused = prepare(bytes, &agency()).unwrap_err();
        assert_eq!(refused, PrepareError::Unreadable(reason));
    }
    let mut request = agency();
    request.room = 0;
    assert_eq!(
        prepare(&paper::streams(), &request),
        Err(PrepareError::BadRoom(0))
    );
}

#[test]
fn the_same_request_makes_the_same_bytes() {
    let paper = paper::streams();
    assert_eq!(
        prepare(&paper, &agency()).unwrap(),
        prepare(&paper, &agency()).unwrap()
    );
}

/// Published papers lie outside the project: without them this test says so and passes.
#[test]
fn real_papers_take_one_more_signature_and_keep_theirs() {
    let folder = std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/real-pdfs"));
    if !folder.is_dir() {
        eprintln!("SKIPPED: real papers are not there, so none is signed once more");
        return;
    }
    let mut signed = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "pdf") {
            continue;
        }
        let paper = std::fs::read(&path).unwrap();
        let before = verify(&paper);
        let after = verify(&sign(&AGENCY, &paper, &agency()));
        assert_eq!(after.signatures.len(), before.signatures.len() + 1, "{path:?}");
        for (old, new) in before.signatures.iter().zip(&after.signatures) {
            assert_eq!((&old.field, &old.reasons), (&new.field, &new.reasons), "{path:?}");
            assert_eq!(new.changes_after, Changes::Permitted, "{path:?}");
        }
        let last = after.signatures.last().unwrap();
        assert_eq!(last.verdict, Verdict::TotalPassed, "{path:?}");
        assert!(last.covers_whole_document, "{path:?}");
        signed += 1;
    }
    assert!(signed > 0);
}

proptest::proptest! {
    #[test]
    fn no_damage_makes_it_panic_or_touch_the_paper(
        kind in 0_usize..7,
        damage in proptest::collection::vec((proptest::prelude::any::<proptest::sample::Index>(), proptest::prelude::any::<u8>()), 1..8),
        cut in proptest::prelude::any::<proptest::sample::Index>(),
    ) {
        let mut paper = paper::kinds().swap_remove(kind).1;
        for (place, byte) in damage {
            let place = place.index(paper.len());
            paper[place] = byte;
        }
        if let Ok(prepared) = prepare(&paper, &agency()) {
            proptest::prop_assert!(prepared.bytes().starts_with(&paper));
        }
        paper.truncate(cut.index(paper.len()));
        proptest::prop_assert!(prepare(&paper, &agency()).is_err() || paper.windows(5).any(|window| window == b"%%EOF"));
    }
}

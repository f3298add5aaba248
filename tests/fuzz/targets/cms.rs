//! BER to DER, the CMS and the certificates in it, on any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motcua_shared::signature::parse::{
    ber,
    certificate::{algorithm_name, describe, digest_name, signer_certificate},
    cms::SignedData,
};

fuzz_target!(|bytes: &[u8]| {
    let Ok((der, taken)) = ber::to_definite(bytes) else {
        return;
    };
    assert!(taken <= bytes.len());
    // What is definite stays as it was written: a digest is taken over it.
    let (again, all) = ber::to_definite(&der).expect("definite form is BER");
    assert_eq!((again.as_ref(), all), (der.as_ref(), der.len()));
    let Ok(data) = SignedData::parse(&der) else {
        return;
    };
    let Ok(signer) = data.signer() else { return };
    let _ = (digest_name(signer.digest_algorithm.oid), signer.timestamps().count());
    let Ok((certificate, _)) = signer_certificate(&data, signer) else {
        return;
    };
    let key = &certificate.tbs_certificate.subject_public_key_info;
    let _ = algorithm_name(signer.signature_algorithm, Some(key));
    let _ = describe(&certificate);
});

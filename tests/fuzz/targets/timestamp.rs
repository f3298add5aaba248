//! A timestamp token, and what it says, on any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use motcua_shared::signature::parse::{ber, cms::SignedData, timestamp::Statement};

fuzz_target!(|bytes: &[u8]| {
    // The content alone, as it stands in a token …
    let alone = Statement::parse(bytes);
    if let Ok(statement) = &alone {
        assert!(statement.imprint.len() < bytes.len());
        assert!(statement.nonce.is_none_or(|nonce| nonce.len() < bytes.len()));
    }
    // … and inside one.
    let Ok((der, _)) = ber::to_definite(bytes) else {
        return;
    };
    let Ok(data) = SignedData::parse(&der) else {
        return;
    };
    if let Some(content) = data.content {
        let inside = Statement::parse(content);
        assert_eq!(inside, Statement::parse(content), "the same bytes say the same");
    }
});

//! Tests of the codes.

use super::*;

#[test]
fn a_code_of_a_newer_server_is_still_read() {
    let code: ErrorCode = serde_json::from_str("\"from-the-future\"").unwrap();
    assert_eq!(code, ErrorCode::Unknown);
}

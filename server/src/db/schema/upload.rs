//! The tables of files that come in pieces, and of what the antivirus said.

diesel::table! {
    resumable_uploads (id) {
        id -> Text,
        account_id -> Text,
        idempotency_key -> Text,
        purpose -> Text,
        file_name -> Text,
        size -> BigInt,
        received -> BigInt,
        refusal -> Nullable<Text>,
        judged_until -> Nullable<Timestamp>,
        created_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    upload_parts (object) {
        object -> Text,
        upload_id -> Text,
        start_at -> BigInt,
        size -> BigInt,
    }
}

diesel::table! {
    file_scans (sha256) {
        sha256 -> Text,
        state -> Text,
        answer -> Text,
        attempts -> Integer,
        next_at -> Timestamp,
        scanned_at -> Nullable<Timestamp>,
    }
}

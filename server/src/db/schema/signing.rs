//! The table of files handed out to be signed.

diesel::table! {
    signing_orders (id) {
        id -> Text,
        account_id -> Text,
        upload_id -> Text,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
        certificate -> Nullable<Text>,
        download_digest -> Text,
        upload_digest -> Text,
        state -> Text,
        fetched_at -> Nullable<Timestamp>,
        returned_id -> Nullable<Text>,
        result -> Nullable<Text>,
        created_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

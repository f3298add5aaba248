//! What the holder of an account decides about it.

diesel::table! {
    account_settings (account_id) {
        account_id -> Text,
        sign_in_notices -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    account_devices (account_id, device_key) {
        account_id -> Text,
        device_key -> Text,
        first_at -> Timestamp,
        last_at -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (account_id, code_hash) {
        account_id -> Text,
        code_hash -> Text,
        made_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    phone_changes (id) {
        id -> Text,
        account_id -> Text,
        kind -> Text,
        phone -> Text,
        secret_key -> Text,
        state -> Text,
        begun_at -> Timestamp,
        due_at -> Timestamp,
    }
}

diesel::table! {
    lost_phones (id) {
        id -> Text,
        account_id -> Text,
        state -> Text,
        recovery_code -> Nullable<Text>,
        phone -> Nullable<Text>,
        challenge_id -> Nullable<Text>,
        begun_at -> Timestamp,
    }
}

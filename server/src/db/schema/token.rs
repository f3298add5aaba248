//! Signing in and registering with a token or a SIM, and the list of support software.

diesel::table! {
    token_challenges (id) {
        id -> Text,
        nonce_key -> Text,
        browser_key -> Text,
        method -> Text,
        purpose -> Text,
        asked_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        flow_key -> Nullable<Text>,
        holder -> Nullable<Text>,
        account_id -> Nullable<Text>,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_certificates (id) {
        id -> Text,
        account_id -> Text,
        issuer_key -> Text,
        serial -> Text,
        fingerprint -> Text,
        issuer -> Text,
        valid_from -> Timestamp,
        valid_to -> Timestamp,
        first_used_at -> Timestamp,
        last_used_at -> Timestamp,
    }
}

diesel::table! {
    account_codes (kind, code) {
        kind -> Text,
        code -> Text,
        account_id -> Text,
    }
}

diesel::table! {
    account_consents (account_id, subject) {
        account_id -> Text,
        subject -> Text,
        given_at -> Timestamp,
    }
}

diesel::table! {
    support_software (position) {
        position -> Integer,
        os -> Text,
        name -> Text,
        version -> Nullable<Text>,
        url -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    sim_signings (wait_key) {
        wait_key -> Text,
        browser_key -> Text,
        purpose -> Text,
        phone -> Text,
        statement -> Text,
        service_id -> Nullable<Text>,
        asked_at -> Timestamp,
        looked_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

//! Tables of the desk, as the migrations made them.
#![expect(
    missing_docs,
    reason = "the columns are described where the migrations make them"
)]

diesel::table! {
    staff_roles (account_id, role) {
        account_id -> Text,
        role -> Text,
    }
}

diesel::table! {
    assisted_registrations (id) {
        id -> Text,
        unit_id -> Text,
        officer_id -> Text,
        officer_name -> Text,
        officer_key -> Text,
        request_key -> Text,
        state -> Text,
        version -> Integer,
        sealed -> Text,
        challenge_id -> Nullable<Text>,
        comparison -> Nullable<Text>,
        account_id -> Nullable<Text>,
        name -> Text,
        search_key -> Text,
        identity_number -> Text,
        phone -> Text,
        created_at -> Timestamp,
        changed_at -> Timestamp,
        made_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    assisted_scopes (unit_id, assisted_id) {
        unit_id -> Text,
        assisted_id -> Text,
    }
}

diesel::table! {
    assisted_files (id) {
        id -> Text,
        assisted_id -> Text,
        kind -> Text,
        file_name -> Text,
        format -> Text,
        size -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    password_links (token_hash) {
        token_hash -> Text,
        account_id -> Text,
        created_at -> Timestamp,
        ends_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    officers (account_id) {
        account_id -> Text,
        search_key -> Text,
        birth_date -> Nullable<Date>,
        bound_at -> Nullable<Timestamp>,
        limit_noted_at -> Nullable<Timestamp>,
        position -> Nullable<Text>,
        sex -> Nullable<Text>,
        card_issued_on -> Nullable<Date>,
        card_issued_by -> Nullable<Text>,
        landline -> Nullable<Text>,
        further_emails -> Nullable<Text>,
        reception_place -> Nullable<Text>,
        represents_unit -> Bool,
        login_name -> Nullable<Text>,
        checked_at -> Nullable<Timestamp>,
        check_differs -> Nullable<Text>,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    password_closings (unit_id) {
        unit_id -> Text,
        closes_on -> Date,
        set_by -> Text,
        set_at -> Timestamp,
    }
}

diesel::table! {
    shared_account_notes (account_id) {
        account_id -> Text,
        signs -> Text,
        note -> Text,
        noted_by -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    password_closing_notices (account_id, closes_on, stage) {
        account_id -> Text,
        closes_on -> Date,
        stage -> Integer,
        told_at -> Timestamp,
    }
}

diesel::table! {
    staff_lookups (id) {
        id -> Text,
        account_id -> Text,
        looked_at -> Timestamp,
    }
}

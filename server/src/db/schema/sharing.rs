//! Tables of looks into vaults and of what owners say of them, as the migrations made them.
#![expect(
    missing_docs,
    reason = "the columns are described where the migrations make them"
)]

diesel::table! {
    vault_looks (id) {
        id -> Text,
        officer_id -> Text,
        unit_id -> Text,
        account_id -> Nullable<Text>,
        identifier -> Text,
        consent -> Text,
        purpose -> Text,
        challenge_id -> Nullable<Text>,
        begun_at -> Timestamp,
        opened_at -> Nullable<Timestamp>,
        ends_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
        closed_by -> Nullable<Text>,
        readings -> Integer,
    }
}

diesel::table! {
    vault_look_papers (look_id, paper_id) {
        look_id -> Text,
        paper_id -> Text,
    }
}

diesel::table! {
    paper_objections (id) {
        id -> Text,
        event_id -> Text,
        account_id -> Text,
        unit_id -> Nullable<Text>,
        note -> Nullable<Text>,
        objected_at -> Timestamp,
    }
}

diesel::table! {
    grantee_lookups (id) {
        id -> Text,
        account_id -> Text,
        looked_at -> Timestamp,
    }
}

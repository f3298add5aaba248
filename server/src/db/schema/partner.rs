//! The table of papers taken from other systems, as the migrations made it.
#![expect(
    missing_docs,
    reason = "the columns are described where the migrations make them"
)]

diesel::table! {
    partner_papers (account_id, partner_id, their_id) {
        account_id -> Text,
        partner_id -> Text,
        their_id -> Text,
        paper_id -> Nullable<Text>,
        sha256 -> Nullable<Text>,
        fetched_at -> Nullable<Timestamp>,
        refused_sha256 -> Nullable<Text>,
        refusal -> Nullable<Text>,
    }
}

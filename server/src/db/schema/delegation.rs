//! Tables of delegations, as the migrations made them.
#![expect(
    missing_docs,
    reason = "the columns are described where the migrations make them"
)]

diesel::table! {
    delegations (id) {
        id -> Text,
        delegator_id -> Text,
        delegate_id -> Text,
        unit_id -> Text,
        delegate_unit_id -> Text,
        given_by -> Text,
        from_on -> Date,
        until_on -> Date,
        is_for_all -> Bool,
        reason -> Text,
        created_at -> Timestamp,
        told_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
        end_cause -> Nullable<Text>,
    }
}

diesel::table! {
    delegation_procedures (delegation_id, procedure_code) {
        delegation_id -> Text,
        procedure_code -> Text,
    }
}

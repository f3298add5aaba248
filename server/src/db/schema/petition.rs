//! Tables of petitions.

diesel::table! {
    petitions (id) {
        id -> Text,
        code -> Text,
        account_id -> Text,
        writer_name -> Text,
        idempotency_key -> Text,
        kind -> Text,
        named_unit_id -> Nullable<Text>,
        named_unit_name -> Nullable<Text>,
        dossier_id -> Nullable<Text>,
        dossier_code -> Nullable<Text>,
        title -> Text,
        words -> Text,
        may_publish -> Bool,
        shows_name -> Bool,
        state -> Text,
        version -> Integer,
        sent_at -> Timestamp,
        due_on -> Date,
        days_kept -> Nullable<Integer>,
        unit_id -> Nullable<Text>,
        unit_name -> Nullable<Text>,
    }
}

diesel::table! {
    petition_officers (petition_id, account_id) {
        petition_id -> Text,
        account_id -> Text,
        name -> Text,
    }
}

diesel::table! {
    petition_steps (id) {
        id -> Text,
        petition_id -> Text,
        act -> Text,
        actor_id -> Text,
        actor_name -> Text,
        unit_name -> Nullable<Text>,
        to_unit -> Nullable<Text>,
        ground -> Nullable<Text>,
        words -> Nullable<Text>,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    petition_publications (petition_id) {
        petition_id -> Text,
        title -> Text,
        question -> Text,
        answer -> Text,
        is_shown -> Bool,
        published_on -> Date,
    }
}

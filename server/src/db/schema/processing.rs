//! Tables of dossiers after they were filed.

diesel::table! {
    dossier_events (id) {
        id -> Text,
        dossier_id -> Text,
        status -> Text,
        actor_id -> Text,
        actor_name -> Text,
        unit_name -> Text,
        words -> Nullable<Text>,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    dossier_results (dossier_id, number) {
        dossier_id -> Text,
        number -> Integer,
        account_id -> Nullable<Text>,
        paper_id -> Nullable<Text>,
        category_code -> Text,
        name -> Text,
        decision_number -> Nullable<Text>,
        summary -> Nullable<Text>,
        issued_on -> Nullable<Date>,
        signed_by -> Nullable<Text>,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
    }
}

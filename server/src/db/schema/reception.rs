//! Tables of dossiers that people bring to a desk.

diesel::table! {
    reception_visits (look_id, draft_id) {
        look_id -> Text,
        draft_id -> Text,
        officer_id -> Text,
        unit_id -> Text,
        begun_at -> Timestamp,
    }
}

diesel::table! {
    dossier_receptions (dossier_id) {
        dossier_id -> Text,
        look_id -> Text,
        officer_id -> Text,
        officer_name -> Text,
        unit_id -> Text,
        scanned_parts -> Integer,
        digitised_parts -> Integer,
        taken_in_at -> Timestamp,
    }
}

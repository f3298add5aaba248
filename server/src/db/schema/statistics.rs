//! Tables of figures.

diesel::table! {
    dossier_durations (dossier_id) {
        dossier_id -> Text,
        procedure_code -> Text,
        unit_id -> Text,
        ended_on -> Date,
        days -> Integer,
    }
}

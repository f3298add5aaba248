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

diesel::table! {
    figure_marks (id) {
        id -> Text,
        kind -> Text,
        subject_id -> Text,
    }
}

diesel::table! {
    figure_facts (dossier_id) {
        dossier_id -> Text,
        unit_id -> Text,
        procedure_code -> Text,
        status -> Text,
        is_over -> Bool,
        filed_on -> Date,
        received_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        vault_parts -> Integer,
        device_parts -> Integer,
        scanned_parts -> Integer,
        digitised_parts -> Integer,
        results -> Integer,
        is_personal -> Bool,
        waiting_days -> Nullable<Integer>,
        processing_days -> Nullable<Integer>,
    }
}

diesel::table! {
    figure_feedbacks (feedback_id) {
        feedback_id -> Text,
        unit_id -> Text,
        reason -> Text,
        sent_on -> Date,
    }
}

diesel::table! {
    figure_units (unit_id) {
        unit_id -> Text,
        path -> Text,
    }
}

diesel::table! {
    figure_totals (level_id, scope, procedure_code, figure, month, step) {
        level_id -> Text,
        scope -> Text,
        procedure_code -> Text,
        figure -> Text,
        month -> Integer,
        step -> Integer,
        count -> BigInt,
    }
}

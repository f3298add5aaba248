//! Tables of feedback on results, and of the calendar.

diesel::table! {
    calendar_days (day) {
        day -> Date,
        name -> Text,
        is_worked -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    feedbacks (id) {
        id -> Text,
        account_id -> Text,
        idempotency_key -> Text,
        paper_id -> Text,
        file_version -> Integer,
        new_file_version -> Nullable<Integer>,
        unit_id -> Text,
        reason -> Text,
        explanation -> Nullable<Text>,
        page -> Nullable<Integer>,
        state -> Text,
        version -> Integer,
        sent_at -> Timestamp,
        due_on -> Date,
    }
}

diesel::table! {
    feedback_steps (id) {
        id -> Text,
        feedback_id -> Text,
        state -> Text,
        actor -> Text,
        actor_id -> Text,
        actor_name -> Text,
        unit_name -> Nullable<Text>,
        words -> Nullable<Text>,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    dossier_flags (dossier_id, paper_id, file_version) {
        dossier_id -> Text,
        paper_id -> Text,
        file_version -> Integer,
        paper_name -> Text,
        unit_name -> Text,
        flagged_at -> Timestamp,
    }
}

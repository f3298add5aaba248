//! Tables of what administrators keep: the calendar, the tree of units, events of life.

diesel::table! {
    calendar_changes (id) {
        id -> Text,
        day -> Date,
        act -> Text,
        name -> Text,
        is_worked -> Bool,
        reason -> Text,
        author_id -> Text,
        author_name -> Text,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    unit_successors (unit_id, successor_id) {
        unit_id -> Text,
        successor_id -> Text,
        takes_open -> Bool,
    }
}

diesel::table! {
    procedure_life_events (procedure_id, life_event) {
        procedure_id -> Text,
        life_event -> Text,
    }
}

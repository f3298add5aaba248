//! Tables of dossiers that are being filled in.

diesel::table! {
    drafts (id) {
        id -> Text,
        account_id -> Text,
        idempotency_key -> Text,
        procedure_id -> Text,
        unit_id -> Nullable<Text>,
        case_id -> Nullable<Text>,
        filer -> Text,
        owner -> Text,
        delivery -> Nullable<Text>,
        version -> Integer,
        changed_at -> Timestamp,
        dossier_id -> Nullable<Text>,
        for_another -> Bool,
        acting -> Text,
        answers -> Text,
        edits -> Text,
        seal_key -> Text,
        keep_days -> Integer,
        kept_until -> Timestamp,
        warned_at -> Nullable<Timestamp>,
        submission -> Text,
    }
}

diesel::table! {
    draft_components (draft_id, component_id) {
        draft_id -> Text,
        component_id -> Text,
        attachment -> Nullable<Text>,
        paper_id -> Nullable<Text>,
        sha256 -> Nullable<Text>,
        media_type -> Nullable<Text>,
    }
}

//! Tables of the vault.

diesel::table! {
    vaults (account_id) {
        account_id -> Text,
        paper_count -> BigInt,
    }
}

diesel::table! {
    papers (id) {
        id -> Text,
        account_id -> Text,
        code -> Text,
        name -> Text,
        category_code -> Text,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
        identifier -> Text,
        decision_number -> Nullable<Text>,
        summary -> Nullable<Text>,
        issued_on -> Nullable<Date>,
        is_visible -> Bool,
        times_used -> Integer,
        verdict -> Text,
        signed_by -> Nullable<Text>,
        signed_at -> Nullable<Timestamp>,
        search_key -> Text,
        version -> Integer,
        added_at -> Timestamp,
        origin -> Text,
        owner_name -> Text,
        result_code -> Nullable<Text>,
        issuer_unit_id -> Nullable<Text>,
        dossier_id -> Nullable<Text>,
        source -> Nullable<Text>,
        file_version -> Integer,
        removed_at -> Nullable<Timestamp>,
        sort_name -> Text,
        sort_day -> Date,
        added_as -> Nullable<Text>,
        lacks_revocation -> Bool,
    }
}

diesel::table! {
    paper_versions (paper_id, number) {
        paper_id -> Text,
        number -> Integer,
        account_id -> Text,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
        verdict -> Text,
        signed_by -> Nullable<Text>,
        signed_at -> Nullable<Timestamp>,
        report -> Text,
        added_at -> Timestamp,
        added_by -> Nullable<Text>,
        struck_at -> Nullable<Timestamp>,
        struck_by -> Nullable<Text>,
        struck_why -> Nullable<Text>,
        struck_note -> Nullable<Text>,
    }
}

diesel::table! {
    paper_grants (id) {
        id -> Text,
        account_id -> Text,
        paper_id -> Text,
        grantee -> Text,
        grantee_unit_id -> Nullable<Text>,
        grantee_account_id -> Nullable<Text>,
        grantee_dossier_id -> Nullable<Text>,
        purpose -> Nullable<Text>,
        ends_at -> Nullable<Timestamp>,
        max_uses -> Nullable<Integer>,
        uses -> Integer,
        granted_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        told_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    paper_events (id) {
        id -> Text,
        account_id -> Text,
        paper_id -> Text,
        file_version -> Integer,
        act -> Text,
        actor -> Text,
        actor_id -> Nullable<Text>,
        actor_name -> Nullable<Text>,
        unit_name -> Nullable<Text>,
        dossier_id -> Nullable<Text>,
        dossier_code -> Nullable<Text>,
        ground -> Nullable<Text>,
        detail -> Nullable<Text>,
        happened_at -> Timestamp,
        unit_id -> Nullable<Text>,
    }
}

diesel::table! {
    paper_uses (id) {
        id -> Text,
        paper_id -> Text,
        dossier_id -> Text,
        component_id -> Text,
        used_at -> Timestamp,
        file_version -> Integer,
    }
}

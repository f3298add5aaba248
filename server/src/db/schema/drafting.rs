//! Tables of results that units write themselves.

diesel::table! {
    result_drafts (dossier_id) {
        dossier_id -> Text,
        unit_id -> Text,
        state -> Text,
        version -> Integer,
        template_id -> Text,
        typed -> Text,
        signer_id -> Nullable<Text>,
        signer_name -> Nullable<Text>,
        signer_title -> Nullable<Text>,
        delegator_id -> Nullable<Text>,
        year -> Nullable<Integer>,
        number -> Nullable<Integer>,
        symbol -> Nullable<Text>,
        issued_on -> Nullable<Date>,
        size -> Nullable<BigInt>,
        sha256 -> Nullable<Text>,
        report -> Nullable<Text>,
        places -> Nullable<Text>,
        order_id -> Nullable<Text>,
        given_back_words -> Nullable<Text>,
        given_back_by -> Nullable<Text>,
        changed_by -> Text,
        changed_name -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    result_register (unit_id, year, number) {
        unit_id -> Text,
        year -> Integer,
        number -> Integer,
        dossier_id -> Text,
        symbol -> Text,
        title -> Text,
        signer -> Text,
        issued_on -> Date,
    }
}

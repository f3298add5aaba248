//! Tables of certified electronic copies.

diesel::table! {
    certifying_offices (unit_id) {
        unit_id -> Text,
        identifier -> Text,
        place -> Text,
        weekdays -> Text,
        morning -> Integer,
        afternoon -> Integer,
        closed_days -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    certifying_signers (unit_id, account_id) {
        unit_id -> Text,
        account_id -> Text,
        title -> Text,
    }
}

diesel::table! {
    certified_copies (id) {
        id -> Text,
        unit_id -> Text,
        account_id -> Text,
        asked_by -> Text,
        request_key -> Text,
        state -> Text,
        version -> Integer,
        category_code -> Text,
        description -> Text,
        pages -> Integer,
        at_desk -> Bool,
        appointment_day -> Nullable<Date>,
        appointment_half -> Nullable<Text>,
        signer_id -> Nullable<Text>,
        signer_name -> Nullable<Text>,
        signer_title -> Nullable<Text>,
        officer_id -> Nullable<Text>,
        number -> Nullable<Integer>,
        certified_on -> Nullable<Date>,
        fee -> Nullable<Integer>,
        fee_waived -> Nullable<Text>,
        size -> Nullable<BigInt>,
        sha256 -> Nullable<Text>,
        report -> Nullable<Text>,
        order_id -> Nullable<Text>,
        ground -> Nullable<Text>,
        note -> Nullable<Text>,
        paper_id -> Nullable<Text>,
        created_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    certified_register (unit_id, year, number) {
        unit_id -> Text,
        year -> Integer,
        number -> Integer,
        copy_id -> Text,
        state -> Text,
        certified_on -> Date,
        asked_by -> Text,
        original -> Text,
        signer -> Text,
        copies -> Integer,
        fee -> Integer,
        note -> Text,
    }
}

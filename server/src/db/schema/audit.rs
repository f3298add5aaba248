//! Tables of the chain over the audit log.

diesel::table! {
    audit_seals (number) {
        number -> BigInt,
        entries -> BigInt,
        root -> Text,
        head -> Text,
        sealed_at -> Timestamp,
    }
}

diesel::table! {
    audit_leaves (entry_id) {
        entry_id -> Text,
        seal_number -> BigInt,
        place -> BigInt,
        digest -> Text,
    }
}

diesel::table! {
    audit_stamps (last_seal) {
        last_seal -> BigInt,
        first_seal -> BigInt,
        root -> Text,
        token -> Text,
        stamped_at -> Timestamp,
    }
}

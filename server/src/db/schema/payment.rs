//! Tables of fees.

diesel::table! {
    charges (id) {
        id -> Text,
        dossier_id -> Text,
        amount -> BigInt,
        state -> Text,
        way -> Nullable<Text>,
        reference -> Nullable<Text>,
        received -> BigInt,
        refunded -> BigInt,
        version -> Integer,
        made_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        excess -> BigInt,
        is_kept -> Bool,
    }
}

diesel::table! {
    charge_events (id) {
        id -> Text,
        charge_id -> Text,
        kind -> Text,
        amount -> BigInt,
        actor_id -> Nullable<Text>,
        actor_name -> Nullable<Text>,
        unit_name -> Nullable<Text>,
        reference -> Nullable<Text>,
        words -> Nullable<Text>,
        idempotency_key -> Nullable<Text>,
        happened_at -> Timestamp,
        bare_reference -> Nullable<Text>,
    }
}

diesel::table! {
    payment_attempts (id) {
        id -> Text,
        charge_id -> Text,
        idempotency_key -> Text,
        amount -> BigInt,
        state -> Text,
        transaction_number -> Nullable<Text>,
        response_code -> Nullable<Text>,
        odd_amount -> Nullable<BigInt>,
        started_at -> Timestamp,
        expires_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
    }
}

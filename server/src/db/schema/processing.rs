//! Tables of dossiers after they were filed.

diesel::table! {
    dossier_places (dossier_id) {
        dossier_id -> Text,
        place_id -> Text,
        unit_id -> Text,
        handed_on_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    dossier_words (word, unit_id, dossier_id) {
        word -> Text,
        unit_id -> Text,
        dossier_id -> Text,
    }
}

diesel::table! {
    dossier_events (id) {
        id -> Text,
        dossier_id -> Text,
        status -> Text,
        actor_id -> Text,
        actor_name -> Text,
        unit_name -> Text,
        words -> Nullable<Text>,
        happened_at -> Timestamp,
        act -> Nullable<Text>,
        due_on -> Nullable<Date>,
    }
}

diesel::table! {
    dossier_handovers (id) {
        id -> Text,
        dossier_id -> Text,
        from_id -> Text,
        from_name -> Text,
        to_id -> Text,
        to_name -> Text,
        actor_id -> Nullable<Text>,
        actor_name -> Nullable<Text>,
        words -> Nullable<Text>,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    dossier_supplements (id) {
        id -> Text,
        dossier_id -> Text,
        number -> Integer,
        draft_id -> Text,
        state -> Text,
        words -> Text,
        came_from -> Text,
        days_left -> Nullable<Integer>,
        answer_until -> Date,
        asked_by -> Text,
        officer_name -> Text,
        unit_name -> Text,
        asked_at -> Timestamp,
        digest -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    dossier_supplement_parts (supplement_id, component_id) {
        supplement_id -> Text,
        component_id -> Text,
        position -> Integer,
        reason -> Text,
        old_file -> Nullable<Text>,
        old_sha256 -> Nullable<Text>,
        new_file -> Nullable<Text>,
        new_sha256 -> Nullable<Text>,
    }
}

diesel::table! {
    dossier_supplement_answers (supplement_id, field) {
        supplement_id -> Text,
        field -> Text,
        position -> Integer,
        reason -> Nullable<Text>,
        old_answer -> Nullable<Text>,
        new_answer -> Nullable<Text>,
    }
}

diesel::table! {
    dossier_withdrawals (id) {
        id -> Text,
        dossier_id -> Text,
        state -> Text,
        words -> Nullable<Text>,
        came_from -> Text,
        asked_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        paid -> BigInt,
    }
}

diesel::table! {
    dossier_results (dossier_id, number) {
        dossier_id -> Text,
        number -> Integer,
        account_id -> Nullable<Text>,
        paper_id -> Nullable<Text>,
        category_code -> Text,
        name -> Text,
        decision_number -> Nullable<Text>,
        summary -> Nullable<Text>,
        issued_on -> Nullable<Date>,
        signed_by -> Nullable<Text>,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
        waits_for -> Nullable<Text>,
    }
}

diesel::table! {
    dossier_receipts (dossier_id) {
        dossier_id -> Text,
        token_digest -> Text,
        sealed -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    dossier_lookup_failures (code_digest) {
        code_digest -> Text,
        failures -> Integer,
        began_at -> Timestamp,
    }
}

diesel::table! {
    dossier_messages (id) {
        id -> Text,
        dossier_id -> Text,
        side -> Text,
        account_id -> Text,
        name -> Text,
        unit_name -> Nullable<Text>,
        words -> Text,
        idempotency_key -> Text,
        is_told -> Bool,
        sent_at -> Timestamp,
        read_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refusal_rules (kind) {
        kind -> Text,
        legal_ground -> Text,
        starts_on -> Date,
        version -> Integer,
    }
}

diesel::table! {
    dossier_grounds (dossier_id, kind, component_id) {
        dossier_id -> Text,
        kind -> Text,
        component_id -> Text,
    }
}

diesel::table! {
    dossier_ratings (dossier_id) {
        dossier_id -> Text,
        unit_id -> Text,
        stars -> Integer,
        words -> Nullable<Text>,
        rated_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    dossier_works (dossier_id) {
        dossier_id -> Text,
        step_id -> Nullable<Text>,
        step_name -> Nullable<Text>,
        holder_id -> Nullable<Text>,
        holder_name -> Nullable<Text>,
        due_on -> Nullable<Date>,
        days_left -> Nullable<Integer>,
    }
}

diesel::table! {
    dossier_moves (id) {
        id -> Text,
        dossier_id -> Text,
        kind -> Text,
        step_name -> Nullable<Text>,
        holder_name -> Nullable<Text>,
        actor_id -> Text,
        actor_name -> Text,
        unit_name -> Text,
        words -> Nullable<Text>,
        happened_at -> Timestamp,
    }
}

diesel::table! {
    dossier_holds (dossier_id) {
        dossier_id -> Text,
        account_id -> Text,
        name -> Text,
        since -> Timestamp,
        until -> Timestamp,
    }
}

diesel::table! {
    dossier_extensions (dossier_id) {
        dossier_id -> Text,
        old_due -> Date,
        new_due -> Date,
        ground -> Text,
        officer_id -> Text,
        officer_name -> Text,
        unit_name -> Text,
        made_at -> Timestamp,
        was_late -> Bool,
    }
}

diesel::table! {
    dossier_opinions (id) {
        id -> Text,
        dossier_id -> Text,
        unit_id -> Text,
        question -> Text,
        until -> Date,
        asked_by -> Text,
        asker_name -> Text,
        asking_unit -> Text,
        asked_at -> Timestamp,
        state -> Text,
        stance -> Nullable<Text>,
        words -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answerer_name -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

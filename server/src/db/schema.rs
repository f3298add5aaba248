//! The tables, the same on both databases; a test compares them with what the migrations make.

#![expect(
    missing_docs,
    reason = "the columns are described where the migrations make them"
)]

mod account;
mod audit;
mod certified;
mod delegation;
mod desk;
mod draft;
mod drafting;
mod feedback;
mod keeping;
mod news;
mod partner;
mod payment;
mod petition;
mod processing;
mod reception;
mod sharing;
mod signing;
mod statistics;
mod token;
mod upload;
mod vault;

pub use account::*;
pub use audit::*;
pub use certified::*;
pub use delegation::*;
pub use desk::*;
pub use draft::*;
pub use drafting::*;
pub use feedback::*;
pub use keeping::*;
pub use news::*;
pub use partner::*;
pub use payment::*;
pub use petition::*;
pub use processing::*;
pub use reception::*;
pub use sharing::*;
pub use signing::*;
pub use statistics::*;
pub use token::*;
pub use upload::*;
pub use vault::*;

diesel::table! {
    units (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        level -> Text,
        parent_id -> Nullable<Text>,
        search_key -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        version -> Integer,
        at_portal -> Bool,
    }
}

diesel::table! {
    persons (id) {
        id -> Text,
        name -> Text,
        birth_date -> Nullable<Date>,
        sex -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    person_numbers (number) {
        number -> Text,
        person_id -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> Text,
        kind -> Text,
        login -> Text,
        name -> Text,
        identifier -> Text,
        email -> Nullable<Text>,
        address -> Nullable<Text>,
        assurance_level -> Integer,
        unit_id -> Nullable<Text>,
        status -> Text,
        version -> Integer,
        created_at -> Timestamp,
        person_id -> Nullable<Text>,
        phone -> Nullable<Text>,
    }
}

diesel::table! {
    passwords (account_id) {
        account_id -> Text,
        hash -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    account_phones (account_id, phone) {
        account_id -> Text,
        phone -> Text,
        verified_at -> Timestamp,
        sole_from -> Timestamp,
    }
}

diesel::table! {
    code_flows (id) {
        id -> Text,
        purpose -> Text,
        account_id -> Nullable<Text>,
        subject -> Text,
        channel -> Text,
        destination -> Text,
        wrong_codes -> Integer,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    code_sends (id) {
        id -> Text,
        flow_id -> Text,
        account_id -> Nullable<Text>,
        destination_key -> Text,
        address_key -> Nullable<Text>,
        code_hash -> Text,
        sent_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_failures (name_key) {
        name_key -> Text,
        in_row -> Integer,
        last_at -> Timestamp,
    }
}

diesel::table! {
    registrations (id) {
        id -> Text,
        method -> Text,
        state -> Text,
        request_digest -> Text,
        sealed -> Text,
        challenge_id -> Nullable<Text>,
        code_digest -> Nullable<Text>,
        account_id -> Nullable<Text>,
        created_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    recoveries (id) {
        id -> Text,
        login_key -> Text,
        state -> Text,
        challenge_id -> Nullable<Text>,
        code_digest -> Nullable<Text>,
        account_id -> Nullable<Text>,
        created_at -> Timestamp,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    account_claims (id) {
        id -> Text,
        identity_number -> Text,
        name -> Text,
        phone -> Text,
        note -> Nullable<Text>,
        state -> Text,
        decision -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        created_at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    proofs (nonce) {
        nonce -> Text,
        request_digest -> Text,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        token_hash -> Text,
        account_id -> Text,
        method -> Text,
        device -> Text,
        address -> Nullable<Text>,
        created_at -> Timestamp,
        proved_at -> Timestamp,
        seen_at -> Timestamp,
        ends_at -> Timestamp,
        delegation_id -> Nullable<Text>,
    }
}

diesel::table! {
    external_identities (id) {
        id -> Text,
        issuer -> Text,
        subject -> Text,
        account_id -> Text,
        level -> Integer,
        linked_at -> Timestamp,
        last_used_at -> Timestamp,
    }
}

diesel::table! {
    oidc_flows (id) {
        id -> Text,
        provider -> Text,
        state_key -> Text,
        browser_key -> Text,
        nonce -> Text,
        verifier -> Text,
        purpose -> Text,
        account_id -> Nullable<Text>,
        return_path -> Text,
        begun_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        identity -> Nullable<Text>,
        id_token -> Nullable<Text>,
    }
}

diesel::table! {
    oidc_sessions (token_hash) {
        token_hash -> Text,
        provider -> Text,
        id_token -> Text,
    }
}

diesel::table! {
    paper_types (id) {
        id -> Text,
        name -> Text,
        position -> Integer,
        is_active -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    paper_categories (code) {
        code -> Text,
        paper_type_id -> Text,
        name -> Text,
        position -> Integer,
        is_active -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    procedures (id) {
        id -> Text,
        code -> Text,
        name -> Text,
        search_key -> Text,
        definition -> Text,
        is_current -> Bool,
        imported_at -> Timestamp,
        field -> Text,
        national_code -> Text,
        reception -> Text,
        rank -> Integer,
        origin -> Text,
        author_id -> Nullable<Text>,
        author_name -> Nullable<Text>,
    }
}

diesel::table! {
    procedure_sources (source_id, extent) {
        source_id -> Text,
        extent -> Text,
        code -> Text,
        content -> Text,
        sha256 -> Text,
        taken_from -> Text,
        imported_at -> Timestamp,
    }
}

diesel::table! {
    stored_files (sha256) {
        sha256 -> Text,
        size -> BigInt,
        media_type -> Text,
        stored_at -> Timestamp,
    }
}

diesel::table! {
    signature_reports (sha256) {
        sha256 -> Text,
        trust -> Text,
        verified_at -> Timestamp,
        report -> Text,
        stamped_at -> Nullable<Timestamp>,
        care_at -> Nullable<Timestamp>,
        attempts -> Integer,
        retry_at -> Nullable<Timestamp>,
        retries -> Integer,
    }
}

diesel::table! {
    signature_evidence (sha256) {
        sha256 -> Text,
        kind -> Text,
        content -> Binary,
        kept_at -> Timestamp,
    }
}

diesel::table! {
    signature_evidence_uses (paper_sha256, evidence_sha256) {
        paper_sha256 -> Text,
        evidence_sha256 -> Text,
    }
}

diesel::table! {
    uploads (id) {
        id -> Text,
        account_id -> Text,
        idempotency_key -> Text,
        purpose -> Text,
        file_name -> Text,
        size -> BigInt,
        sha256 -> Text,
        media_type -> Text,
        report -> Nullable<Text>,
        received_at -> Timestamp,
        ends_at -> Timestamp,
        used_for -> Nullable<Text>,
    }
}

diesel::table! {
    dossiers (id) {
        id -> Text,
        code -> Text,
        account_id -> Text,
        procedure_id -> Text,
        unit_id -> Text,
        case_id -> Text,
        status -> Text,
        filer -> Text,
        owner -> Text,
        delivery -> Text,
        digest -> Text,
        version -> Integer,
        submitted_at -> Timestamp,
        due_on -> Nullable<Date>,
        acting -> Nullable<Text>,
        answers -> Text,
        is_withdrawn -> Bool,
        submission -> Text,
    }
}

diesel::table! {
    dossier_components (dossier_id, component_id) {
        dossier_id -> Text,
        component_id -> Text,
        attachment -> Text,
        sha256 -> Text,
        media_type -> Text,
    }
}

diesel::table! {
    dossier_serials (unit_code, received_on) {
        unit_code -> Text,
        received_on -> Date,
        last_serial -> Integer,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        kind -> Text,
        payload -> Text,
        unique_key -> Nullable<Text>,
        run_after -> Timestamp,
        attempts -> Integer,
        state -> Text,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Text,
        account_id -> Nullable<Text>,
        action -> Text,
        subject_id -> Text,
        detail -> Text,
        request_id -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    message_preferences (account_id) {
        account_id -> Text,
        channels -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        kind -> Text,
        account_id -> Nullable<Text>,
        language -> Text,
        phone -> Nullable<Text>,
        email -> Nullable<Text>,
        content -> Nullable<Text>,
        channels -> Nullable<Text>,
        refused -> Text,
        channel -> Nullable<Text>,
        tries -> Integer,
        round -> Integer,
        attempts -> Integer,
        status -> Text,
        created_at -> Timestamp,
        next_try_at -> Nullable<Timestamp>,
        expires_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
        provider_id -> Nullable<Text>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    gateway_tokens (gateway) {
        gateway -> Text,
        origin -> Text,
        access_token -> Nullable<Text>,
        access_ends_at -> Nullable<Timestamp>,
        refresh_token -> Text,
        renewing_until -> Nullable<Timestamp>,
    }
}

//! Which tables are joined by which column, and may stand in one query.

use super::schema::*;

diesel::joinable!(paper_categories -> paper_types (paper_type_id));
diesel::joinable!(papers -> paper_categories (category_code));
diesel::joinable!(paper_versions -> papers (paper_id));
diesel::joinable!(paper_grants -> papers (paper_id));
diesel::joinable!(partner_papers -> papers (paper_id));
diesel::joinable!(feedbacks -> papers (paper_id));
diesel::joinable!(feedbacks -> units (unit_id));
diesel::joinable!(paper_events -> papers (paper_id));
diesel::joinable!(paper_objections -> paper_events (event_id));
diesel::joinable!(drafts -> procedures (procedure_id));
diesel::joinable!(dossiers -> procedures (procedure_id));
diesel::joinable!(procedure_life_events -> procedures (procedure_id));
diesel::joinable!(dossiers -> units (unit_id));
diesel::joinable!(dossier_places -> dossiers (dossier_id));
diesel::joinable!(figure_facts -> dossiers (dossier_id));
diesel::joinable!(figure_facts -> units (unit_id));
diesel::joinable!(figure_feedbacks -> units (unit_id));
diesel::joinable!(dossier_events -> dossiers (dossier_id));
diesel::joinable!(dossier_works -> dossiers (dossier_id));
diesel::joinable!(dossier_opinions -> dossiers (dossier_id));
diesel::joinable!(dossier_opinions -> units (unit_id));
diesel::joinable!(dossier_results -> paper_categories (category_code));
diesel::joinable!(dossier_results -> dossiers (dossier_id));
diesel::joinable!(article_versions -> articles (article_id));
diesel::joinable!(petition_publications -> petitions (petition_id));
diesel::joinable!(audit_leaves -> audit_entries (entry_id));
diesel::joinable!(charges -> dossiers (dossier_id));
diesel::joinable!(charge_events -> charges (charge_id));
diesel::joinable!(dossier_messages -> dossiers (dossier_id));
diesel::joinable!(dossier_ratings -> dossiers (dossier_id));
diesel::joinable!(dossier_supplement_answers -> dossier_supplements (supplement_id));
diesel::joinable!(dossier_supplement_parts -> dossier_supplements (supplement_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(code_sends -> code_flows (flow_id));
diesel::joinable!(passwords -> accounts (account_id));
diesel::joinable!(external_identities -> accounts (account_id));
diesel::joinable!(assisted_scopes -> assisted_registrations (assisted_id));
diesel::joinable!(assisted_registrations -> units (unit_id));
diesel::joinable!(accounts -> units (unit_id));
diesel::joinable!(officers -> accounts (account_id));
diesel::joinable!(certifying_offices -> units (unit_id));
diesel::joinable!(certifying_signers -> accounts (account_id));
diesel::joinable!(certified_copies -> units (unit_id));
diesel::joinable!(result_drafts -> dossiers (dossier_id));
diesel::joinable!(result_register -> dossiers (dossier_id));
diesel::joinable!(certified_copies -> paper_categories (category_code));
diesel::allow_tables_to_appear_in_same_query!(
    units,
    accounts,
    persons,
    person_numbers,
    passwords,
    account_phones,
    code_flows,
    code_sends,
    sign_in_failures,
    registrations,
    recoveries,
    account_claims,
    proofs,
    sessions,
    external_identities,
    oidc_flows,
    oidc_sessions,
    paper_types,
    paper_categories,
    procedures,
    stored_files,
    signature_reports,
    signature_evidence,
    signature_evidence_uses,
    uploads,
    signing_orders,
    vaults,
    papers,
    paper_versions,
    paper_grants,
    paper_events,
    paper_objections,
    vault_looks,
    vault_look_papers,
    grantee_lookups,
    partner_papers,
    drafts,
    draft_components,
    dossiers,
    dossier_components,
    paper_uses,
    dossier_serials,
    jobs,
    audit_entries,
    audit_leaves,
    audit_seals,
    audit_stamps,
    message_preferences,
    messages,
    gateway_tokens,
    staff_roles,
    officers,
    password_closing_notices,
    shared_account_notes,
    staff_lookups,
    assisted_registrations,
    assisted_scopes,
    assisted_files,
    password_links,
    account_settings,
    account_devices,
    recovery_codes,
    phone_changes,
    lost_phones,
    certifying_offices,
    certifying_signers,
    certified_copies,
    certified_register,
    result_drafts,
    result_register,
    resumable_uploads,
    upload_parts,
    file_scans,
    calendar_days,
    calendar_changes,
    unit_successors,
    procedure_life_events,
    dossier_durations,
    figure_marks,
    figure_facts,
    figure_feedbacks,
    figure_units,
    figure_totals,
    feedbacks,
    feedback_steps,
    dossier_handovers,
    dossier_places,
    dossier_flags,
    dossier_events,
    dossier_works,
    dossier_opinions,
    dossier_receptions,
    dossier_results,
    dossier_supplements,
    dossier_supplement_answers,
    dossier_supplement_parts,
    dossier_withdrawals,
    dossier_receipts,
    dossier_lookup_failures,
    dossier_messages,
    dossier_ratings,
    dossier_grounds,
    refusal_rules,
    charges,
    charge_events,
    payment_attempts,
    delegations,
    delegation_procedures,
    articles,
    article_versions,
    petitions,
    petition_publications,
    petition_officers,
);

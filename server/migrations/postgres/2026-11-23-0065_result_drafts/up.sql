-- Results that a unit writes itself: one of a dossier. What was typed stays when it is given back, and so does its number. The order
-- is no foreign key: orders are forgotten after two days.
create table result_drafts (
  dossier_id text primary key references dossiers (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  state text not null check (state in ('draft', 'handed-in', 'signed', 'sealed')),
  version integer not null check (version > 0),
  template_id text not null,
  typed text not null,
  signer_id text references accounts (id) on delete restrict,
  signer_name text,
  signer_title text,
  delegator_id text references accounts (id) on delete restrict,
  year integer,
  number integer,
  symbol text,
  issued_on date,
  size bigint,
  sha256 text references stored_files (sha256) on delete restrict,
  report text,
  places text,
  order_id text,
  given_back_words text,
  given_back_by text,
  changed_by text not null references accounts (id) on delete restrict,
  changed_name text not null,
  changed_at timestamp not null,
  check ((signer_id is null) = (signer_name is null) and (signer_id is null) = (signer_title is null)),
  check (delegator_id is null or signer_id is not null),
  check ((number is null) = (year is null) and (number is null) = (symbol is null) and (number is null) = (issued_on is null)),
  check ((sha256 is null) = (size is null) and (sha256 is null) = (places is null)),
  check ((state = 'draft') = (sha256 is null)),
  check (state = 'draft' or (number is not null and signer_id is not null)),
  check ((state in ('signed', 'sealed')) = (report is not null))
);
create index ix_result_drafts_unit_id on result_drafts (unit_id, state, changed_at);
create index ix_result_drafts_signer_id on result_drafts (signer_id, unit_id, changed_at);
create index ix_result_drafts_delegator_id on result_drafts (delegator_id);
create index ix_result_drafts_sha256 on result_drafts (sha256);
create index ix_result_drafts_changed_by on result_drafts (changed_by);

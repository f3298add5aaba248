create table dossiers (
  id text primary key,
  code text not null,
  account_id text not null references accounts (id) on delete restrict,
  procedure_id text not null references procedures (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  case_id text not null,
  status text not null check (status in ('submitted', 'received', 'refused', 'in-process', 'awaiting-supplement',
    'awaiting-payment', 'withdrawal-requested', 'stopped', 'completed', 'returned')),
  filer text not null,
  owner text not null,
  delivery text not null,
  digest text not null,
  version integer not null,
  submitted_at timestamp not null
);
create unique index uq_dossiers_code on dossiers (code);
create index ix_dossiers_account_id on dossiers (account_id, id);
create index ix_dossiers_unit_id on dossiers (unit_id, status, id);
create index ix_dossiers_procedure_id on dossiers (procedure_id);

create table dossier_components (
  dossier_id text not null references dossiers (id) on delete restrict,
  component_id text not null,
  attachment text not null,
  sha256 text not null references stored_files (sha256) on delete restrict,
  media_type text not null,
  primary key (dossier_id, component_id)
);
create index ix_dossier_components_sha256 on dossier_components (sha256);

create table drafts (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  idempotency_key text not null,
  procedure_id text not null references procedures (id) on delete restrict,
  unit_id text references units (id) on delete restrict,
  case_id text,
  filer text not null,
  owner text not null,
  delivery text,
  version integer not null,
  changed_at timestamp not null,
  dossier_id text references dossiers (id) on delete restrict
);
create unique index uq_drafts_idempotency_key on drafts (account_id, idempotency_key);
create index ix_drafts_account_id on drafts (account_id, id);
create index ix_drafts_procedure_id on drafts (procedure_id);
create index ix_drafts_unit_id on drafts (unit_id);
create index ix_drafts_dossier_id on drafts (dossier_id);

-- What stands for a component. A row without an attachment says that the person took the portal's choice away.
create table draft_components (
  draft_id text not null references drafts (id) on delete cascade,
  component_id text not null,
  attachment text,
  paper_id text references papers (id) on delete restrict,
  sha256 text references stored_files (sha256) on delete restrict,
  media_type text,
  primary key (draft_id, component_id)
);
create index ix_draft_components_paper_id on draft_components (paper_id);
create index ix_draft_components_sha256 on draft_components (sha256);

-- The use log: each use of a paper in a dossier, counted in papers.times_used in the same transaction.
create table paper_uses (
  id text primary key,
  paper_id text not null references papers (id) on delete restrict,
  dossier_id text not null references dossiers (id) on delete restrict,
  component_id text not null,
  used_at timestamp not null
);
create index ix_paper_uses_paper_id on paper_uses (paper_id, id);
create index ix_paper_uses_dossier_id on paper_uses (dossier_id);

-- Running number of the dossier code, per unit and day (TT 01/2018/TT-VPCP, article 19).
create table dossier_serials (
  unit_code text not null,
  received_on date not null,
  last_serial integer not null,
  primary key (unit_code, received_on)
);

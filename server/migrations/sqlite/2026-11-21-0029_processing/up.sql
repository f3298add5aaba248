-- A dossier after it was filed: the day it is due, what was done by whom, and what came of it.
alter table dossiers add column due_on date;
create index ix_dossiers_queue on dossiers (unit_id, status, due_on, id);

-- Each act of an officer; names stand as they were. Rows are only added.
create table dossier_events (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  status text not null check (status in ('submitted', 'received', 'refused', 'in-process', 'awaiting-supplement',
    'awaiting-payment', 'withdrawal-requested', 'stopped', 'completed', 'returned')),
  actor_id text not null references accounts (id) on delete restrict,
  actor_name text not null,
  unit_name text not null,
  words text,
  happened_at timestamp not null
);
create index ix_dossier_events_dossier_id on dossier_events (dossier_id, id);
create index ix_dossier_events_actor_id on dossier_events (actor_id);

-- The signed files that ended a dossier. Without a paper there was no vault to put it into: it is handed over otherwise.
create table dossier_results (
  dossier_id text not null references dossiers (id) on delete restrict,
  number integer not null check (number > 0),
  account_id text references accounts (id) on delete restrict,
  paper_id text references papers (id) on delete restrict,
  category_code text not null references paper_categories (code) on delete restrict,
  name text not null,
  decision_number text,
  summary text,
  issued_on date,
  signed_by text,
  file_name text not null,
  size bigint not null,
  sha256 text not null references stored_files (sha256) on delete restrict,
  primary key (dossier_id, number),
  check ((account_id is null) = (paper_id is null))
);
create index ix_dossier_results_account_id on dossier_results (account_id);
create index ix_dossier_results_paper_id on dossier_results (paper_id);
create index ix_dossier_results_category_code on dossier_results (category_code);
create index ix_dossier_results_sha256 on dossier_results (sha256);

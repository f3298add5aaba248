-- Drafts that officers fill in at a desk, in the account of the person who stands there: each time by a look that is open.
create table reception_visits (
  look_id text not null references vault_looks (id) on delete restrict,
  draft_id text not null references drafts (id) on delete cascade,
  officer_id text not null references accounts (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  begun_at timestamp not null,
  primary key (look_id, draft_id)
);
create index ix_reception_visits_draft_id on reception_visits (draft_id, officer_id, begun_at);
create index ix_reception_visits_officer_id on reception_visits (officer_id);
create index ix_reception_visits_unit_id on reception_visits (unit_id);

-- Dossiers that were handed in at a desk: by whom they were taken in, and on which consent.
create table dossier_receptions (
  dossier_id text primary key references dossiers (id) on delete restrict,
  look_id text not null references vault_looks (id) on delete restrict,
  officer_id text not null references accounts (id) on delete restrict,
  officer_name text not null,
  unit_id text not null references units (id) on delete restrict,
  -- Parts that came from the officer's device, and those of them that lie in the vault of the person since.
  scanned_parts integer not null,
  digitised_parts integer not null,
  taken_in_at timestamp not null
);
create index ix_dossier_receptions_look_id on dossier_receptions (look_id);
create index ix_dossier_receptions_officer_id on dossier_receptions (officer_id);
create index ix_dossier_receptions_unit_id on dossier_receptions (unit_id);

-- Of them what the figures say.
alter table figure_facts add column scanned_parts integer not null default 0;
alter table figure_facts add column digitised_parts integer not null default 0;

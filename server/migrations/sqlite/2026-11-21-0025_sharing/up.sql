-- A code may open a look into a vault. The column changes places, because a table that others refer to cannot be made anew
-- without taking their rows along.
alter table code_flows add column purpose_now text not null default 'sign-in' check (purpose_now in (
  'sign-in', 'register', 'reset-password', 'lost-phone', 'add-phone', 'add-email', 'confirm', 'link', 'assist', 'vault-look'
));
update code_flows set purpose_now = purpose;
alter table code_flows drop column purpose;
alter table code_flows rename column purpose_now to purpose;

-- A look of an officer into somebody's vault: one officer, one unit, one owner, for a while. Without an owner it is a look
-- at a number that nobody has, which shows nothing and must not show that.
create table vault_looks (
  id text primary key,
  officer_id text not null references accounts (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  account_id text references accounts (id) on delete restrict,
  identifier text not null,
  consent text not null check (consent in ('code', 'presence', 'grant')),
  purpose text not null,
  -- The code that is awaited; flows are forgotten after a day, looks are not.
  challenge_id text,
  begun_at timestamp not null,
  opened_at timestamp,
  ends_at timestamp not null,
  closed_at timestamp,
  closed_by text check (closed_by in ('officer', 'owner')),
  readings integer not null default 0
);
create index ix_vault_looks_officer_id on vault_looks (officer_id, id);
create index ix_vault_looks_unit_id on vault_looks (unit_id);
create index ix_vault_looks_account_id on vault_looks (account_id);

-- Which papers a look has shown in its list, so that each is noted once.
create table vault_look_papers (
  look_id text not null references vault_looks (id) on delete restrict,
  paper_id text not null references papers (id) on delete restrict,
  primary key (look_id, paper_id)
);
create index ix_vault_look_papers_paper_id on vault_look_papers (paper_id);

-- "Tôi không đồng ý": what an owner said of a line of the log. The unit of the officer reads it.
create table paper_objections (
  id text primary key,
  event_id text not null references paper_events (id) on delete restrict,
  account_id text not null references accounts (id) on delete restrict,
  unit_id text references units (id) on delete restrict,
  note text,
  objected_at timestamp not null
);
create unique index uq_paper_objections_event_id on paper_objections (event_id);
create index ix_paper_objections_account_id on paper_objections (account_id);
create index ix_paper_objections_unit_id on paper_objections (unit_id, id);

-- Look-ups of organisations by their numbers, for an hour.
create table grantee_lookups (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  looked_at timestamp not null
);
create index ix_grantee_lookups_account_id on grantee_lookups (account_id, looked_at);

-- Whether somebody has a dossier at a unit.
create index ix_dossiers_account_unit on dossiers (account_id, unit_id);

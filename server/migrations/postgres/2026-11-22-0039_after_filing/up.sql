-- What was done, beside where the dossier stood afterwards: more than one act leads to the same state. Older rows say it by
-- their state alone.
alter table dossier_events add column act text check (act in ('receive', 'begin', 'return', 'refuse', 'ask-supplement', 'supply',
  'withdraw', 'ask-withdrawal', 'grant-withdrawal', 'decline-withdrawal'));

-- A dossier that was stopped because who filed it took it back.
alter table dossiers add column is_withdrawn boolean not null default false;
create index ix_dossiers_folder on dossiers (account_id, status, is_withdrawn, id);

-- What a unit asks for once more. While a round is open the time of the dossier stands still: `days_left` is what was left of it.
-- The files that are to be supplied gather in a draft of their own.
create table dossier_supplements (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  number integer not null check (number > 0),
  draft_id text not null unique references drafts (id) on delete restrict,
  state text not null check (state in ('open', 'supplied', 'ended')),
  words text not null,
  came_from text not null check (came_from in ('received', 'in-process')),
  days_left integer not null,
  answer_until date not null,
  asked_by text not null references accounts (id) on delete restrict,
  officer_name text not null,
  unit_name text not null,
  asked_at timestamp not null,
  digest text,
  ended_at timestamp,
  unique (dossier_id, number),
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'supplied') = (digest is not null))
);
create unique index uq_dossier_supplements_open on dossier_supplements (dossier_id) where state = 'open';
create index ix_dossier_supplements_asked_by on dossier_supplements (asked_by);

-- The parts of a round: what stood for each when it was asked for again, and what was supplied. Neither is ever changed.
create table dossier_supplement_parts (
  supplement_id text not null references dossier_supplements (id) on delete restrict,
  component_id text not null,
  position integer not null,
  reason text not null,
  old_file text,
  old_sha256 text references stored_files (sha256) on delete restrict,
  new_file text,
  new_sha256 text references stored_files (sha256) on delete restrict,
  primary key (supplement_id, component_id),
  check ((old_file is null) = (old_sha256 is null)),
  check ((new_file is null) = (new_sha256 is null))
);
create index ix_dossier_supplement_parts_old on dossier_supplement_parts (old_sha256);
create index ix_dossier_supplement_parts_new on dossier_supplement_parts (new_sha256);

-- Who filed wants a dossier back: at once while nobody took it up, else the unit grants it or declines.
create table dossier_withdrawals (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  state text not null check (state in ('asked', 'granted', 'declined', 'at-once')),
  words text,
  came_from text not null check (came_from in ('submitted', 'received', 'in-process', 'awaiting-supplement')),
  asked_at timestamp not null,
  settled_at timestamp,
  -- What had come in for the fee by then, for officers to decide on.
  paid bigint not null default 0 check (paid >= 0),
  check ((state = 'asked') = (settled_at is null)),
  check ((state = 'at-once') = (came_from = 'submitted'))
);
create unique index uq_dossier_withdrawals_asked on dossier_withdrawals (dossier_id) where state = 'asked';
create index ix_dossier_withdrawals_dossier_id on dossier_withdrawals (dossier_id, id);

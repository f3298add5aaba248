drop table dossier_supplement_answers;
create temporary table was_parts as select * from dossier_supplement_parts;
create temporary table was_rounds as select * from dossier_supplements;
drop table dossier_supplement_parts;
drop table dossier_supplements;
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
insert into dossier_supplements (id, dossier_id, number, draft_id, state, words, came_from, days_left, answer_until, asked_by, officer_name, unit_name, asked_at, digest, ended_at)
  select id, dossier_id, number, draft_id, state, words, case came_from when 'submitted' then 'received' else came_from end, coalesce(days_left, 0), answer_until, asked_by, officer_name, unit_name, asked_at, digest, ended_at from was_rounds;
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
insert into dossier_supplement_parts (supplement_id, component_id, position, reason, old_file, old_sha256, new_file, new_sha256) select supplement_id, component_id, position, reason, old_file, old_sha256, new_file, new_sha256 from was_parts;
drop table was_parts;
drop table was_rounds;

-- Petitions: somebody writes, the province's desk routes, a unit answers. Names of units and officers stand as they were.
create table petitions (
  id text primary key,
  code text not null,
  account_id text not null references accounts (id) on delete restrict,
  writer_name text not null,
  idempotency_key text not null,
  kind text not null check (kind in ('procedure', 'conduct', 'portal', 'other')),
  -- What it is about, as its writer says.
  named_unit_id text references units (id) on delete restrict,
  named_unit_name text,
  dossier_id text references dossiers (id) on delete restrict,
  dossier_code text,
  title text not null,
  words text not null,
  may_publish boolean not null,
  shows_name boolean not null,
  state text not null check (state in ('sent', 'received', 'asked', 'routed', 'answered', 'refused', 'withdrawn')),
  version integer not null check (version >= 1),
  sent_at timestamp not null,
  due_on date not null,
  -- Working days that were left when its writer was asked; the time stands until the reply.
  days_kept integer,
  -- The unit that has it, or that answered.
  unit_id text references units (id) on delete restrict,
  unit_name text,
  check ((named_unit_id is null) = (named_unit_name is null)),
  check ((dossier_id is null) = (dossier_code is null)),
  check ((unit_id is null) = (unit_name is null)),
  check ((state in ('routed', 'answered')) = (unit_id is not null)),
  check ((state = 'asked') = (days_kept is not null))
);
create unique index uq_petitions_code on petitions (code);
create unique index uq_petitions_idempotency_key on petitions (account_id, idempotency_key);
create index ix_petitions_account_id on petitions (account_id, id);
create index ix_petitions_unit_id on petitions (unit_id, id);
create index ix_petitions_named_unit_id on petitions (named_unit_id);
create index ix_petitions_dossier_id on petitions (dossier_id);
create index ix_petitions_queue on petitions (due_on, id) where state in ('sent', 'received', 'asked', 'routed');
create index ix_petitions_queue_of_unit on petitions (unit_id, due_on, id) where state in ('sent', 'received', 'asked', 'routed');

-- Officers whom a petition is about: none of them ever sees it, so that there is no delete.
create table petition_officers (
  petition_id text not null references petitions (id) on delete restrict,
  account_id text not null references accounts (id) on delete restrict,
  name text not null,
  primary key (petition_id, account_id)
);
create index ix_petition_officers_account_id on petition_officers (account_id, petition_id);

-- Each step with who and when.
create table petition_steps (
  id text primary key,
  petition_id text not null references petitions (id) on delete restrict,
  act text not null check (act in ('send', 'receive', 'refuse', 'ask', 'reply', 'route', 'pass-back', 'answer', 'withdraw', 'publish', 'take-down')),
  actor_id text not null references accounts (id) on delete restrict,
  actor_name text not null,
  unit_name text,
  to_unit text,
  ground text check (ground in ('not-administrative', 'nothing-to-look-into', 'insulting', 'answered-before', 'own-law')),
  words text,
  happened_at timestamp not null,
  check ((act = 'refuse') = (ground is not null)),
  check ((act = 'route') = (to_unit is not null))
);
create index ix_petition_steps_petition_id on petition_steps (petition_id, id);
create index ix_petition_steps_actor_id on petition_steps (actor_id);

-- What everybody reads: written by the desk, without a name.
create table petition_publications (
  petition_id text primary key references petitions (id) on delete restrict,
  title text not null,
  question text not null,
  answer text not null,
  is_shown boolean not null,
  published_on date not null
);
create index ix_petition_publications_shown on petition_publications (is_shown, published_on, petition_id);

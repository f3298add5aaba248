-- What other units are asked about a dossier, and what they say. An answer is never changed.
create table dossier_opinions (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  question text not null,
  until date not null,
  asked_by text not null references accounts (id) on delete restrict,
  asker_name text not null,
  asking_unit text not null,
  asked_at timestamp not null,
  state text not null check (state in ('open', 'answered')),
  stance text check (stance in ('agree', 'disagree', 'remark')),
  words text,
  answered_by text references accounts (id) on delete restrict,
  answerer_name text,
  answered_at timestamp,
  check ((state = 'answered') = (answered_at is not null)),
  check ((state = 'answered') = (stance is not null))
);
create unique index uq_dossier_opinions_open on dossier_opinions (dossier_id, unit_id) where state = 'open';
create index ix_dossier_opinions_dossier on dossier_opinions (dossier_id, id);
create index ix_dossier_opinions_unit on dossier_opinions (unit_id, state, until, id);
create index ix_dossier_opinions_asked_by on dossier_opinions (asked_by);
create index ix_dossier_opinions_answered_by on dossier_opinions (answered_by);

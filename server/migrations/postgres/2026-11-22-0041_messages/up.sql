-- What who filed and the officers of the unit write to each other about a dossier. Rows are only added; `read_at` is when the other
-- side first had it before it, `is_told` whether who filed was sent a notice of it.
create table dossier_messages (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  side text not null check (side in ('filer', 'unit')),
  account_id text not null references accounts (id) on delete restrict,
  name text not null,
  unit_name text,
  words text not null,
  idempotency_key text not null,
  is_told boolean not null,
  sent_at timestamp not null,
  read_at timestamp,
  check ((side = 'unit') = (unit_name is not null)),
  unique (account_id, idempotency_key)
);
create index ix_dossier_messages_dossier_id on dossier_messages (dossier_id, id);
create index ix_dossier_messages_unread on dossier_messages (dossier_id, side) where read_at is null;

-- How who filed found the service, once a dossier was over; with the unit, for its figures.
create table dossier_ratings (
  dossier_id text primary key references dossiers (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  stars integer not null check (stars between 1 and 5),
  words text,
  rated_at timestamp not null,
  changed_at timestamp not null
);
create index ix_dossier_ratings_unit_id on dossier_ratings (unit_id, stars);

-- Which of the units that take over from one gets the dossiers that lie open there.
alter table unit_successors add column takes_open boolean not null default false;

-- Dossiers whose unit is no more go to the one that took over, and from there on where somebody knows better. Never changed.
-- Without an officer the portal did it.
create table dossier_handovers (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  from_id text not null references units (id) on delete restrict,
  from_name text not null,
  to_id text not null references units (id) on delete restrict,
  to_name text not null,
  actor_id text references accounts (id) on delete restrict,
  actor_name text,
  words text,
  happened_at timestamp not null,
  check (from_id <> to_id),
  check ((actor_id is null) = (actor_name is null))
);
create index ix_dossier_handovers_dossier on dossier_handovers (dossier_id, id);
create index ix_dossier_handovers_from on dossier_handovers (from_id);
create index ix_dossier_handovers_to on dossier_handovers (to_id);
create index ix_dossier_handovers_actor on dossier_handovers (actor_id);

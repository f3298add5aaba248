-- Dossiers that were handed in at another desk than that of the unit which decides ("Nơi nộp hồ sơ"). Until it is handed on,
-- `dossiers.unit_id` is the place; after that, the unit that decides.
create table dossier_places (
  dossier_id text not null primary key references dossiers (id) on delete restrict,
  place_id text not null references units (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  handed_on_at timestamp,
  check (place_id <> unit_id)
);
create index ix_dossier_places_place_id on dossier_places (place_id, dossier_id);
create index ix_dossier_places_unit_id on dossier_places (unit_id, dossier_id);

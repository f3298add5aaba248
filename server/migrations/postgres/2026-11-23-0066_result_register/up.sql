-- The numbers of a unit's results: one book for each year, without a gap. A number is taken when a result is handed in to be
-- signed and never given twice; what became of it is read from its dossier.
create table result_register (
  unit_id text not null references units (id) on delete restrict,
  year integer not null,
  number integer not null check (number > 0),
  dossier_id text not null references dossiers (id) on delete restrict,
  symbol text not null,
  title text not null,
  signer text not null,
  issued_on date not null,
  primary key (unit_id, year, number)
);
create unique index uq_result_register_dossier on result_register (dossier_id, unit_id, year);

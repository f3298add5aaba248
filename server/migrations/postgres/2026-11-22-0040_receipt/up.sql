-- The receipt of a dossier as it was first made, sealed, so that it is the same whenever it is asked for; and the digest of the
-- secret in its code, by which the public page finds the dossier.
create table dossier_receipts (
  dossier_id text primary key references dossiers (id) on delete restrict,
  token_digest text not null unique,
  sealed text not null,
  made_at timestamp not null
);

-- Wrong answers on the public page, by the digest of the code that was asked for, whether there is such a dossier or not.
create table dossier_lookup_failures (
  code_digest text primary key,
  failures integer not null check (failures > 0),
  began_at timestamp not null
);
create index ix_dossier_lookup_failures_began_at on dossier_lookup_failures (began_at);

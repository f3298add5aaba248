-- One row per object under stored/: no file without a row, no row without a file.
create table stored_files (
  sha256 text primary key,
  size bigint not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  stored_at timestamp not null
);

create table uploads (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  idempotency_key text not null,
  purpose text not null check (purpose in ('vault', 'signed-component', 'component')),
  file_name text not null,
  size bigint not null,
  sha256 text not null,
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  report text,
  received_at timestamp not null,
  ends_at timestamp not null,
  used_for text
);
create unique index uq_uploads_idempotency_key on uploads (account_id, idempotency_key);
create index ix_uploads_ends_at on uploads (ends_at);

-- A file that comes in pieces over a line that breaks. What has arrived lies in objects of its own, one row each, so that
-- any server can take the next piece; the last one makes an upload of the same id of them.
create table resumable_uploads (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  idempotency_key text not null,
  purpose text not null check (purpose in ('vault', 'signed-component', 'component')),
  file_name text not null,
  size bigint not null,
  received bigint not null,
  refusal text,
  judged_until timestamp,
  created_at timestamp not null,
  ends_at timestamp not null,
  check (received >= 0 and received <= size)
);
create unique index uq_resumable_uploads_idempotency_key on resumable_uploads (account_id, idempotency_key);
create index ix_resumable_uploads_ends_at on resumable_uploads (ends_at);

create table upload_parts (
  object text primary key,
  upload_id text not null references resumable_uploads (id) on delete cascade,
  start_at bigint not null,
  size bigint not null
);
create unique index uq_upload_parts_start_at on upload_parts (upload_id, start_at);

-- What the antivirus said of bytes, by their digest. No row: they came in while none was set up.
create table file_scans (
  sha256 text primary key,
  state text not null check (state in ('waiting', 'clean', 'infected')),
  answer text not null,
  attempts integer not null,
  next_at timestamp not null,
  scanned_at timestamp,
  check ((state = 'waiting') = (scanned_at is null))
);
create index ix_file_scans_next_at on file_scans (state, next_at);

-- How much an account keeps, and where bytes lie that wait for the antivirus.
create index ix_uploads_account_id on uploads (account_id, used_for, sha256, size);
create index ix_uploads_sha256 on uploads (sha256);

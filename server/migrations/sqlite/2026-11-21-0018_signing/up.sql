-- A file that is handed out to be signed by an agent beside the browser, and taken back. Of the secrets in both addresses
-- there are digests only.
create table signing_orders (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  upload_id text not null references uploads (id) on delete cascade,
  file_name text not null,
  size bigint not null,
  sha256 text not null,
  certificate text,
  download_digest text not null,
  upload_digest text not null,
  state text not null check (state in ('open', 'returned', 'taken', 'refused')),
  fetched_at timestamp,
  returned_id text,
  result text,
  created_at timestamp not null,
  ends_at timestamp not null,
  check ((state in ('open')) = (returned_id is null)),
  check ((state in ('taken', 'refused')) = (result is not null))
);
create unique index uq_signing_orders_download_digest on signing_orders (download_digest);
create unique index uq_signing_orders_upload_digest on signing_orders (upload_digest);
create index ix_signing_orders_account_id on signing_orders (account_id);
create index ix_signing_orders_upload_id on signing_orders (upload_id);
create index ix_signing_orders_created_at on signing_orders (created_at);

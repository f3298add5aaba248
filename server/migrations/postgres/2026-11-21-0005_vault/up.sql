create table vaults (
  account_id text primary key references accounts (id) on delete restrict,
  paper_count bigint not null
);

create table papers (
  id text primary key,
  account_id text not null references accounts (id) on delete restrict,
  code text not null,
  name text not null,
  category_code text not null references paper_categories (code) on delete restrict,
  vault_kind text not null check (vault_kind in ('personal', 'organisation')),
  file_name text not null,
  size bigint not null,
  sha256 text not null references stored_files (sha256) on delete restrict,
  identifier text not null,
  decision_number text,
  summary text,
  issued_on date,
  is_visible boolean not null,
  is_shared boolean not null,
  times_used integer not null check (times_used >= 0),
  verdict text not null check (verdict in ('TOTAL-PASSED', 'INDETERMINATE')),
  signed_by text,
  signed_at timestamp,
  report text not null,
  search_key text not null,
  version integer not null,
  added_at timestamp not null
);
create unique index uq_papers_sha256 on papers (account_id, sha256);
create index ix_papers_account_id on papers (account_id, id);
create index ix_papers_category_code on papers (account_id, category_code, id);
create index ix_papers_category on papers (category_code);
create index ix_papers_stored_file on papers (sha256);

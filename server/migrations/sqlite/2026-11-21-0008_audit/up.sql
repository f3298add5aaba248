create table audit_entries (
  id text primary key,
  account_id text references accounts (id) on delete restrict,
  action text not null,
  subject_id text not null,
  detail text not null,
  request_id text not null,
  recorded_at timestamp not null
);
create index ix_audit_entries_account_id on audit_entries (account_id, id);
create index ix_audit_entries_subject_id on audit_entries (subject_id, id);

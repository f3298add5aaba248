-- That an administrator looked into the signs of an account being several people's. Other signs than those make it new again.
create table shared_account_notes (
  account_id text primary key references accounts (id) on delete restrict,
  -- Names of signs with commas between them.
  signs text not null,
  note text not null,
  noted_by text not null references accounts (id) on delete restrict,
  noted_at timestamp not null
);
create index ix_shared_account_notes_noted_by on shared_account_notes (noted_by);

create table accounts (
  id text primary key,
  kind text not null check (kind in ('citizen', 'enterprise', 'agency', 'staff', 'administrator')),
  login text not null,
  name text not null,
  identifier text not null,
  phone text not null,
  email text,
  address text,
  password_hash text not null,
  assurance_level integer not null check (assurance_level between 1 and 3),
  unit_id text references units (id) on delete restrict,
  status text not null check (status in ('active', 'suspended')),
  version integer not null,
  created_at timestamp not null
);
create unique index uq_accounts_login on accounts (login);
create index ix_accounts_unit_id on accounts (unit_id);

create table sign_in_challenges (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  code_hash text not null,
  wrong_codes integer not null,
  sends integer not null,
  sent_at timestamp not null,
  ends_at timestamp not null,
  used_at timestamp
);
create index ix_sign_in_challenges_account_id on sign_in_challenges (account_id, sent_at);
create index ix_sign_in_challenges_ends_at on sign_in_challenges (ends_at);

create table sessions (
  token_hash text primary key,
  account_id text not null references accounts (id) on delete cascade,
  created_at timestamp not null,
  seen_at timestamp not null,
  ends_at timestamp not null
);
create index ix_sessions_account_id on sessions (account_id);
create index ix_sessions_ends_at on sessions (ends_at);

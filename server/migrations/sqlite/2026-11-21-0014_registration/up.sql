-- A registration on its way, and what stays of a finished one: how an account came to its assurance level. The id is the
-- digest of what the page holds; data of the person is sealed, and gone when the registration ends.
create table registrations (
  id text primary key,
  method text not null check (method in ('phone', 'insurance', 'post')),
  state text not null check (state in ('code', 'password', 'done')),
  request_digest text not null,
  sealed text not null,
  challenge_id text references code_flows (id) on delete cascade,
  code_digest text,
  account_id text references accounts (id) on delete cascade,
  created_at timestamp not null,
  done_at timestamp
);
create index ix_registrations_challenge_id on registrations (challenge_id);
create index ix_registrations_account_id on registrations (account_id);
create index ix_registrations_state on registrations (state, created_at);

-- A forgotten password. Without an account it is a flow that leads nowhere and looks like one that does.
create table recoveries (
  id text primary key,
  login_key text not null,
  state text not null check (state in ('code', 'password', 'done')),
  challenge_id text references code_flows (id) on delete cascade,
  code_digest text,
  account_id text references accounts (id) on delete cascade,
  created_at timestamp not null,
  done_at timestamp
);
create index ix_recoveries_challenge_id on recoveries (challenge_id);
create index ix_recoveries_account_id on recoveries (account_id);
create index ix_recoveries_login_key on recoveries (login_key, created_at);
create index ix_recoveries_created_at on recoveries (created_at);

-- Somebody says that an account under their number is not theirs; the desk settles it.
create table account_claims (
  id text primary key,
  identity_number text not null,
  name text not null,
  phone text not null,
  note text,
  state text not null check (state in ('open', 'settled')),
  decision text check (decision in ('kept', 'suspended', 'no-account')),
  settled_by text references accounts (id) on delete restrict,
  created_at timestamp not null,
  settled_at timestamp,
  check ((state = 'settled') = (decision is not null and settled_by is not null and settled_at is not null))
);
create index ix_account_claims_state on account_claims (state, created_at);
create index ix_account_claims_identity_number on account_claims (identity_number, phone);
create index ix_account_claims_settled_by on account_claims (settled_by);

-- Proofs of work that were handed in, and for which request: each is good for one.
create table proofs (
  nonce text primary key,
  request_digest text not null,
  ends_at timestamp not null
);
create index ix_proofs_ends_at on proofs (ends_at);

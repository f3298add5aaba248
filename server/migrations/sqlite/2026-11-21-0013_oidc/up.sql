-- The key of an account elsewhere is issuer and subject together; whose account it opens here.
create table external_identities (
  id text primary key,
  issuer text not null,
  subject text not null,
  account_id text not null references accounts (id) on delete cascade,
  level integer not null check (level between 1 and 3),
  linked_at timestamp not null,
  last_used_at timestamp not null
);
create unique index uq_external_identities_issuer on external_identities (issuer, subject);
create index ix_external_identities_account_id on external_identities (account_id);

-- On the way to a provider and back: once, within ten minutes, in one browser. State and browser are keyed digests.
-- What came back waits here, if it needs another proof.
create table oidc_flows (
  id text primary key,
  provider text not null,
  state_key text not null,
  browser_key text not null,
  nonce text not null,
  verifier text not null,
  purpose text not null check (purpose in ('sign-in', 'link')),
  account_id text references accounts (id) on delete cascade,
  return_path text not null,
  begun_at timestamp not null,
  used_at timestamp,
  identity text,
  id_token text
);
create unique index uq_oidc_flows_state_key on oidc_flows (state_key);
create index ix_oidc_flows_browser_key on oidc_flows (browser_key, used_at);
create index ix_oidc_flows_account_id on oidc_flows (account_id);
create index ix_oidc_flows_begun_at on oidc_flows (begun_at);

-- What it takes to sign out there, too; gone with the session.
create table oidc_sessions (
  token_hash text primary key references sessions (token_hash) on delete cascade,
  provider text not null,
  id_token text not null
);

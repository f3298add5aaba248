-- What an officer may do beyond being one.
create table staff_roles (
  account_id text not null references accounts (id) on delete cascade,
  role text not null check (role in ('desk', 'administrator')),
  primary key (account_id, role)
);

-- Accounts that the desk makes (seed 002, appendix III): a draft, then what stays of it. What was typed is sealed; name,
-- number and phone stand open once there is an account, as they do with the account. The code's flow is no foreign key:
-- flows are forgotten after a day, and would take this with them.
create table assisted_registrations (
  id text primary key,
  unit_id text not null references units (id) on delete restrict,
  officer_id text not null references accounts (id) on delete restrict,
  officer_name text not null,
  officer_key text not null,
  request_key text not null,
  state text not null check (state in ('draft', 'done')),
  version integer not null,
  sealed text not null,
  challenge_id text,
  comparison text check (comparison in ('same', 'different', 'unknown')),
  account_id text references accounts (id) on delete restrict,
  name text not null,
  search_key text not null,
  identity_number text not null,
  phone text not null,
  created_at timestamp not null,
  changed_at timestamp not null,
  made_at timestamp,
  check ((state = 'done') = (account_id is not null and made_at is not null))
);
create unique index uq_assisted_registrations_request_key on assisted_registrations (officer_id, request_key);
create index ix_assisted_registrations_unit_id on assisted_registrations (unit_id, state, changed_at);
create index ix_assisted_registrations_account_id on assisted_registrations (account_id);
create index ix_assisted_registrations_identity_number on assisted_registrations (identity_number);
create index ix_assisted_registrations_phone on assisted_registrations (phone);
create index ix_assisted_registrations_state on assisted_registrations (state, changed_at);

-- Which units see it in their lists: the one that made it and those above it, so that a page is one walk of one index.
create table assisted_scopes (
  unit_id text not null references units (id) on delete restrict,
  assisted_id text not null references assisted_registrations (id) on delete cascade,
  primary key (unit_id, assisted_id)
);
create index ix_assisted_scopes_assisted_id on assisted_scopes (assisted_id);

-- Scans of identity cards and signed requests; the bytes lie sealed in the store under this id.
create table assisted_files (
  id text primary key,
  assisted_id text not null references assisted_registrations (id) on delete cascade,
  kind text not null check (kind in ('scan', 'request')),
  file_name text not null,
  format text not null check (format in ('pdf', 'doc', 'docx')),
  size bigint not null,
  created_at timestamp not null
);
create unique index uq_assisted_files_kind on assisted_files (assisted_id, kind);

-- Links by which people set the first password of an account that was made for them. Each works once.
create table password_links (
  token_hash text primary key,
  account_id text not null references accounts (id) on delete cascade,
  created_at timestamp not null,
  ends_at timestamp not null,
  used_at timestamp
);
create index ix_password_links_account_id on password_links (account_id, created_at);
create index ix_password_links_ends_at on password_links (ends_at);

alter table account_claims add column reason text;
create index ix_account_claims_open on account_claims (state, id);

-- Officers come from a provider, too. Flows live for minutes, so none is carried over.
drop table oidc_flows;
create table oidc_flows (
  id text primary key,
  provider text not null,
  state_key text not null,
  browser_key text not null,
  nonce text not null,
  verifier text not null,
  purpose text not null check (purpose in ('sign-in', 'link', 'staff')),
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

drop table oidc_flows;
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
drop index ix_account_claims_open;
alter table account_claims drop column reason;
drop table password_links;
drop table assisted_files;
drop table assisted_scopes;
drop table assisted_registrations;
drop table staff_roles;

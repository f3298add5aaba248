-- What a token is to sign: once, for one purpose, for the browser that asked. The nonce is kept as a keyed digest. What
-- came of it waits under the flow until an account is made of it, or is entered with it.
create table token_challenges (
  id text primary key,
  nonce_key text not null,
  browser_key text not null,
  method text not null check (method in ('token', 'sim')),
  purpose text not null check (purpose in ('register', 'sign-in')),
  asked_at timestamp not null,
  used_at timestamp,
  flow_key text,
  holder text,
  account_id text references accounts (id) on delete cascade,
  done_at timestamp
);
create unique index uq_token_challenges_nonce_key on token_challenges (nonce_key);
create unique index uq_token_challenges_flow_key on token_challenges (flow_key);
create index ix_token_challenges_account_id on token_challenges (account_id);
create index ix_token_challenges_asked_at on token_challenges (asked_at);

-- What was sent to a phone to be signed by its SIM.
create table sim_signings (
  wait_key text primary key,
  browser_key text not null,
  purpose text not null check (purpose in ('register', 'sign-in')),
  phone text not null,
  statement text not null,
  service_id text,
  asked_at timestamp not null,
  looked_at timestamp,
  ended_at timestamp
);
create index ix_sim_signings_phone on sim_signings (phone, asked_at);
create index ix_sim_signings_asked_at on sim_signings (asked_at);

-- Certificates that opened an account.
create table account_certificates (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  issuer_key text not null,
  serial text not null,
  fingerprint text not null,
  issuer text not null,
  valid_from timestamp not null,
  valid_to timestamp not null,
  first_used_at timestamp not null,
  last_used_at timestamp not null
);
create unique index uq_account_certificates_fingerprint on account_certificates (account_id, fingerprint);
create index ix_account_certificates_serial on account_certificates (issuer_key, serial);

-- Codes of organisations as certificates name them: what stays when a certificate is renewed.
create table account_codes (
  kind text not null check (kind in ('enterprise', 'agency')),
  code text not null,
  account_id text not null references accounts (id) on delete cascade,
  primary key (kind, code)
);
create index ix_account_codes_account_id on account_codes (account_id);

-- What was agreed to, and when.
create table account_consents (
  account_id text not null references accounts (id) on delete cascade,
  subject text not null check (subject in ('terms', 'information-sharing')),
  given_at timestamp not null,
  primary key (account_id, subject)
);

-- What people need on their own computers. Administrators keep the list; this is how it begins.
create table support_software (
  position integer primary key,
  os text not null check (os in ('windows', 'macos', 'linux')),
  name text not null,
  version text,
  url text,
  note text
);
insert into support_software (position, os, name, version, url, note) values
  (1, 'windows', 'VGCA Sign Service', null, null, 'Phần mềm ký số cho USB do Ban Cơ yếu Chính phủ cấp.'),
  (2, 'windows', 'VGCA PKI Manager', null, null, 'Trình điều khiển của USB do Ban Cơ yếu Chính phủ cấp. Cài trước khi cắm USB vào máy.'),
  (3, 'windows', 'VNPT-CA Plugin', '1.0.4.1', null, 'Tệp VNPT-CA Plugin_Office_Setup_1.0.4.1.zip do VNPT cung cấp.'),
  (4, 'macos', 'VNPT-CA Plugin', '1.0.1.2', null, 'Tệp VNPT-CA Plugin_macOS_1.0.1.2.zip do VNPT cung cấp.');

-- A person may have several accounts; the numbers of old and new identity cards lead to the same person.
create table persons (
  id text primary key,
  name text not null,
  birth_date date,
  sex text check (sex in ('female', 'male')),
  version integer not null,
  created_at timestamp not null
);
create table person_numbers (
  number text primary key,
  person_id text not null references persons (id) on delete cascade
);
create index ix_person_numbers_person_id on person_numbers (person_id);

insert into persons (id, name, version, created_at)
  select id, name, 1, created_at from accounts where kind = 'citizen';
insert into person_numbers (number, person_id)
  select identifier, id from accounts where kind = 'citizen';

alter table accounts add column person_id text references persons (id) on delete restrict;
update accounts set person_id = id where kind = 'citizen';
create index ix_accounts_person_id on accounts (person_id);
create index ix_accounts_identifier on accounts (kind, identifier);

-- Who comes with a token or from VNeID has no password.
create table passwords (
  account_id text primary key references accounts (id) on delete cascade,
  hash text not null,
  changed_at timestamp not null
);
insert into passwords (account_id, hash, changed_at)
  select id, password_hash, created_at from accounts;
alter table accounts drop column password_hash;

-- Phones that receive codes; accounts.phone is the one that is asked first. A new one cannot be the only proof before
-- sole_from.
alter table accounts add column mobile text;
update accounts set mobile = phone;
alter table accounts drop column phone;
alter table accounts rename column mobile to phone;
create table account_phones (
  account_id text not null references accounts (id) on delete cascade,
  phone text not null,
  verified_at timestamp not null,
  sole_from timestamp not null,
  primary key (account_id, phone)
);
create index ix_account_phones_phone on account_phones (phone);
insert into account_phones (account_id, phone, verified_at, sole_from)
  select id, phone, created_at, created_at from accounts;

-- One-time codes, bound to a purpose and to one flow. Each send has its own code and its own end.
drop table sign_in_challenges;
create table code_flows (
  id text primary key,
  purpose text not null check (purpose in (
    'sign-in', 'register', 'reset-password', 'lost-phone', 'add-phone', 'add-email', 'confirm', 'link', 'assist'
  )),
  account_id text references accounts (id) on delete cascade,
  subject text not null,
  channel text not null check (channel in ('phone', 'email')),
  destination text not null,
  wrong_codes integer not null,
  created_at timestamp not null,
  used_at timestamp
);
create index ix_code_flows_account_id on code_flows (account_id, created_at);
create index ix_code_flows_created_at on code_flows (created_at);
create table code_sends (
  id text primary key,
  flow_id text not null references code_flows (id) on delete cascade,
  account_id text references accounts (id) on delete cascade,
  destination_key text not null,
  address_key text,
  code_hash text not null,
  sent_at timestamp not null,
  ends_at timestamp not null
);
create index ix_code_sends_flow_id on code_sends (flow_id);
create index ix_code_sends_account_id on code_sends (account_id, sent_at);
create index ix_code_sends_destination_key on code_sends (destination_key, sent_at);
create index ix_code_sends_address_key on code_sends (address_key, sent_at);

-- Failed sign-ins in a row. The name is a keyed digest, so that no list of names grows here.
create table sign_in_failures (
  name_key text primary key,
  in_row integer not null,
  last_at timestamp not null
);
create index ix_sign_in_failures_last_at on sign_in_failures (last_at);

drop table sessions;
create table sessions (
  id text primary key,
  token_hash text not null,
  account_id text not null references accounts (id) on delete cascade,
  method text not null check (method in ('password', 'token', 'sim', 'oidc')),
  device text not null,
  address text,
  created_at timestamp not null,
  proved_at timestamp not null,
  seen_at timestamp not null,
  ends_at timestamp not null
);
create unique index uq_sessions_token_hash on sessions (token_hash);
create index ix_sessions_account_id on sessions (account_id, seen_at);
create index ix_sessions_ends_at on sessions (ends_at);

-- Sessions and sign-ins end; persons and further phones are forgotten.
drop table sessions;
create table sessions (
  token_hash text primary key,
  account_id text not null references accounts (id) on delete cascade,
  created_at timestamp not null,
  seen_at timestamp not null,
  ends_at timestamp not null
);
create index ix_sessions_account_id on sessions (account_id);
create index ix_sessions_ends_at on sessions (ends_at);
drop table sign_in_failures;
drop table code_sends;
drop table code_flows;
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
drop table account_phones;
update accounts set phone = '' where phone is null;
alter table accounts add column password_hash text not null default '';
update accounts set password_hash = coalesce((select hash from passwords where account_id = accounts.id), '');
drop table passwords;
drop index ix_accounts_identifier;
drop index ix_accounts_person_id;
alter table accounts drop column person_id;
drop table person_numbers;
drop table persons;

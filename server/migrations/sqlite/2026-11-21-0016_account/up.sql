-- What somebody chose for their account. Who chose nothing has no row.
create table account_settings (
  account_id text primary key references accounts (id) on delete cascade,
  sign_in_notices text not null check (sign_in_notices in ('new-device', 'always')),
  changed_at timestamp not null
);

-- Browsers that signed in before, by the keyed digest of what they keep; gone when not seen for long.
create table account_devices (
  account_id text not null references accounts (id) on delete cascade,
  device_key text not null,
  first_at timestamp not null,
  last_at timestamp not null,
  primary key (account_id, device_key)
);
create index ix_account_devices_last_at on account_devices (last_at);

-- Codes to print and keep, each good for one use.
create table recovery_codes (
  account_id text not null references accounts (id) on delete cascade,
  code_hash text not null,
  made_at timestamp not null,
  used_at timestamp,
  primary key (account_id, code_hash)
);

-- Phones that were added or that replace a lost one, for as long as the owner may still object. Whoever has the secret of
-- the link may, without signing in.
create table phone_changes (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  kind text not null check (kind in ('added', 'lost')),
  phone text not null,
  secret_key text not null,
  state text not null check (state in ('open', 'done', 'cancelled')),
  begun_at timestamp not null,
  due_at timestamp not null
);
create unique index uq_phone_changes_secret_key on phone_changes (secret_key);
create index ix_phone_changes_account_id on phone_changes (account_id, state);
create index ix_phone_changes_state on phone_changes (state, due_at);

-- Somebody who lost their phone, on the way to another one; the id is the digest of what the page holds.
create table lost_phones (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  state text not null check (state in ('phone', 'code', 'done')),
  recovery_code text,
  phone text,
  challenge_id text references code_flows (id) on delete cascade,
  begun_at timestamp not null
);
create index ix_lost_phones_account_id on lost_phones (account_id);
create index ix_lost_phones_challenge_id on lost_phones (challenge_id);
create index ix_lost_phones_begun_at on lost_phones (begun_at);

-- In which order somebody wants to be told. Who chose none has no row.
create table message_preferences (
  account_id text primary key references accounts (id) on delete cascade,
  channels text not null,
  changed_at timestamp not null
);

-- The outbox. `content` is what the message says, and is there only as long as it has to be.
create table messages (
  id text primary key,
  kind text not null,
  account_id text references accounts (id) on delete cascade,
  language text not null check (language in ('vi', 'en')),
  phone text,
  email text,
  content text,
  -- The order of channels; null until the first try when nobody chose one.
  channels text,
  -- Channels that can never reach this recipient.
  refused text not null,
  -- The channel that is tried, or that it went by.
  channel text check (channel in ('sms', 'zalo', 'email')),
  -- Failures on this channel in this round through the channels.
  tries integer not null,
  round integer not null,
  attempts integer not null,
  status text not null check (status in ('queued', 'sent', 'failed', 'expired')),
  created_at timestamp not null,
  -- Null when it is over.
  next_try_at timestamp,
  expires_at timestamp not null,
  sent_at timestamp,
  provider_id text,
  last_error text,
  check (status = 'queued' or (content is null and next_try_at is null))
);
create index ix_messages_next_try_at on messages (next_try_at);
create index ix_messages_account_id on messages (account_id, created_at);
create index ix_messages_created_at on messages (created_at);

-- Tokens that a gateway replaces with each use.
create table gateway_tokens (
  gateway text primary key,
  -- Digest of the token in the settings that these come from: another one there begins anew.
  origin text not null,
  access_token text,
  access_ends_at timestamp,
  refresh_token text not null,
  -- One renews at a time.
  renewing_until timestamp
);

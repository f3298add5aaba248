-- What a dossier costs. The amount is that of its case on the day of filing. Of dossiers that were filed before there were
-- charges nothing is known to be owed.
create table charges (
  id text primary key,
  dossier_id text not null unique references dossiers (id) on delete restrict,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('due', 'paid', 'waived', 'void', 'refunded')),
  way text check (way in ('vnpay', 'transfer', 'desk')),
  reference text,
  received bigint not null check (received >= 0),
  refunded bigint not null check (refunded >= 0),
  version integer not null check (version > 0),
  made_at timestamp not null,
  settled_at timestamp,
  check (refunded <= received),
  check (state <> 'due' or received = 0),
  check (state not in ('paid', 'refunded') or (way is not null and received >= amount))
);

-- Each act on a charge; names stand as they were. Rows are only added.
create table charge_events (
  id text primary key,
  charge_id text not null references charges (id) on delete restrict,
  kind text not null check (kind in ('made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd')),
  amount bigint not null check (amount > 0),
  actor_id text references accounts (id) on delete restrict,
  actor_name text,
  unit_name text,
  reference text,
  words text,
  -- Of an officer's request, which a bad line may repeat.
  idempotency_key text,
  happened_at timestamp not null,
  unique (charge_id, idempotency_key)
);
create index ix_charge_events_actor_id on charge_events (actor_id);

-- Payments begun with VNPAY, which knows each by its id (vnp_TxnRef). Nothing of it is deleted: a word may come late.
create table payment_attempts (
  id text primary key,
  charge_id text not null references charges (id) on delete restrict,
  idempotency_key text not null,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('open', 'succeeded', 'failed')),
  transaction_number text,
  response_code text,
  odd_amount bigint,
  started_at timestamp not null,
  expires_at timestamp not null,
  answered_at timestamp,
  unique (charge_id, idempotency_key),
  check ((state = 'open') = (answered_at is null))
);

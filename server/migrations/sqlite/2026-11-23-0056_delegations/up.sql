-- "Ủy quyền giải quyết": an officer works on dossiers in the place of another one. Rows are never taken away: they say on what an
-- act rested.
create table delegations (
  id text primary key,
  delegator_id text not null references accounts (id) on delete restrict,
  delegate_id text not null references accounts (id) on delete restrict,
  -- Where the two worked when it was given: it ends when one of them moves.
  unit_id text not null references units (id) on delete restrict,
  delegate_unit_id text not null references units (id) on delete restrict,
  -- The delegator, or an administrator.
  given_by text not null references accounts (id) on delete restrict,
  -- First and last day, as it is in Viet Nam.
  from_on date not null,
  until_on date not null,
  is_for_all boolean not null,
  reason text not null,
  created_at timestamp not null,
  -- When the two heard that it began.
  told_at timestamp,
  ended_at timestamp,
  ended_by text references accounts (id) on delete restrict,
  end_cause text check (end_cause in ('withdrawn', 'rights')),
  check (delegator_id <> delegate_id),
  check (from_on <= until_on),
  check ((ended_at is null) = (end_cause is null))
);
create index ix_delegations_delegator_id on delegations (delegator_id, delegate_id);
create index ix_delegations_delegate_id on delegations (delegate_id);
create index ix_delegations_unit_id on delegations (unit_id);
create index ix_delegations_delegate_unit_id on delegations (delegate_unit_id);
create index ix_delegations_given_by on delegations (given_by);
create index ix_delegations_ended_by on delegations (ended_by);
create index ix_delegations_told_at on delegations (told_at, from_on);

-- The procedures that one names, where it is not about all of them.
create table delegation_procedures (
  delegation_id text not null references delegations (id) on delete restrict,
  procedure_code text not null,
  primary key (delegation_id, procedure_code)
);

-- By which a session works for another officer.
alter table sessions add column delegation_id text references delegations (id) on delete restrict;
create index ix_sessions_delegation_id on sessions (delegation_id);

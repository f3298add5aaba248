-- Entries are sealed: tied into a chain whose head is timestamped once a day (docs/audit.md).
create table audit_seals (
  number bigint primary key check (number > 0),
  entries bigint not null check (entries > 0),
  root text not null,
  head text not null,
  sealed_at timestamp not null
);
create table audit_leaves (
  entry_id text primary key references audit_entries (id) on delete restrict,
  seal_number bigint not null references audit_seals (number) on delete restrict,
  place bigint not null check (place >= 0),
  digest text not null,
  unique (seal_number, place)
);
create table audit_stamps (
  last_seal bigint primary key references audit_seals (number) on delete restrict,
  first_seal bigint not null unique references audit_seals (number) on delete restrict,
  root text not null,
  token text not null,
  stamped_at timestamp not null,
  check (first_seal <= last_seal)
);
-- Written once: a slip of a program or of a hand is refused. Who owns the database can take this away, and the chain tells.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the audit log are neither changed nor taken away';
end
$$;
create trigger tg_audit_entries_kept before update or delete on audit_entries for each row execute function refuse_change();
create trigger tg_audit_entries_not_emptied before truncate on audit_entries for each statement execute function refuse_change();
create trigger tg_audit_seals_kept before update or delete on audit_seals for each row execute function refuse_change();
create trigger tg_audit_leaves_kept before update or delete on audit_leaves for each row execute function refuse_change();
create trigger tg_audit_stamps_kept before update or delete on audit_stamps for each row execute function refuse_change();

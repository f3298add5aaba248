-- What an administrator wrote down of a staff account. Until the person has come with a verified identity of the same name
-- and day of birth (bound_at), the account opens to nobody.
create table officers (
  account_id text primary key references accounts (id) on delete cascade,
  search_key text not null,
  birth_date date,
  bound_at timestamp,
  limit_noted_at timestamp
);
-- Staff accounts that were there before were bound by whoever made them.
insert into officers (account_id, search_key, bound_at)
  select id, lower(name), created_at from accounts where kind in ('staff', 'administrator');

-- Identity numbers looked up within the last hour, for the limit; the audit log has all of them.
create table staff_lookups (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  looked_at timestamp not null
);
create index ix_staff_lookups_account_id on staff_lookups (account_id, looked_at);

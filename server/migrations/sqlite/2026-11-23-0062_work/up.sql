-- Who works on a dossier, and at which step of its procedure it stands. While a supplement is open the time of the step stands still:
-- `days_left` is what was left of it.
create table dossier_works (
  dossier_id text primary key references dossiers (id) on delete restrict,
  step_id text,
  step_name text,
  holder_id text references accounts (id) on delete restrict,
  holder_name text,
  due_on date,
  days_left integer,
  check ((holder_id is null) = (holder_name is null)),
  check ((step_id is null) = (step_name is null))
);
create index ix_dossier_works_holder on dossier_works (holder_id, dossier_id);

-- How it went from one to the other. Never changed.
create table dossier_moves (
  id text primary key,
  dossier_id text not null references dossiers (id) on delete restrict,
  kind text not null check (kind in ('forward', 'back', 'stay')),
  step_name text,
  holder_name text,
  actor_id text not null references accounts (id) on delete restrict,
  actor_name text not null,
  unit_name text not null,
  words text,
  happened_at timestamp not null
);
create index ix_dossier_moves_dossier on dossier_moves (dossier_id, id);
create index ix_dossier_moves_actor on dossier_moves (actor_id);

-- Who has a dossier open to work on it. A row whose time is over says nothing.
create table dossier_holds (
  dossier_id text primary key references dossiers (id) on delete restrict,
  account_id text not null references accounts (id) on delete restrict,
  name text not null,
  since timestamp not null,
  until timestamp not null
);
create index ix_dossier_holds_account on dossier_holds (account_id);

-- The later day that was promised for a result, once for each dossier. Never changed.
create table dossier_extensions (
  dossier_id text primary key references dossiers (id) on delete restrict,
  old_due date not null,
  new_due date not null,
  ground text not null,
  officer_id text not null references accounts (id) on delete restrict,
  officer_name text not null,
  unit_name text not null,
  made_at timestamp not null,
  was_late boolean not null,
  check (new_due > old_due)
);
create index ix_dossier_extensions_officer on dossier_extensions (officer_id);

-- Leaders sign.
create table staff_roles_new (
  account_id text not null references accounts (id) on delete cascade,
  role text not null check (role in ('desk', 'leader', 'administrator')),
  primary key (account_id, role)
);
insert into staff_roles_new select account_id, role from staff_roles;
drop table staff_roles;
alter table staff_roles_new rename to staff_roles;

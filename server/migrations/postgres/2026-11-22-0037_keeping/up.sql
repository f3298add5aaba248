-- Special days are changed one at a time by administrators, each with its reason. What was taken out stays out: a later
-- version of the program brings no day back of which a change is known.
alter table calendar_days add column version integer not null default 1;
create table calendar_changes (
  id text primary key,
  day date not null,
  act text not null check (act in ('added', 'changed', 'removed')),
  name text not null,
  is_worked boolean not null,
  reason text not null,
  author_id text not null references accounts (id) on delete restrict,
  author_name text not null,
  happened_at timestamp not null
);
create index ix_calendar_changes_day on calendar_changes (day, id);
create index ix_calendar_changes_author_id on calendar_changes (author_id);

-- The tree of units holds whole Viet Nam where somebody imports it. Only units that work with this portal receive dossiers and
-- have officers.
alter table units add column version integer not null default 1;
alter table units add column at_portal boolean not null default true;
create index ix_units_tree on units (parent_id, search_key, id);
create index ix_units_list on units (search_key, id);

-- Which units took over from one that ended: one becomes several, and several become one.
create table unit_successors (
  unit_id text not null references units (id) on delete restrict,
  successor_id text not null references units (id) on delete restrict,
  primary key (unit_id, successor_id),
  check (unit_id <> successor_id)
);
create index ix_unit_successors_successor_id on unit_successors (successor_id);

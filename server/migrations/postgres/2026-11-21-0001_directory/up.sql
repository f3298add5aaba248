create table units (
  id text primary key,
  code text not null,
  name text not null,
  level text not null check (level in ('ministry', 'province', 'district', 'commune')),
  parent_id text references units (id) on delete restrict,
  search_key text not null,
  valid_from date not null,
  valid_to date
);
create unique index uq_units_code on units (code);
create index ix_units_parent_id on units (parent_id);
create index ix_units_level on units (level, name);

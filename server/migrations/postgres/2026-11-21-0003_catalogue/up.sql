create table paper_types (
  id text primary key,
  name text not null,
  position integer not null
);

create table paper_categories (
  code text primary key,
  paper_type_id text not null references paper_types (id) on delete restrict,
  name text not null,
  position integer not null,
  is_active boolean not null
);
create index ix_paper_categories_paper_type_id on paper_categories (paper_type_id, position);

-- One row per version; a dossier keeps the version that it was filed under.
create table procedures (
  id text primary key,
  code text not null,
  name text not null,
  search_key text not null,
  definition text not null,
  is_current boolean not null,
  imported_at timestamp not null
);
create unique index uq_procedures_current_code on procedures (code) where is_current;
create index ix_procedures_code on procedures (code);

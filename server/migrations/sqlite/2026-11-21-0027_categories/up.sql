-- Administrators keep types and categories: what is retired stays readable on the papers that have it.
alter table paper_types add column is_active boolean not null default 1;
alter table paper_types add column version integer not null default 1;
alter table paper_categories add column version integer not null default 1;

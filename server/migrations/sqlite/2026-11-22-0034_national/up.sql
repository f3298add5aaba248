-- Versions of procedures say where they come from; lists are ordered by what can be filed here and by how plain the name is.
alter table procedures add column field text not null default '';
alter table procedures add column national_code text not null default '';
alter table procedures add column reception text not null default 'online' check (reception in ('online', 'information', 'ended'));
alter table procedures add column rank integer not null default 0;
alter table procedures add column origin text not null default 'delivered' check (origin in ('delivered', 'national', 'administrator'));
alter table procedures add column author_id text references accounts (id) on delete restrict;
alter table procedures add column author_name text;

update procedures set
  field = json_extract(definition, '$.field'),
  national_code = case when code glob '[0-9].[0-9][0-9][0-9][0-9][0-9][0-9].*' then substr(code, 1, 8) else code end,
  rank = length(name);

create index ix_procedures_rank on procedures (is_current, rank, code);
create index ix_procedures_national_code on procedures (national_code) where is_current;
create index ix_procedures_author_id on procedures (author_id);
create index ix_procedures_field on procedures (field) where is_current;

-- What was imported, byte by byte, under the id it has at its source: two procedures of a source may have one code.
create table procedure_sources (
  source_id text not null,
  extent text not null check (extent in ('header', 'full')),
  code text not null,
  content text not null,
  sha256 text not null,
  taken_from text not null,
  imported_at timestamp not null,
  primary key (source_id, extent)
);
create index ix_procedure_sources_code on procedure_sources (code);

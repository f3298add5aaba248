-- What dossiers are found by: the words of their owner's name without marks, and their code as one word behind a mark that no name has.
create table dossier_words (
  word text not null,
  unit_id text not null references units (id) on delete restrict,
  dossier_id text not null references dossiers (id) on delete restrict,
  primary key (word, unit_id, dossier_id)
);
create index ix_dossier_words_unit_id on dossier_words (unit_id);
create index ix_dossier_words_dossier_id on dossier_words (dossier_id);

-- Codes at once, so that nothing is lost to who looks one up meanwhile; names follow with the job.
insert into dossier_words (word, unit_id, dossier_id)
  select '#' || upper(replace(replace(replace(replace(replace(code, '.', ''), '-', ''), ' ', ''), '/', ''), '_', '')), unit_id, id
  from dossiers;
insert into jobs (id, kind, payload, unique_key, run_after, attempts, state, created_at)
  select '01936f00-0000-7000-8000-000000000049', 'filing.find-words', '{}', null, '2026-11-22 00:00:00', 0, 'waiting',
    '2026-11-22 00:00:00' where exists (select 1 from dossiers);

-- Events of life that a version of a procedure belongs to. Delivered procedures that name some are written anew at start.
create table procedure_life_events (
  procedure_id text not null references procedures (id) on delete restrict,
  life_event text not null,
  primary key (procedure_id, life_event)
);
create index ix_procedure_life_events_life_event on procedure_life_events (life_event, procedure_id);

-- How many working days a dossier took from being received to its result; one row each, written once.
create table dossier_durations (
  dossier_id text primary key references dossiers (id) on delete restrict,
  procedure_code text not null,
  unit_id text not null references units (id) on delete restrict,
  ended_on date not null,
  days integer not null check (days >= 0)
);
create index ix_dossier_durations_procedure on dossier_durations (procedure_code, ended_on, days);
create index ix_dossier_durations_unit_id on dossier_durations (unit_id, procedure_code, ended_on, days);
create index ix_dossier_events_returned on dossier_events (happened_at) where status = 'returned';

-- Lists ask for what is in force, in this order.
drop index ix_procedures_rank;
create index ix_procedures_rank on procedures (rank, code) where is_current;

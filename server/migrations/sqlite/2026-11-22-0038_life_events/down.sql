drop index ix_procedures_rank;
create index ix_procedures_rank on procedures (is_current, rank, code);
drop index ix_dossier_events_returned;
drop table dossier_durations;
drop table procedure_life_events;

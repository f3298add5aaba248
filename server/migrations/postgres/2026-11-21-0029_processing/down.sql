drop table dossier_results;
drop table dossier_events;
drop index ix_dossiers_queue;
alter table dossiers drop column due_on;

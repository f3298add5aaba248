drop index ix_dossier_results_waits_for;
alter table dossier_results drop column waits_for;

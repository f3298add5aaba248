drop table dossier_withdrawals;
drop table dossier_supplement_parts;
drop table dossier_supplements;
drop index ix_dossiers_folder;
alter table dossiers drop column is_withdrawn;
alter table dossier_events drop column act;

alter table dossiers drop column submission;
alter table drafts drop column submission;

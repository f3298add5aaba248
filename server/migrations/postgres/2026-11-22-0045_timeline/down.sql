alter table dossier_events drop column due_on;

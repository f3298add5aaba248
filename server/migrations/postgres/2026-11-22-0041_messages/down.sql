drop table dossier_messages;

drop table dossier_ratings;
drop table dossier_messages;

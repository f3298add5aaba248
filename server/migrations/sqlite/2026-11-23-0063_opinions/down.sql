drop table dossier_opinions;

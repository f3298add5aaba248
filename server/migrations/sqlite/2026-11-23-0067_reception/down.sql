drop table dossier_receptions;
drop table reception_visits;

alter table figure_facts drop column digitised_parts;
alter table figure_facts drop column scanned_parts;
drop table dossier_receptions;
drop table reception_visits;

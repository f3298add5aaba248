drop table dossier_handovers;
alter table unit_successors drop column takes_open;

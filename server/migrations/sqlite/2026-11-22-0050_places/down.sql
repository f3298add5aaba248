-- What was not handed on yet lies with the unit that decides.
update dossiers set unit_id = (select unit_id from dossier_places where dossier_id = dossiers.id)
  where exists (select 1 from dossier_places where dossier_id = dossiers.id);
drop table dossier_places;

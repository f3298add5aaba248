drop table dossier_extensions;
drop table dossier_holds;
drop table dossier_moves;
drop table dossier_works;
delete from staff_roles where role = 'leader';

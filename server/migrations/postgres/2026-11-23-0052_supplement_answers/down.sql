drop table dossier_supplement_answers;
alter table dossier_supplements drop constraint dossier_supplements_days_left_check;
update dossier_supplements set came_from = 'received', days_left = 0 where came_from = 'submitted';
alter table dossier_supplements alter column days_left set not null;
alter table dossier_supplements drop constraint dossier_supplements_came_from_check;
alter table dossier_supplements add constraint dossier_supplements_came_from_check
  check (came_from in ('received', 'in-process'));

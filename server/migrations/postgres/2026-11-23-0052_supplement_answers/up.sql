-- A round may be asked for before the dossier is received: no time runs then that could stand still.
alter table dossier_supplements drop constraint dossier_supplements_came_from_check;
alter table dossier_supplements add constraint dossier_supplements_came_from_check
  check (came_from in ('submitted', 'received', 'in-process'));
alter table dossier_supplements alter column days_left drop not null;
alter table dossier_supplements add constraint dossier_supplements_days_left_check
  check ((came_from = 'submitted') = (days_left is null));

-- Answers of the electronic form that a round asks for anew: what stood there, and what was answered. Those without a reason changed
-- with another one. Neither is ever changed.
create table dossier_supplement_answers (
  supplement_id text not null references dossier_supplements (id) on delete restrict,
  field text not null,
  position integer not null,
  reason text,
  old_answer text,
  new_answer text,
  primary key (supplement_id, field)
);

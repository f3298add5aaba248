-- Figures are folded from dossiers and feedback, a little behind them: what changed is marked in the transaction that changes it, and
-- a job takes the marks away. Marks have ids of their own, so that nobody waits for anybody.
create table figure_marks (
  id text primary key,
  kind text not null check (kind in ('dossier', 'feedback')),
  subject_id text not null
);

-- What is counted of a dossier, as it was when it was folded last.
create table figure_facts (
  dossier_id text primary key references dossiers (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  procedure_code text not null,
  status text not null,
  is_over boolean not null,
  filed_on date not null,
  received_on date,
  ended_on date,
  due_on date,
  vault_parts integer not null,
  device_parts integer not null,
  results integer not null,
  is_personal boolean not null,
  waiting_days integer,
  processing_days integer
);
-- Of one unit, and of a level with many of them: the lists behind the figures.
create index ix_figure_facts_unit_filed on figure_facts (unit_id, filed_on, dossier_id);
create index ix_figure_facts_unit_received on figure_facts (unit_id, received_on, dossier_id);
create index ix_figure_facts_unit_ended on figure_facts (unit_id, ended_on, dossier_id);
create index ix_figure_facts_unit_open on figure_facts (unit_id, is_over, filed_on, dossier_id);
create index ix_figure_facts_filed on figure_facts (filed_on, dossier_id);
create index ix_figure_facts_received on figure_facts (received_on, dossier_id);
create index ix_figure_facts_ended on figure_facts (ended_on, dossier_id);
create index ix_figure_facts_open on figure_facts (is_over, filed_on, dossier_id);

-- The same of feedback on results.
create table figure_feedbacks (
  feedback_id text primary key references feedbacks (id) on delete restrict,
  unit_id text not null references units (id) on delete restrict,
  reason text not null,
  sent_on date not null
);
create index ix_figure_feedbacks_unit on figure_feedbacks (unit_id, sent_on, feedback_id);
create index ix_figure_feedbacks_sent on figure_feedbacks (sent_on, feedback_id);

-- Under which levels a unit is counted, nearest first; the last is empty and stands for all. The tree may change: then its sums move.
create table figure_units (
  unit_id text primary key references units (id) on delete cascade,
  path text not null
);

-- Sums: of a unit alone ('own', by procedure), and of a level with all that is under it ('tree', by procedure, and with an empty code for
-- all of them). A month is 202611, 202600 the whole year, 0 what is so now. A step is a number of working days, or a day.
create table figure_totals (
  level_id text not null,
  scope text not null check (scope in ('own', 'tree')),
  procedure_code text not null,
  figure text not null,
  month integer not null,
  step integer not null,
  count bigint not null,
  primary key (level_id, scope, procedure_code, figure, month, step)
);
create index ix_figure_totals_empty on figure_totals (count) where count = 0;

create function mark_dossier() returns trigger language plpgsql as $$
begin
  insert into figure_marks (id, kind, subject_id) values (gen_random_uuid()::text, 'dossier', new.id);
  return null;
end
$$;
create function mark_feedback() returns trigger language plpgsql as $$
begin
  insert into figure_marks (id, kind, subject_id) values (gen_random_uuid()::text, 'feedback', new.id);
  return null;
end
$$;
create trigger tg_dossiers_mark after insert or update on dossiers for each row execute function mark_dossier();
create trigger tg_feedbacks_mark after insert or update on feedbacks for each row execute function mark_feedback();
-- What was there before.
insert into figure_marks (id, kind, subject_id) select gen_random_uuid()::text, 'dossier', id from dossiers;
insert into figure_marks (id, kind, subject_id) select gen_random_uuid()::text, 'feedback', id from feedbacks;

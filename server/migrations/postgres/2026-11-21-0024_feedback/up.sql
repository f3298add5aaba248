-- Days that are not as their weekday says: holidays, and Saturdays that are worked in exchange.
create table calendar_days (
  day date primary key,
  name text not null,
  is_worked boolean not null
);

-- "Phản ánh về kết quả giải quyết": the owner of a paper says that its file is wrong, the unit that issued it answers.
create table feedbacks (
  id text primary key,
  account_id text not null references accounts (id) on delete restrict,
  idempotency_key text not null,
  paper_id text not null references papers (id) on delete restrict,
  -- Which file of the paper is said to be wrong, and which one took its place.
  file_version integer not null,
  new_file_version integer,
  unit_id text not null references units (id) on delete restrict,
  reason text not null check (reason in ('wrong-data', 'wrong-result', 'not-signed')),
  explanation text,
  page integer check (page > 0),
  state text not null check (state in ('sent', 'comparing', 'replaced', 'refused', 'withdrawn')),
  version integer not null,
  sent_at timestamp not null,
  due_on date not null,
  check ((state = 'replaced') = (new_file_version is not null))
);
create unique index uq_feedbacks_idempotency_key on feedbacks (account_id, idempotency_key);
create unique index uq_feedbacks_open on feedbacks (paper_id) where state in ('sent', 'comparing');
create index ix_feedbacks_account_id on feedbacks (account_id, id);
create index ix_feedbacks_paper_id on feedbacks (paper_id, id);
create index ix_feedbacks_unit_id on feedbacks (unit_id, id);
create index ix_feedbacks_queue on feedbacks (unit_id, due_on, id) where state in ('sent', 'comparing');

-- Each step with who and when; names stand as they were.
create table feedback_steps (
  id text primary key,
  feedback_id text not null references feedbacks (id) on delete restrict,
  state text not null check (state in ('sent', 'comparing', 'replaced', 'refused', 'withdrawn')),
  actor text not null check (actor in ('owner', 'officer')),
  actor_id text not null references accounts (id) on delete restrict,
  actor_name text not null,
  unit_name text,
  words text,
  happened_at timestamp not null
);
create index ix_feedback_steps_feedback_id on feedback_steps (feedback_id, id);
create index ix_feedback_steps_actor_id on feedback_steps (actor_id);

-- A dossier was filed with a file that its agency has replaced since. Once for each file and dossier.
create table dossier_flags (
  dossier_id text not null references dossiers (id) on delete restrict,
  paper_id text not null references papers (id) on delete restrict,
  file_version integer not null,
  paper_name text not null,
  unit_name text not null,
  flagged_at timestamp not null,
  primary key (dossier_id, paper_id, file_version)
);
create index ix_dossier_flags_paper_id on dossier_flags (paper_id);

create index ix_units_search_key on units (search_key);

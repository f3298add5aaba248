create table jobs (
  id text primary key,
  kind text not null,
  payload text not null,
  unique_key text,
  run_after timestamp not null,
  attempts integer not null,
  state text not null check (state in ('waiting', 'done', 'dead')),
  last_error text,
  created_at timestamp not null
);
create unique index uq_jobs_unique_key on jobs (unique_key);
create index ix_jobs_waiting on jobs (run_after) where state = 'waiting';

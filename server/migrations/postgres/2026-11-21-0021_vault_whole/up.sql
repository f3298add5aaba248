-- A paper keeps its identity while its file changes. The row carries what is current, so that a list reads one table;
-- paper_versions has every file that ever stood under it, with its report.
alter table papers add column origin text not null default 'own' check (origin in ('own', 'authority', 'partner'));
-- "Tên chủ hồ sơ": whom the paper is about, who may be another than the owner of the vault.
alter table papers add column owner_name text not null default '';
-- "Mã giấy tờ KQGQ".
alter table papers add column result_code text;
alter table papers add column issuer_unit_id text references units (id) on delete restrict;
alter table papers add column dossier_id text references dossiers (id) on delete restrict;
-- Name of the other system's vault it was taken from.
alter table papers add column source text;
alter table papers add column file_version integer not null default 1;
alter table papers add column removed_at timestamp;
-- What a list is sorted by: the name as a search key, the day of issue or the first of all days. Rows without it wait for
-- the job vault.rekey.
alter table papers add column sort_name text collate "C" not null default '';
alter table papers add column sort_day date not null default '0001-01-01';

create table paper_versions (
  paper_id text not null references papers (id) on delete restrict,
  number integer not null,
  account_id text not null references accounts (id) on delete restrict,
  file_name text not null,
  size bigint not null,
  sha256 text not null references stored_files (sha256) on delete restrict,
  verdict text not null check (verdict in ('TOTAL-PASSED', 'INDETERMINATE')),
  signed_by text,
  signed_at timestamp,
  report text not null,
  added_at timestamp not null,
  added_by text references accounts (id) on delete restrict,
  struck_at timestamp,
  struck_by text references accounts (id) on delete restrict,
  struck_why text check (struck_why in ('replaced', 'replaced-by-authority', 'removed')),
  struck_note text,
  primary key (paper_id, number)
);
insert into paper_versions (paper_id, number, account_id, file_name, size, sha256, verdict, signed_by, signed_at, report,
    added_at, added_by)
  select id, 1, account_id, file_name, size, sha256, verdict, signed_by, signed_at, report, added_at, account_id from papers;
create unique index uq_paper_versions_sha256 on paper_versions (account_id, sha256) where struck_at is null;
create index ix_paper_versions_account_id on paper_versions (account_id);
create index ix_paper_versions_sha256 on paper_versions (sha256);
create index ix_paper_versions_added_by on paper_versions (added_by);
create index ix_paper_versions_struck_by on paper_versions (struck_by);

update papers set owner_name = (select name from accounts where accounts.id = papers.account_id),
  sort_day = coalesce(issued_on, date '0001-01-01');

-- To whom a paper is shown, for what, until when, how often. The one without a grantee of its own is the letter's "Chia
-- sẻ": whichever unit receives a dossier of the owner.
create table paper_grants (
  id text primary key,
  account_id text not null references accounts (id) on delete restrict,
  paper_id text not null references papers (id) on delete restrict,
  grantee text not null check (grantee in ('receiving-units', 'unit', 'account', 'dossier')),
  grantee_unit_id text references units (id) on delete restrict,
  grantee_account_id text references accounts (id) on delete restrict,
  grantee_dossier_id text references dossiers (id) on delete restrict,
  purpose text,
  ends_at timestamp,
  max_uses integer check (max_uses > 0),
  uses integer not null default 0 check (uses >= 0),
  granted_at timestamp not null,
  withdrawn_at timestamp,
  check ((grantee = 'unit') = (grantee_unit_id is not null)),
  check ((grantee = 'account') = (grantee_account_id is not null)),
  check ((grantee = 'dossier') = (grantee_dossier_id is not null)),
  check (max_uses is null or uses <= max_uses)
);
create unique index uq_paper_grants_receiving_units on paper_grants (paper_id)
  where grantee = 'receiving-units' and withdrawn_at is null;
create index ix_paper_grants_paper_id on paper_grants (paper_id, id);
create index ix_paper_grants_account_id on paper_grants (account_id, id);
create index ix_paper_grants_unit on paper_grants (grantee_unit_id, account_id);
create index ix_paper_grants_account on paper_grants (grantee_account_id, id);
create index ix_paper_grants_dossier on paper_grants (grantee_dossier_id);
insert into paper_grants (id, account_id, paper_id, grantee, granted_at)
  select id, account_id, id, 'receiving-units', added_at from papers where is_shared;

-- The log that the owner reads: names stand as they were.
create table paper_events (
  id text primary key,
  account_id text not null references accounts (id) on delete restrict,
  paper_id text not null references papers (id) on delete restrict,
  file_version integer not null,
  act text not null check (act in ('added', 'edited', 'replaced', 'removed', 'viewed', 'downloaded', 'checked', 'attached',
    'listed', 'shared', 'share-ended', 'reported')),
  actor text not null check (actor in ('owner', 'officer', 'account', 'portal')),
  actor_id text,
  actor_name text,
  unit_name text,
  dossier_id text,
  dossier_code text,
  ground text,
  detail text,
  happened_at timestamp not null
);
create index ix_paper_events_paper_id on paper_events (paper_id, id);
create index ix_paper_events_account_id on paper_events (account_id, id);

alter table paper_uses add column file_version integer not null default 1;
create index ix_paper_uses_version on paper_uses (paper_id, file_version);

drop index uq_papers_sha256;
drop index ix_papers_account_id;
drop index ix_papers_category_code;
alter table papers drop column vault_kind;
alter table papers drop column is_shared;
alter table papers drop column report;
create index ix_papers_account_id on papers (account_id, id);
create index ix_papers_category_code on papers (account_id, category_code, id) where removed_at is null;
create index ix_papers_name on papers (account_id, sort_name, id) where removed_at is null;
create index ix_papers_day on papers (account_id, sort_day, id) where removed_at is null;
create index ix_papers_times_used on papers (account_id, times_used, id) where removed_at is null;
create index ix_papers_issuer_unit_id on papers (issuer_unit_id);
create index ix_papers_dossier_id on papers (dossier_id);
create index ix_papers_to_rekey on papers (id) where sort_name = '';

insert into jobs (id, kind, payload, unique_key, run_after, attempts, state, created_at)
  select '01936f00-0000-7000-8000-000000000021', 'vault.rekey', '{}', null, '2026-11-21 00:00:00', 0, 'waiting',
    '2026-11-21 00:00:00' where exists (select 1 from papers);

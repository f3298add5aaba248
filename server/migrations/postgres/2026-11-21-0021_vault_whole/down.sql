delete from jobs where kind = 'vault.rekey';
alter table papers add column vault_kind text not null default 'personal' check (vault_kind in ('personal', 'organisation'));
alter table papers add column is_shared boolean not null default false;
alter table papers add column report text not null default '';
update papers set
  vault_kind = case when (select kind from accounts where accounts.id = papers.account_id) = 'citizen' then 'personal'
    else 'organisation' end,
  is_shared = exists (select 1 from paper_grants where paper_grants.paper_id = papers.id and grantee = 'receiving-units'
    and withdrawn_at is null),
  report = (select report from paper_versions where paper_versions.paper_id = papers.id and number = papers.file_version);
drop index ix_papers_to_rekey;
drop index ix_papers_dossier_id;
drop index ix_papers_issuer_unit_id;
drop index ix_papers_times_used;
drop index ix_papers_day;
drop index ix_papers_name;
drop index ix_papers_category_code;
drop index ix_papers_account_id;
drop index ix_paper_uses_version;
alter table paper_uses drop column file_version;
drop table paper_events;
drop table paper_grants;
drop table paper_versions;
-- Whoever goes back loses what only the newer portal knew; a file that was removed shows again.
alter table papers drop column sort_day;
alter table papers drop column sort_name;
alter table papers drop column removed_at;
alter table papers drop column file_version;
alter table papers drop column source;
alter table papers drop column result_code;
alter table papers drop column owner_name;
alter table papers drop column origin;
alter table papers drop column dossier_id;
alter table papers drop column issuer_unit_id;
create unique index uq_papers_sha256 on papers (account_id, sha256);
create index ix_papers_account_id on papers (account_id, id);
create index ix_papers_category_code on papers (account_id, category_code, id);

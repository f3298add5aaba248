-- Lists tell a paper that lacks nothing but word of revocation from others that are undecided.
alter table papers add column lacks_revocation boolean not null default false;
update papers set lacks_revocation = true where verdict = 'INDETERMINATE' and coalesce(
  (select signature_reports.report::json ->> 'reasons' from signature_reports
    where signature_reports.sha256 = papers.sha256 and signature_reports.trust <> ''),
  (select paper_versions.report::json ->> 'reasons' from paper_versions
    where paper_versions.paper_id = papers.id and paper_versions.number = papers.file_version)
) = '["revocation-unknown"]';

-- Search keys hold the name of the file and of its signers as well: the job vault.rekey writes all of them anew, paper by
-- paper, so none needs a mark any more.
drop index ix_papers_to_rekey;
insert into jobs (id, kind, payload, unique_key, run_after, attempts, state, created_at)
  select '01936f00-0000-7000-8000-000000000032', 'vault.rekey', '{}', null, '2026-11-22 00:00:00', 0, 'waiting',
    '2026-11-22 00:00:00' where exists (select 1 from papers);

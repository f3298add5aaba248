-- What a list says of a paper's signatures is the verdict of today; paper_versions keeps that of the day.
alter table papers drop constraint papers_verdict_check;
alter table papers add constraint papers_verdict_check check (verdict in (
  'TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED', 'UNSIGNED', 'UNREADABLE'
));
update papers set verdict = signature_reports.report::json ->> 'verdict' from signature_reports
  where signature_reports.sha256 = papers.sha256 and signature_reports.trust <> ''
    and signature_reports.report::json ->> 'verdict' <> papers.verdict;

-- Digest of the request that a paper was put in with: one that comes again with other words is another request.
alter table papers add column added_as text;

-- The unit of an officer, so that it reads what an owner objects to. Of older lines where the officer still is at the unit
-- that was noted.
alter table paper_events add column unit_id text;
update paper_events set unit_id = (select units.id from accounts join units on units.id = accounts.unit_id
  where accounts.id = paper_events.actor_id and units.name = paper_events.unit_name) where actor = 'officer';

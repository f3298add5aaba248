alter table paper_events drop column unit_id;
alter table papers drop column added_as;
update papers set verdict = coalesce(
  (select verdict from paper_versions where paper_id = papers.id and number = papers.file_version), 'INDETERMINATE')
  where verdict not in ('TOTAL-PASSED', 'INDETERMINATE');
alter table papers drop constraint papers_verdict_check;
alter table papers add constraint papers_verdict_check check (verdict in ('TOTAL-PASSED', 'INDETERMINATE'));

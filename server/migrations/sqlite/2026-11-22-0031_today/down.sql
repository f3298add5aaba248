alter table paper_events drop column unit_id;
alter table papers drop column added_as;
alter table papers add column verdict_before text not null default 'INDETERMINATE' check (verdict_before in (
  'TOTAL-PASSED', 'INDETERMINATE'
));
update papers set verdict_before = coalesce(
  (select verdict from paper_versions where paper_id = papers.id and number = papers.file_version), 'INDETERMINATE');
alter table papers drop column verdict;
alter table papers rename column verdict_before to verdict;

delete from jobs where kind = 'vault.rekey';
create index ix_papers_to_rekey on papers (id) where sort_name = '';
alter table papers drop column lacks_revocation;

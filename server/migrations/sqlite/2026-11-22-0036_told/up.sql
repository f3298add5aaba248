-- When whom a paper was given to was told of it: of several in a row they hear once, and again an hour later. Of older grants
-- the first of an hour was told, and the others do no harm.
alter table paper_grants add column told_at timestamp;
update paper_grants set told_at = granted_at where grantee = 'account';

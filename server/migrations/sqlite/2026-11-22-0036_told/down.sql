alter table paper_grants drop column told_at;

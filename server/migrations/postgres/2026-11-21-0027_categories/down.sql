alter table paper_categories drop column version;
alter table paper_types drop column version;
alter table paper_types drop column is_active;

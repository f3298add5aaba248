drop table procedures;
drop table paper_categories;
drop table paper_types;

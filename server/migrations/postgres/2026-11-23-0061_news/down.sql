drop table article_versions;
drop table articles;

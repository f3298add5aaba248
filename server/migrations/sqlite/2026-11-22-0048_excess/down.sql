alter table charges drop column excess;

drop table staff_lookups;
drop table officers;

drop table unit_successors;
drop index ix_units_list;
drop index ix_units_tree;
alter table units drop column at_portal;
alter table units drop column version;
drop table calendar_changes;
alter table calendar_days drop column version;

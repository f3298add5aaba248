drop index ix_sessions_delegation_id;
alter table sessions drop column delegation_id;
drop table delegation_procedures;
drop table delegations;

drop trigger tg_audit_entries_update;
drop trigger tg_audit_entries_delete;
drop table audit_stamps;
drop table audit_leaves;
drop table audit_seals;

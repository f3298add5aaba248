drop trigger tg_audit_entries_kept on audit_entries;
drop trigger tg_audit_entries_not_emptied on audit_entries;
drop table audit_stamps;
drop table audit_leaves;
drop table audit_seals;
drop function refuse_change();

drop table shared_account_notes;

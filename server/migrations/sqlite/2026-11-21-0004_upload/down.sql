drop table uploads;
drop table stored_files;

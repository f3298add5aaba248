drop index ix_uploads_sha256;
drop index ix_uploads_account_id;
drop table file_scans;
drop table upload_parts;
drop table resumable_uploads;

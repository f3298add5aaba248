drop index ix_signature_reports_new;
drop index ix_signature_reports_retry_at;
drop index ix_signature_reports_verified_at;
drop index ix_signature_reports_trust;
alter table signature_reports drop column retries;
alter table signature_reports drop column retry_at;
create index ix_signature_reports_trust on signature_reports (trust, sha256);
create index ix_signature_reports_verified_at on signature_reports (verified_at, sha256);

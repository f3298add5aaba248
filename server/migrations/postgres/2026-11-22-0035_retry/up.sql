-- Bytes that could not be read when they were to be verified again: when to try next, and how often it was tried. Verdict and
-- time stay those of the last verification.
alter table signature_reports add column retry_at timestamp;
alter table signature_reports add column retries integer not null default 0;
-- Until now such bytes were marked as verified. Which they are cannot be told any more, so all are verified once again.
update signature_reports set trust = '0' where trust <> '';

drop index ix_signature_reports_trust;
drop index ix_signature_reports_verified_at;
create index ix_signature_reports_trust on signature_reports (trust, sha256) where retry_at is null;
create index ix_signature_reports_verified_at on signature_reports (verified_at, sha256) where retry_at is null;
create index ix_signature_reports_retry_at on signature_reports (retry_at, sha256) where retry_at is not null;

-- Papers that were never looked after come first.
create index ix_signature_reports_new on signature_reports (trust, care_at, sha256);

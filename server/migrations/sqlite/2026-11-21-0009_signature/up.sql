-- The verdict over stored bytes as it is now; the verdict of the day they came in stays with what stands on them.
create table signature_reports (
  sha256 text primary key references stored_files (sha256) on delete cascade,
  -- Digest of what was trusted; empty until the bytes were verified again for the first time.
  trust text not null,
  verified_at timestamp not null,
  report text not null
);
create index ix_signature_reports_trust on signature_reports (trust, sha256);
create index ix_signature_reports_verified_at on signature_reports (verified_at, sha256);
insert into signature_reports (sha256, trust, verified_at, report)
  select sha256, '', min(added_at), min(report) from papers group by sha256;

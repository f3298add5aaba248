-- What a verdict stood on, kept beside the papers: certificates, revocation lists, OCSP answers, timestamps.
create table signature_evidence (
  sha256 text primary key,
  kind text not null check (kind in ('certificate', 'list', 'answer', 'stamp')),
  content blob not null,
  kept_at timestamp not null
);
create table signature_evidence_uses (
  paper_sha256 text not null references signature_reports (sha256) on delete cascade,
  evidence_sha256 text not null references signature_evidence (sha256) on delete restrict,
  primary key (paper_sha256, evidence_sha256)
);
create index ix_signature_evidence_uses_evidence on signature_evidence_uses (evidence_sha256);
-- What the portal's own timestamp over the bytes says.
alter table signature_reports add column stamped_at timestamp;
-- When to try again to bring what is still missing; null when nothing is.
alter table signature_reports add column care_at timestamp;
alter table signature_reports add column attempts integer not null default 0;
update signature_reports set care_at = verified_at;
create index ix_signature_reports_care_at on signature_reports (care_at, sha256);
create index ix_signature_reports_unstamped on signature_reports (sha256) where stamped_at is null;

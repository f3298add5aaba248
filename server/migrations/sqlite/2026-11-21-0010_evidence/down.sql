drop index ix_signature_reports_unstamped;
drop index ix_signature_reports_care_at;
alter table signature_reports drop column attempts;
alter table signature_reports drop column care_at;
alter table signature_reports drop column stamped_at;
drop table signature_evidence_uses;
drop table signature_evidence;

drop table signature_reports;

drop table dossier_lookup_failures;
drop table dossier_receipts;

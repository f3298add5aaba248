drop table dossier_grounds;
drop table refusal_rules;

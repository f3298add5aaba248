drop index ix_dossiers_account_unit;
drop table grantee_lookups;
drop table paper_objections;
drop table vault_look_papers;
drop table vault_looks;
delete from code_flows where purpose = 'vault-look';
alter table code_flows add column purpose_before text not null default 'sign-in' check (purpose_before in (
  'sign-in', 'register', 'reset-password', 'lost-phone', 'add-phone', 'add-email', 'confirm', 'link', 'assist'
));
update code_flows set purpose_before = purpose;
alter table code_flows drop column purpose;
alter table code_flows rename column purpose_before to purpose;

drop index ix_dossiers_account_unit;
drop table grantee_lookups;
drop table paper_objections;
drop table vault_look_papers;
drop table vault_looks;
delete from code_flows where purpose = 'vault-look';
alter table code_flows drop constraint code_flows_purpose_check;
alter table code_flows add constraint code_flows_purpose_check check (purpose in (
  'sign-in', 'register', 'reset-password', 'lost-phone', 'add-phone', 'add-email', 'confirm', 'link', 'assist'
));

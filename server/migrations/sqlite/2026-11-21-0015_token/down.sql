drop table support_software;
drop table account_consents;
drop table account_codes;
drop table account_certificates;
drop table sim_signings;
drop table token_challenges;

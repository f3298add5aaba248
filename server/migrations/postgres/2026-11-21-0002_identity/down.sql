drop table sessions;
drop table sign_in_challenges;
drop table accounts;

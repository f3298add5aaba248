drop table papers;
drop table vaults;

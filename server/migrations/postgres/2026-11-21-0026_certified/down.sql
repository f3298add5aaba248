drop table certified_register;
drop table certified_copies;
drop table certifying_signers;
drop table certifying_offices;

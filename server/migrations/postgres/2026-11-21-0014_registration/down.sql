drop table proofs;
drop table account_claims;
drop table recoveries;
drop table registrations;

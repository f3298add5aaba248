drop table oidc_sessions;
drop table oidc_flows;
drop table external_identities;

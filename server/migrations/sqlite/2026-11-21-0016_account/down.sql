drop table lost_phones;
drop table phone_changes;
drop table recovery_codes;
drop table account_devices;
drop table account_settings;

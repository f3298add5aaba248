drop table payment_attempts;
drop table charge_events;
drop table charges;

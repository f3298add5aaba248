drop table signing_orders;

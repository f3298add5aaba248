drop table result_register;

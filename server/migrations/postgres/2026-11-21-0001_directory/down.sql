drop table units;

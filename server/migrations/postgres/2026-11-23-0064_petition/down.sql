drop table petition_publications;
drop table petition_steps;
drop table petitions;

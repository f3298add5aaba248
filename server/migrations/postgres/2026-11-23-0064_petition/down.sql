drop table petition_publications;
drop table petition_steps;
drop table petition_officers;
drop table petitions;

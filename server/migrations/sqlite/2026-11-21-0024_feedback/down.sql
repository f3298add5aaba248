drop index ix_units_search_key;
drop table dossier_flags;
drop table feedback_steps;
drop table feedbacks;
drop table calendar_days;

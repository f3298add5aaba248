-- Results whose owner had no account when the dossier ended wait for one: by the number that was given for the owner. What
-- ended before does not wait; it was handed over otherwise.
alter table dossier_results add column waits_for text;
create index ix_dossier_results_waits_for on dossier_results (waits_for) where waits_for is not null;

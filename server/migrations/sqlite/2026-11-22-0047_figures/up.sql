-- What a unit's ratings of the last year say, read from the index alone.
drop index ix_dossier_ratings_unit_id;
create index ix_dossier_ratings_figures on dossier_ratings (unit_id, rated_at, stars);

-- How many dossiers whose time runs are due from a day on: asked before the calendar is changed.
create index ix_dossiers_status_due on dossiers (status, due_on, submitted_at);

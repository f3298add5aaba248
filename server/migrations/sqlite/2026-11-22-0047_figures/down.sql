drop index ix_dossiers_status_due;
drop index ix_dossier_ratings_figures;
create index ix_dossier_ratings_unit_id on dossier_ratings (unit_id, stars);

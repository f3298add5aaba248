alter table dossiers drop column answers;
alter table dossiers drop column acting;

drop index ix_drafts_kept_until;
update drafts set owner = filer where not for_another;
alter table drafts drop column warned_at;
alter table drafts drop column kept_until;
alter table drafts drop column keep_days;
alter table drafts drop column seal_key;
alter table drafts drop column edits;
alter table drafts drop column answers;
alter table drafts drop column acting;
alter table drafts drop column for_another;

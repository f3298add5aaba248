-- The day on which the result is due since an act, so that the timeline says when it moved. Older acts do not say it.
alter table dossier_events add column due_on date;

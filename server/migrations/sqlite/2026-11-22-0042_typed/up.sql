-- A draft keeps what was typed, right or wrong. `owner` is the other person or body as typed, also while the matter is the
-- filer's own; `edits` says for each field with which version it changed last; `seal_key` seals in the browser what could not
-- be sent yet.
alter table drafts add column for_another boolean not null default false;
alter table drafts add column acting text not null default '{}';
alter table drafts add column answers text not null default '{}';
alter table drafts add column edits text not null default '{}';
alter table drafts add column seal_key text not null default '';
-- How long it is kept after its last change, and the moment that comes of it.
alter table drafts add column keep_days integer not null default 90 check (keep_days > 0);
alter table drafts add column kept_until timestamp not null default '9999-12-31 00:00:00';
alter table drafts add column warned_at timestamp;
update drafts set kept_until = strftime('%Y-%m-%d %H:%M:%f', changed_at, '+90 days');
update drafts set for_another = true where owner <> filer;
update drafts set owner = '{"name":"","identifier":"","phone":""}' where owner = filer;
create index ix_drafts_kept_until on drafts (kept_until, id) where dossier_id is null;

alter table dossiers add column acting text;
alter table dossiers add column answers text not null default '{}';

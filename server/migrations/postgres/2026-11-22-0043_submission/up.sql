-- How originals come to the unit, as the filer chose: with everything else online, brought, or collected by the post.
alter table drafts add column submission text not null default '{"method":"online"}';
alter table dossiers add column submission text not null default '{"method":"online"}';

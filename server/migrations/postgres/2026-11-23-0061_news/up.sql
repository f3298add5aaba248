-- What administrators write for everybody: the introduction, of which there is one, and news. An article is what its newest version
-- says; older ones stay. `request_key` makes beginning an article once more harmless.
create table articles (
  id text primary key,
  kind text not null check (kind in ('introduction', 'news')),
  state text not null check (state in ('draft', 'published', 'down')),
  slug text not null,
  starts_on date,
  version integer not null check (version >= 1),
  request_key text not null,
  check (state = 'draft' or starts_on is not null)
);
create unique index uq_articles_slug on articles (slug);
create unique index uq_articles_request_key on articles (request_key);
create unique index uq_articles_introduction on articles (kind) where kind = 'introduction';
create index ix_articles_shown on articles (kind, state, starts_on, id);
create table article_versions (
  article_id text not null references articles (id) on delete restrict,
  version integer not null check (version >= 1),
  act text not null check (act in ('written', 'published', 'taken-down')),
  starts_on date,
  title text not null,
  body text not null,
  title_en text,
  body_en text,
  author_id text not null references accounts (id) on delete restrict,
  author_name text not null,
  made_at timestamp not null,
  primary key (article_id, version),
  check ((title_en is null) = (body_en is null))
);
create index ix_article_versions_author on article_versions (author_id);

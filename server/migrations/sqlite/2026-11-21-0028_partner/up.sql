-- Which paper of another system's vault became which paper here: a second taking finds the first.
create table partner_papers (
  account_id text not null references accounts (id) on delete restrict,
  -- `vault.partners.id` of the settings.
  partner_id text not null,
  their_id text not null,
  -- Nothing as long as their file was refused only.
  paper_id text references papers (id) on delete restrict,
  -- Of the file that was taken last, and when.
  sha256 text,
  fetched_at timestamp,
  -- The file that was refused last, and why.
  refused_sha256 text,
  refusal text,
  primary key (account_id, partner_id, their_id)
);
create index ix_partner_papers_paper_id on partner_papers (paper_id);

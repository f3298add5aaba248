-- Units that certify electronic copies of paper originals (Decree 45/2020, article 10), as data: when they receive people,
-- how many in half a day, and by which code the certificate of their seal names them.
create table certifying_offices (
  unit_id text primary key references units (id) on delete restrict,
  identifier text not null,
  place text not null,
  weekdays text not null,
  morning integer not null check (morning >= 0),
  afternoon integer not null check (afternoon >= 0),
  closed_days text not null,
  changed_at timestamp not null
);

-- Who signs certifications there, with the title that stands below the signature.
create table certifying_signers (
  unit_id text not null references certifying_offices (unit_id) on delete cascade,
  account_id text not null references accounts (id) on delete restrict,
  title text not null,
  primary key (unit_id, account_id)
);
create index ix_certifying_signers_account_id on certifying_signers (account_id);

-- Requests. What stands in the register is written there; here is what the work needs. The order is no foreign key: orders
-- are forgotten after two days.
create table certified_copies (
  id text primary key,
  unit_id text not null references units (id) on delete restrict,
  account_id text not null references accounts (id) on delete restrict,
  asked_by text not null references accounts (id) on delete restrict,
  request_key text not null,
  state text not null check (state in
    ('asked', 'appointed', 'taken', 'signed', 'sealed', 'issued', 'refused', 'cancelled', 'missed')),
  version integer not null,
  category_code text not null references paper_categories (code) on delete restrict,
  description text not null,
  pages integer not null check (pages > 0),
  at_desk boolean not null,
  appointment_day date,
  appointment_half text check (appointment_half in ('morning', 'afternoon')),
  signer_id text references accounts (id) on delete restrict,
  signer_name text,
  signer_title text,
  officer_id text references accounts (id) on delete restrict,
  number integer,
  certified_on date,
  fee integer,
  fee_waived text,
  size bigint,
  sha256 text references stored_files (sha256) on delete restrict,
  report text,
  order_id text,
  ground text,
  note text,
  paper_id text references papers (id) on delete restrict,
  created_at timestamp not null,
  changed_at timestamp not null,
  check ((appointment_day is null) = (appointment_half is null)),
  check ((state = 'issued') = (paper_id is not null)),
  check ((state = 'refused') = (ground is not null)),
  check (state not in ('taken', 'signed', 'sealed', 'issued') or (number is not null and sha256 is not null))
);
create unique index uq_certified_copies_request_key on certified_copies (asked_by, request_key);
create index ix_certified_copies_account_id on certified_copies (account_id, id);
create index ix_certified_copies_unit_id on certified_copies (unit_id, id);
create index ix_certified_copies_state on certified_copies (unit_id, state, id);
create index ix_certified_copies_appointment on certified_copies (unit_id, appointment_day, appointment_half);
create index ix_certified_copies_day on certified_copies (state, appointment_day);
create index ix_certified_copies_category_code on certified_copies (category_code);
create index ix_certified_copies_signer_id on certified_copies (signer_id);
create index ix_certified_copies_officer_id on certified_copies (officer_id);
create index ix_certified_copies_sha256 on certified_copies (sha256);
create index ix_certified_copies_paper_id on certified_copies (paper_id);

-- The register ("Sổ chứng thực bản sao điện tử từ bản chính"): a number is taken when the text of the certification is
-- made and never given twice; what was not issued stays and says why.
create table certified_register (
  unit_id text not null references units (id) on delete restrict,
  year integer not null,
  number integer not null check (number > 0),
  copy_id text not null references certified_copies (id) on delete restrict,
  state text not null check (state in ('open', 'issued', 'void')),
  certified_on date not null,
  asked_by text not null,
  original text not null,
  signer text not null,
  copies integer not null,
  fee integer not null,
  note text not null,
  primary key (unit_id, year, number)
);
create unique index uq_certified_register_copy_id on certified_register (copy_id);

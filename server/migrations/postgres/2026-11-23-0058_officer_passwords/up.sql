-- Officers sign in with a password for a time: by a name of their own, until the day on which that ends in their unit. Beside
-- it what the register of the population said of a card, and when an account was closed for ever.
alter table officers add column login_name text;
alter table officers add column checked_at timestamp;
-- Names of fields with commas between them; empty where all of it is right.
alter table officers add column check_differs text;
alter table officers add column removed_at timestamp;

-- "Khóa đăng nhập bằng mật khẩu": the first day without passwords, in a unit and in all below it.
create table password_closings (
  unit_id text primary key references units (id) on delete restrict,
  closes_on date not null,
  set_by text not null references accounts (id) on delete restrict,
  set_at timestamp not null
);
create index ix_password_closings_set_by on password_closings (set_by);

-- Who was told of which day, and how many days before at most.
create table password_closing_notices (
  account_id text not null references accounts (id) on delete restrict,
  closes_on date not null,
  stage integer not null check (stage in (3, 14)),
  told_at timestamp not null,
  primary key (account_id, closes_on, stage)
);

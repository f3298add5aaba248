-- What the form of an officer asks beside name and day of birth ("THÔNG TIN CÁN BỘ"). Nothing of it is known of accounts that
-- were there before; the first e-mail stays with the account, the others stand here with ";" between them.
alter table officers add column position text;
alter table officers add column sex text check (sex in ('female', 'male'));
alter table officers add column card_issued_on date;
alter table officers add column card_issued_by text;
alter table officers add column landline text;
alter table officers add column further_emails text;
alter table officers add column reception_place text;
alter table officers add column represents_unit boolean not null default false;

alter table officers drop column represents_unit;
alter table officers drop column reception_place;
alter table officers drop column further_emails;
alter table officers drop column landline;
alter table officers drop column card_issued_by;
alter table officers drop column card_issued_on;
alter table officers drop column sex;
alter table officers drop column position;

-- A transfer may be noted by mistake and taken off; a bank's number as it is compared, to find it at another dossier.
alter table charge_events add column kind_now text not null default 'made' check (kind_now in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd', 'kept', 'struck'
));
update charge_events set kind_now = kind;
alter table charge_events drop column kind;
alter table charge_events rename column kind_now to kind;
alter table charge_events add column bare_reference text;
update charge_events set bare_reference = upper(replace(reference, ' ', '')) where reference is not null;
create index ix_charge_events_bare_reference on charge_events (bare_reference);

drop index ix_charge_events_bare_reference;
alter table charge_events drop column bare_reference;
delete from charge_events where kind = 'struck';
alter table charge_events add column kind_before text not null default 'made' check (kind_before in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd', 'kept'
));
update charge_events set kind_before = kind;
alter table charge_events drop column kind;
alter table charge_events rename column kind_before to kind;

drop index ix_charge_events_bare_reference;
alter table charge_events drop column bare_reference;
delete from charge_events where kind = 'struck';
alter table charge_events drop constraint charge_events_kind_check;
alter table charge_events add constraint charge_events_kind_check check (kind in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd', 'kept'
));

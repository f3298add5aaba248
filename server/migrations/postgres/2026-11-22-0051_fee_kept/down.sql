delete from charge_events where kind = 'kept';
alter table charge_events drop constraint charge_events_kind_check;
alter table charge_events add constraint charge_events_kind_check check (kind in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd'
));
alter table charges drop column is_kept;

-- An officer may decide that the fee of a dossier that ended without a result does not go back, and say why.
alter table charges add column is_kept boolean not null default false;
alter table charge_events drop constraint charge_events_kind_check;
alter table charge_events add constraint charge_events_kind_check check (kind in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd', 'kept'
));

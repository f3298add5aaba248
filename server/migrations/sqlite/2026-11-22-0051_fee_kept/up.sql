-- An officer may decide that the fee of a dossier that ended without a result does not go back, and say why.
alter table charges add column is_kept boolean not null default false;
alter table charge_events add column kind_now text not null default 'made' check (kind_now in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd', 'kept'
));
update charge_events set kind_now = kind;
alter table charge_events drop column kind;
alter table charge_events rename column kind_now to kind;

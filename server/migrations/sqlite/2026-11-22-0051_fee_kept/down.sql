delete from charge_events where kind = 'kept';
alter table charge_events add column kind_before text not null default 'made' check (kind_before in (
  'made', 'vnpay', 'transfer', 'desk', 'waived', 'void', 'refunded', 'overpaid', 'odd'
));
update charge_events set kind_before = kind;
alter table charge_events drop column kind;
alter table charge_events rename column kind_before to kind;
alter table charges drop column is_kept;

-- What came in without being owed and did not go back. Sums alone do not tell it: a part of the fee that went back before more came
-- in is not owed again. Of what happened until now it follows from the acts: the most that came in too much less what went back
-- since then.
alter table charges add column excess bigint not null default 0 check (excess >= 0);
update charges set excess = max(0, coalesce((
  select max(since.total) from (
    select sum(case later.kind when 'overpaid' then later.amount when 'refunded' then -later.amount else 0 end) as total
    from charge_events early
    inner join charge_events later on later.charge_id = early.charge_id and later.id >= early.id
    where early.charge_id = charges.id
    group by early.id
  ) since
), 0));

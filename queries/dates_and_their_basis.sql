-- How do we know when events happened?
select coalesce(event_date_basis, case when event_day is null then 'unknown' else 'year unknown' end) as basis, event_date_precision as precision, count(*) as events
from events
group by all
order by events desc, basis;

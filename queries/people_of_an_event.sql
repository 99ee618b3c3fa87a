-- Who took part in the events of one day, in which role and office, according to how many reports?
select ev.title, e.name, p.role, p.office, p.n_reports
from events ev
join participants p using (event_id)
join entities e using (entity_id)
where ev.event_date = date '2024-07-04'
order by ev.title, p.n_reports desc, e.name, p.role;

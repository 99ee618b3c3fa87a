-- Where do reports name two holders of one single-holder office at the same time?
select t.office, e.name, t.first_observed, t.last_observed, t.n_reports
from tenures t
join entities e on e.entity_id = t.person_id
where t.is_contested
order by t.office, t.first_observed, e.name;

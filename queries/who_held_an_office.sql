-- Who held the office of Thường trực Ban Bí thư, as far as the reports show?
select e.name, t.first_observed, t.last_observed, t.n_reports, t.n_sources, t.is_contested
from tenures t
join entities e on e.entity_id = t.person_id
where t.office = 'Thường trực Ban Bí thư'
order by t.first_observed, e.name;

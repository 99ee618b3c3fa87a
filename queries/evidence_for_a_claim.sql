-- Which sentence says that a person held an office? The words before and after the claim.
select e.name, c.office, r.event_date, a.source, substr(a.text, greatest(c.begin - 60, 0) + 1, c."end" - c.begin + 120) as words
from office_claims c
join entities e on e.entity_id = c.person_id
join reports r on r.report_id = c.report_id
join articles a on a.article_id = c.article_id
where c.title = 'Bộ trưởng' and not c.is_former
order by e.name, r.event_date nulls last, a.article_id, c.begin
limit 20;

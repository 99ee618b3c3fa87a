-- Which reports were printed most often, by how many outlets?
select ev.event_date, coalesce(r.title, ev.title) as title, count(*) as printed, count(distinct a.source) as outlets
from reports c
join reports r on r.duplicate_group_id = c.duplicate_group_id and r.is_representative
join articles a on a.article_id = c.article_id
left join events ev on ev.event_id = r.event_id
where not c.is_teaser
group by all
having count(*) > 1
order by printed desc, ev.event_date, title;

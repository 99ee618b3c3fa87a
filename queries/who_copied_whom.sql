-- Which outlet printed whose text, and how sure is the direction?
select copy.source as outlet, original.source as copied_from, count(*) as reports, round(avg(r.copied_from_confidence), 2) as confidence
from reports r
join articles copy on copy.article_id = r.article_id
join reports o on o.report_id = r.copied_from
join articles original on original.article_id = o.article_id
group by all
order by reports desc, outlet, copied_from;

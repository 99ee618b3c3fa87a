-- Which reports share much of their words and are still kept apart, and why?
select d.reason, round(greatest(d.containment_a, d.containment_b), 2) as containment, d.longest_run, ra.title as one, ra.event_date as day_of_one, rb.title as other, rb.event_date as day_of_other
from duplicate_pairs d
join reports ra on ra.report_id = d.report_a
join reports rb on rb.report_id = d.report_b
where not d.merged
order by containment desc, one, other;

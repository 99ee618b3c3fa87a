-- Who said what at which event, and in how many reports does the statement stand?
select r.event_date, e.name, s.verb, s.mode, s.text, count(*) over (partition by s.statement_group_id) as reports
from statements s
join entities e on e.entity_id = s.speaker_id
join reports r on r.report_id = s.report_id
qualify row_number() over (partition by s.statement_group_id order by length(s.text) desc, s.statement_id) = 1
order by r.event_date nulls last, e.name, s.statement_id;

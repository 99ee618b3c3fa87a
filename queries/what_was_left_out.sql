-- What could not be published, and why?
select stage, reason, count(*) as records, min(raw_file) as for_example
from rejections
group by all
order by records desc, reason;

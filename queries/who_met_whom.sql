-- Who met whom, when and where, holding which office?
select ev.event_date, place.name as place, a.name as one, pa.office as office_of_one, b.name as other, pb.office as office_of_other, ev.kind
from participants pa
join participants pb on pb.event_id = pa.event_id and pa.entity_id < pb.entity_id
join entities a on a.entity_id = pa.entity_id and a.kind = 'person'
join entities b on b.entity_id = pb.entity_id and b.kind = 'person'
join events ev on ev.event_id = pa.event_id
left join entities place on place.entity_id = ev.place_id
where ev.kind in ('meeting', 'visit', 'phone_call', 'signing')
group by all
order by ev.event_date nulls last, one, other;

-- Which party and state documents are cited, under which spellings, and how often?
select d.doc_type, d.number, d.name, array_to_string(d.issuers, ', ') as issuers, d.issued_on, d.n_citations, list_sort(list(distinct m.surface)) as spellings
from documents d
join mentions m on m.entity_id = d.document_id
group by all
order by d.n_citations desc, d.doc_type, d.number, d.name;

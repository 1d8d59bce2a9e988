select
  r.report_id,
  r.source,
  coalesce(n.institution, case when r.institution <> '' then r.institution else 'report ' || r.report_id end) as institution,
  r.report_year,
  r.status,
  coalesce(p.code, '') as code,
  coalesce(p.severity, '') as severity,
  count(p.code) as problems,
  min(p.page) as first_page
from reports as r
left join problems as p on p.report_id = r.report_id and p.source = r.source
left join institution_names as n on n.name = r.institution
group by r.report_id, r.source, n.institution, r.institution, r.report_year, r.status, p.code, p.severity

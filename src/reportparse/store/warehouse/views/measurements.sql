-- A value is compared in the unit of its indicator only. Converting is done in decimals: 27452834.91 万元 in binary fractions would end in dust.
-- Above 1e10 the decimals would not fit; there a double has digits enough left over for no reader to miss.
select
  coalesce(n.institution, case when o.institution <> '' then o.institution else 'report ' || o.report_id end) as institution,
  case when o.scope in ('district', 'city', 'province') then o.level else '' end as population,
  o.indicator_code,
  i.name as indicator_name,
  o.data_year,
  case
    when o.unit = i.unit then o.value
    when u.base = iu.base and abs(o.value) < 1e10
      then cast(cast(o.value as decimal(18, 8)) * cast(u.factor / iu.factor as decimal(20, 10)) as double precision)
    when u.base = iu.base then o.value * (u.factor / iu.factor)
  end as value,
  i.unit,
  case when o.value is null then '' when o.unit = i.unit then 'same' when u.base = iu.base then 'converted' else 'unknown' end as unit_status,
  o.value as value_read,
  o.unit as unit_read,
  o.value_raw,
  o.missing,
  (';' || o.flags || ';') not like '%;not-comparable;%' as comparable,
  o.flags,
  o.level,
  o.scope,
  o.report_id,
  o.source,
  o.report_year,
  coalesce(r.published, '') as published,
  {load_id} as load_id,
  o.observation_no,
  o.page
from {observations} as o
join indicators as i on i.indicator_code = o.indicator_code
left join reports as r on r.report_id = o.report_id and r.source = o.source
left join institution_names as n on n.name = o.institution
left join units as u on u.unit = o.unit
left join units as iu on iu.unit = i.unit

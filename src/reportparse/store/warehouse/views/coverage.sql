-- The years of a report are those that its tables print; where none was found, the year that it is about.
with years as (
  select distinct report_id, source, data_year from observations
  union
  select report_id, source, report_year from reports as r
  where status <> 'failed' and report_year is not null
    and not exists (select 1 from observations as o where o.report_id = r.report_id and o.source = r.source)
),
expected as (
  select y.report_id, y.source, y.data_year, e.edition, p.table_no, p.indicator_code
  from years as y
  join reports as r on r.report_id = y.report_id and r.source = y.source
  join editions as e on r.report_year >= e.first_year and r.report_year <= coalesce(e.last_year, 9999)
  join edition_indicators as p on p.edition = e.edition
  where p.indicator_code <> ''
),
found as (
  select * from (
    select m.*, row_number() over (
      partition by report_id, source, indicator_code, data_year
      order by case when value is null then 1 else 0 end, case when flags = '' then 0 else 1 end, observation_no
    ) as choice
    from measurements as m
  ) as chosen
  where choice = 1
)
select
  r.report_id,
  r.source,
  coalesce(n.institution, case when r.institution <> '' then r.institution else 'report ' || r.report_id end) as institution,
  case when r.scope in ('district', 'city', 'province') then r.level else '' end as population,
  r.report_year,
  coalesce(f.data_year, x.data_year) as data_year,
  coalesce(x.edition, '') as edition,
  i.indicator_code,
  i.name as indicator_name,
  coalesce(x.table_no, i.table_no) as table_no,
  case
    when f.report_id is null then 'absent'
    when f.value is not null then 'value'
    when f.unit_status = 'unknown' then 'unit_unknown'
    when f.missing <> '' then f.missing
    else 'unread'
  end as status
from expected as x
full join found as f
  on f.report_id = x.report_id and f.source = x.source and f.indicator_code = x.indicator_code and f.data_year = x.data_year
join reports as r on r.report_id = coalesce(f.report_id, x.report_id) and r.source = coalesce(f.source, x.source)
join indicators as i on i.indicator_code = coalesce(f.indicator_code, x.indicator_code)
left join institution_names as n on n.name = r.institution

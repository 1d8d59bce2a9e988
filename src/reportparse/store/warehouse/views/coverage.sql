-- What is expected and what was found are laid upon one another and counted off, not joined: a join of a million with a million rows is planned
-- badly where the planner has nothing to go by, and a question about one institution must read one institution only.
-- The years of a report are those that its tables print; where none was found, the year that it is about.
with years as not materialized (
  select distinct report_id, source, data_year from observations
  union all
  select report_id, source, report_year from reports as r
  where status <> 'failed' and report_year is not null
    and not exists (select 1 from observations as o where o.report_id = r.report_id and o.source = r.source)
),
printed as (
  select y.report_year, e.edition, p.indicator_code, p.table_no
  from (select distinct report_year from reports) as y
  join editions as e on y.report_year >= e.first_year and y.report_year <= coalesce(e.last_year, 9999)
  join edition_indicators as p on p.edition = e.edition and p.indicator_code <> ''
),
cells as not materialized (
  select
    r.report_id,
    r.source,
    coalesce(n.institution, case when r.institution <> '' then r.institution else 'report ' || r.report_id end) as institution,
    case when r.scope in ('district', 'city', 'province') then r.level else '' end as population,
    r.report_year,
    y.data_year,
    p.indicator_code,
    p.edition,
    p.table_no,
    'absent' as status,
    2 as choice
  from years as y
  join reports as r on r.report_id = y.report_id and r.source = y.source
  join printed as p on p.report_year = r.report_year
  left join institution_names as n on n.name = r.institution
  union all
  select
    report_id, source, institution, population, report_year, data_year, indicator_code, '', null,
    case
      when value is not null then 'value'
      when unit_status = 'unknown' then 'unit_unknown'
      when missing <> '' then missing
      else 'unread'
    end,
    case when value is not null then 0 else 1 end
  from measurements
),
counted as not materialized (
  select
    report_id, source, institution, population, report_year, data_year, indicator_code, status,
    max(edition) over same as edition, max(table_no) over same as table_no, row_number() over (same order by choice, status) as choice
  from cells
  window same as (partition by report_id, source, institution, population, indicator_code, data_year)
)
select
  c.report_id,
  c.source,
  c.institution,
  c.population,
  c.report_year,
  c.data_year,
  c.edition,
  c.indicator_code,
  i.name as indicator_name,
  coalesce(c.table_no, i.table_no) as table_no,
  c.status
from counted as c
join indicators as i on i.indicator_code = c.indicator_code
where c.choice = 1

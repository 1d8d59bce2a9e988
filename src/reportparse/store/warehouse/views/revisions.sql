-- What a report says of an indicator and a year is one row, as in latest; each is held against the one before it. A value in a unit that does
-- not convert is held against nothing. Not materialized: so that a question about one institution reads one institution.
with said as not materialized (
  select * from (
    select m.*, row_number() over (
      partition by report_id, institution, population, indicator_code, data_year
      order by case when value is null then 1 else 0 end, case when flags = '' then 0 else 1 end, observation_no
    ) as choice
    from measurements as m
    where unit_status <> 'unknown'
  ) as chosen
  where choice = 1
),
editions_said as not materialized (
  select
    said.*,
    lag(value) over following as old_value, lag(missing) over following as old_missing, lag(report_id) over following as old_report_id,
    lag(report_year) over following as old_report_year, lag(load_id) over following as old_load_id, lag(page) over following as old_page
  from said
  window following as (
    partition by institution, population, indicator_code, data_year order by report_year nulls first, published, load_id, report_id
  )
),
extractions as not materialized (
  select report_id, indicator_code, indicator_name, data_year, unit, institution, population, value, missing, report_year, load_id, page,
    1 as replaced, observation_no
  from replaced_measurements where unit_status <> 'unknown'
  union all
  select report_id, indicator_code, indicator_name, data_year, unit, institution, population, value, missing, report_year, load_id, page,
    0 as replaced, observation_no
  from said where report_id in (select report_id from replaced_observations)
),
extractions_said as not materialized (
  select
    extractions.*,
    lead(value) over following as new_value, lead(missing) over following as new_missing, lead(report_id) over following as new_report_id,
    lead(report_year) over following as new_report_year, lead(load_id) over following as new_load_id, lead(page) over following as new_page
  from extractions
  window following as (partition by report_id, indicator_code, data_year order by load_id, replaced desc, observation_no)
)
select
  case when report_year = old_report_year then 'copy' else 'edition' end as kind,
  institution, population, indicator_code, indicator_name, data_year, unit,
  old_value, value as new_value, value - old_value as difference, old_missing, missing as new_missing,
  old_report_id, report_id as new_report_id, old_report_year, report_year as new_report_year,
  old_load_id, load_id as new_load_id, old_page, page as new_page
from editions_said
where old_report_id is not null and value is distinct from old_value
union all
select
  'extraction', institution, population, indicator_code, indicator_name, data_year, unit,
  value, new_value, new_value - value, missing, coalesce(new_missing, ''),
  report_id, coalesce(new_report_id, report_id), report_year, coalesce(new_report_year, report_year),
  load_id, new_load_id, page, new_page
from extractions_said
where replaced = 1 and value is distinct from new_value

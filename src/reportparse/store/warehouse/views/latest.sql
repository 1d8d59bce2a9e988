-- A later edition that prints a dash does not unsay a number: those with a value go first. revisions shows that it did.
select
  institution, population, indicator_code, indicator_name, data_year, value, unit, unit_status, value_read, unit_read, value_raw, missing,
  comparable, flags, level, scope, report_id, source, report_year, published, load_id, observation_no, page
from (
  select m.*, row_number() over (
    partition by institution, population, indicator_code, data_year
    order by
      case when value is null then 1 else 0 end, report_year desc nulls last, published desc, load_id desc, report_id,
      case when flags = '' then 0 else 1 end, observation_no
  ) as choice
  from measurements as m
) as chosen
where choice = 1

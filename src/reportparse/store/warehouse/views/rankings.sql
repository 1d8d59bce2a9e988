-- A school and a province are not ranked against each other; neither is a value that means something else than the indicator does now.
select
  indicator_code, indicator_name, data_year, level, scope,
  rank() over (partition by indicator_code, data_year, level, scope order by value desc) as place,
  count(*) over (partition by indicator_code, data_year, level, scope) as ranked,
  institution, population, value, unit, flags
from latest
where value is not null and comparable

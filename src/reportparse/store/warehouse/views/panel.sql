-- A value that means something else than the indicator does now has no place in a series; latest has it.
select
  institution, population, max(level) as level, max(scope) as scope, data_year,
  count(case when flags <> '' then 1 end) as flagged{indicators}
from latest
where comparable
group by institution, population, data_year

with printed as (
  select
    p.indicator_code, e.edition, e.first_year, e.last_year, p.name, p.unit, p.comparable, p.note,
    lead(e.edition) over following as after_edition, lead(e.first_year) over following as first_year_after,
    lead(p.name) over following as after_name, lead(p.unit) over following as after_unit
  from edition_indicators as p
  join editions as e on e.edition = p.edition
  where p.indicator_code <> ''
  window following as (partition by p.indicator_code order by e.first_year)
)
select
  p.indicator_code,
  i.name as indicator_name,
  case when not p.comparable then 'meaning' when p.unit <> p.after_unit then 'unit' else 'renamed' end as kind,
  p.edition as before_edition,
  p.after_edition,
  p.last_year as last_year_before,
  p.first_year_after,
  p.name as before_name,
  p.after_name,
  p.unit as before_unit,
  p.after_unit,
  p.note
from printed as p
join indicators as i on i.indicator_code = p.indicator_code
where p.after_edition is not null and (not p.comparable or p.unit <> p.after_unit or p.name <> p.after_name)

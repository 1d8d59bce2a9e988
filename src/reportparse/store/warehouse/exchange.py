"""Rows of reports taken out and put in, as streams: the step of a load that moves the weight.

What was there and is not said any more goes to the tables of what was replaced. Rows are compared by what they say, not by where they stand
or how they were read: a newer program that finds the same value two points further left has nothing to add to history.
"""

from __future__ import annotations

from collections.abc import Mapping

from reportparse.catalogue.columns import load_contract
from reportparse.store.warehouse.compare import KEY, Standing
from reportparse.store.warehouse.database import Database, literal, names_joined
from reportparse.store.warehouse.runs import FACTS, RunFiles

_NUMBER = {"observations": "observation_no", "figures": "figure_no", "problems": "problem_no"}
# What a row says, as SQL that is never null, so that a database can hash it. The label counts only where no indicator stands for it.
_NOTHING = "-1e300"
_SAID = {
    "observations": {
        "report_id": "report_id",
        "indicator_code": "indicator_code",
        "label": "case when indicator_code = '' then name_raw else '' end",
        "data_year": "coalesce(data_year, -1)",
        "value": f"coalesce(value, {_NOTHING})",
        "missing": "missing",
        "unit": "unit",
    },
    "figures": {
        "report_id": "report_id",
        "measure": "measure",
        "value": f"coalesce(value, {_NOTHING})",
        "value_max": f"coalesce(value_max, {_NOTHING})",
        "bound": "bound",
        "unit": "unit",
        "sentence": "sentence",
        "data_year": "coalesce(data_year, -1)",
    },
}
_TAKEN, _SPANS, _INCOMING = "reportparse_taken", "reportparse_spans", "reportparse_incoming"
# Below this a database's own statistics are near enough.
_MANY = 10_000


def exchange_reports(database: Database, run: RunFiles, load_id: int, taken: Mapping[str, Standing]) -> None:
    """Put all rows of the reports in `taken` in the place of those that stand."""
    if not taken:
        return
    import pyarrow as pa

    sources = [(key, one.report_id, source, one.content) for key, one in taken.items() for source in one.sources]
    columns = dict(zip(("report_key", "report_id", "source", "content"), map(list, zip(*sources, strict=True)), strict=True))
    database.share(_TAKEN, pa.table(columns))
    for table in _SAID:
        _remember_replaced(database, run, table, load_id)
    _delete_standing(database)
    for table in FACTS:
        _insert_facts(database, run, table)
    _insert_reports(database, run, load_id)
    for table in FACTS:
        if sum(one.rows.get(table, 0) for one in taken.values()) > _MANY:
            database.gathered(table)


def _remember_replaced(database: Database, run: RunFiles, table: str, load_id: int) -> None:
    """Keep the standing rows that the run does not say again."""
    ours = f"report_id in (select report_id from {_TAKEN} where report_id <> '')"
    if not database.rows(f"select 1 from {table} where {ours} limit 1"):
        return
    said = ", ".join(f"{expression} as {name}" for name, expression in _SAID[table].items())
    database.stash(_INCOMING, f"select {said} from {run.rows[table]} where {ours}")
    same = " and ".join(f"i.{name} = o.said_{name}" for name in _SAID[table])
    standing = ", ".join(f"{expression} as said_{name}" for name, expression in _SAID[table].items())
    kept = names_joined([column.name for column in load_contract()[table].columns] + [_NUMBER[table]])
    database.run(
        f"insert into replaced_{table} ({kept}, loaded_by, replaced_by) "
        f"select {kept}, (select max(r.load_id) from reports as r where r.report_id = o.report_id), {load_id} "
        f"from (select *, {standing} from {table} where {ours}) as o where not exists (select 1 from {_INCOMING} as i where {same})"
    )


def _delete_standing(database: Database) -> None:
    """Take out what the taken reports gave before, and the failures of paths that can be read now."""
    for table in (*FACTS, "reports"):
        database.run(f"delete from {table} where report_id <> '' and report_id in (select report_id from {_TAKEN})")
        database.run(f"delete from {table} where report_id = '' and source in (select source from {_TAKEN})")


def _insert_facts(database: Database, run: RunFiles, table: str) -> None:
    """Stream the rows in. A row's number is its place among those of its report: the files are asked first where each report begins."""
    database.reader.execute(
        f"create or replace temp table {_SPANS} as select report_key, file_name, first_row - coalesce(sum(span) over "
        f"(partition by report_key order by file_name rows between unbounded preceding and 1 preceding), 0) - 1 as rows_before from ("
        f"select {KEY} as report_key, file_name, min(file_row_number) as first_row, "
        f"max(file_row_number) - min(file_row_number) + 1 as span "
        f"from {run.rows[table]} where {KEY} in (select report_key from {_TAKEN}) group by 1, 2)"
    ).fetchall()
    names = [column.name for column in load_contract()[table].columns]
    query = (
        f"select {', '.join(f't.{name}' for name in names)}, cast(t.file_row_number - s.rows_before as bigint) as {_NUMBER[table]} "
        f"from (select *, {KEY} as report_key from {run.rows[table]}) as t "
        f"join {_SPANS} as s on s.report_key = t.report_key and s.file_name = t.file_name"
    )
    database.stream(table, [*names, _NUMBER[table]], query)


def _insert_reports(database: Database, run: RunFiles, load_id: int) -> None:
    names = [column.name for column in load_contract()["reports"].columns]
    query = (
        f"select {', '.join(f't.{name}' for name in names)}, cast({load_id} as bigint) as load_id, {literal(run.started)} as run_started, "
        f"{literal(run.catalogue)} as run_catalogue, k.content from {run.rows['reports']} as t "
        f"join {_TAKEN} as k on k.report_id = t.report_id and k.source = t.source"
    )
    database.stream("reports", [*names, "load_id", "run_started", "run_catalogue", "content"], query)

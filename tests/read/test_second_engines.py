"""The other readers see what is drawn, where it is drawn, and say it as grids of ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from drawn import HEIGHT, WIDTH, pdf_drawn, write
from reportparse.model import Grid, Place
from reportparse.read import read_document, read_grids
from reportparse.read.cells import Reader, grid_from_boxes
from reportparse.read.frame import shift_of_crop

EDGES = (40.0, 180.0, 230.0, 290.0, 350.0)
TOP, PITCH = 120.0, 20.0
ROWS = (("指标", "单位", "2023年", "2024年"), ("毕业生人数", "人", "412", "398"), ("月收入", "元", "5120.50", "—"))
WHOLE = Place(1, (0.0, 0.0, WIDTH, HEIGHT))
ENGINES = ("pdfplumber", "camelot")


def table_drawn(canvas: Canvas, rows: Sequence[Sequence[str]] = ROWS, *, ruled: bool = True) -> None:
    for number, row in enumerate(rows):
        for left, text in zip(EDGES, row, strict=False):
            write(canvas, text, left + 5, TOP + number * PITCH + 14)
    if ruled:
        for number in range(len(rows) + 1):
            canvas.line(EDGES[0], HEIGHT - TOP - number * PITCH, EDGES[-1], HEIGHT - TOP - number * PITCH)
        for edge in EDGES:
            canvas.line(edge, HEIGHT - TOP, edge, HEIGHT - TOP - len(rows) * PITCH)


def the_grid(source: str, engine: str, place: Place = WHOLE) -> Grid:
    outcome = read_grids(source, engine, [place])
    assert outcome.problems == ()
    assert len(outcome.items) == 1, [grid.place for grid in outcome.items]
    return outcome.items[0]


def texts(grid: Grid) -> list[list[str]]:
    slots = [[""] * grid.n_columns for _ in range(grid.n_rows)]
    for cell in grid.cells:
        slots[cell.row][cell.column] = "".join(cell.text.split())
    return slots


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[..., str]:
    def draw(*pages: Callable[[Canvas], None], **knobs: object) -> str:
        return pdf_drawn(tmp_path / "a.pdf", *pages, **knobs)

    return draw


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ruled_table_is_read_cell_by_cell(drawn, engine):
    grid = the_grid(drawn(table_drawn), engine)
    assert texts(grid) == [list(row) for row in ROWS]
    assert grid.engine == engine
    for cell in grid.cells:
        x0, top, x1, bottom = cell.place.box
        assert (x0, x1) == pytest.approx((EDGES[cell.column], EDGES[cell.column + 1]), abs=1.5)
        assert (top, bottom) == pytest.approx((TOP + PITCH * cell.row, TOP + PITCH * (cell.row + 1)), abs=1.5)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_without_rules_is_read_within_its_box(drawn, engine):
    many = (*ROWS, ("专业数量", "个", "12", "13"), ("专任教师数", "人", "102", "96"))
    source = drawn(lambda canvas: table_drawn(canvas, many, ruled=False))
    grid = the_grid(source, engine, Place(1, (EDGES[0] - 10, TOP - 5, EDGES[-1] + 10, TOP + 5 * PITCH + 5)))
    assert grid.method == "aligned"
    found = {text for row in texts(grid) for text in row}
    assert {"412", "398", "12", "13", "102", "96", "5120.50"} <= found


@pytest.mark.parametrize("engine", ENGINES)
def test_merged_cells_have_spans(drawn, engine):
    def merged(canvas: Canvas) -> None:
        level = ((40, 100, 340), (40, 180, 340), (140, 140, 340))
        upright = ((40, 100, 180), (140, 100, 180), (340, 100, 180), (240, 140, 180))
        for x0, y, x1 in level:
            canvas.line(x0, HEIGHT - y, x1, HEIGHT - y)
        for x, top, bottom in upright:
            canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)
        write(canvas, "课程总数", 50, 145)
        write(canvas, "2024年数据", 200, 125)
        write(canvas, "门", 180, 165)
        write(canvas, "31", 280, 165)

    grid = the_grid(drawn(merged), engine)
    spans = {"".join(cell.text.split()): (cell.row_span, cell.column_span) for cell in grid.cells if cell.text}
    assert spans == {"课程总数": (2, 1), "2024年数据": (1, 2), "门": (1, 1), "31": (1, 1)}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_are_those_of_the_page_as_shown(drawn, engine, turn):
    """The page is cropped to half, and turned by a viewer: the cell of 412 stands where pdfium says that its digits are."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.setCropBox((20, 30, WIDTH - 10, HEIGHT - 40))
        if turn:  # so that it stands upright for the viewer
            canvas.translate(*{90: (WIDTH, 0), 180: (WIDTH, HEIGHT), 270: (0, HEIGHT)}[turn])
            canvas.rotate(turn)
            canvas.translate(0, {90: WIDTH - HEIGHT, 180: 0, 270: WIDTH - HEIGHT}[turn])
        table_drawn(canvas)

    source = drawn(draw)
    page = read_document(source).pages[0]
    at = page.glyphs.text.index("412")
    x0, top, x1, bottom = page.glyphs.boxes[at].tolist()
    grid = the_grid(source, engine, Place(1, (0.0, 0.0, page.width, page.height)))
    cell = next(cell for cell in grid.cells if cell.text.strip() == "412")
    left, upper, right, lower = cell.place.box
    assert left < (x0 + x1) / 2 < right and upper < (top + bottom) / 2 < lower


def test_a_watermark_stands_in_no_cell(drawn):
    def draw(canvas: Canvas) -> None:
        table_drawn(canvas)
        canvas.saveState()
        canvas.translate(120, HEIGHT - 190)
        canvas.rotate(35)
        write(canvas, "内部资料", 0, HEIGHT, size=24)
        canvas.restoreState()

    assert texts(the_grid(drawn(draw), "pdfplumber")) == [list(row) for row in ROWS]


@pytest.mark.parametrize("engine", ENGINES)
def test_bold_that_is_printed_twice_is_read_once(drawn, engine):
    def draw(canvas: Canvas) -> None:
        table_drawn(canvas)
        canvas.translate(0.3, 0)
        table_drawn(canvas, ruled=False)

    assert texts(the_grid(drawn(draw), engine))[1:] == [list(row) for row in ROWS[1:]]


@pytest.mark.parametrize("engine", ENGINES)
def test_only_the_pages_asked_for_are_read(drawn, engine):
    source = drawn(table_drawn, table_drawn, table_drawn)
    found = read_grids(source, engine, [Place(2, WHOLE.box)])
    assert {grid.place.page for grid in found.items} == {2}


def test_nothing_is_asked_where_nothing_is_to_be_seen():
    assert read_grids("nowhere.pdf", "camelot", []).problems == ()


def test_a_report_that_holds_imports_no_other_reader(root):
    report = root / "fixtures" / "reports" / "qingze-grid.pdf"
    code = (
        "import sys, reportparse; report = reportparse.parse(sys.argv[1]);"
        "assert len(report.observations) == 246; sys.exit(bool({'pdfplumber', 'camelot', 'pandas'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(report)], check=False, timeout=120).returncode == 0


@pytest.mark.parametrize(("rotation", "shift"), [(0, (10, 40)), (90, (20, 10)), (180, (30, 20)), (270, (40, 30)), (360, (10, 40))])
def test_a_crop_shifts_what_is_shown(rotation, shift):
    assert shift_of_crop((5, 5, 605, 805), (15, 25, 575, 765), rotation) == shift


boxes = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 4), st.integers(1, 4)).map(
    lambda at: (at[0] * 30.0, at[1] * 20.0, (at[0] + at[2]) * 30.0, (at[1] + at[3]) * 20.0)
)


@given(st.lists(boxes, min_size=1, max_size=12))
def test_whatever_boxes_a_reader_gives_each_slot_is_covered_once(given_boxes):
    grid = grid_from_boxes(given_boxes, lambda box: "x", Reader("anybody", "ruled", 1))
    if grid is None:
        return
    covered = [
        (row, column)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(covered) == [(row, column) for row in range(grid.n_rows) for column in range(grid.n_columns)]

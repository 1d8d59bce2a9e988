"""Tables that do not hold are read by somebody else, if somebody else reads them better; what nobody reads is said, and kept."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from drawn import HEIGHT, pdf_drawn, write
from reportparse import pipeline, rereading
from reportparse.model import Cell, Document, Glyphs, Grid, Outcome, Page, Place, Report, Rules, Settings

FIXTURES = Path(__file__).parents[1] / "fixtures"
NO_OCR = Settings(ocr=False)
Damage = Callable[[Page], Page]


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch) -> Callable[[Damage], None]:
    """What pdfium gives of the pages with tables is damaged; the file is whole."""

    def damaging(damage: Damage) -> None:
        whole = pipeline.read_document

        def read(source: str, **knobs: object) -> Document:
            document = whole(source, **knobs)  # type: ignore[arg-type]
            tables = pipeline.assemble_paper(document, pipeline.load_catalogue()).tables
            pages = {cell.place.page for table in tables for row in table.rows for cell in row}
            return replace(document, pages=tuple(damage(page) if page.number in pages else page for page in document.pages))

        monkeypatch.setattr(pipeline, "read_document", read)

    return damaging


def text_garbled(page: Page) -> Page:
    return replace(page, kind="garbled", glyphs=replace(page.glyphs, text="".join(chr(0xE000 + ord(c) % 6000) for c in page.glyphs.text)))


def tables_lost(page: Page) -> Page:
    """As if a table were a drawing to pdfium: what is set in columns is gone, captions and prose stay."""
    glyphs = page.glyphs
    levels, counts = np.unique(np.round(glyphs.baselines), return_counts=True)
    digits = np.array([c.isdigit() or c in "—%年" for c in glyphs.text])
    captions = [level for level in levels if "表" in "".join(np.array(list(glyphs.text))[np.round(glyphs.baselines) == level].tolist())]
    kept = np.isin(np.round(glyphs.baselines), captions) & (len(counts) > 0) & (digits | ~digits)
    text = "".join(np.array(list(glyphs.text))[kept].tolist())
    nothing = Rules(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.float32))
    return replace(page, glyphs=Glyphs(text, glyphs.boxes[kept], glyphs.baselines[kept]), rules=nothing)


def truth_of(name: str) -> dict[tuple[str, int], str]:
    """What is printed, by code and year."""
    with (FIXTURES / "truth" / f"{name}.tables.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {(row["code"], int(row["key"])): row["value_raw"] for row in csv.DictReader(lines) if row["code"] and row["key"].isdigit()}


def share_right(report: Report, name: str) -> tuple[float, float]:
    """Of what is printed the share that was found; of what was found the share that is right."""
    truth = truth_of(name)
    found = {(row.indicator_code, row.data_year): row.value_raw for row in report.observations if row.indicator_code}
    right = sum("".join(truth.get(key, "?").split()) == "".join(text.split()) for key, text in found.items())
    return right / len(truth), right / max(len(found), 1)


@pytest.mark.parametrize("name", ["qingze-grid", "songning-merged", "lanchuan-three-line"])
def test_pages_whose_text_means_nothing_are_read_by_another_reader(name, damaged):
    damaged(text_garbled)
    report = pipeline.parse_report(str(FIXTURES / "reports" / f"{name}.pdf"), NO_OCR)
    recall, precision = share_right(report, name)
    assert recall > 0.6 and precision > 0.95
    assert {row.engine for row in report.observations} <= {"pdfplumber", "camelot"}
    assert all("engine-replaced" in row.flags for row in report.observations)
    replaced = [problem for problem in report.problems if problem.code == "engine-replaced"]
    assert replaced and all(problem.place and problem.severity == "note" for problem in replaced)


def test_a_caption_without_a_table_has_it_looked_for(damaged):
    damaged(tables_lost)
    report = pipeline.parse_report(str(FIXTURES / "reports" / "qingze-grid.pdf"), NO_OCR)
    recall, precision = share_right(report, "qingze-grid")
    assert recall > 0.5 and precision > 0.95
    assert {row.engine for row in report.observations} <= {"pdfplumber", "camelot"}


def grid_of(rows: list[list[str]], page: int, engine: str = "liar") -> Grid:
    cells = [
        Cell(text, number, column, place=Place(page, (50.0 + 100 * column, 100.0 + 20 * number, 150.0 + 100 * column, 120.0 + 20 * number)))
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
    ]
    return Grid(len(rows), len(rows[0]), tuple(cells), engine, "ruled", Place(page, (50.0, 100.0, 50.0 + 100 * len(rows[0]), 700.0)))


LIES = {
    "garbage": [["指标", "单位", "2023年", "2024年"], *([["锟斤拷烫烫烫", "屯", "葺葺", "葺葺"]] * 30)],
    "prose": [["指标", "单位", "2023年", "2024年"], *([["学校坚持", "立德树人", "根本任务", "不断深化"]] * 30)],
    "one row again and again": [["指标", "单位", "2023年", "2024年"], *([["毕业生人数", "人", "1", "2"]] * 40)],
    "nothing": [["", ""], ["", ""]],
}


@pytest.mark.parametrize("lie", LIES)
def test_a_reader_that_lies_loses(lie, damaged, monkeypatch):
    """One table of the report is made doubtful, and what the others say of it is worth less than what stands."""
    source = str(FIXTURES / "reports" / "qingze-grid.pdf")
    seen: list[int] = []

    def names_half_lost(page: Page) -> Page:
        seen.append(page.number)
        letters = [chr(0x4E00 + ord(c) % 97) if number % 2 and "一" <= c <= "鿿" else c for number, c in enumerate(page.glyphs.text)]
        return replace(page, glyphs=replace(page.glyphs, text="".join(letters))) if page.number == seen[-1] == min(seen) + 1 else page

    damaged(names_half_lost)
    monkeypatch.setattr(rereading, "read_grids", lambda *_: Outcome(()))
    alone = pipeline.parse_report(source, NO_OCR)
    assert len(alone.observations) > 150
    monkeypatch.setattr(rereading, "read_grids", lambda _source, _engine, places, _password: Outcome(
        tuple(grid_of(LIES[lie], page) for page in sorted({place.page for place in places}))))
    report = pipeline.parse_report(source, NO_OCR)
    assert report.observations == alone.observations
    assert "engine-replaced" not in {problem.code for problem in report.problems}


# Tables that nobody can make out.


def prose(canvas: Canvas) -> None:
    write(canvas, "云岭市职业教育中心质量年度报告（2024年度）", 60, 60, size=14)
    for number in range(6):
        write(canvas, "学校坚持立德树人根本任务，不断深化产教融合，办学质量稳步提升。", 40, 100 + 16 * number)


def caption(canvas: Canvas) -> None:
    write(canvas, "表1 人才培养质量计分卡", 120, 100)


def grid_drawn(canvas: Canvas, rows: list[list[str]], lefts: tuple[float, ...] = (40, 200, 240, 300, 360)) -> None:
    for number, row in enumerate(rows):
        for left, text in zip(lefts, row, strict=False):
            write(canvas, text, left + 4, 134 + 20 * number)
    for number in range(len(rows) + 1):
        canvas.line(lefts[0], HEIGHT - 120 - 20 * number, lefts[len(rows[0])], HEIGHT - 120 - 20 * number)
    for left in lefts[: len(rows[0]) + 1]:
        canvas.line(left, HEIGHT - 120, left, HEIGHT - 120 - 20 * len(rows))


def test_a_caption_followed_by_a_picture_is_a_problem_with_its_place(tmp_path):
    def page(canvas: Canvas) -> None:
        caption(canvas)
        picture = Image.new("RGB", (300, 200), "white")
        picture.putpixel((3, 3), (0, 0, 0))
        canvas.drawImage(ImageReader(picture), 40, 200, 300, 200)
        write(canvas, "上图为学校2024年毕业生412人的去向，详情请见学校网站公开栏目。", 40, 520)

    report = pipeline.parse_report(pdf_drawn(tmp_path / "a.pdf", prose, page), NO_OCR)
    (problem,) = [problem for problem in report.problems if problem.code == "caption-without-grid"]
    assert problem.place is not None and problem.place.page == 2 and problem.place.box[1] < 100 < problem.place.box[3] + 2
    assert "人才培养质量计分卡" in problem.message
    assert report.observations == () and any(figure.value == 412 for figure in report.figures)


def test_a_grid_without_header_and_known_rows_is_kept_unmatched(tmp_path):
    rows = [["甲乙丙丁戊", "3", "12", "14"], ["己庚辛壬癸", "4", "15", "17"], ["子丑寅卯辰", "1", "9.5", "8"]]
    report = pipeline.parse_report(pdf_drawn(tmp_path / "a.pdf", prose, lambda c: (caption(c), grid_drawn(c, rows))), NO_OCR)
    assert [(row.name_raw, row.value_raw) for row in report.observations] == [(row[0], text) for row in rows for text in row[1:]]
    assert all(row.indicator_code == "" and "unmatched-row" in row.flags and row.place.page == 2 for row in report.observations)
    unclear = [problem for problem in report.problems if problem.code == "header-unclear"]
    assert len(unclear) == 1 and unclear[0].place is not None and unclear[0].place.page == 2
    assert unclear[0].place.box == pytest.approx((40, 120, 360, 180), abs=1.5)


def test_known_rows_without_header_are_told_with_a_year_that_is_flagged(tmp_path):
    rows = [["毕业生人数", "人", "12", "14"], ["毕业去向落实人数", "人", "11", "13"], ["其中：升学人数", "人", "9", "8"]]
    report = pipeline.parse_report(pdf_drawn(tmp_path / "a.pdf", prose, lambda c: (caption(c), grid_drawn(c, rows))), NO_OCR)
    found = [(row.indicator_name, row.data_year, row.value) for row in report.observations if row.row_no == 1]
    assert found == [("毕业生人数", 2023, 12.0), ("毕业生人数", 2024, 14.0)]
    assert all("year-unclear" in row.flags for row in report.observations)


def test_a_table_of_no_appendix_without_header_is_left_alone(tmp_path):
    rows = [["甲", "乙", "12", "14"], ["丙", "丁", "15", "17"]]
    report = pipeline.parse_report(pdf_drawn(tmp_path / "a.pdf", prose, lambda c: grid_drawn(c, rows)), NO_OCR)
    assert report.observations == ()

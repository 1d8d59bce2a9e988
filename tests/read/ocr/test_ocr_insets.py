"""Tables that stand as pictures in pages of text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import reportparse
from drawn import Draw, pdf_drawn, write
from read.ocr.paper import part_drawn
from reportparse.model import Settings
from reportparse.opinions.insets import boxes_joined
from reportparse.read import ocr

PROSE = "本校在校生规模保持1200人，专业设置与区域产业对接，教学质量稳步提高。"
TABLE = part_drawn("qingze-grid", 5, (60, 110, 540, 230))  # the header and the first rows of the first table


def page_of_text(
    tmp_path: Path,
    picture: np.ndarray,
    *,
    strips: int = 1,
    over: str = "",
    caption: str = "表1 人才培养质量计分卡",
    more: tuple[Draw, ...] = (),
) -> str:
    """Prose, a caption, the picture below it, and prose again; `over` is written across the picture, `more` are pages behind it."""

    def draw(canvas):
        for line in range(3):
            write(canvas, PROSE, 20, 60 + 16 * line)
            write(canvas, PROSE, 20, 420 + 16 * line)
        write(canvas, caption, 130, 140)
        for number, strip in enumerate(np.array_split(picture, strips)):
            canvas.drawInlineImage(Image.fromarray(strip), 20, 600 - 150 - 150 * (number + 1) / strips, 360, 150 / strips)
        for line in range(4 if over else 0):
            write(canvas, over, 30, 180 + 20 * line)

    return pdf_drawn(tmp_path / "inset.pdf", draw, *more)


def photograph() -> np.ndarray:
    noise = np.random.default_rng(0).normal(0, 1, (30, 72)).cumsum(axis=1)
    return np.kron(np.clip(120 + 12 * noise, 0, 255), np.ones((10, 10))).astype(np.uint8)


def cells(report: reportparse.Report) -> list[tuple[str, int | None, str, str]]:
    return [(row.name_raw, row.data_year, row.value_raw, row.engine) for row in report.observations]


@pytest.mark.parametrize("strips", [1, 5])
def test_a_table_pasted_as_a_picture_is_read_where_it_stands(tmp_path, strips):
    report = reportparse.parse(page_of_text(tmp_path, TABLE, strips=strips))
    assert cells(report)[:4] == [
        ("毕业生人数", 2023, "840", "ocr"),
        ("毕业生人数", 2024, "845", "ocr"),
        ("毕业去向落实人数", 2023, "792", "ocr"),
        ("毕业去向落实人数", 2024, "834", "ocr"),
    ]
    x0, top, x1, bottom = report.observations[0].place.box
    assert 150 < top < bottom < 300 and 20 < x0 < x1 < 380
    assert report.kind == "mixed" and report.status == "ok"
    assert not [problem for problem in report.problems if problem.code == "caption-without-grid"]


def test_the_text_around_it_is_as_it_was(tmp_path):
    report = reportparse.parse(page_of_text(tmp_path, TABLE))
    assert [(figure.quote, figure.flags) for figure in report.figures] == [("1200人", ())] * 6


def test_where_tables_are_text_a_picture_among_prose_that_announces_none_is_not_read(tmp_path):
    rows = [
        ("毕业去向落实人数", "834"), ("升入本科人数", "12"), ("自主创业率", "1.20"), ("在校生满意度", "96.10"), ("家长满意度", "95.00"),
        ("专任教师总数", "212"), ("班主任人数", "40"), ("教职工总数", "260"), ("年实习专项经费", "31"), ("专业群数量", "4"),
    ]  # fmt: skip

    def table(canvas):
        write(canvas, "附表", 180, 50)
        for line, (name, figure) in enumerate(rows):
            write(canvas, name, 40, 80 + 16 * line)
            write(canvas, figure, 300, 80 + 16 * line)

    kinds = [reportparse.parse(page_of_text(tmp_path, TABLE, caption="图1 校园一角", more=more)).kind for more in ((), (table,))]
    assert kinds == ["mixed", "text"]


def page_of_picture(tmp_path: Path, picture: np.ndarray) -> str:
    """A running head, the picture, a page number."""

    def draw(canvas):
        write(canvas, "某县职业教育质量年度报告（2024年度）　附录　人才培养、教学资源与服务贡献", 20, 30)
        canvas.drawInlineImage(Image.fromarray(picture), 20, 300, 360, 360 * picture.shape[0] / picture.shape[1])
        write(canvas, "23", 190, 580)

    return pdf_drawn(tmp_path / "filled.pdf", draw)


@pytest.mark.parametrize("top", [95, 112])  # with its caption in the picture, and without any
def test_a_page_of_nothing_but_a_picture_of_a_table_is_read(tmp_path, top):
    report = reportparse.parse(page_of_picture(tmp_path, part_drawn("qingze-grid", 5, (60, top, 540, 230))))
    assert ("毕业去向落实人数", 2024, "834", "ocr") in cells(report) and report.kind == "mixed"


def test_a_picture_of_another_table_adds_nothing_to_its_page(tmp_path):
    other = np.full((400, 800), 255, np.uint8)
    other[20:400:60] = other[:, 10:800:195] = 0
    report = reportparse.parse(page_of_picture(tmp_path, other))
    assert not report.observations and report.kind == "text"


def test_photographs_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("reportparse.read.ocr.pages.pages_from_picture", lambda *_: pytest.fail("a photograph was read"))
    path = page_of_picture(tmp_path, photograph())
    report = reportparse.parse(path)
    assert report.kind == "text" and not [problem for problem in report.problems if problem.code == "picture-page"]


def test_a_report_without_any_table_as_text_is_searched_for_pictures(tmp_path):
    report = reportparse.parse(page_of_text(tmp_path, part_drawn("qingze-grid", 5, (60, 95, 540, 230)), caption="附表如下："))
    assert ("毕业去向落实人数", 2024, "834", "ocr") in cells(report)
    assert [figure.quote for figure in report.figures] == ["1200人"] * 6


@pytest.mark.parametrize("settings", [Settings(), Settings(ocr=False)])
def test_what_is_not_read_is_said(tmp_path, monkeypatch, settings):
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    monkeypatch.setattr("reportparse.read.insets.is_installed", lambda: False)
    report = reportparse.parse(page_of_text(tmp_path, TABLE), settings=settings)
    said = [problem for problem in report.problems if "page 1: a picture where a table is announced; not read" in problem.message]
    assert len(said) == 1 and report.status == "partial"
    assert said[0].code == ("missing-extra" if settings.ocr else "picture-page")


def test_a_photograph_below_a_caption_adds_nothing(tmp_path):
    report = reportparse.parse(page_of_text(tmp_path, photograph()))
    assert not report.observations and [problem.code for problem in report.problems].count("caption-without-grid") == 1


def test_paper_with_a_pattern_is_not_read_twice(tmp_path):
    report = reportparse.parse(page_of_text(tmp_path, TABLE, over="共有教师120人，学生2000人。"))
    assert [figure.quote for figure in report.figures] == ["1200人"] * 3 + ["120人", "2000人"] * 4 + ["1200人"] * 3
    assert not [row for row in report.observations if row.engine == "ocr"]


def test_pieces_of_one_picture_are_one_box():
    strips = [(50.0, top, 500.0, top + 40.0) for top in (181.0, 100.0, 140.5)]
    other = (60.0, 300.0, 90.0, 330.0)
    assert boxes_joined([*strips, other]) == [(50.0, 100.0, 500.0, 221.0), other]

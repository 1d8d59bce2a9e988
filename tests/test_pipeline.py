"""The whole corridor: what `reportparse.parse` promises of any report."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

import reportparse
from reportparse.errors import LimitError
from reportparse.model import Document, Settings
from reportparse.pipeline import find_tables, parse_report


@pytest.fixture
def report(root: Path) -> reportparse.Report:
    return reportparse.parse(root / "fixtures" / "reports" / "qingze-grid.pdf")


def test_a_report_knows_its_file_and_its_author(report):
    assert report.source.endswith("qingze-grid.pdf") and report.report_id == report.sha256[:16]
    assert (report.status, report.kind, report.pages, report.tables) == ("ok", "text", 9, 6)
    assert (report.identity.institution, report.identity.report_year) == ("青泽县职业技术教育中心", 2024)
    assert report.seconds > 0


def test_the_same_file_gives_the_same_report(report, root):
    assert reportparse.parse(root / "fixtures" / "reports" / "qingze-grid.pdf") == report
    assert reportparse.parse(str(root / "fixtures" / "reports" / "qingze-grid.pdf")).observations == report.observations


def test_a_report_can_be_sent_to_another_process(report):
    assert pickle.loads(pickle.dumps(report)) == report


def test_a_report_cannot_be_changed(report):
    with pytest.raises(FrozenInstanceError):
        report.status = "failed"
    with pytest.raises(FrozenInstanceError):
        report.observations[0].value = 1.0


def test_rows_are_told_apart_by_what_they_say_not_by_where_they_stand(report):
    row = report.observations[0]
    assert replace(row, place=reportparse.Place(99, (0, 0, 1, 1))) == row
    assert replace(row, value=-1.0) != row


def test_rows_come_in_printed_order(report):
    places = [(row.place.page, row.place.box[1]) for row in report.observations if row.data_year == 2024]
    assert places == sorted(places)


def test_frames_hold_what_the_report_holds(report):
    frames = report.to_frames()
    assert set(frames) == {"observations", "figures", "problems", "reports"}
    assert len(frames["observations"]) == len(report.observations) == 246
    assert frames["observations"]["value"].iloc[0] == report.observations[0].value


def test_settings_are_kept_to(root):
    path = str(root / "fixtures" / "reports" / "qingze-grid.pdf")
    with pytest.raises(LimitError):
        parse_report(path, Settings(page_limit=3))
    assert {grid.place.page for grid in find_tables(path, Settings(), pages={6, 7})} == {6, 7}


def test_a_report_prints_on_a_line_or_two(root):
    report = reportparse.parse(root / "fixtures" / "reports" / "qingze-grid.pdf")
    assert "青泽县职业技术教育中心" in repr(report) and len(repr(report)) < 600


def test_a_password_is_in_no_repr(root):
    settings = Settings(password="sesame")
    assert "sesame" not in repr(settings)
    report = reportparse.parse(root / "fixtures" / "bad" / "encrypted.pdf", password="fixture")
    assert report.status == "ok" and "fixture" not in repr(replace(report, source=""))


def test_a_page_that_cannot_be_read_makes_the_report_partial(monkeypatch, root):
    from reportparse import pipeline

    whole: Callable[..., Document] = pipeline.read_document

    def damaged(source: str, **knobs: object) -> Document:
        document = whole(source, **knobs)
        problem = reportparse.Problem("page-unreadable", "error", "page 1 is damaged and was left out")
        return replace(document, pages=document.pages[1:], problems=(problem,))

    monkeypatch.setattr(pipeline, "read_document", damaged)
    report = reportparse.parse(root / "fixtures" / "reports" / "qingze-grid.pdf")
    assert report.status == "partial" and len(report.observations) == 246
    assert report.problems[0].code == "page-unreadable"


def test_the_front_door_names_what_it_gives():
    assert all(hasattr(reportparse, name) for name in reportparse.__all__)
    with pytest.raises(AttributeError, match="no attribute"):
        reportparse.nothing  # noqa: B018

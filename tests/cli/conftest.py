"""A pipeline that answers by a file's name instead of reading it: the command line alone is under test here."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from invented import report

from reportparse.errors import CatalogueError, EncryptedError, MalformedError
from reportparse.model import Cell, Grid, Place, Report, Settings


def parse_report(source: str, settings: Settings) -> Report:
    match Path(source).stem:
        case "encrypted" if settings.password != "sesame":
            raise EncryptedError(source, "is encrypted", "give the password with --password")
        case "broken":
            raise MalformedError(source, "is damaged and cannot be opened", "download it again")
        case "bug":
            raise ZeroDivisionError("division\nby zero")
        case "catalogue":
            raise CatalogueError("aliases.yaml", "row 3 has no name", "give it one")
        case "quiet":
            return report(source=source, report_id="0" * 16, problems=())
        case "twin":
            return report(source=source)
    return report(source=source)


def find_tables(source: str, settings: Settings, *, pages: tuple[int, ...] | None = None) -> tuple[Grid, ...]:
    def cell(row: int, column: int, text: str, **spans: int) -> Cell:
        return Cell(text, row, column, place=Place(3, (1.0, 2.0, 3.0, 4.0)), **spans)  # type: ignore[arg-type]

    first = (cell(0, 0, "学校", row_span=2), cell(0, 1, "=1+1"), cell(1, 1, "-"))
    grids = (
        Grid(2, 2, first, "pdfium", "ruled", Place(3, (1.0, 2.0, 30.0, 40.0))),
        Grid(1, 1, (cell(0, 0, "x"),), "pdfium", "aligned", Place(3, (1.0, 50.0, 30.0, 60.0))),
        Grid(1, 1, (cell(0, 0, "y"),), "pdfium", "aligned", Place(7, (1.0, 50.0, 30.0, 60.0))),
    )
    return tuple(grid for grid in grids if pages is None or grid.place.page in pages)


@pytest.fixture(autouse=True)
def invented_pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Work in an empty folder, where every report is an invented one."""
    pipeline = ModuleType("reportparse.pipeline")
    pipeline.parse_report, pipeline.find_tables = parse_report, find_tables  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "reportparse.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)
    return tmp_path

"""A page is missing, or two stand the wrong way round: rows may be lost then, but no value stands under a wrong year or name in silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

import reportparse
from reportparse.model import Observation

REPORTS = ("heming-borderless", "lanchuan-three-line", "luojin-aliases", "qingze-grid", "songning-merged", "zhangqiao-older")


def orders(first: int, pages: int) -> Iterator[list[int]]:
    """Each page of the tables left out once, and changed with the next once."""
    for page in range(first - 1, pages):
        yield [other for other in range(pages) if other != page]
    for page in range(first - 1, pages - 1):
        yield [*range(page), page + 1, page, *range(page + 2, pages)]


def said(row: Observation) -> tuple[object, ...]:
    return row.value, row.missing, row.unit


@pytest.mark.parametrize("name", REPORTS)
def test_no_value_is_wrong_in_silence(root: Path, tmp_path: Path, name: str) -> None:
    source = root / "fixtures" / "reports" / f"{name}.pdf"
    whole = reportparse.parse(source)
    known = defaultdict(set)
    for row in whole.observations:
        known[row.indicator_code, row.data_year].add(said(row))
    for order in orders(min(row.place.page for row in whole.observations), whole.pages):
        with pypdfium2.PdfDocument(source) as report, pypdfium2.PdfDocument.new() as other:
            other.import_pages(report, order)
            other.save(tmp_path / "other.pdf")
        rows = reportparse.parse(tmp_path / "other.pdf").observations
        wrong = [row for row in rows if row.indicator_code and said(row) not in known[row.indicator_code, row.data_year]]
        assert [row for row in wrong if not row.flags] == [], order
        # Tables without upright rules keep to the columns of the one before them.
        assert len(wrong) <= 0.15 * len(rows), order

"""A kept paper gives the same report as the file, and a foreign one does nothing."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.archive.order import PaperRef
from reportparse.archive.papers import bytes_to_check, nouns_from_bytes, paper_from_bytes, paper_from_pack, paper_to_bytes
from reportparse.catalogue import load_catalogue
from reportparse.model import Document, Paper, Settings
from reportparse.pipeline import read_paper, report_from_paper

ROOT = Path(__file__).parents[2]
GRID = ROOT / "fixtures" / "reports" / "songning-merged.pdf"


@pytest.fixture(scope="module")
def seen() -> tuple[Document, Paper]:
    return read_paper(str(GRID), Settings())


def test_a_kept_paper_gives_the_same_report(seen: tuple[Document, Paper]) -> None:
    kept = paper_from_bytes(paper_to_bytes(*seen))
    assert report_from_paper(*kept, load_catalogue()) == report_from_paper(*seen, load_catalogue())
    assert kept[1].tables == seen[1].tables
    merged = [cell for table in kept[1].tables for row in table.rows for cell in row if cell.row_span > 1]
    assert merged and len({id(cell) for cell in merged}) < len(merged)  # a merged cell is still one cell


def test_a_kept_paper_is_small(seen: tuple[Document, Paper]) -> None:
    assert len(paper_to_bytes(*seen)) < GRID.stat().st_size
    assert all(len(page.glyphs.text) == 0 for page in paper_from_bytes(paper_to_bytes(*seen))[0].pages)


def packed(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + bytes(pa.compress(raw, codec="zstd", asbytes=True))


class _Command:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harm",)


@pytest.mark.parametrize("hostile", [_Command(), np.zeros(3), Path("a"), ValueError("a"), print], ids=lambda one: type(one).__name__)
def test_nothing_but_nouns_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hostile: object) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="no kept paper"):
        nouns_from_bytes(packed(pickle.dumps(hostile)))
    assert not list(tmp_path.iterdir())


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused(content: bytes) -> None:
    for one in (content, packed(content)):
        with pytest.raises(ValueError, match="no kept paper"):
            paper_from_bytes(one)


def test_a_harmed_pack_is_refused(tmp_path: Path, seen: tuple[Document, Paper]) -> None:
    content = paper_to_bytes(*seen)
    (tmp_path / "a.pack").write_bytes(b"before" + content + b"after")
    ref = PaperRef("a.pack", 6, len(content), bytes_to_check(content))
    assert paper_from_pack(tmp_path, ref)[1].tables == seen[1].tables
    (tmp_path / "a.pack").write_bytes(b"before" + content[:-1] + b"??")
    with pytest.raises(ValueError, match="journal"):
        paper_from_pack(tmp_path, ref)

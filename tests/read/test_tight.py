"""Fonts that say nothing of their height, as some word processors write them: their glyphs still have boxes of one height."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from reportparse.model import Glyphs
from reportparse.read import read_document


def flat(path: Path) -> Path:
    """The file with fonts of the height that pdfium makes up where they have none and lack the letters it looks at."""
    told = re.sub(rb"/Ascent \d{3}", b"/Ascent 538", path.read_bytes())
    path.write_bytes(re.sub(rb"/Descent -\d{3}", b"/Descent 0   ", told))
    return path


def glyphs_of(path: Path) -> Glyphs:
    return read_document(str(path)).pages[0].glyphs


def page_set(path: Path, *, size: float = 10.0) -> Path:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(str(path), pageCompression=0, invariant=1)
    canvas.setFont("Vera", size)
    canvas.drawString(60, 700, "Cyprus - grew by 4.5, more than among us")
    canvas.drawString(60, 680, "see on \u2013 nor an")
    canvas.save()
    return path


def test_glyphs_of_a_font_without_height_have_boxes_of_one_height(tmp_path: Path):
    glyphs = glyphs_of(flat(page_set(tmp_path / "flat.pdf")))
    heights = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    assert heights.max() - heights.min() < 0.5
    assert heights.min() == pytest.approx(11.1, abs=0.5)


def test_a_font_without_height_reads_as_one_with(tmp_path: Path):
    whole, bare = glyphs_of(page_set(tmp_path / "whole.pdf")), glyphs_of(flat(page_set(tmp_path / "flat.pdf")))
    assert bare.text == whole.text
    assert np.allclose(bare.baselines, whole.baselines, atol=0.1)
    assert np.allclose(bare.boxes, whole.boxes, atol=1.5)


def test_all_glyphs_of_one_line_stand_at_one_height(tmp_path: Path):
    baselines = glyphs_of(flat(page_set(tmp_path / "flat.pdf"))).baselines
    assert sorted(set(np.round(baselines).tolist())) == [142.0, 162.0]

"""Glyphs: every printed character once, where it is printed, and nothing that is not."""

from __future__ import annotations

import numpy as np
import pytest

from drawn import CHINESE, HEIGHT, objects_to_pdf, pdf_drawn, pdf_meaning, stream, write
from reportparse.model import Page
from reportparse.read import glyphs, read_document


def page_read(tmp_path, *draws, **knobs) -> Page:
    return read_document(pdf_drawn(tmp_path / "a.pdf", *draws, **knobs)).pages[0]


def test_glyphs_stand_where_they_are_printed_and_blanks_are_none(tmp_path):
    page = page_read(tmp_path, lambda c: write(c, "毕业 生人数", 50, 100, size=12))
    glyphs = page.glyphs
    assert glyphs.text == "毕业生人数"
    assert glyphs.boxes[:, 0] == pytest.approx([50, 62, 74 + 12 * 0.207, 86 + 12 * 0.207, 98 + 12 * 0.207], abs=3)
    assert (glyphs.boxes[:, 2] > glyphs.boxes[:, 0]).all()
    assert (glyphs.boxes[:, 1] < 100).all() and (glyphs.boxes[:, 3] >= 100).all()
    assert (page.width, page.height, page.engine, page.kind) == (400, 600, "pdfium", "text")


def test_columns_have_one_entry_a_character(tmp_path):
    glyphs = page_read(tmp_path, lambda c: write(c, "在校生 1,234 人", 50, 100)).glyphs
    assert glyphs.boxes.shape == (len(glyphs.text), 4) and glyphs.boxes.dtype == np.float32
    assert glyphs.baselines.shape == (len(glyphs.text),) and glyphs.confidence is None


def test_fonts_of_one_line_stand_on_one_baseline(tmp_path):
    """Boxes of fonts differ by a third at one size; the baseline is what a line has in common."""

    def draw(canvas):
        write(canvas, "毕业生", 50, 100, size=12)
        write(canvas, "840", 120, 100, font="Helvetica", size=9)
        write(canvas, "Total", 160, 100, font="Times-Roman", size=14)
        write(canvas, "国", 200, 130, size=12)

    glyphs = page_read(tmp_path, draw).glyphs
    assert glyphs.text == "毕业生840Total国"
    assert glyphs.baselines == pytest.approx([100] * 11 + [130], abs=0.1)


def test_a_glyph_is_as_high_as_its_font_not_as_its_ink(root):
    """一 and — have as high a box as 国, where the font is in the file: within the tenth by which ink may pass the font's own height."""
    for page in read_document(str(root / "fixtures/reports/qingze-grid.pdf")).pages:
        flat = np.isin(list(page.glyphs.text), list("一二—，"))
        width, height = (np.round(page.glyphs.boxes[:, k + 2] - page.glyphs.boxes[:, k], 1) for k in (0, 1))
        for size in np.unique(width[flat]):
            assert height[flat & (width == size)].min() > 0.9 * height[width == size].max()


@pytest.mark.parametrize("shift", [0.0, 0.2, 0.5])
def test_bold_by_printing_twice_is_read_once(tmp_path, shift):
    def draw(canvas):
        for x in (50, 50 + shift):
            write(canvas, "合计1100", x, 100)

    assert page_read(tmp_path, draw).glyphs.text == "合计1100"


def test_neighbouring_equal_characters_are_two(tmp_path):
    def draw(canvas):
        write(canvas, "1111000", 50, 100, font="Helvetica", size=8)
        write(canvas, "人人为人", 50, 120)

    assert page_read(tmp_path, draw).glyphs.text == "1111000人人为人"


def test_an_oblique_watermark_is_not_printed_text(tmp_path):
    def draw(canvas):
        for line in range(8):
            write(canvas, "毕业生人数 人 840 845", 40, 100 + 20 * line)
        canvas.saveState()
        canvas.translate(200, HEIGHT - 180)
        canvas.rotate(40)
        canvas.setFont(CHINESE, 40)
        canvas.drawCentredString(0, 0, "内部资料")
        canvas.restoreState()

    assert page_read(tmp_path, draw).glyphs.text == "毕业生人数人840845" * 8


@pytest.mark.parametrize("mark", ["-", "－", "—", "/"])
def test_a_lone_dash_at_the_end_of_a_line_is_kept(tmp_path, mark):
    """pdfium takes a hyphen there for a word's division and gives U+0002 or U+FFFE."""

    def draw(canvas):
        font = "Helvetica" if mark in "-/" else CHINESE
        for line, name in enumerate(("甲", "乙", "丙")):
            write(canvas, name, 50, 100 + 14 * line)
            write(canvas, mark, 300, 100 + 14 * line, font=font)

    assert page_read(tmp_path, draw).glyphs.text == f"甲{mark}乙{mark}丙{mark}"


def test_a_hyphen_between_words_is_a_hyphen(tmp_path):
    def draw(canvas):
        write(canvas, "co-", 50, 100, font="Helvetica")
        write(canvas, "operation", 50, 112, font="Helvetica")

    assert page_read(tmp_path, draw).glyphs.text == "co-operation"


def test_a_font_that_is_not_embedded_is_read(root):
    text = "".join(page.glyphs.text for page in read_document(str(root / "fixtures/reports/jiangyuan-cidfont.pdf")).pages)
    assert "毕业生人数" in text and "满意度调查表" in text


def test_characters_beyond_the_first_plane_do_not_shift_the_others(tmp_path):
    (tmp_path / "a.pdf").write_bytes(pdf_meaning("abc", "甲𠀋乙"))
    glyphs = read_document(str(tmp_path / "a.pdf")).pages[0].glyphs
    assert glyphs.text == "甲𠀋乙"
    assert len(glyphs.boxes) == 3 and (np.diff(glyphs.boxes[:, 0]) > 0).all()


def test_a_font_whose_codes_mean_nothing_is_said(tmp_path):
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"
    (tmp_path / "a.pdf").write_bytes(pdf_meaning(letters, "".join(chr(0xE000 + i) for i in range(len(letters)))))
    assert read_document(str(tmp_path / "a.pdf")).pages[0].kind == "garbled"


def test_a_page_without_text_has_empty_columns(tmp_path):
    page = page_read(tmp_path, lambda c: None)
    assert page.kind == "empty" and page.glyphs.text == ""
    assert page.glyphs.boxes.shape == (0, 4) and page.rules.horizontal.shape == (0, 3) and page.rules.vertical.shape == (0, 3)


def test_narrow_letters_of_text_on_its_side_are_no_doubles(tmp_path):
    def draw(canvas):
        canvas.rotate(90)
        canvas.setFont("Helvetica", 8)
        for k in range(4):
            canvas.drawString(100, -100 - 20 * k, "Full-time bills ...")

    assert page_read(tmp_path, draw).glyphs.text.count("Full-timebills...") == 4


def test_the_letters_of_a_ligature_are_no_doubles(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_meaning("Oxice", ["O", "ff", "i", "c", "e"]))
    assert read_document(str(path)).pages[0].glyphs.text == "Office"


def pdf_set_in(font: str, shown: str, *more: str | bytes) -> bytes:
    """One page that shows `shown` in the font that these words describe."""
    return objects_to_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(f"BT /F 10 Tf 50 500 Td ({shown}) Tj ET"),
        font,
        *more,
    )


def test_ligatures_and_dashes_of_bitmap_fonts_of_tex_are_read(tmp_path):
    shown = "O\x1ece 2007\x152013 \x1cve \x1dat and all the other words of it"
    codes = sorted({ord(c) for c in shown})
    names = "".join(f"{code}/a{code} " for code in codes)
    procs = "".join(f"/a{code} 6 0 R" for code in codes)
    widths = " ".join("5" for _ in range(codes[0], codes[-1] + 1))
    font = (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 -2 5 8]/FontMatrix[.1 0 0 .1 0 0]/FirstChar {codes[0]}/LastChar {codes[-1]}"
        f"/Widths[{widths}]/Encoding<</Type/Encoding/Differences[{names}]>>/CharProcs<<{procs}>>>>"
    )
    (tmp_path / "a.pdf").write_bytes(pdf_set_in(font, shown, stream("5 0 0 0 4 6 d1 0 0 4 6 re f")))
    assert read_document(str(tmp_path / "a.pdf")).pages[0].glyphs.text.startswith("Oﬃce2007–2013ﬁveﬂat")


def test_letters_equally_high_stand_on_one_line_whether_they_reach_up_or_down(tmp_path, monkeypatch):
    """As of a font that does not say how high it is: boxes are those of the ink, and d and p are nearly, to pdfium equally, high."""
    inks = {"d": (0.0, 7.0), "p": (-2.0, 5.0)}  # points above the baseline
    letters, plain = "dppdpddp", glyphs._loose_boxes

    def ink(text_page: object, where: np.ndarray) -> np.ndarray:
        boxes = plain(text_page, where)
        boxes[:, 1], boxes[:, 3] = (500 + np.array([inks[letter][side] for letter in letters]) for side in (0, 1))
        return boxes

    monkeypatch.setattr(glyphs, "_loose_boxes", ink)
    page = page_read(tmp_path, lambda c: c.drawString(50, 500, letters))
    assert page.glyphs.text == letters
    assert page.glyphs.baselines == pytest.approx([HEIGHT - 500] * 8, abs=0.1)

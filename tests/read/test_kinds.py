"""Text, a picture, text without meaning: what a page is, seen without looking at it."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import pdf_drawn, pdf_meaning, write
from reportparse.model import Glyphs
from reportparse.read import read_document
from reportparse.read.kinds import page_kind

AREA = 595.0 * 842.0
WHOLE = ((0.0, 0.0, 595.0, 842.0),)
PROSE = "学校坚持立德树人，在校生三千余人，设有十二个专业，全年开展技术技能培训两千人次，毕业生去向落实率保持稳定，社会服务能力进一步增强。"


def kind(text: str, pictures: tuple[tuple[float, float, float, float], ...] = ()) -> str:
    n = len(text)
    return page_kind(Glyphs(text, np.zeros((n, 4), np.float32), np.zeros(n, np.float32)), pictures, AREA)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("第12页", "text"),
        (PROSE, "text"),
        (PROSE[:20] + "1,234.5687.54100.00—0" * 20, "text"),
        ("The quality of vocational education in the district is described in this annual report, with tables." * 2, "text"),
        ("2023年2024年" + "98.26%13.5:1" * 12, "text"),
        ("\x01\x02\x03\x04" * 20, "garbled"),
        ("\ue000\ue001\ue002" * 20, "garbled"),
        ("(cid:12)(cid:7)(cid:131)" * 20, "garbled"),
        ("!\"#$%&'()*+,-./" * 12, "garbled"),
        ("".join(chr(0x5000 + 37 * i % 8000) for i in range(120)), "garbled"),
        ("\ufffd" * 12 + PROSE, "garbled"),
        ("调查方式调查人次" + "电话访谈3,728问卷3,927" * 12, "text"),
    ],
)
def test_what_a_page_is(text, said):
    assert kind(text) == said


def test_a_picture_with_a_page_number_is_a_picture():
    assert kind("— 12 —", WHOLE) == "picture" and kind("", WHOLE) == "picture"
    assert kind(PROSE, WHOLE) == "text"
    assert kind("", ((0.0, 0.0, 100.0, 100.0),)) == "empty"


def test_strips_and_tiles_of_a_scan_are_one_picture_and_photographs_are_not():
    strips = tuple((0.0, y, 595.0, y + 60.5) for y in np.arange(0.0, 842.0, 60.0))
    tiles = tuple((x, y, x + 120.0, y + 170.0) for x in (0.0, 119.0, 238.0, 357.0, 476.0) for y in (0.0, 169.0, 338.0, 507.0, 672.0))
    assert kind("— 12 —", strips) == "picture" and kind("", tiles) == "picture" and kind(PROSE, strips) == "text"
    assert kind("", ((60.0, 80.0, 280.0, 330.0), (310.0, 80.0, 530.0, 330.0), (60.0, 400.0, 280.0, 650.0))) == "empty"


def test_letters_drawn_as_curves_are_a_picture_and_a_form_without_text_is_none(tmp_path):
    def letters(canvas):
        for number in range(40):
            x, y = 30 + 30 * (number % 10), 100 + 40 * (number // 10)
            path = canvas.beginPath()
            path.moveTo(x, y)
            for step in range(1, 31):
                path.curveTo(x + step % 7, y + step, x + step % 5, y + step % 11, x + step % 9, y + step % 13)
            canvas.drawPath(path, stroke=0, fill=1)

    def form(canvas):
        for number in range(400):
            canvas.rect(20 + 18 * (number % 20), 20 + 25 * (number // 20), 18, 25)

    pages = read_document(pdf_drawn(tmp_path / "a.pdf", letters, form, lambda canvas: write(canvas, PROSE[:40], 10, 40))).pages
    assert [page.kind for page in pages] == ["picture", "empty", "text"]


@given(st.text(alphabet=string.digits + ".,%—-人个元年", min_size=1, max_size=400))
def test_tables_of_numbers_are_never_garbled(text):
    assert kind(text) != "garbled"


@given(st.text(min_size=0, max_size=200))
def test_every_text_has_a_kind(text):
    assert kind(text.encode("utf-16", "ignore").decode("utf-16")) in ("text", "garbled", "empty")


def test_a_font_that_maps_its_letters_wrongly_makes_a_garbled_page(tmp_path):
    """Each letter prints itself and claims to be a rare character."""
    letters = string.ascii_letters
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_meaning(letters, "".join(chr(0x7000 + 53 * i) for i in range(len(letters)))))
    (page,) = read_document(str(path)).pages
    assert page.kind == "garbled" and page.glyphs.text == ""


def test_a_font_that_maps_its_letters_is_read(tmp_path):
    meaning = PROSE.replace("，", "").replace("。", "")[:40]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_meaning(string.ascii_letters[:40], meaning))
    (page,) = read_document(str(path)).pages
    assert page.kind == "text" and page.glyphs.text == meaning

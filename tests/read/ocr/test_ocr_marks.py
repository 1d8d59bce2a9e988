"""Marks that decide a value: dashes and slashes by their shape, points and commas by where they stand."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from read.ocr.paper import unread
from reportparse.assemble.lines import lines_from_page
from reportparse.read.ocr.glyphs import glyphs_from_words
from reportparse.read.ocr.points import marks_checked
from reportparse.read.ocr.strokes import mark_from_ink
from reportparse.read.ocr.words import Word

EM = 24.0


def ink(*strokes: tuple[tuple[int, int], tuple[int, int]], thick: int = 2) -> np.ndarray:
    """The ink of lines from point to point, cut to its box."""
    canvas = np.zeros((60, 90), np.uint8)
    for start, end in strokes:
        cv2.line(canvas, start, end, 1, thick)
    rows, columns = np.flatnonzero(canvas.any(axis=1)), np.flatnonzero(canvas.any(axis=0))
    return canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(bool)


def mark(drawn: np.ndarray) -> str:
    return mark_from_ink(drawn, np.where(drawn, np.uint8(255), np.uint8(0)), EM)


@pytest.mark.parametrize(
    ("strokes", "told"),
    [
        ([((10, 20), (32, 20))], "—"),
        ([((10, 20), (17, 20))], "-"),
        ([((10, 20), (16, 20)), ((22, 20), (28, 20))], "--"),
        ([((10, 20), (32, 20)), ((36, 20), (58, 20))], "——"),
        ([((10, 40), (20, 18))], "/"),
        ([((15, 40), (15, 18))], ""),  # 1
        ([((10, 20), (26, 20)), ((10, 30), (30, 30))], ""),  # 二
        ([((10, 18), (22, 18)), ((22, 18), (14, 40))], ""),  # 7
        ([((12, 18), (20, 40))], ""),  # a backslash says nothing
        ([((10, 44), (17, 18)), ((24, 42), (25, 43))], "/"),  # a speck of dirt beside it
        ([((10, 40), (20, 18)), ((24, 18), (24, 40))], ""),  # /1
        ([((10, 30), (32, 30)), ((20, 16), (20, 17))], "—"),  # a speck above it
    ],
)
def test_marks_are_told_by_their_shape(strokes, told):
    assert mark(ink(*strokes)) == told


@pytest.mark.parametrize(("wide", "high", "told"), [(7, 2, "-"), (6, 3, "-"), (6, 5, ""), (5, 5, "")])
def test_a_hyphen_that_a_scanner_blurs_is_a_dash_and_a_speck_is_none(wide, high, told):
    """At 150 dpi a hyphen is hardly twice as long as it is high once its pale edges are ink."""
    paper = np.zeros((30, 40), np.uint8)
    paper[12 : 12 + high, 15 : 15 + wide] = 255
    depth = cv2.normalize(cv2.GaussianBlur(paper, (0, 0), 0.9), None, 0, 255, cv2.NORM_MINMAX)
    seen = depth > 56
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    assert mark_from_ink(seen[box], depth[box], EM) == told


@given(st.integers(12, 60), st.integers(1, 4))
def test_a_long_level_stroke_is_a_dash_however_it_is_read(length, thick):
    assert set(mark(ink(((5, 20), (5 + length, 20)), thick=thick))) <= {"—", "-"}


@given(st.integers(0, 2**32 - 1))
def test_no_shape_stops_the_reading(seed):
    mark(np.random.default_rng(seed).random((20, 30)) > 0.6)


def numeral(text: str, *, hangs: bool = False, blob: bool = True) -> tuple[Word, np.ndarray]:
    """Four digits as blocks, with a blob before the last three or the last two."""
    canvas = np.zeros((40, 120), np.uint8)
    digits = [character for character in text if character.isdigit()]
    x, places = 4, []
    for index, character in enumerate(text):
        if character in ".,":
            continue
        if index and text[index - 1] in ".,":
            if blob:
                canvas[20 : 28 if hangs else 24, x : x + 4] = 1
            x += 8
        canvas[4:24, x : x + 9] = 1
        places.append(x + 4)
        x += 13
    assert len(places) == len(digits)
    n = len(text)
    word = Word((0.0, 0.0, 120.0, 40.0), text, np.linspace(4, x, n).astype(np.float32), np.full(n, 0.99, np.float32))
    return word, canvas.astype(bool)


def checked(text: str, **knobs: bool) -> Word:
    word, canvas = numeral(text, **knobs)
    return marks_checked([word], canvas)[0]


def test_a_point_that_is_seen_is_trusted():
    assert checked("46.58").confidence.min() > 0.9


def test_a_comma_read_as_a_point_is_a_comma_and_doubted():
    word = checked("4.658", hangs=True)
    assert word.text == "4,658" and word.confidence.min() < 0.5


@pytest.mark.parametrize(("text", "told"), [("3.356.75", "3,356.75"), ("1,234.567.8", "1,234,567.8"), ("3,356.75", "3,356.75")])
def test_of_two_points_the_last_is_one(text, told):
    assert checked(text).text == told


@pytest.mark.parametrize(("text", "told"), [(".6946.95", "6946.95"), (":75", "75"), (".80507", "80507"), (".9", ".9"), (".57%", ".57%")])
def test_a_speck_before_a_numeral_is_no_point(text, told):
    n = len(text)
    word = Word((0.0, 0.0, 120.0, 40.0), text, np.arange(n, dtype=np.float32), np.full(n, 0.99, np.float32))
    found = marks_checked([word], np.zeros((40, 120), bool))[0]
    assert found.text == told and len(found.centres) == len(found.confidence) == len(told) and found.confidence.max() < 0.5


def test_three_decimals_are_doubted():
    assert checked("4.658").confidence.min() < 0.5


def test_a_blob_between_digits_of_which_the_text_says_nothing():
    word, canvas = numeral("46.58")
    lost = Word(word.box, "4658", word.centres[:4], word.confidence[:4])
    assert marks_checked([lost], canvas)[0].confidence.min() < 0.5


def test_a_lone_one_that_leans_is_doubted():
    slash, upright = (ink(((10, 40), (10 + lean, 18))) for lean in (7, 0))
    box, centre, sure = (0.0, 0.0, 20.0, 30.0), np.array([5.0], np.float32), np.array([0.99], np.float32)
    leaning, straight = (marks_checked([Word(box, "1", centre, sure)], drawn)[0] for drawn in (slash, upright))
    assert leaning.confidence.min() < 0.5 < straight.confidence.min()


def test_words_are_left_alone():
    word, canvas = numeral("4658")
    name = Word(word.box, "毕业生人数", np.zeros(5, np.float32), np.ones(5, np.float32))
    assert marks_checked([name], canvas)[0] is name


def test_figures_whose_type_looks_larger_stand_on_the_line_of_their_name():
    """The ink of small digits is higher than it was printed; their middle is where it was."""
    name, figure = (
        Word(box, text, np.linspace(box[0] + 4, box[2] - 4, len(text)).astype(np.float32), np.ones(len(text), np.float32))
        for box, text in (((0.0, 1.0, 100.0, 19.0), "毕业生人数"), ((200.0, 1.0, 250.0, 22.5), "1,150"))
    )
    glyphs = glyphs_from_words([name, figure], np.ones((40, 300), bool), 20.0)
    (line,) = lines_from_page(replace(unread(), glyphs=glyphs)).lines
    assert line.text == "毕业生人数1,150"

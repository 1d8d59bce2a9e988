"""What each box says, read once, and a second time where a single reading is known to err.

Lone digits, signs, points and commas are what recognisers lose; so every numeral, every word of one or two characters and every unsure
one is read again from another cut of the picture. Where the two readings differ the word's confidence says so, and so it does
where the numeral's shape contradicts its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import cv2
import numpy as np

from reportparse.model import Floats
from reportparse.read.ocr.engine import Gray, Spelling, lines_spelt
from reportparse.read.ocr.seals import Mask
from reportparse.read.ocr.sheets import Sheet
from reportparse.read.ocr.strokes import mark_from_ink

_PAD, _PAD_AGAIN = 0.14, 0.4  # em around the ink, in the first and in the second reading
_SURE = 0.9
DOUBTED = 0.3  # the confidence of a word whose readings differ, or whose shape contradicts them
_LOWEST = 0.55  # em: digits are 0.72 high
_SHOWN = 0.995  # of a mark told by its shape
_NUMERAL = re.compile(r"[\d.,:：，。%％/\-—–－+~OoQDIl|〇()（）]+")
_IN_PROSE = re.compile(r"\d[\d.,]*\d")
_DASH_BETWEEN = re.compile(r"(?<=\d)[一ー](?=\d)")  # 35—45
_LOOKALIKE = str.maketrans("OoQD〇Il|，：。", "00000111,:.")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One line's text in one box (pixels), with the centre and the confidence of each character."""

    box: tuple[float, float, float, float]
    text: str
    centres: Floats
    confidence: Floats


def words_read(sheet: Sheet, ruled: Mask, boxes: Floats) -> list[Word]:
    """The words in `boxes`; boxes in which nothing can be read are left out."""
    ink = sheet.ink & ~ruled
    gray = np.where(ruled, sheet.paper, sheet.gray)
    marks = [mark_from_ink(ink[_rows(box), _columns(box)], sheet.depth[_rows(box), _columns(box)], sheet.em) for box in boxes]
    rest = [i for i, mark in enumerate(marks) if not mark]
    words = {i: _marked(boxes[i], mark) for i, mark in enumerate(marks) if mark}
    first = lines_spelt([_cut(gray, boxes[i], _PAD * sheet.em) for i in rest])
    words |= {i: _word(boxes[i], spelling, _PAD * sheet.em) for i, spelling in zip(rest, first, strict=True)}
    doubtful = [i for i in rest if _needs_second(words[i])]
    clean = cv2.bitwise_not(np.where(ruled, np.uint8(0), sheet.depth))
    second = lines_spelt([_cut_alone(clean, boxes[i], _PAD_AGAIN * sheet.em) for i in doubtful])
    for i, spelling in zip(doubtful, second, strict=True):
        words[i] = _agreed(words[i], _word(boxes[i], spelling, _PAD_AGAIN * sheet.em))
    found = [replace(word, text=_DASH_BETWEEN.sub("—", word.text)) for i in range(len(boxes)) if (word := words[i]).text]
    if sheet.noisy:
        found = [_doubted_hyphen(word) for word in found if not _is_dirt(word, sheet.em)]
    return _numerals_checked(found, clean, sheet.em)


def _is_dirt(word: Word, em: float) -> bool:
    """Too low for a digit, and no dash: a blotch that was read as : or 二, and makes 2023年二 of a header."""
    return len(word.text) <= 2 and word.box[3] - word.box[1] < _LOWEST * em and not set(word.text) <= set("—-")


def _doubted_hyphen(word: Word) -> Word:
    """A short dash on a blotchy sheet may be a blotch where a numeral was lost."""
    return replace(word, confidence=np.minimum(word.confidence, DOUBTED)) if set(word.text) == {"-"} else word


def _rows(box: Floats) -> slice:
    return slice(int(box[1]), int(box[3]))


def _columns(box: Floats) -> slice:
    return slice(int(box[0]), int(box[2]))


def _cut(gray: Gray, box: Floats, pad: float) -> Gray:
    """The box with what stands around it."""
    x0, top, x1, bottom = box.tolist()
    return gray[max(0, round(top - pad)) : round(bottom + pad), max(0, round(x0 - pad)) : round(x1 + pad)]


def _cut_alone(clean: Gray, box: Floats, pad: float) -> Gray:
    """The box in a white frame, nothing of its neighbours in it."""
    border = round(pad)
    framed: Gray = cv2.copyMakeBorder(clean[_rows(box), _columns(box)], border, border, border, border, cv2.BORDER_CONSTANT, value=255)
    return framed


def _marked(box: Floats, mark: str) -> Word:
    x0, top, x1, bottom = box.tolist()
    n = len(mark)
    centres = x0 + (np.arange(n) + 0.5) * (x1 - x0) / n
    return Word((x0, top, x1, bottom), mark, centres.astype(np.float32), np.full(n, _SHOWN, np.float32))


def _word(box: Floats, spelling: Spelling, pad: float) -> Word:
    x0, top, x1, bottom = box.tolist()
    left = max(0.0, x0 - pad)
    centres = left + spelling.centres * (x1 + pad - left)
    return Word((x0, top, x1, bottom), spelling.text, np.clip(centres, x0, x1), spelling.confidence)


def _numerals_checked(words: list[Word], clean: Gray, em: float) -> list[Word]:
    """`words`, the numerals in running text doubted that read otherwise when they stand alone."""
    spots = [(i, *found.span()) for i, word in enumerate(words) if not is_value(word.text) for found in _IN_PROSE.finditer(word.text)]
    alone = lines_spelt([_cut_alone(clean, _box_of(words[i], a, b, em), _PAD_AGAIN * em) for i, a, b in spots])
    out = list(words)
    for (i, a, b), spelling in zip(spots, alone, strict=True):
        if words[i].text[a:b] not in spelling.text.translate(_LOOKALIKE):  # the edges of its neighbours may be read along with it
            confidence = out[i].confidence.copy()
            confidence[a:b] = np.minimum(confidence[a:b], DOUBTED)
            out[i] = replace(out[i], confidence=confidence)
    return out


def _box_of(word: Word, a: int, b: int, em: float) -> Floats:
    """Around characters `a` to `b`, up to the middles between them and their neighbours."""
    x0, top, x1, bottom = word.box
    left = x0 if a == 0 else max(float(word.centres[a - 1] + word.centres[a]) / 2, float(word.centres[a]) - 0.45 * em)
    right = x1 if b == len(word.text) else min(float(word.centres[b - 1] + word.centres[b]) / 2, float(word.centres[b - 1]) + 0.45 * em)
    return np.array([left, top, max(right, left + 4), bottom], np.float32)


def _needs_second(word: Word) -> bool:
    return len(word.text) <= 2 or is_value(word.text) or bool((word.confidence < _SURE).any())


def _agreed(first: Word, second: Word) -> Word:
    """The better of two readings, and how well they agree. In a numeral, letters that look like digits are digits."""
    a, b = (_numeral(word) for word in (first, second))
    if a.text == b.text:
        return replace(a, confidence=np.maximum(a.confidence, b.confidence))
    better = max((a, b), key=lambda word: float(word.confidence.mean()) if word.text else 0.0)
    unlike = np.minimum(better.confidence, DOUBTED) if is_value(a.text) or is_value(b.text) else better.confidence
    return replace(better, confidence=unlike)


def is_value(text: str) -> bool:
    """A numeral, or a mark that stands for none."""
    return bool(_NUMERAL.fullmatch(text))


def _numeral(word: Word) -> Word:
    return replace(word, text=word.text.translate(_LOOKALIKE)) if is_value(word.text) and re.search(r"\d", word.text) else word

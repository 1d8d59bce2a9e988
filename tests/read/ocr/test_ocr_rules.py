"""Ruling lines of paper that did not lie flat, or of which a seal or a photocopier left pieces."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from read.ocr.paper import SCALE, Gray, part_drawn, unread
from reportparse.assemble.lines import boxes_on_paper
from reportparse.model import Rules
from reportparse.read.ocr.boxes import word_boxes
from reportparse.read.ocr.dashes import with_dashes_joined
from reportparse.read.ocr.ends import gaps_to_next_rules
from reportparse.read.ocr.fills import rules_with_fills
from reportparse.read.ocr.pages import pages_from_picture
from reportparse.read.ocr.rules import rules_found
from reportparse.read.ocr.sheets import Sheet, sheet_from_gray

COLUMNS, ROWS = (60, 300, 540, 780), tuple(range(60, 541, 60))
PART = ("songning-merged", 5, (40.0, 60.0, 560.0, 254.0))


def grid(*wiped: tuple[int, int, int, int]) -> Gray:
    """A ruled table of four by nine rules, 名 in each cell, so that the size of its type is known; `wiped` is white again."""
    paper = np.full((600, 840), 250, np.uint8)
    for y in ROWS:
        cv2.line(paper, (COLUMNS[0], y), (COLUMNS[-1], y), 30, 2)
    for x in COLUMNS:
        cv2.line(paper, (x, ROWS[0]), (x, ROWS[-1]), 30, 2)
    for x in COLUMNS[:-1]:
        for y in ROWS[:-1]:
            for stroke in range(4):
                cv2.rectangle(paper, (x + 100, y + 20), (x + 120, y + 40), 30, 2)
                cv2.line(paper, (x + 100, y + 20 + 5 * stroke), (x + 120, y + 20 + 5 * stroke), 30, 1)
    for x0, top, x1, bottom in wiped:
        paper[top:bottom, x0:x1] = 250
    return paper


def sheet_of(paper: Gray) -> Sheet:
    sheet = sheet_from_gray(paper)
    assert sheet is not None
    return sheet


def length_at(rules: np.ndarray, at: float) -> float:
    near = rules[np.abs(rules[:, 0] - at) < 6]
    return float((near[:, 2] - near[:, 1]).sum())


def leaning(paper: Gray, degrees: float) -> Gray:
    """Rows shifted, as by paper that slides while it is drawn in: feet to the right."""
    slope = np.tan(np.deg2rad(degrees))
    matrix = np.array([[1.0, slope, -slope * paper.shape[0] / 2], [0.0, 1.0, 0.0]])
    return cv2.warpAffine(paper, matrix, paper.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=250)


def test_a_rule_in_many_pieces_is_one():
    gaps = [(x, 176, x + 12, 186) for x in range(330, 760, 75)]
    rules, *_ = rules_found(sheet_of(grid(*gaps)))
    assert length_at(rules.horizontal, 180) > 0.9 * (COLUMNS[-1] - COLUMNS[0])


def test_an_upright_that_ends_within_a_cell_goes_on_where_crumbs_of_it_are_left():
    half = [(536, y, 546, y + 4) for y in range(64, 98, 7)]
    rules, *_ = rules_found(sheet_of(grid(*half)))
    assert rules.vertical[np.abs(rules.vertical[:, 0] - 540) < 6][:, 1].min() < 66


def test_an_upright_that_ends_within_a_cell_without_a_trace_ends_there():
    rules, *_ = rules_found(sheet_of(grid((536, 63, 546, 100))))
    assert rules.vertical[np.abs(rules.vertical[:, 0] - 540) < 6][:, 1].min() > 90


@pytest.mark.parametrize("degrees", [-1.1, 0.6])
def test_paper_that_slid_has_all_its_uprights(degrees):
    sheet = sheet_of(leaning(grid(), degrees))
    rules, *_ = rules_found(sheet)
    assert abs(sheet.lean - degrees) < 0.1 and abs(sheet.angle) < 0.1
    for x in COLUMNS:
        assert length_at(rules.vertical, x) > 0.9 * (ROWS[-1] - ROWS[0])


def test_a_row_that_a_page_break_left_open_keeps_its_uprights():
    """The last row of a table at the head of a page, without a rule above it."""
    paper = grid((0, 0, 840, 500))
    cv2.line(paper, (60, 100), (780, 100), 30, 2)
    for x in COLUMNS:
        cv2.line(paper, (x, 52), (x, 100), 30, 2)
    sheet = sheet_of(paper)
    rules, *_ = rules_found(sheet)
    above = rules.vertical[rules.vertical[:, 2] < 110 * sheet.gray.shape[0] / 600]
    assert len(above) == len(COLUMNS)


def test_upright_strokes_of_a_caption_close_above_a_table_are_no_rules():
    paper = grid()
    for x in (380, 420, 460):
        cv2.line(paper, (x, 26), (x, 55), 30, 2)
    sheet = sheet_of(paper)
    rules, *_ = rules_found(sheet)
    assert rules.vertical[:, 1].min() > 50 * sheet.gray.shape[0] / 600


def test_a_stroke_of_a_watermark_is_no_rule():
    paper = grid()
    marked = cv2.rectangle(paper.copy(), (660, 178), (666, 244), 190, cv2.FILLED)
    sheet = sheet_of(np.minimum(paper, marked))
    rules, *_ = rules_found(sheet)
    assert not (np.abs(rules.vertical[:, 0] - 663 * sheet.gray.shape[1] / 840) < 12).any()


def test_a_flat_sheet_does_not_lean():
    assert sheet_of(grid()).lean == 0.0


def test_places_are_those_on_the_paper_that_slid():
    """The last words stand where they do on the leaning picture, not where they were set upright."""
    flat = part_drawn(*PART)
    (straight,) = pages_from_picture(flat, SCALE, unread())
    (slid,) = pages_from_picture(leaning(flat, 1.2), SCALE, unread())
    assert slid.lean
    where = [page.glyphs.text.rindex(straight.glyphs.text[-4:]) for page in (straight, slid)]
    ours = boxes_on_paper(slid, slid.glyphs.boxes[where[1]][None].astype(float))[0]
    theirs = straight.glyphs.boxes[where[0]]
    moved = np.tan(np.deg2rad(1.2)) * (float(theirs[1] + theirs[3]) - straight.height) / 2
    assert abs(ours[0] - theirs[0] - moved) < 1.5 and abs(ours[1] - theirs[1]) < 1.5


def test_a_white_on_black_picture_is_read_as_black_on_white():
    part = part_drawn(*PART)
    (upright,), (negative,) = (pages_from_picture(np.ascontiguousarray(picture), SCALE, unread()) for picture in (part, 255 - part))
    assert negative.glyphs.text == upright.glyphs.text
    assert len(negative.rules.vertical) == len(upright.rules.vertical)


def test_a_lone_digit_among_the_blotches_of_a_photocopy_is_boxed():
    rng = np.random.default_rng(3)
    paper = grid().astype(float)
    cv2.line(paper, (600, 84), (600, 100), 20, 2)  # a 1 that the detector may miss
    blotches = cv2.resize(rng.normal(0, 1, (150, 210)), (840, 600), interpolation=cv2.INTER_CUBIC)
    sheet = sheet_of(np.clip(paper - 45 * np.abs(blotches) + rng.normal(0, 8, paper.shape), 0, 255).astype(np.uint8))
    rules, ruled, _ = rules_found(sheet)
    boxes = word_boxes(sheet, rules, ruled)
    factor = sheet.gray.shape[1] / 840
    assert any(box[0] - 3 <= 600 * factor <= box[2] + 3 and box[1] <= 92 * factor <= box[3] for box in boxes.tolist())
    assert len(boxes) < 120


def test_blotches_below_a_header_are_no_words():
    """On a page of blotches only: a colon may stand alone elsewhere."""
    part = part_drawn(*PART).astype(float)
    rng = np.random.default_rng(5)
    blotches = cv2.resize(rng.normal(0, 1, (part.shape[0] // 5, part.shape[1] // 5)), part.shape[::-1], interpolation=cv2.INTER_CUBIC)
    copied = np.clip(part - 48 * np.abs(blotches) + rng.normal(0, 8, part.shape), 0, 255).astype(np.uint8)
    (page,), (plain,) = (pages_from_picture(picture, SCALE, unread()) for picture in (copied, part_drawn(*PART)))
    assert len(page.glyphs.text) < 1.06 * len(plain.glyphs.text)


def test_specks_of_a_fax_are_no_words_but_a_hyphen_is():
    rng = np.random.default_rng(7)
    paper = grid()
    paper[rng.random(paper.shape) < 0.002] = 0
    cv2.line(paper, (600, 92), (608, 92), 0, 2)
    sheet = sheet_of(paper)
    rules, ruled, _ = rules_found(sheet)
    clean = word_boxes(sheet_of(grid()), rules, ruled)
    boxes = word_boxes(sheet, rules, ruled)
    factor = sheet.gray.shape[1] / 840
    assert any(box[0] - 3 <= 604 * factor <= box[2] + 3 and box[1] - 3 <= 92 * factor <= box[3] + 3 for box in boxes.tolist())
    assert len(boxes) <= len(clean) + 2  # the hyphen, and two specks that touch


def test_a_streak_from_head_to_foot_is_no_rule():
    paper = grid()
    cv2.line(paper, (440, 0), (443, 599), 90, 2)
    sheet = sheet_of(paper)
    rules, _, scratched = rules_found(sheet)
    factor = sheet.gray.shape[1] / 840
    assert not (np.abs(rules.vertical[:, 0] - 441 * factor) < 12).any()
    assert scratched[:, round(441 * factor)].mean() > 0.3


def test_a_streak_along_a_rule_leaves_it():
    paper = grid()
    cv2.line(paper, (538, 0), (538, 599), 90, 2)
    rules, *_ = rules_found(sheet_of(paper))
    assert length_at(rules.vertical, 540) > 0.7 * (ROWS[-1] - ROWS[0])


def test_a_line_that_begins_and_ends_inside_cells_is_a_pen_s():
    paper = grid()
    cv2.line(paper, (340, 227), (460, 228), 90, 2)
    sheet = sheet_of(paper)
    rules, _, scratched = rules_found(sheet)
    factor = sheet.gray.shape[0] / 600
    assert not (np.abs(rules.horizontal[:, 0] - 227 * factor) < 8).any()
    assert scratched.any()


def test_a_clean_sheet_has_no_scratches():
    assert not rules_found(sheet_of(grid()))[2].any()


@pytest.mark.parametrize(("between", "is_stroke"), [(190, False), (40, True)])
def test_the_feet_of_digits_are_no_stroke_of_a_pen(between, is_stroke):
    """The feet of 1552. stand on one line; taken for a pen's, they were wiped out, and 155209 was left of 1552.09."""
    paper = grid((301, 61, 539, 119))
    cv2.line(paper, (400, 100), (465, 100), between, 2)
    for x in range(400, 465, 16):
        cv2.line(paper, (x, 100), (x + 11, 100), 40, 2)
        cv2.line(paper, (x + 5, 80), (x + 5, 100), 40, 2)
    _, _, scratched = rules_found(sheet_of(paper))
    assert scratched.any() == is_stroke


def watermarked(paper: Gray) -> Gray:
    """With large pale letters over it, as many as the table has."""
    pale = np.full_like(paper, 255)
    for x in range(0, paper.shape[1], 170):
        for y in range(0, paper.shape[0], 150):
            for start, end in (((0, 100), (110, 0)), ((10, 20), (110, 100)), ((0, 60), (60, 110))):
                cv2.line(pale, (x + start[0], y + start[1]), (x + end[0], y + end[1]), 205, 9)
    return np.minimum(paper, pale)


def test_a_watermark_is_no_ink_breaks_no_rule_and_is_not_the_size_of_the_type():
    clean, marked = sheet_of(grid()), sheet_of(watermarked(grid()))
    assert abs(marked.em / clean.em - 1) < 0.1
    assert marked.ink.mean() < 1.1 * clean.ink.mean()
    rules, *_ = rules_found(marked)
    scale = marked.gray.shape[0] / 600
    assert all(length_at(rules.vertical, x * scale) > 0.95 * (ROWS[-1] - ROWS[0]) * scale for x in COLUMNS)


def test_the_last_row_alone_on_its_page_is_seen():
    paper = np.full((2339, 1654), 250, np.uint8)
    assert sheet_from_gray(paper) is None
    paper[300:340, 100:700] = np.hstack([grid()[78:118, 150:250]] * 6)
    assert sheet_from_gray(paper) is not None


def test_a_box_over_several_rows_is_cut_into_its_words(monkeypatch):
    """A watermark makes the detector see one word where there are rows, and its box reaches beyond the table."""
    sheet = sheet_of(grid())
    rules, ruled, _ = rules_found(sheet)
    scale = sheet.gray.shape[0] / 600
    seen = np.array([[610, 70, 838, 530]], np.float32) * scale
    monkeypatch.setattr("reportparse.read.ocr.boxes.text_boxes", lambda gray, factor: seen)
    boxes = word_boxes(sheet, rules, ruled)
    assert len(boxes) == 24 and (boxes[:, 3] - boxes[:, 1]).max() < 1.3 * sheet.em
    bare = sheet_of(grid(*[(0, y - 3, 840, y + 4) for y in ROWS], *[(x - 3, 0, x + 4, 600) for x in COLUMNS]))
    boxes = word_boxes(bare, *rules_found(bare)[:2])
    assert len(boxes) == 24 and (boxes[:, 3] - boxes[:, 1]).max() < 1.3 * bare.em


def dashed(paper: Gray, on: int, off: int) -> Gray:
    """Every rule of `grid` in dashes."""
    out = paper.copy()
    for y in ROWS:
        for x in range(COLUMNS[0] + on, COLUMNS[-1], on + off):
            out[y - 3 : y + 4, x : x + off] = 250
    for x in COLUMNS:
        for y in range(ROWS[0] + on, ROWS[-1], on + off):
            out[y : y + off, x - 3 : x + 4] = 250
    return out


@pytest.mark.parametrize(("on", "off"), [(10, 6), (3, 3), (18, 8)])
def test_dashed_rules_are_rules(on, off):
    rules, *_ = rules_found(sheet_of(dashed(grid(), on, off)))
    assert all(length_at(rules.horizontal, y) > 0.9 * (COLUMNS[-1] - COLUMNS[0]) for y in ROWS)
    assert all(length_at(rules.vertical, x) > 0.9 * (ROWS[-1] - ROWS[0]) for x in COLUMNS)


def test_dots_that_lead_to_a_number_are_no_rule():
    paper = grid((0, 0, 840, 600))
    for y in range(60, 541, 60):
        for stroke in range(4):
            cv2.rectangle(paper, (60, y - 18), (80, y + 2), 30, 2)
            cv2.line(paper, (60, y - 18 + 5 * stroke), (80, y - 18 + 5 * stroke), 30, 1)
        for x in range(100, 740, 8):
            paper[y : y + 3, x : x + 3] = 30
        cv2.rectangle(paper, (750, y - 14), (758, y + 2), 30, 2)
    rules, *_ = rules_found(sheet_of(paper))
    assert not len(rules.horizontal)


def test_a_column_of_ones_is_no_rule():
    """As thin as dashes and as near to one another, but one in a cell."""
    trace = np.zeros((420, 400), bool)
    for y in range(20, 341, 32):
        trace[y : y + 3, 20:380] = True
        trace[y + 8 : y + 28, 200:203] = y < 340
        trace[y + 5 : y + 16, 300:303] = trace[y + 20 : y + 30, 300:303] = y < 340
    joined = with_dashes_joined(trace, 26.0)
    assert not (joined & ~trace)[:, 190:210].any() and joined[26:336, 301].all()


def test_a_rule_that_toner_left_out_within_cells_is_whole():
    """From the middle of one cell to that of another nothing of it is left, and other rules run through."""
    rules, *_ = rules_found(sheet_of(grid((360, 176, 620, 186))))
    assert length_at(rules.horizontal, 180) > 0.9 * (COLUMNS[-1] - COLUMNS[0])


def test_a_rule_that_ends_at_an_upright_ends_there():
    """A cell that is merged over two rows."""
    rules, *_ = rules_found(sheet_of(grid((304, 176, 536, 186))))
    assert length_at(rules.horizontal, 180) < 0.75 * (COLUMNS[-1] - COLUMNS[0])


def test_text_in_the_middle_of_a_merged_cell_keeps_its_rule_away():
    paper = grid((310, 170, 790, 190))
    cv2.putText(paper, "MERGED HERE", (330, 188), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30, 2)
    rules, *_ = rules_found(sheet_of(paper))
    assert length_at(rules.horizontal, 180) < 0.5 * (COLUMNS[-1] - COLUMNS[0])


def test_an_upright_of_which_crumbs_are_left_goes_on_from_cell_to_cell():
    gone = [(536, y, 546, y + 22) for y in range(190, 470, 30)]
    rules, *_ = rules_found(sheet_of(grid(*gone)))
    assert length_at(rules.vertical, 540) > 0.9 * (ROWS[-1] - ROWS[0])


def test_what_is_drawn_in_is_missing_no_more():
    """Gaps as short as the reach of a rule too: else they would be found again in every round."""
    rules = np.array([[100.0, 0.0, 200.0], [150.0, 0.0, 400.0]], np.float32)
    across = np.array([[float(x), 0.0, 300.0] for x in (0, 209, 400)], np.float32)
    found = [gap for gap in gaps_to_next_rules(rules, across, 20.0) if gap[0] == 100.0]
    assert found == [(100.0, 200.0, 209.0), (100.0, 200.0, 400.0)]
    filled = np.vstack([rules, np.array(found, np.float32)])
    assert not [gap for gap in gaps_to_next_rules(filled, across, 20.0) if gap[1] == 200.0]


def test_dashed_rules_without_uprights_are_rules():
    paper = dashed(grid(), 10, 6)
    for x in COLUMNS:
        paper[:, x - 4 : x + 5] = 250
    rules, *_ = rules_found(sheet_of(paper))
    assert all(length_at(rules.horizontal, y) > 0.9 * (COLUMNS[-1] - COLUMNS[0]) for y in ROWS)


def test_the_rules_of_a_table_end_where_most_do_though_a_frame_around_the_page_stands_further_out():
    paper = grid(*((x - 3, 0, x + 4, 600) for x in (COLUMNS[0], COLUMNS[-1])))
    cv2.rectangle(paper, (15, 15), (825, 585), 30, 2)
    rules, *_ = rules_found(sheet_of(paper))
    for y in ROWS[1:-1]:
        near = rules.horizontal[np.abs(rules.horizontal[:, 0] - y) < 6]
        assert near[:, 1].min() > COLUMNS[0] - 20
        assert near[:, 2].max() < COLUMNS[-1] + 20


def test_strokes_of_letters_in_two_rows_make_no_upright_where_there_is_none():
    paper = grid(*((x - 3, 0, x + 4, 600) for x in COLUMNS))
    for y in (ROWS[3] - 40, ROWS[3] + 40):
        cv2.line(paper, (COLUMNS[0], y), (COLUMNS[-1], y), 30, 2)
    cv2.line(paper, (200, ROWS[3] - 40), (200, ROWS[3] + 40), 30, 2)
    rules, *_ = rules_found(sheet_of(paper))
    assert len(rules.vertical) == 0


def test_black_beside_paper_that_lies_askew_is_no_ink():
    paper = grid()
    cv2.fillPoly(paper, [np.array([(0, 0), (24, 0), (12, 599), (0, 599)]), np.array([(0, 585), (839, 592), (839, 599), (0, 599)])], 20)
    sheet = sheet_of(paper)
    rules, ruled, _ = rules_found(sheet)
    boxes = word_boxes(sheet, rules, ruled)
    assert boxes[:, 0].min() > COLUMNS[0]
    assert boxes[:, 3].max() < ROWS[-1]
    assert rules.vertical[:, 0].min() > COLUMNS[0] - 6


def test_white_letters_do_not_part_the_fill_that_they_stand_on():
    """Frames with a stroke through them, as Chinese characters of a header are, in a band three times as high."""
    paper = np.vstack([np.full((80, 840), 250, np.uint8), grid()])
    paper[4:76, 60:781] = 70
    for x in range(100, 760, 45):
        cv2.rectangle(paper, (x - 10, 30), (x + 10, 50), 250, 2)
        cv2.line(paper, (x, 26), (x, 54), 250, 2)
    none = np.zeros((0, 3), np.float32)
    found = rules_with_fills(Rules(none, none), sheet_of(paper))
    assert len(found.horizontal) == len(found.vertical) == 2
    assert float(np.ptp(found.vertical[:, 0])) > 0.95 * (COLUMNS[-1] - COLUMNS[0])

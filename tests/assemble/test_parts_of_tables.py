"""Raw tables that their rules part too much or too little: titles over the whole width, rules in pieces, short rules, values set close."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from laid import at, cells_laid, centred, ending, grids_of, lattice, numbers_laid, page_laid, slots_of
from reportparse.assemble.ruled.lattice import lattices_from_rules
from reportparse.model import Rules

XS = (50.0, 200.0, 270.0, 340.0)
HEADER = [at("Country", 52, 66), at("2008", 230, 66), at("2009", 300, 66)]


def test_titles_over_an_open_table_do_not_part_it():
    ys = (50.0, 72.0, 92.0, 112.0, 132.0, 152.0, 172.0)
    rows = [["Country", "2008", "2009"], ["Euro area"], ["Belgium", "1", "2"], ["Malta", "3", "4"], ["EFTA"], ["Norway", "5", "6"]]
    upright = [(x, top, foot) for x in XS[1:-1] for top, foot in ((50.0, 72.0), (92.0, 132.0), (152.0, 172.0))]
    (grid,) = grids_of(page_laid(cells_laid(rows, XS, ys), [(y, 50.0, 340.0) for y in ys], upright))
    assert slots_of(grid) == [row if len(row) > 1 else [*row, ">", ">"] for row in rows]


def test_two_tables_of_the_same_columns_with_a_caption_between_them_are_two():
    ys, lower = (50.0, 72.0, 92.0), (152.0, 172.0, 192.0)
    rows = [["Country", "2008", "2009"], ["Belgium", "1", "2"]]
    texts = [*cells_laid(rows, XS, ys), *cells_laid(rows, XS, lower), at("Table 2. Other countries", 50, 140)]
    (level, upright), (more_level, more_upright) = lattice(XS, ys, open_sides=True), lattice(XS, lower, open_sides=True)
    grids = grids_of(page_laid(texts, [*level, *more_level], [*upright, *more_upright]))
    assert [slots_of(grid) for grid in grids] == [rows, rows]


def test_uprights_that_break_beside_words_over_several_columns():
    body = [["Belgium", "1,203", "4.1"], ["Denmark", "", "1"], ["France", "12", "3"], ["Malta", "44", "5"], ["Norway", "6", "7"]]
    title, last = "Countries of the Union and of EFTA", ["Spain", "8", "9"]
    texts = [*HEADER, *numbers_laid(body), centred(title, 235, 158), *numbers_laid([last], 172)]
    upright = [(x, *piece) for x in XS[1:-1] for piece in ((50.0, 148.0), (162.0, 180.0))] + [(x, 50.0, 180.0) for x in (50, 340)]
    (grid,) = grids_of(page_laid(texts, [(y, 50.0, 340.0) for y in (50, 72, 180)], upright))
    assert slots_of(grid) == [["Country", "2008", "2009"], *body, [title, ">", ">"], last]


def test_a_piece_of_an_upright_that_touches_no_level_rule_is_part_of_it():
    pieces = ((50.0, 75.0), (82.0, 150.0), (157.0, 160.0))
    level, upright = lattice(XS, (50, 72, 160))
    upright = [upright[0], upright[-1], *((x, *piece) for x in XS[1:-1] for piece in pieces)]
    (found,) = lattices_from_rules(Rules(np.array(level, np.float32), np.array(upright, np.float32)))
    assert len(found.spans) == 6


def test_long_dashes_are_no_breaks():
    body = [[name, "1,203", "4.1"] for name in ("Belgium", "Denmark", "France", "Malta", "Norway", "Spain")]
    dashes = [(x, *piece) for x in XS[1:-1] for piece in ((50.0, 75.0), (82.0, 150.0), (157.0, 160.0))]
    texts = [*HEADER, *numbers_laid(body)]
    (grid,) = grids_of(page_laid(texts, [(y, 50.0, 340.0) for y in (50, 72, 160)], [(50.0, 50.0, 160.0), (340.0, 50.0, 160.0), *dashes]))
    assert slots_of(grid) == [["Country", "2008", "2009"], *body]


def test_signs_of_currency_at_the_other_side_of_their_cells():
    body = [["Belgium", "203", "4"], ["Denmark", "18", "1"], ["France", "12", "3"]]
    signs = [at("$", x + 2, 90 + 14 * k) for x in XS[1:-1] for k in range(3)]
    (grid,) = grids_of(page_laid([*HEADER, *signs, *numbers_laid(body)], *lattice(XS, (50, 72, 130))))
    assert slots_of(grid)[1:] == [[name, f"$ {one}", f"$ {two}"] for name, one, two in body]


def test_values_set_close_under_a_header_that_overlaps_them():
    rows = [["Iowa", "20.3", "41.7"], ["Ohio", "11.8", "16.4"], ["Utah", "51.2", "39.0"], ["Maine", "62.2", "15.5"]]
    texts = [at(text, x, 86 + 13 * k) for k, row in enumerate(rows) for text, x in zip(row, (52, 245, 271), strict=True)]
    header = [at("State", 52, 66), at("Men", 240, 66), at("Persons", 265, 66)]
    (grid,) = grids_of(page_laid([*header, *texts], [(y, 50.0, 340.0) for y in (50, 72, 132)]))
    assert slots_of(grid) == [["State", "Men", "Persons"], *rows]


def test_a_band_of_rows_between_a_header_and_a_total():
    body = [["Iowa", "3", "4"], ["Ohio", "5", "6"], ["Utah", "7", "8"], ["Maine", "1", "2"], ["Texas", "9", "0"], ["Idaho", "3", "3"]]
    header = [at("State", 52, 80), centred("Number of all persons", 270, 64), ending("2008", 265, 80), ending("2009", 335, 80)]
    texts = [*header, *numbers_laid(body, 100), *numbers_laid([["Total", "28", "23"]], 188)]
    (grid,) = grids_of(page_laid(texts, [(y, 50.0, 340.0) for y in (50, 86, 174, 194)]))
    assert slots_of(grid)[-7:] == [*body, ["Total", "28", "23"]]


def test_a_name_of_several_words_goes_on_only_by_its_last():
    body = [["Belgium", "1", "2"], ["", "", ""], ["Norway", "3", "4"], ["Iceland", "5", "6"]]
    texts = [*HEADER, *numbers_laid(body), at("Other", 52, 104), at("countries", 83, 104)]
    (grid,) = grids_of(page_laid(texts, *lattice(XS, (50, 72, 150))))
    assert [row[0] for row in slots_of(grid)] == ["Country", "Belgium", "Other countries", "Norway", "Iceland"]


def test_values_with_their_errors_announce_rows():
    body = [["Europe", "", ""], ["Belgium", "3.9 ± 0.4", "1.2 ± 0.1"], ["Norway", "4.4 ± 0.2", "2.2 ± 0.3"], ["Malta", "5 ± 1", "3.7"]]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(body)], *lattice(XS, (50, 72, 150))))
    assert slots_of(grid)[1:] == body


def test_short_rules_in_a_header_part_its_levels():
    header = [at("State", 52, 66), at("Men", 200, 66), at("2008", 230, 84), at("2009", 300, 84), at("All", 400, 66)]
    body = [["Iowa", "3", "4"], ["Ohio", "5", "6"], ["Utah", "7", "8"], ["Maine", "1", "2"]]
    texts = [*header, *numbers_laid(body, 104), *(at(str(10 + k), 405, 104 + 13 * k) for k in range(4))]
    (grid,) = grids_of(page_laid(texts, [*((y, 50.0, 420.0) for y in (50, 90, 160)), (70.0, 200.0, 338.0)]))
    assert slots_of(grid)[:2] == [["State", "Men", ">", "All"], ["^", "2008", "2009", "^"]]
    assert slots_of(grid)[2:] == [[*row, str(10 + k)] for k, row in enumerate(body)]


def test_thousands_with_a_wide_blank_are_one_number():
    rows = [["Iowa", "34 179"], ["Ohio", "2 906"], ["Utah", "744"], ["Maine", "62 100"], ["Texas", "501"], ["Idaho", "333"]]
    texts = [at(name, 52, 86 + 13 * k) for k, (name, _) in enumerate(rows)]
    for k, (_, number) in enumerate(rows):
        *thousands, hundreds = number.split()
        texts += [ending(hundreds, 338, 86 + 13 * k), *(ending(one, 317, 86 + 13 * k) for one in thousands)]
    (grid,) = grids_of(page_laid([at("State", 52, 66), ending("Men", 338, 66), *texts], [(y, 50.0, 340.0) for y in (50, 72, 160)]))
    assert slots_of(grid) == [["State", "Men"], *rows]


def test_what_begins_with_a_number_begins_a_row():
    body = [["Of which", "", ""], ["25 to 44 years", "1", "2"], ["45 to 64 years", "3", "4"], ["All others", "", ""], ["Malta", "5", "6"]]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(body)], *lattice(XS, (50, 72, 150))))
    assert slots_of(grid)[1:] == body


def test_words_in_the_middle_of_a_ruled_header_cell_stay_over_its_columns():
    body = [["Iowa", "3", "4", "1"], ["Ohio", "5", "6", "2"], ["Utah", "7", "8", "3"], ["Maine", "1", "2", "4"]]
    ys = (50.0, 72.0, 92.0, 112.0, 132.0, 152.0, 172.0)
    years = [at(str(2008 + k), 230 + 70 * k, 86) for k in range(3)]
    texts = [centred("Men", 305, 66), at("State", 52, 86), *years, *numbers_laid(body, 106, 20, (265.0, 335.0, 405.0))]
    upright = [*((x, 50.0, 172.0) for x in (50, 200, 410)), (270.0, 72.0, 92.0), (340.0, 72.0, 92.0)]
    (grid,) = grids_of(page_laid(texts, [(y, 50.0, 410.0) for y in ys], upright))
    assert slots_of(grid) == [["", "Men", ">", ">"], ["State", "2008", "2009", "2010"], *body]


def test_a_bracket_with_a_higher_box_is_set_high_with_its_number():
    page = page_laid([at("Belgium", 52, 66), at("(1)", 87, 62.5, 6), at("7", 202, 66)], *lattice((50.0, 200.0, 270.0), (50, 72, 92)))
    boxes = page.glyphs.boxes.copy()
    boxes[[7, 9], 3] += 1.2
    (grid,) = grids_of(replace(page, glyphs=replace(page.glyphs, boxes=boxes)))
    assert slots_of(grid)[0] == ["Belgium(1)", "7"]

"""Raw tables that their rules part too much or too little: titles over the whole width, rules in pieces, short rules, values set close."""

from __future__ import annotations

from dataclasses import replace

from laid import at, cells_laid, centred, ending, grids_of, lattice, numbers_laid, page_laid, slots_of

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
    body = [[name, "1,203", "4.1"] for name in ("Belgium", "Denmark", "France", "Malta", "Norway", "Spain")]
    pieces = ((50.0, 75.0), (82.0, 150.0), (157.0, 160.0))
    upright = [(x, 50.0, 160.0) for x in (50, 340)] + [(x, *piece) for x in XS[1:-1] for piece in pieces]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(body)], [(y, 50.0, 340.0) for y in (50, 72, 160)], upright))
    assert slots_of(grid) == [["Country", "2008", "2009"], *body]


def test_signs_of_currency_at_the_other_side_of_their_cells():
    body = [["Belgium", "203", "4"], ["Denmark", "18", "1"], ["France", "12", "3"]]
    signs = [at("$", x + 2, 86 + 13 * k) for x in XS[1:-1] for k in range(3)]
    (grid,) = grids_of(page_laid([*HEADER, *signs, *numbers_laid(body)], *lattice(XS, (50, 72, 130))))
    assert slots_of(grid)[1:] == [[name, f"$ {one}", f"$ {two}"] for name, one, two in body]


def test_short_rules_in_a_header_part_its_levels():
    header = [at("State", 52, 66), at("Men", 200, 66), at("2008", 230, 84), at("2009", 300, 84), at("All", 400, 66)]
    body = [["Iowa", "3", "4"], ["Ohio", "5", "6"], ["Utah", "7", "8"], ["Maine", "1", "2"]]
    texts = [*header, *numbers_laid(body, 104), *(at(str(10 + k), 405, 104 + 13 * k) for k in range(4))]
    (grid,) = grids_of(page_laid(texts, [*((y, 50.0, 420.0) for y in (50, 90, 160)), (70.0, 200.0, 338.0)]))
    assert slots_of(grid)[:2] == [["State", "Men", ">", "All"], ["^", "2008", "2009", "^"]]
    assert slots_of(grid)[2:] == [[*row, str(10 + k)] for k, row in enumerate(body)]


def test_thousands_with_a_wide_blank_are_one_number():
    rows = [["Iowa", "34 179"], ["Ohio", "2 906"], ["Utah", "744"], ["Maine", "62 100"]]
    texts = [at(name, 52, 86 + 13 * k) for k, (name, _) in enumerate(rows)]
    for k, (_, number) in enumerate(rows):
        *thousands, hundreds = number.split()
        texts += [ending(hundreds, 338, 86 + 13 * k), *(ending(one, 317, 86 + 13 * k) for one in thousands)]
    (grid,) = grids_of(page_laid([at("State", 52, 66), ending("Men", 338, 66), *texts], [(y, 50.0, 340.0) for y in (50, 72, 132)]))
    assert slots_of(grid) == [["State", "Men"], *rows]


def test_what_begins_with_a_number_begins_a_row():
    body = [["Of which", "", ""], ["25 to 44 years", "1", "2"], ["45 to 64 years", "3", "4"], ["All others", "", ""], ["Malta", "5", "6"]]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(body)], *lattice(XS, (50, 72, 150))))
    assert slots_of(grid)[1:] == body


def test_words_in_the_middle_of_a_ruled_header_cell_stay_over_its_columns():
    body = [["Iowa", "3", "4"], ["Ohio", "5", "6"], ["Utah", "7", "8"], ["Maine", "1", "2"]]
    ys = (50.0, 72.0, 92.0, 112.0, 132.0, 152.0, 172.0)
    texts = [centred("Men", 270, 66), at("State", 52, 86), at("2008", 230, 86), at("2009", 300, 86), *numbers_laid(body, 106, 20)]
    upright = [(50.0, 50.0, 172.0), (340.0, 50.0, 172.0), (200.0, 50.0, 172.0), (270.0, 72.0, 92.0)]
    (grid,) = grids_of(page_laid(texts, [(y, 50.0, 340.0) for y in ys], upright))
    assert slots_of(grid) == [["", "Men", ">"], ["State", "2008", "2009"], *body]


def test_a_bracket_with_a_higher_box_is_set_high_with_its_number():
    page = page_laid([at("Belgium", 52, 66), at("(1)", 87, 62.5, 6), at("7", 202, 66)], *lattice((50.0, 200.0, 270.0), (50, 72, 92)))
    boxes = page.glyphs.boxes.copy()
    boxes[[7, 9], 3] += 1.2
    (grid,) = grids_of(replace(page, glyphs=replace(page.glyphs, boxes=boxes)))
    assert slots_of(grid)[0] == ["Belgium(1)", "7"]

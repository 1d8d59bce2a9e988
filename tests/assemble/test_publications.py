"""Raw tables on pages as statistical offices print them: running titles between rules, charts, groups of rows, headers that wrap."""

from __future__ import annotations

from itertools import pairwise

from laid import at, centred, ending, grids_of, lattice, numbers_laid, page_laid, page_shaded, slots_of

HEADER = [at("Country", 62, 304), at("2008", 230, 304), at("2009", 300, 304)]
BODY = [["Belgium", "1,203", "4.1"], ["Denmark", "5", "1"], ["France", "12", "3"]]
TABLE = [["Country", "2008", "2009"], *BODY]
LEVEL = [(y, 60.0, 340.0) for y in (290.0, 310.0, 370.0)]
HEAD_AND_FOOT = [(38.0, 50.0, 545.0), (806.0, 50.0, 545.0)]
SCALE = [(y, 80.0, 340.0) for y in (70.0, 96.0, 122.0, 148.0)]
NUMBERS = [at(text, 66, y + 3, 7) for text, y in (("30", 70), ("20", 96), ("10", 122), ("0", 148))]


def table_at(x: float, top: float) -> list[tuple[str, float, float, float]]:
    """The rows of BODY, names at `x` and numbers that end below the years."""
    names = [at(row[0], x, top + 20 * k) for k, row in enumerate(BODY)]
    return [*names, *(ending(row[c], end, top + 20 * k) for k, row in enumerate(BODY) for c, end in ((1, 250), (2, 320)))]


def test_rules_at_head_and_foot_of_a_page_draw_no_table_around_a_chart_and_a_table():
    title = at("Statistical yearbook", 50, 34)
    (grid,) = grids_of(page_laid([title, *NUMBERS, *HEADER, *table_at(62, 324)], [*HEAD_AND_FOOT, *SCALE, *LEVEL]))
    assert slots_of(grid) == TABLE


def test_two_rules_around_a_table_of_level_rules_frame_it():
    frame = [(250.0, 50.0, 545.0), (420.0, 50.0, 545.0)]
    (grid,) = grids_of(page_laid([*HEADER, *table_at(62, 324), at("See also the annex.", 62, 400)], [*frame, *LEVEL]))
    assert slots_of(grid) == TABLE


def test_boxes_with_arrows_between_them_are_no_table():
    boxes = [(60.0, 163.0), (183.0, 287.0), (307.0, 411.0)]
    level = [(y, left, right) for left, right in boxes for y in (268.0, 302.0)]
    arrows = [(285.0, right, left) for (_, right), (left, _) in pairwise(boxes)]
    upright = [(x, 268.0, 302.0) for box in boxes for x in box]
    words = [at(text, left + 20, y) for left, _ in boxes for text, y in (("Imports", 281), ("Stocks", 297))]
    assert grids_of(page_laid(words, [*level, *arrows], upright)) == ()


def test_bars_of_a_chart_are_no_table():
    ends = (224.0, 185.8, 219.6, 241.7, 202.9)
    bars = [(150.0, 296.0 + 10 * k, end, 303.0 + 10 * k) for k, end in enumerate(ends)]
    values = ("81.4", "69.2", "3", "25.0", "44.8")
    words = [at(text, end + 2, 302 + 10 * k, 7) for k, (end, text) in enumerate(zip(ends, values, strict=True))]
    names = [ending(text, 148, 302 + 10 * k) for k, text in enumerate(("Malta", "Spain", "Italy", "France", "Latvia"))]
    assert grids_of(page_shaded(page_laid([*words, *names]), *bars)) == ()


def rows_between(names: list[str], numbers: dict[int, tuple[str, str]], top: float) -> list[tuple[str, float, float, float]]:
    """Names 13 points apart, and the numbers beside them."""
    return [
        *(at(name, 52, top + 13 * k) for k, name in enumerate(names)),
        *(ending(text, end, top + 13 * k) for k, row in numbers.items() for text, end in zip(row, (250, 330), strict=True)),
    ]


def test_a_title_above_the_only_row_of_its_group_is_a_row_where_rules_part_groups():
    level, upright = lattice((50.0, 190.0, 260.0, 340.0), (50.0, 70.0, 116.0, 146.0))
    texts = [at("Item", 52, 64), at("1999", 220, 64), at("2000", 300, 64)]
    texts += rows_between(["Coal", "Health care", "Male"], {0: ("11", "4"), 1: ("5", "6"), 2: ("7", "8")}, 82)
    texts += rows_between(["Personal income", "Wood and waste"], {1: ("94", "38")}, 128)
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert slots_of(grid)[4:] == [["Personal income", "", ""], ["Wood and waste", "94", "38"]]


def test_a_name_that_wraps_is_one_row_where_rules_part_rows():
    level, upright = lattice((50.0, 190.0, 260.0, 340.0), (50.0, 70.0, 90.0, 120.0))
    texts = [at("Item", 52, 64), at("1999", 220, 64), at("2000", 300, 64)]
    texts += rows_between(["Coal"], {0: ("11", "4")}, 84)
    texts += rows_between(["Personal income", "Wood and waste"], {1: ("94", "38")}, 102)
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert slots_of(grid)[2:] == [["Personal income Wood and waste", "94", "38"]]


def test_a_name_that_wraps_in_the_second_column_of_names_is_of_the_row_of_its_numbers():
    level = [(y, 50.0, 420.0) for y in (50.0, 70.0, 140.0)]
    texts = [at("Sector", 52, 64), at("Type", 120, 64), at("2002", 300, 64), at("2003", 380, 64)]
    second = ["Renter-occupied units", "Male", "State and local", "Government benefits", "to persons"]
    texts += [at(name, 120, 82 + 13 * k) for k, name in enumerate(second)]
    texts += [at("All sectors", 52, 82)]
    for k, row in {0: ("42", "96"), 1: ("2,368", "14"), 2: ("71", "1"), 4: ("21", "94")}.items():
        texts += [ending(text, end, 82 + 13 * k) for text, end in zip(row, (320, 400), strict=True)]
    (grid,) = grids_of(page_laid(texts, level))
    assert slots_of(grid)[3:] == [["", "State and local", "71", "1"], ["", "Government benefits to persons", "21", "94"]]


def test_numbers_at_two_heights_announce_two_rows_although_most_cells_beside_are_empty():
    level, upright = lattice((50.0, 150.0, 220.0, 290.0, 360.0, 430.0), (50.0, 70.0, 100.0, 120.0))
    texts = [at(text, x, 64) for text, x in (("Item", 52), ("1994", 170), ("1995", 240), ("1996", 310), ("1997", 380))]
    texts += [at("Romania", 52, 82), at("Belgium", 52, 95), at("Latvia", 52, 114)]
    cells = [("226", 200, 82), ("712", 200, 95), ("25.7", 270, 95), ("252", 340, 95), ("0.1", 410, 82), ("9", 200, 114)]
    texts += [ending(*cell) for cell in cells]
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert slots_of(grid)[1:3] == [["Romania", "226", "", "", "0.1"], ["Belgium", "712", "25.7", "252", ""]]


def test_a_title_in_the_middle_between_two_years_makes_no_column_of_its_own():
    texts = [at("Characteristic", 62, 300), centred("Labor force status", 285, 293), centred("1991", 220, 305), centred("1992", 350, 305)]
    rows = [("Energy", "36.5%", ""), ("Military", "98.9%", "36"), ("Wood", "63.2%", "6,729"), ("Total", "49.3%", "6")]
    texts += [at(name, 62, 324 + 13 * k) for k, (name, _, _) in enumerate(rows)]
    texts += [ending(text, end, 324 + 13 * k) for k, row in enumerate(rows) for text, end in zip(row[1:], (268, 398), strict=True)]
    (grid,) = grids_of(page_laid(texts, [(y, 60.0, 420.0) for y in (282.0, 310.0, 370.0)]))
    assert slots_of(grid)[1:] == [["^", "1991", "1992"], *map(list, rows)]


def test_a_header_whose_words_wrap_has_one_row_for_each_of_its_levels():
    """The title over 1990 and 1991 wraps and ends lower than `Per capita` begins: no one height parts the two levels."""
    texts = [centred("Metropolitan", 230, 60), centred("areas", 230, 72), centred("1990", 200, 84), centred("1991", 260, 84)]
    texts += [centred("Annual change", 350, 60), centred("Per", 320, 72), centred("capita", 320, 84)]
    texts += [centred("Both", 380, 72), centred("sexes", 380, 84), at("Item", 62, 84)]
    rows = [("Coal", "822", "11.3", "349", "38.6"), ("Services", "10", "20.2", "928", "12.3"), ("Federal", "64", "55.9", "3", "9")]
    texts += [at(row[0], 62, 104 + 13 * k) for k, row in enumerate(rows)]
    texts += [centred(text, x, 104 + 13 * k) for k, row in enumerate(rows) for text, x in zip(row[1:], (200, 260, 320, 380), strict=True)]
    (grid,) = grids_of(page_laid(texts, [(y, 60.0, 410.0) for y in (46.0, 90.0, 136.0)]))
    assert slots_of(grid)[1][1:] == ["1990", "1991", "Per capita", "Both sexes"]
    assert grid.n_rows == 5


def test_a_unit_in_brackets_that_wraps_is_one_row():
    texts = [*HEADER, centred("(in millions of", 277, 322), centred("dollars)", 277, 332), *table_at(62, 350)]
    level = [(y, 60.0, 340.0) for y in (290.0, 310.0, 400.0)]
    upright = [(200.0, 290.0, 400.0), (270.0, 290.0, 310.0), (270.0, 336.0, 400.0)]
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert slots_of(grid)[1][1] == "(in millions of dollars)"
    assert slots_of(grid)[2:] == BODY


def test_numbers_laid_in_a_grid_stay_as_they_are():
    level, upright = lattice((50.0, 200.0, 270.0, 340.0), (50.0, 72.0, 92.0, 112.0, 132.0))
    header = [at("Country", 52, 66), at("2008", 230, 66), at("2009", 300, 66)]
    (grid,) = grids_of(page_laid([*header, *numbers_laid(BODY, 86, 20)], level, upright))
    assert slots_of(grid) == TABLE


def test_a_table_between_running_title_and_the_next_table_is_one_of_its_own():
    """The rules of the running title and of the second table are as long as the text; the first table is narrower."""
    second = [(y, 60.0, 535.0) for y in (430.0, 450.0, 510.0)]
    low = [(text, x, y + 140, size) for text, x, y, size in [*HEADER, *table_at(62, 324)]]
    texts = [at("Statistical yearbook", 62, 40), *HEADER, *table_at(62, 324), *low]
    first, other = grids_of(page_laid(texts, [(44.0, 60.0, 535.0), *LEVEL, *second]))
    assert slots_of(first) == slots_of(other) == TABLE


def test_numbers_of_columns_are_a_row_below_a_header_of_several_lines():
    texts = [at("Country", 62, 306), centred("Share of", 250, 295), centred("total", 250, 306), at("Rate", 300, 306)]
    texts += [centred(f"({k + 1})", x, 320) for k, x in enumerate((80, 250, 310))]
    texts += [(text, x, y + 20, size) for text, x, y, size in table_at(62, 324)]
    (grid,) = grids_of(page_laid(texts, [(y, 60.0, 340.0) for y in (284.0, 328.0, 390.0)]))
    assert slots_of(grid) == [["Country", "Share of total", "Rate"], ["(1)", "(2)", "(3)"], *BODY]


def test_a_name_that_ends_with_a_small_word_goes_on():
    level, upright = lattice((50.0, 190.0, 260.0, 340.0), (50.0, 70.0, 126.0))
    texts = [at("State", 52, 64), at("1999", 220, 64), at("2000", 300, 64)]
    texts += rows_between(["Ohio", "District of", "Columbia", "Texas"], {0: ("11", "4"), 2: ("5", "6"), 3: ("7", "8")}, 82)
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert slots_of(grid)[1:] == [["Ohio", "11", "4"], ["District of Columbia", "5", "6"], ["Texas", "7", "8"]]


def test_a_mark_is_no_ordinal_of_the_letter_in_the_next_column():
    level = [(y, 50.0, 340.0) for y in (50.0, 70.0, 124.0)]
    texts = [at("Item", 52, 64), at("Rate", 230, 64), at("Share", 300, 64)]
    texts += rows_between(["Coal", "Wind", "Male", "Female"], {0: ("(8)", "X"), 1: ("82", "11"), 2: ("X", "(9)"), 3: ("498", "6")}, 82)
    (grid,) = grids_of(page_laid(texts, level))
    assert slots_of(grid)[1] == ["Coal", "(8)", "X"]


def test_rules_above_sums_merge_no_names_beside_them_although_titles_stand_in_the_middle():
    level = [(y, 50.0, 340.0) for y in (50.0, 70.0, 152.0)] + [(y, 190.0, 340.0) for y in (100.0, 126.0)]
    texts = [at("Item", 52, 64), at("1999", 220, 64), at("2000", 300, 64)]
    texts += rows_between(["Coal", "Wind"], {0: ("11", "4"), 1: ("5", "6")}, 82)
    texts += [
        centred("RACE AND SEX", 195, 110),
        *rows_between(["Male"], {0: ("9", "6")}, 122),
        *rows_between(["Both", "Neither"], {0: ("7", "8"), 1: ("1", "2")}, 136),
    ]
    (grid,) = grids_of(page_laid(texts, level))
    assert [row[0] for row in slots_of(grid)] == ["Item", "Coal", "Wind", "RACE AND SEX", "Male", "Both", "Neither"]


def test_a_title_over_years_is_over_all_that_follow_in_turn():
    texts = [at("Item", 62, 306), centred("Quarter ending", 275, 295)]
    texts += [centred(str(1990 + k), 200 + 50 * k, 306) for k in range(4)]
    texts += [at(name, 62, 324 + 13 * k) for k, name in enumerate(("Coal", "Wind", "Male"))]
    texts += [ending(str(11 + 7 * k + n), 212 + 50 * k, 324 + 13 * n) for k in range(4) for n in range(3)]
    (grid,) = grids_of(page_laid(texts, [(y, 60.0, 380.0) for y in (284.0, 312.0, 358.0)]))
    assert slots_of(grid)[0] == ["Item", "Quarter ending", ">", ">", ">"]


def test_a_header_shaded_cell_by_cell_is_the_head_of_the_rows_between_level_rules():
    xs = (60.0, 200.0, 270.0, 340.0)
    cells = [(x + 0.5, 290.0, right - 0.5, 310.0) for x, right in pairwise(xs)]
    texts = [*HEADER, *table_at(62, 324)]
    (grid,) = grids_of(page_shaded(page_laid(texts, [(y, 60.0, 340.0) for y in (310.0, 330.0, 350.0, 370.0)]), *cells))
    assert slots_of(grid) == TABLE


ROWS = [["Belgium", "1,203", "4.1"], ["Denmark", "5", "1"], ["France", "12", "3"], ["Malta", "7", "8"], ["Spain", "19", "-6.5"]]


def test_rows_of_values_without_rules_are_a_table():
    prose = at("The number of countries grew from 2008 to 2009, as table 3 shows, in most of them.", 62, 270)
    (grid,) = grids_of(page_laid([prose, *HEADER, *numbers_laid(ROWS, 324, 14)]))
    assert slots_of(grid) == [["Country", "2008", "2009"], *ROWS]


def test_contents_and_lists_are_no_table():
    chapters = [at(f"{k + 1}. Chapter ............................................. {10 * k + 5}", 62, 100 + 14 * k) for k in range(8)]
    points = [at(f"{k + 1}) About {k + 3} of {20 + k} schools taught {5 * k} hours.", 62, 300 + 14 * k) for k in range(8)]
    assert grids_of(page_laid([*chapters, *points])) == ()


def test_a_cell_merged_over_rows_below_a_shaded_header_stays_whole():
    """Rules part the rows of the other columns only, and no upright stands below the header."""
    xs = (60.0, 200.0, 270.0, 340.0)
    cells = [(x + 0.5, 290.0, right - 0.5, 310.0) for x, right in pairwise(xs)]
    level = [(y, 60.0, 340.0) for y in (310.0, 350.0, 390.0)] + [(y, 200.0, 340.0) for y in (330.0, 370.0)]
    texts = [*HEADER, at("Northern regions", 62, 324), at("Islands", 62, 364)]
    texts += [at(text, x, 324 + 20 * k) for k in range(4) for text, x in ((("Yes", "No", "All", "None")[k], 205), (f"{k + 3}1", 290))]
    (grid,) = grids_of(page_shaded(page_laid(texts, level), *cells))
    assert slots_of(grid)[1:3] == [["Northern regions", "Yes", "31"], ["^", "No", "41"]]
    assert slots_of(grid)[3:] == [["Islands", "All", "51"], ["^", "None", "61"]]

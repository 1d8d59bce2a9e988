"""Columns of tables that level rules alone draw, told by the header where too few rows hold words."""

from __future__ import annotations

from laid import Rule, at, cells_laid, centred, ending, grids_of, page_laid, slots_of

XS = (52.0, 150.0, 240.0, 330.0)
RULES: list[Rule] = [(50.0, 50.0, 400.0), (66.0, 50.0, 400.0)]


def ruled_to(foot: float) -> list[Rule]:
    return [*RULES, (foot, 50.0, 400.0)]


def test_a_table_of_one_row():
    rows = [["Country", "2008", "Share", "Rate"], ["Malta", "35.3", "409", "84.0"]]
    (grid,) = grids_of(page_laid(cells_laid(rows, XS, (50, 66)), ruled_to(82)))
    assert slots_of(grid) == rows


def test_columns_that_are_nearly_empty():
    marks = [["Malta", "", "", "X"], ["Ireland", "", "", ""], ["Spain", "X", "", ""], ["Cyprus", "", "", "X"], ["Poland", "", "", ""]]
    rows = [["Country", "Urban", "Rural", "Both"], *marks]
    (grid,) = grids_of(page_laid(cells_laid(rows, XS, (50, 66, 80, 94, 108, 122)), ruled_to(138)))
    assert slots_of(grid) == rows


def test_two_columns_of_names_the_first_of_groups():
    body = [
        ["Energy", "Coal", "7", "8"],
        ["", "Gas", "5", "6"],
        ["", "Wind", "1", "2"],
        ["", "Wood", "3", "4"],
        ["Trade", "Goods", "9", "9"],
    ]
    rows = [["Group", "Item", "2008", "2009"], *body, ["", "Services", "7", "1"]]
    (grid,) = grids_of(page_laid(cells_laid(rows, XS, [50, *range(66, 150, 14)]), ruled_to(152)))
    assert slots_of(grid) == rows


def test_a_word_of_the_header_beside_its_values_is_above_their_column():
    values = [ending(text, 330, 77 + 14 * k) for k, text in enumerate(("1", "25", "3", "44", "5"))]
    names = [at(name, 52, 77 + 14 * k) for k, name in enumerate(("Malta", "Spain", "Cyprus", "Poland", "Ireland"))]
    (grid,) = grids_of(page_laid([at("Country", 52, 61), at("1997", 240, 61), *names, *values], ruled_to(140)))
    assert slots_of(grid)[:3] == [["Country", "1997"], ["Malta", "1"], ["Spain", "25"]]


def test_words_on_a_short_rule_stand_over_the_columns_below_it():
    heads = [
        at("Country", 52, 79),
        centred("Year", 210, 61),
        *(at(text, x, 79) for text, x in zip(("2008", "2009", "2010"), XS[1:], strict=True)),
    ]
    body = cells_laid([["Malta", "1", "2", "3"], ["Spain", "4", "5", "6"], ["Cyprus", "7", "8", "9"]], XS, (84, 98, 112))
    (grid,) = grids_of(page_laid([*heads, *body], [(50.0, 50.0, 400.0), (66.0, 150.0, 270.0), (84.0, 50.0, 400.0), (130.0, 50.0, 400.0)]))
    assert slots_of(grid)[:2] == [["Country", "Year", ">", "2010"], ["^", "2008", "2009", "^"]]


def test_leaders_belong_to_the_name_and_na_is_a_value():
    rows = [["Malta", "NA", "21"], ["Spain", "12", "NA"], ["Cyprus", "NA", "23"], ["Poland", "NA", "24"]]
    dots = [at(". . . . . .", 100, 77 + 13 * k) for k in range(4)]
    heads = cells_laid([["Country", "2008", "2009"]], (52, 240, 310), (50,))
    body = cells_laid(rows, (52, 240, 310), (66, 79, 92, 105))
    (grid,) = grids_of(page_laid([*heads, *body, *dots], [(y, 50.0, 340.0) for y in (50, 66, 122)]))
    assert [[row[0].split(" ")[0], *row[1:]] for row in slots_of(grid)[1:]] == rows

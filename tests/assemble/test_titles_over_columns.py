"""Words over several columns of a header, in tables without uprights."""

from __future__ import annotations

from laid import at, cells_laid, centred, ending, grids_of, page_laid, slots_of

NAMES = ("Malta", "Spain", "Cyprus", "Poland")
RIGHTS = (190.0, 240.0, 290.0, 340.0, 390.0)


def body_laid(baseline: float) -> list[tuple[str, float, float, float]]:
    values = [ending(f"{7 * k + j}", right, baseline + 14 * k) for k in range(4) for j, right in enumerate(RIGHTS)]
    return [*values, *(at(name, 52, baseline + 14 * k) for k, name in enumerate(NAMES))]


def test_titles_above_one_rule_that_runs_under_all_of_them():
    years = [centred(str(1997 + k), right - 10, 95) for k, right in enumerate(RIGHTS)]
    titles = [centred("Urban", 205, 68), centred("areas", 205, 80), centred("Rural areas", 330, 80)]
    level = [(50.0, 50.0, 400.0), (84.0, 165.0, 400.0), (100.0, 50.0, 400.0), (162.0, 50.0, 400.0)]
    (grid,) = grids_of(page_laid([at("Country", 52, 95), *titles, *years, *body_laid(112)], level))
    assert slots_of(grid)[:2] == [["Country", "Urban areas", ">", "Rural areas", ">", ">"], ["^", "1997", "1998", "1999", "2000", "2001"]]
    assert len(slots_of(grid)) == 6


def test_three_lines_of_one_word_beside_shorter_ones_are_no_title():
    value = [centred(word, 235, 68 + 11 * k) for k, word in enumerate(("Value", "(million", "EUR)"))]
    heads = [*value, centred("Rate", 185, 90), centred("All", 285, 90)]
    rows = [["Malta", "11", "21", "31"], ["Spain", "12", "22", "32"], ["Cyprus", "13", "23", "33"]]
    body = cells_laid(rows, (52, 180, 230, 280), (96, 110, 124))
    (grid,) = grids_of(page_laid([at("Country", 52, 90), *heads, *body], [(y, 50.0, 310.0) for y in (56, 96, 140)]))
    assert slots_of(grid) == [["Country", "Rate", "Value (million EUR)", "All"], *rows]


def test_titles_of_groups_in_the_middle_of_a_table_are_rows_of_their_own():
    rows = [["Country", "2008", "2009"], ["Malta", "11", "21"], ["Spain", "12", "22"], ["Cyprus", "13", "23"], ["Poland", "14", "24"]]
    heads = [at(text, x, 62) for text, x in zip(rows[0], (52, 235, 305), strict=True)]
    body = [t for k, row in enumerate(rows[1:]) for t in cells_laid([row], (52, 240, 310), (80 + 26 * (k // 2) + 13 * k,))]
    titles = [centred("NORTH", 195, 78), centred("SOUTH", 195, 117.5)]
    (grid,) = grids_of(page_laid([*heads, *body, *titles], [(y, 50.0, 340.0) for y in (50, 66, 165)]))
    assert slots_of(grid) == [rows[0], ["NORTH", ">", ">"], *rows[1:3], ["SOUTH", ">", ">"], *rows[3:]]


def test_a_unit_in_the_middle_of_the_columns_of_values():
    rows = [["Malta", "11", "21"], ["Spain", "12", "22"], ["Cyprus", "13", "23"], ["Poland", "14", "24"]]
    heads = [at("Country", 52, 62), centred("2008", 245, 62), centred("2009", 315, 62), centred("Percent", 280, 78)]
    body = cells_laid(rows, (52, 240, 310), (82, 95, 108, 121))
    (grid,) = grids_of(page_laid([*heads, *body], [(y, 50.0, 340.0) for y in (50, 66, 140)]))
    assert slots_of(grid) == [["Country", "2008", "2009"], ["", "Percent", ">"], *rows]


def test_uprights_that_end_at_titles_over_the_whole_table():
    rows = [["Malta", "11", "21"], ["Spain", "12", "22"], ["Cyprus", "13", "23"], ["Poland", "14", "24"], ["Iceland", "15", "25"]]
    body = [t for k, row in enumerate(rows) for t in cells_laid([row], (52, 240, 310), (82 + 14 * (k // 2) + 14 * k,))]
    heads = [at("Country", 52, 61), at("2008", 235, 61), at("2009", 305, 61)]
    titles = [centred(text, 195, 77 + 42 * k) for k, text in enumerate(("ALL OF THE NORTH", "ALL OF THE SOUTH", "ALL OF THE SEA"))]
    stretches = [(50.0, 66.0), (80.0, 108.0), (122.0, 150.0), (164.0, 180.0)]
    upright = [(x, top, foot) for x in (200.0, 270.0) for top, foot in stretches]
    (grid,) = grids_of(page_laid([*heads, *titles, *body], [(y, 50.0, 340.0) for y in (50, 66, 180)], upright))
    spread = [[title[0], ">", ">"] for title in titles]
    assert slots_of(grid)[1:] == [spread[0], *rows[:2], spread[1], *rows[2:4], spread[2], rows[4]]

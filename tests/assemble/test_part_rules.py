"""Cells merged over rows, where level rules alone draw a table: the rules below the rows beside them are shorter."""

from __future__ import annotations

from laid import cells_laid, grids_of, page_laid, slots_of

XS = (52.0, 150.0, 270.0)
ROWS = [
    ["Office", "Task", "State"],
    ["Court of the north", "Survey of all farms", "Ongoing"],
    ["", "Report of the year", "No"],
    ["Bank", "Loans", "Yes"],
    ["", "Grants to small firms", "Not at all"],
]


def test_a_name_beside_rows_that_shorter_rules_part():
    ys = (50, 66, 82, 98, 114)
    level = [(float(y), 50.0, 360.0) for y in (50, 66, 98, 130)] + [(float(y), 148.0, 360.0) for y in (82, 114)]
    (grid,) = grids_of(page_laid(cells_laid(ROWS, XS, ys), level))
    assert slots_of(grid) == [*ROWS[:2], ["^", *ROWS[2][1:]], ROWS[3], ["^", *ROWS[4][1:]]]


def test_the_line_above_a_sum_parts_its_name_too():
    rows = [["Malta", "11", "21"], ["Spain", "12", "22"], ["Both", "23", "43"]]
    heads = cells_laid([["Country", "2008", "2009"]], (52, 240, 310), (50,))
    body = cells_laid(rows, (52, 240, 310), (66, 80, 96))
    (grid,) = grids_of(page_laid([*heads, *body], [*((y, 50.0, 340.0) for y in (50, 66, 112)), (95.0, 230.0, 340.0)]))
    assert slots_of(grid) == [["Country", "2008", "2009"], *rows]


def test_an_empty_cell_beside_words_of_the_next_column():
    rows = [["Rules on water", "Yes", "Not applicable"], ["Rules on land", "", "12 345"], ["Rules on air", "All", "Completed in March"]]
    body = cells_laid([["Country", "Measure", "Indicator"], *rows], (52, 160, 250), (50, 66, 82, 98))
    (grid,) = grids_of(page_laid(body, [(y, 50.0, 360.0) for y in (50, 66, 82, 98, 114)]))
    assert slots_of(grid)[1:] == rows

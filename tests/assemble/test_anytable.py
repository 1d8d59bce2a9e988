"""Raw tables that no full set of rules draws: headers above the rules, shaded cells, level rules alone; and what is no table."""

from __future__ import annotations

from itertools import pairwise

import pytest

from laid import at, cells_laid, grids_of, lattice, numbers_laid, page_laid, page_shaded, slots_of

XS, YS = (50.0, 200.0, 270.0, 340.0), (50.0, 72.0, 92.0, 112.0, 132.0)
HEADER = [at("Country", 52, 66), at("2008", 230, 66), at("2009", 300, 66)]
BODY = [["Belgium", "1,203", "4.1"], ["Denmark", "", "1"], ["France", "12", "3"]]
TABLE = [["Country", "2008", "2009"], *BODY]


def test_a_header_above_the_rules():
    level, upright = lattice(XS, YS[1:])
    caption = at("Table 3. Numbers of countries in the years 2008 and 2009", 52, 48)
    (grid,) = grids_of(page_laid([caption, *HEADER, *numbers_laid(BODY, 86, 20)], level, upright))
    assert slots_of(grid) == TABLE


def test_words_above_a_table_that_has_its_header_are_none_of_it():
    level, upright = lattice(XS, YS)
    (grid,) = grids_of(page_laid([at("thousands", 230, 46), at("persons", 300, 46), *HEADER, *numbers_laid(BODY, 86, 20)], level, upright))
    assert slots_of(grid) == TABLE


def test_shaded_cells_without_rules():
    cells = [(x + 0.7, y + 0.7, right - 0.7, foot - 0.7) for y, foot in pairwise(YS) for x, right in pairwise(XS)]
    (grid,) = grids_of(page_shaded(page_laid([*HEADER, *numbers_laid(BODY, 86, 20)]), *cells))
    assert slots_of(grid) == TABLE


def test_every_other_row_shaded_cell_by_cell():
    rows = [["Belgium", "1,203", "4"], ["Denmark", "5", "1"], ["France", "12", "3"], ["Malta", "7", "8"]]
    cells = [(x, top, right, top + 20.0) for top in (72.0, 112.0) for x, right in pairwise(XS)]
    page = page_laid([*HEADER, *numbers_laid(rows, 86, 20)], [(y, 50.0, 340.0) for y in (72.0, 152.0)])
    (grid,) = grids_of(page_shaded(page, *cells))
    assert slots_of(grid) == [["Country", "2008", "2009"], *rows]


def test_every_other_row_shaded_between_upright_rules():
    level, upright = lattice(XS, (50.0, 72.0, 132.0))
    names = [["Methods", "Offices", "Yes"], ["Waste", "Ports", "No"], ["Water", "Boats", "Yes"]]
    texts = cells_laid([["Type", "Of", "Use"], *names], XS, YS)
    (grid,) = grids_of(page_shaded(page_laid(texts, level, upright), (50, 92, 340, 112)))
    assert slots_of(grid) == [["Type", "Of", "Use"], *names]


@pytest.mark.parametrize("ys", [(50.0, 72.0, 132.0), YS], ids=["three rules", "a rule below each row"])
def test_level_rules_alone(ys):
    words = [at("Table 1. Countries", 50, 45), at("Source: the agency of all countries.", 50, 146)]
    (grid,) = grids_of(page_laid([*words, *HEADER, *numbers_laid(BODY, 86, 20)], [(y, 50.0, 340.0) for y in ys]))
    assert slots_of(grid) == TABLE


def test_a_header_above_level_rules_and_the_title_of_a_group():
    words = [at("Table 1. Countries, their numbers and shares by year", 50, 40), at("Northern countries", 52, 83)]
    (grid,) = grids_of(page_laid([*words, *HEADER, *numbers_laid(BODY, 97, 14)], [(y, 50.0, 340.0) for y in (72, 86, 100, 114, 128)]))
    assert slots_of(grid) == [["Country", "2008", "2009"], ["Northern countries", "", ""], *BODY]


@pytest.mark.parametrize("title", ["Countries of the north and the west of it", "Countries of the north, the west, the south and the east"])
def test_titles_of_groups_run_over_the_columns_of_a_table_with_three_rules(title: str):
    """The longer one is nearly as wide as the table, as prose would be."""
    body = [["Belgium", "1,203", "4.1"], ["Denmark", "7", "1"], [title, "", ""], ["France", "12", "3"], ["Malta", "9", "2"]]
    rules = [(y, 50.0, 340.0) for y in (50.0, 72.0, 172.0)]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid([[title, "", ""], *body], 86, 16)], rules))
    row = [title, ">", ">"]
    assert slots_of(grid) == [["Country", "2008", "2009"], row, *body[:2], row, *body[3:]]


def test_a_header_above_level_rules_and_units():
    units = [at("million", 230, 83), at("tonnes", 300, 83)]
    (grid,) = grids_of(page_laid([*HEADER, *units, *numbers_laid(BODY, 97, 14)], [(y, 50.0, 340.0) for y in (72, 86, 100, 114, 128)]))
    assert slots_of(grid) == [["Country", "2008", "2009"], ["", "million", "tonnes"], *BODY]


def test_a_wide_column_of_words_between_level_rules():
    long = ["the agency shall ensure that all of the relevant", "information is given to those who ask for it"]
    texts = [at("Body", 52, 61), at("Task", 130, 61), at("Office", 52, 77), at("Court", 52, 105), at("Bank", 52, 133)]
    texts += [at(line, 130, y + 12 * k) for y in (77, 105, 133) for k, line in enumerate(long)]
    (grid,) = grids_of(page_laid(texts, [(y, 50.0, 375.0) for y in (50, 66, 94, 122, 150)]))
    assert slots_of(grid)[:2] == [["Body", "Task"], ["Office", " ".join(long)]]


def test_prose_between_level_rules_is_no_table():
    lines = [at("the agency shall ensure that all of the relevant information is given", 52, 66 + 14 * k) for k in range(5)]
    assert grids_of(page_laid(lines, [(50.0, 50.0, 400.0), (140.0, 50.0, 400.0)])) == ()


def test_a_chart_is_no_table():
    bars = [(60.0 + 40 * k, 100.0 + 10 * k, 80.0 + 40 * k, 200.0) for k in range(5)]
    axis = [at(str(20 * k), 40, 203 - 20 * k) for k in range(6)] + [at(str(2000 + k), 60 + 40 * k, 214) for k in range(5)]
    grid_lines = [(200.0 - 20 * k, 55.0, 260.0) for k in range(6)]
    assert grids_of(page_shaded(page_laid(axis, grid_lines, [(55.0, 90.0, 200.0)]), *bars)) == ()


def test_gridlines_of_a_chart_with_an_axis_make_no_lattice():
    axis = [at(str(20 * k), 40, 203 - 20 * k, 8) for k in range(6)]
    values = [at(f"{k}.5", 70 + 40 * k, 150, 8) for k in range(4)]
    level, upright = [(200.0 - 20 * k, 55.0, 260.0) for k in range(6)], [(x, 100.0, 200.0) for x in (55.0, 155.0, 260.0)]
    assert grids_of(page_laid([*axis, *values], level, upright)) == ()


def test_the_frame_of_a_chart_is_no_table_either():
    axis = [at(str(20 * k), 55, 203 - 20 * k, 8) for k in range(6)] + [at(str(2000 + k), 90 + 40 * k, 212, 8) for k in range(5)]
    values = [at(f"{43 + k}.{k}", 95 + 40 * k, 183 - 20 * k, 8) for k in range(4)]
    level = [*((200.0 - 20 * k, 70.0, 290.0) for k in range(6)), (90.0, 50.0, 300.0), (218.0, 50.0, 300.0)]
    assert grids_of(page_laid([*axis, *values], level, [(80.0, 95.0, 200.0), (50.0, 90.0, 218.0), (300.0, 90.0, 218.0)])) == ()


def test_two_columns_of_prose_with_a_rule_between_them_are_no_table():
    words = "the agency shall ensure that all of it"
    texts = [at(words, x, 66 + 12 * k) for x in (52, 262) for k in range(14)]
    assert grids_of(page_laid(texts, [(50.0, 50.0, 470.0), (240.0, 50.0, 470.0)], [(256.0, 50.0, 240.0)])) == ()


def test_superscripts_stand_on_their_line():
    level, upright = lattice((50.0, 200.0, 270.0), (50, 72, 92))
    texts = [at("Belgium", 52, 66), at("(1)", 52 + 35, 62.5, 6), at("1203", 202, 66), at("a", 222, 62.5, 6)]
    (grid,) = grids_of(page_laid([*texts, at("CO", 52, 86), at("2", 62, 88, 6), at("7", 202, 86)], level, upright))
    assert slots_of(grid) == [["Belgium(1)", "1203a"], ["CO2", "7"]]

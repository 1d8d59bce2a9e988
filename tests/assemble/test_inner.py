"""Raw tables whose rules part only some of their rows and columns."""

from __future__ import annotations

from laid import at, centred, ending, grids_of, lattice, numbers_laid, page_laid, slots_of

XS = (50.0, 200.0, 270.0, 340.0)


HEADER = [at("Country", 52, 66), at("2008", 230, 66), at("2009", 300, 66)]


def test_rows_that_no_rule_parts():
    names = [["Europe", "", ""], ["Belgium", "1,203", "4.1%"]]
    names += [["Czech Republic,", "", ""], ["including Prague", "88", "n/a"], ["Denmark", "7", ":"]]
    level, upright = lattice(XS, (50, 72, 160))
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(names)], level, upright))
    assert slots_of(grid) == [
        ["Country", "2008", "2009"],
        ["Europe", "", ""],
        ["Belgium", "1,203", "4.1%"],
        ["Czech Republic, including Prague", "88", "n/a"],
        ["Denmark", "7", ":"],
    ]


def test_columns_that_no_upright_parts():
    body = [["Belgium", "1,203", "4.1"], ["All countries", "", ""], ["Denmark", "", "1"], ["France", "12", "3"], ["Malta", "44", "5"]]
    level = [(y, 50.0, 340.0) for y in (50, 72, 94, 108, 122, 136, 160)]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(body)], level, [(200, 50, 160)]))
    assert slots_of(grid) == [["Country", "2008", "2009"], *body]


def test_uprights_that_end_below_the_header():
    body = [["Belgium", "1,203", "4.1"], ["Denmark", "", "1"], ["France", "12", "3"], ["Malta", "44", "5"]]
    level = [(y, 50.0, 340.0) for y in (50, 72, 94, 108, 122, 136)]
    upright = [(200, 50, 136), (270, 50, 72)]
    (grid,) = grids_of(page_laid([*HEADER, *numbers_laid(body)], level, upright))
    assert slots_of(grid) == [["Country", "2008", "2009"], *body]


def test_a_header_without_rules_inside():
    header = [at("State", 52, 72), centred("Number of men", 270, 64), at("2008", 230, 80), at("2009", 300, 80)]
    body = [["Iowa", "3", "4"], ["Ohio", "5", "6"]]
    level = [(y, 50.0, 340.0) for y in (50, 86, 106, 126)]
    upright = [(x, 50.0 if x in (50, 340) else 86.0, 126.0) for x in XS]
    (grid,) = grids_of(page_laid([*header, *numbers_laid(body, 100, 20)], level, upright))
    assert slots_of(grid) == [["State", "Number of men", ">"], ["^", "2008", "2009"], ["Iowa", "3", "4"], ["Ohio", "5", "6"]]


def test_a_number_that_wraps_in_a_narrow_cell_makes_no_row():
    xs = (50.0, 200.0, 226.0, 340.0)
    level, upright = lattice(xs, (50, 72, 104, 136))
    texts = [at("Item", 52, 66), at("A", 205, 66), at("B", 250, 66)]
    texts += [at("Fish", 52, 92), at("263,4", 201, 86), at("6", 219, 98), at("1.5", 250, 92)]
    (grid,) = grids_of(page_laid([*texts, at("Meat", 52, 124), at("9", 219, 124), at("2.5", 250, 124)], level, upright))
    assert slots_of(grid)[1:] == [["Fish", "263,4 6", "1.5"], ["Meat", "9", "2.5"]]


def test_blanks_of_justified_lines_part_no_column():
    full, last = (("given", 102), ("to those", 134), ("who", 183)), (("ask for it", 102),)
    ys = (50.0, 72.0, 114.0, 156.0, 198.0)
    level, upright = lattice((50.0, 100.0, 200.0), ys)
    texts = [at("No.", 52, 66), at("Rule", 102, 66), *(at(str(k), 52, y + 12) for k, y in enumerate(ys[1:-1], 1))]
    texts += [at(word, x, y + 12 * k) for y in ys[1:-1] for k, line in enumerate((full, full, last), 1) for word, x in line]
    (grid,) = grids_of(page_laid(texts, level, upright))
    words = "given to those who given to those who ask for it"
    assert slots_of(grid) == [["No.", "Rule"], ["1", words], ["2", words], ["3", words]]


def test_paragraphs_in_a_ruled_table_stay_whole():
    level, upright = lattice((50.0, 200.0, 400.0), (50, 72, 130))
    texts = [at("Objective", 52, 66), at("Action", 202, 66), at("Monitor the use", 52, 86), at("of funds", 52, 100)]
    lines = ("National authorities report", "each year,  and publish", "what they found.")
    texts += [at(line, 202, 86 + 14 * k) for k, line in enumerate(lines)]
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert slots_of(grid) == [
        ["Objective", "Action"],
        ["Monitor the use of funds", "National authorities report each year, and publish what they found."],
    ]


def test_bullets_and_currencies_are_no_columns():
    level, upright = lattice((50.0, 200.0, 300.0), (50, 72, 88, 104, 120, 136))
    texts = [at("Measures", 52, 66), at("Cost", 202, 66)]
    for k, name in enumerate(("Nets", "Boats", "Ports", "Fuel")):
        texts += [at("•", 52, 84 + 16 * k), at(name, 68, 84 + 16 * k), at("$", 204, 84 + 16 * k), ending(f"{k},500", 295, 84 + 16 * k)]
    (grid,) = grids_of(page_laid(texts, level, upright))
    assert (grid.n_rows, grid.n_columns) == (5, 2)


def test_rules_inside_a_header_do_not_close_an_open_side():
    level = [(50.0, 50.0, 410.0), (86.0, 50.0, 410.0), (126.0, 50.0, 410.0), *((y, 200.0, 340.0) for y in (62.0, 68.0, 74.0))]
    upright = [(200.0, 50.0, 126.0), (270.0, 74.0, 126.0), (340.0, 50.0, 126.0)]
    body = [["Iowa", "3", "4", "5"], ["Ohio", "5", "6", "7"]]
    (grid,) = grids_of(page_laid(numbers_laid(body, 100, 20, (265.0, 335.0, 405.0)), level, upright))
    assert grid.n_columns == 4


def test_rows_of_words_stand_further_apart_than_their_lines():
    level, upright = lattice((50.0, 200.0, 400.0), (50, 72, 150))
    texts = [at("Objective", 52, 66), at("Action", 202, 66)]
    for k, (left, right) in enumerate((("Monitor", "National authorities"), ("Report", "All offices"), ("Inform", "The press"))):
        texts += [at(left, 52, 84 + 25 * k), at(right, 202, 84 + 25 * k), at("and others", 202, 95 + 25 * k)]
    (grid,) = grids_of(page_laid(texts[:-1], level, upright))
    words = [["Monitor", "National authorities and others"], ["Report", "All offices and others"], ["Inform", "The press"]]
    assert slots_of(grid)[1:] == words


def test_words_in_the_middle_above_columns_they_do_not_reach_span_them():
    xs = (50.0, 200.0, 260.0, 290.0, 380.0)
    header = [centred("Men", 290, 62), *(centred(year, x, 80) for year, x in (("2008", 230), ("2009", 275), ("2010", 335)))]
    level = [(y, 50.0, 380.0) for y in (50, 86, 106, 126)]
    upright = [(x, 50.0 if x in (50, 200, 380) else 86.0, 126.0) for x in xs]
    body = numbers_laid([["Iowa", "3", "4", "5"], ["Ohio", "5", "6", "7"]], 100, 20, (255.0, 285.0, 375.0))
    (grid,) = grids_of(page_laid([at("State", 52, 72), *header, *body], level, upright))
    assert slots_of(grid)[:2] == [["State", "Men", ">", ">"], ["^", "2008", "2009", "2010"]]


def test_numbers_that_wrap_are_no_rows():
    cells = [at("Spain", 52, 96)]
    cells += [at(text, 230, 84 + 12 * k) for k, text in enumerate(("36–", "54–", "61"))]
    cells += [at(text, 300, 84 + 12 * k) for k, text in enumerate(("361,", "420,", "118"))]
    rows = [["Malta", "1", "2"], ["Italy", "3", "4"]]
    (grid,) = grids_of(page_laid([*HEADER, *cells, *numbers_laid(rows, 130, 20)], *lattice(XS, (50, 72, 114, 134, 154))))
    assert slots_of(grid) == [["Country", "2008", "2009"], ["Spain", "36– 54– 61", "361, 420, 118"], *rows]


def listed(*columns):
    """A table of three level rules, whose body has a line of each column at each height."""
    level = [(y, 50.0, 420.0) for y in (50.0, 72.0, 80.0 + 13 * len(columns[0]))]
    texts = [at("KEY", 52, 66), at("EXPLANATION", 180, 66)]
    texts += [at(line, x, 86 + 13 * k) for x, lines in zip((52, 180), columns, strict=True) for k, line in enumerate(lines)]
    (grid,) = grids_of(page_laid(texts, level))
    return slots_of(grid)[1:]


def test_lists_without_numbers_whose_lines_are_level_are_rows():
    keys, said = ("hbox", "vertical box", "kern", "char"), ("a box", "with the baseline at its bottom", "a skip", "one of the font")
    assert listed(keys, said) == [[key, text] for key, text in zip(keys, said, strict=True)]


def test_two_paragraphs_of_as_many_lines_stay_whole():
    left = ("Authorities of the", "regions report on", "what was spent in", "the year")
    right = ("every authority publishes its", "findings and sends them to the", "ministry, which adds a note of", "its own")
    assert listed(left, right) == [[" ".join(left), " ".join(right)]]


def test_numbers_that_count_the_lines_beside_them_announce_rows():
    said = ("normal behaviour", "always on", "only when not zero")
    assert listed(("0", "1", "2"), said) == [[str(k), text] for k, text in enumerate(said)]

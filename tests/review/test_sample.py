"""A sample is fair: by chance within parts, the same for the same seed, independent of order, more where doubt is."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import figure, observation, report
from runs import run_of, with_rows

from reportparse.model import Place, Run
from reportparse.review import Design, draw_sample
from reportparse.review.heads import spots_to_heads
from reportparse.review.strata import Strata, label_to_by, strata_to_shares, worst_flag

SEVERITIES = {"value-unparsed": "error", "fuzzy-match": "warning", "jump": "warning", "ocr-reread": "note"}


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Run:
    def row(number: int):
        flags = ("jump",) if number % 50 == 0 else ()
        how = {"flags": flags, "match_method": "fuzzy" if number % 20 == 0 else "exact"}
        return observation(row_no=number, indicator_code=f"c{number}", value=float(number), value_raw=str(number), **how)

    return run_of(tmp_path_factory.mktemp("large") / "run", report(observations=tuple(map(row, range(1000)))))


def drawn(run: Run, n: int = 60, seed: int = 1, **knobs):
    return draw_sample(run, Design(n, seed=seed, **knobs), SEVERITIES)


def test_it_is_as_large_as_asked_and_has_every_part(large):
    sample = drawn(large)
    assert len(sample.spots) == 60 == sum(count for _, _, count in sample.strata)
    assert len({spot.spot for spot in sample.spots}) == 60
    assert sum(rows for _, rows, _ in sample.strata) == 1000 and all(count >= 1 for _, _, count in sample.strata)


def test_doubt_is_looked_at_more_closely(large):
    sample = drawn(large)
    shares = {label: count / rows for label, rows, count in sample.strata}
    flagged = [share for label, share in shares.items() if "flagged=yes" in label]
    assert min(flagged) > 2 * shares["flagged=no; match_method=exact; engine=pdfium"]


def test_the_same_seed_draws_the_same_and_another_draws_others(large):
    assert drawn(large) == drawn(large)
    same = {spot.spot for spot in drawn(large).spots} & {spot.spot for spot in drawn(large, seed=2).spots}
    assert len(same) < 40


def test_the_order_of_rows_means_nothing(large):
    turned = with_rows(large, "observations", lambda rows: rows[::-1])
    assert drawn(turned).spots == drawn(large).spots


def test_a_larger_sample_contains_the_smaller(large):
    smaller = {spot.spot for spot in drawn(large, 50, by=()).spots}
    assert smaller < {spot.spot for spot in drawn(large, 100, by=()).spots}


def test_every_row_is_as_likely_as_its_neighbours(large):
    hits = Counter(spot.row_no for seed in range(200) for spot in drawn(large, 100, seed, by=()).spots)
    counts = np.array([hits[number] for number in range(1000)])
    # 200 draws with a chance of 1 in 10: 20 ± 4.2. Chi-square over 1000 rows stays within six standard deviations.
    assert abs(((counts - 20) ** 2 / 18).sum() - 1000) < 6 * np.sqrt(2000) and counts.min() > 3


def test_the_order_of_looking_is_random_over_parts(large):
    first = [spot.stratum for spot in drawn(large, 100).spots[:50]]
    assert len(set(first)) >= 3


def test_small_runs_are_taken_whole(run):
    sample = drawn(run, 100)
    assert len(sample.spots) == run.tables["observations"].num_rows


def test_an_empty_run_has_an_empty_sample(tmp_path):
    sample = drawn(run_of(tmp_path / "run", report(observations=())))
    assert sample.spots == () and sample.strata == ()


def test_equal_rows_are_two_spots(tmp_path):
    twins = (observation(place=Place(1, (1, 1, 2, 2))), observation(place=Place(1, (5, 5, 6, 6))))
    assert len({spot.spot for spot in drawn(run_of(tmp_path / "run", report(observations=twins)), 10).spots}) == 2


def test_a_spot_is_the_same_while_the_claim_is(run):
    moved = with_rows(run, "observations", lambda rows: [row.update(x0=row["x0"] + 3, match_score=0.5) for row in rows] and None)
    assert {spot.spot for spot in drawn(moved).spots} == {spot.spot for spot in drawn(run).spots}
    other = with_rows(run, "observations", lambda rows: rows[1].update(value=413.0))
    assert len({spot.spot for spot in drawn(other).spots} & {spot.spot for spot in drawn(run).spots}) == 3


def test_figures_are_drawn_too(run):
    sample = drawn(run, 10, table="figures", by=("flagged", "measure"))
    assert {spot.value_raw for spot in sample.spots} == {figure().quote, "2—3.5%"}
    assert all(spot.table == "figures" for spot in sample.spots)


@pytest.mark.parametrize("by", [("table",), ("flag",), ("engine", "match_method"), ("indicator", "year"), ("institution",)])
def test_parts_can_be_named(large, by):
    sample = drawn(large, 1200, by=by)
    assert all(label_to_by(label) == by for label, _, _ in sample.strata)


def test_of_several_flags_the_worst_names_the_part():
    assert worst_flag(("ocr-reread", "jump", "value-unparsed"), SEVERITIES) == "value-unparsed"
    assert worst_flag(("jump", "fuzzy-match"), SEVERITIES) == "fuzzy-match" and worst_flag((), SEVERITIES) == ""


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.floats(1, 9)), min_size=1, max_size=20), st.integers(0, 500))
def test_shares_add_up_and_fit(parts, extra):
    sizes = np.array([size for size, _ in parts])
    strata = Strata(tuple(map(str, range(len(parts)))), np.zeros(0, np.int64), sizes, np.array([doubt for _, doubt in parts]))
    shares = strata_to_shares(strata, len(parts) + extra)
    assert shares.sum() == min(len(parts) + extra, sizes.sum()) and (shares >= 1).all() and (shares <= sizes).all()


def test_the_head_of_a_tables_first_page_is_shown_with_each_of_its_values(tmp_path):
    def cell(page: int, top: float, **row):
        return observation(place=Place(page, (100.0, top, 150.0, top + 12)), **row)

    rows = (
        cell(8, 90.0, row_no=2),
        cell(7, 300.0, row_no=1),
        cell(7, 280.0, row_no=0),
        cell(9, 60.0, table_name="满意度调查表"),
        observation(place=None),
    )
    sample = draw_sample(run_of(tmp_path / "run", report(observations=rows)), Design(9), {})
    run = run_of(tmp_path / "run", report(observations=rows))
    heads = dict(zip([spot.place for spot in sample.spots], spots_to_heads(run.tables["observations"], sample.spots), strict=True))
    assert {place and place.page: head and (head.page, head.box[1]) for place, head in heads.items()} == {
        8: (7, 280.0),
        7: (7, 280.0),
        9: (9, 60.0),
        None: (7, 280.0),
    }
